#include "evaluation/weekly_mix.h"

#include "greenlane/core/calendar.h"

#include <utility>

namespace greenlane::evaluation {

std::string week_label(std::int64_t week) {
    const IsoWeek iso = iso_week(week * 7 - 3);
    const std::string number = std::to_string(iso.week);
    return std::to_string(iso.year) + (iso.week < 10 ? "-W0" : "-W") + number;
}

std::vector<WeeklyMix::Comparison> WeeklyMix::comparisons() const {
    std::vector<std::uint64_t> total;
    for (const auto& [week, counts] : weeks_) {
        total.resize(std::max(total.size(), counts.size()));
        for (std::size_t category = 0; category < counts.size(); ++category) {
            total[category] += counts[category];
        }
    }
    std::vector<Comparison> comparisons;
    for (const auto& [week, counts] : weeks_) {
        std::vector<std::uint64_t> here(counts);
        here.resize(total.size());
        std::vector<std::uint64_t> others(total);
        for (std::size_t category = 0; category < here.size(); ++category) {
            others[category] -= here[category];
        }
        if (const auto found = shift(here, others)) {
            comparisons.push_back({week, *found});
        }
    }
    return comparisons;
}

std::vector<FeatureDrift> drift(
    const std::vector<std::pair<std::string_view, const WeeklyMix*>>& features) {
    std::vector<std::vector<WeeklyMix::Comparison>> compared;
    std::vector<double> p;
    for (const auto& [name, mix] : features) {
        compared.push_back(mix->comparisons());
        for (const WeeklyMix::Comparison& comparison : compared.back()) {
            p.push_back(comparison.shift.p);
        }
    }
    const std::vector<double> q = benjamini_hochberg(p);
    auto adjusted = q.begin();
    std::vector<FeatureDrift> all;
    for (std::size_t i = 0; i < features.size(); ++i) {
        if (compared[i].empty()) {
            continue;
        }
        FeatureDrift& drift = all.emplace_back();
        drift.name = features[i].first;
        drift.weeks = compared[i].size();
        for (const WeeklyMix::Comparison& comparison : compared[i]) {
            drift.significant += *adjusted++ <= 0.05 ? 1 : 0;
            if (drift.worst_week.empty() || comparison.shift.psi > drift.worst.psi) {
                drift.worst_week = week_label(comparison.week);
                drift.worst = comparison.shift;
            }
        }
    }
    return all;
}

std::optional<double> homogeneity(const std::vector<WeekRate>& weeks) {
    // Rates by week are alike where violations and compliant rows fall on the weeks alike.
    std::vector<std::uint64_t> violations;
    std::vector<std::uint64_t> compliant;
    for (const WeekRate& week : weeks) {
        violations.push_back(week.violations.events);
        compliant.push_back(week.violations.trials - week.violations.events);
    }
    const auto found = shift(violations, compliant);
    return found ? std::optional(found->p) : std::nullopt;
}

}  // namespace greenlane::evaluation
