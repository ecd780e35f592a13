#pragma once

#include "greenlane/shipment/source.h"

#include <cstddef>
#include <functional>
#include <span>

namespace greenlane::experiment {

/// What goes over declarations once, in order, to their end or not: one replication of a replay.
using Pass = std::function<void(shipment::Source&)>;

/// Makes all passes over one reading of `source`. Some 65,000 declarations are read at a time; when
/// every pass has worked through its copy of them, block by block, the next ones are read. Memory
/// follows neither the number of declarations nor, the passes' own aside, that of the passes.
///
/// Each of several passes has a thread, of which at most `jobs` run at a time. It meets the blocks
/// that it would meet alone. Its vocabulary is that of the reading: it holds words that the pass
/// has not met yet, and grows between two blocks only.
///
/// What a pass throws ends that pass; when all are over it is thrown on, of several the first
/// pass's. What the source throws, every pass meets that is not over.
void make_passes(shipment::Source& source, std::span<const Pass> passes, unsigned jobs);

}  // namespace greenlane::experiment
