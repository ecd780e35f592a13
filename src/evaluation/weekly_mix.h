#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/shipment/records.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::evaluation {

/// Weeks are counted from the one of 1970-01-01 and begin on Mondays, as ISO 8601 has it.
constexpr std::int64_t week_of(std::int64_t local_day) {
    return (local_day + 3) / 7;
}
/// 2026-W02
std::string week_label(std::int64_t week);

/// How often each category of a feature stands in each week.
class WeeklyMix {
public:
    void add(std::int64_t week, std::size_t category) {
        if (week != week_ || counts_ == nullptr) {
            week_ = week;
            counts_ = &weeks_[week];
        }
        if (category >= counts_->size()) {
            counts_->resize(category + 1);
        }
        ++(*counts_)[category];
    }

    struct Comparison {
        std::int64_t week;
        Shift shift;
    };
    /// Each week against all others, where they can be compared.
    std::vector<Comparison> comparisons() const;

private:
    std::map<std::int64_t, std::vector<std::uint64_t>> weeks_;
    std::int64_t week_ = 0;
    std::vector<std::uint64_t>* counts_ = nullptr;  ///< of the week at hand
};

/// Drift of several features; the false discovery rate is held over all their weeks together.
std::vector<FeatureDrift> drift(
    const std::vector<std::pair<std::string_view, const WeeklyMix*>>& features);

/// Violations by week, and the p-value of the chi-square test that all weeks have one rate (weeks
/// with an expected count below 5 taken together).
std::optional<double> homogeneity(const std::vector<WeekRate>& weeks);

}  // namespace greenlane::evaluation
