#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/units.h"
#include "greenlane/experiment/calibration.h"

#include <filesystem>
#include <string>

namespace greenlane::io {

/// Where a calibrated scenario comes from and goes to.
struct CalibrationPlace {
    std::filesystem::path before;     ///< the scenario that was calibrated
    std::filesystem::path after;      ///< the file that it is to be written to
    std::filesystem::path catalogue;  ///< and its goods, where there are any: beside it
    std::string source;               ///< of the records; may be empty
    Duration utc_offset = 0;          ///< of the records
    Instant start = 0;                ///< of the scenario before
    Duration utc_offset_before = 0;   ///< and its offset
};

/// The scenario with what was fitted in the place of what it says: of `[arrivals]`, the stations of
/// the fitted stages and `[goods]`, and the standard errors under `[uncertainty]`. All else stays
/// as it was written, comments too; paths are made relative to the new place. Comments say how well
/// each part fits. Where the records have another offset, the scenario takes it and starts at the
/// same local time. An error where a table to be changed is written inline.
std::string to_calibrated_scenario(const experiment::Calibration& calibration,
                                   const CalibrationPlace& place, Diagnostics& diagnostics);

}  // namespace greenlane::io
