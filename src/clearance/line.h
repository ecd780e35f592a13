#pragma once

#include "greenlane/clearance/definition.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::clearance {

/// What routes call the lodgement.
inline constexpr std::string_view start_name = "start";

/// Station definitions in the order of the line: by stage, then as in the file. Reports what is
/// wrong with names and stages; `sound` where nothing is.
struct Line {
    std::vector<const StationDefinition*> stations;
    bool sound;
    /// The station's place in the line; none where there is no such station.
    std::optional<std::size_t> find(const std::string& name) const;
};
Line make_line(const std::vector<StationDefinition>& definitions, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
