#pragma once

#include "greenlane/experiment/tuning.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane::report {

/// `1,234`.
std::string count(std::uint64_t number);

/// `minimise` or `maximise`.
std::string_view aim(const experiment::Objective& objective);

/// A setting's values, by key: `thresholds.red=40, thresholds.yellow=30`.
std::string name_of(const experiment::TriedSetting& tried, const experiment::Tuning& tuning);

/// A criterion's mean: `24.1 h`, a cost as a bare number, `n/a` where undefined.
std::string mean_text(const std::optional<kpi::Figure>& figure,
                      const experiment::Criterion& criterion, const experiment::TuningLabel& label);
/// Its interval as `9.59 to 10.06`; empty of a cost.
std::string interval_text(const std::optional<kpi::Figure>& figure,
                          const experiment::Criterion& criterion,
                          const experiment::TuningLabel& label);

}  // namespace greenlane::report
