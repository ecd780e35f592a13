#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/profile/watch_list.h"

#include <string>

namespace greenlane::clearance {

/// The process as a graph in the DOT language of Graphviz: a cluster a stage, a box a station (a
/// rounded one for a delay), solid edges for those whom a station serves, dashed ones for those who
/// pass it where they go elsewhere. Conditions name the `lists` that they were compiled with. The
/// same bytes for the same process.
std::string to_dot(const CompiledProcess& process, const profile::Lists& lists);

}  // namespace greenlane::clearance
