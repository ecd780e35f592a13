#include "experiment/pilot_plan.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace greenlane::experiment {

namespace {

/// Headline KPIs that a post sees for itself.
constexpr std::array<std::string_view, 3> measurable{"selectivity.hit_rate", "targeting.hit_rate",
                                                     "clearance.time"};

/// Of shares, in per cent; nullopt where one of them is 0 % or 100 %.
std::optional<kpi::TrialPlan> plan_shares(double today, double expected, double per_week) {
    const auto is_inside = [](double percent) { return percent > 0 && percent < 100; };
    if (!is_inside(today) || !is_inside(expected)) {
        return std::nullopt;
    }
    kpi::TrialPlan plan = kpi::plan_trial_of_shares(today / 100, expected / 100, per_week);
    plan.go *= 100;
    plan.no_go *= 100;
    return plan;
}

/// Of times in hours; nullopt where they do not vary.
std::optional<kpi::TrialPlan> plan_times(double difference, const SystemResult& reference,
                                         const SystemResult& system, double per_week) {
    const double today = reference.clearance_sd_h.value_or(0);
    const double expected = system.clearance_sd_h.value_or(0);
    return today > 0 && expected > 0
               ? std::optional(kpi::plan_trial_of_means(difference, today, expected, per_week))
               : std::nullopt;
}

}  // namespace

std::vector<PilotPlan> plan_pilots(const SystemResult& reference, const SystemResult& system,
                                   std::span<const KpiDifference> kpis) {
    std::vector<PilotPlan> plans;
    for (const std::string_view id : measurable) {
        const std::size_t kpi = kpi::kpi_index(id);
        const double per_week = std::min(reference.counted[kpi], system.counted[kpi]) / 2;
        const bool is_shown =
            kpis[kpi].verdict == Verdict::better || kpis[kpi].verdict == Verdict::worse;
        if (!is_shown || per_week <= 0) {
            continue;
        }
        const double today = reference.figures[kpi]->mean;
        const double expected = system.figures[kpi]->mean;
        const auto trial = kpi::kpis()[kpi].unit == kpi::Unit::percent
                               ? plan_shares(today, expected, per_week)
                               : plan_times(expected - today, reference, system, per_week);
        if (trial) {
            const double declarations_each = std::max(reference.lodged / reference.counted[kpi],
                                                      system.lodged / system.counted[kpi]);
            const kpi::Figure& difference = kpis[kpi].difference->figure;
            plans.push_back({kpi,
                             today,
                             expected,
                             {difference.mean, kpis[kpi].together, difference.n},
                             *trial,
                             static_cast<std::uint64_t>(std::ceil(
                                 2 * static_cast<double>(trial->per_group) * declarations_each))});
        }
    }
    return plans;
}

}  // namespace greenlane::experiment
