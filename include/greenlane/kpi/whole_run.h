#pragma once

#include "greenlane/kpi/cube.h"
#include "greenlane/kpi/kpi_value.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::kpi {

/// The figures of one replication without its periods and segments: what a study of many systems
/// keeps.
struct WholeRun {
    std::vector<std::optional<double>> values;       ///< by KPI; as the cube's first slice
    std::vector<std::int64_t> counted;               ///< by KPI, in its denominator
    std::vector<std::optional<double>> utilisation;  ///< by station, in per cent
};
WholeRun whole_run(const Observation& observation, const Assumptions& assumptions);

}  // namespace greenlane::kpi
