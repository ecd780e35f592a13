#include "report/difference_rows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

using experiment::Comparison;
using experiment::KpiDifference;
using experiment::SystemResult;
using experiment::Verdict;
using experiment::Versus;

namespace {

bool is_defined(const Comparison& comparison, std::size_t kpi) {
    return std::any_of(comparison.systems.begin(), comparison.systems.end(),
                       [&](const SystemResult& system) { return system.figures[kpi].has_value(); });
}

}  // namespace

std::span<const Versus> shown_of(const Comparison& comparison) {
    constexpr std::size_t most_shown = 10;
    return {comparison.versus.data(), std::min(most_shown, comparison.versus.size())};
}

ShownDifference shown(const Comparison& comparison, const Versus& versus, std::size_t i) {
    const KpiDifference& kpi = versus.kpis[i];
    if (!kpi.difference) {
        return {"n/a", kpi.pairs > 0 ? "one pair" : "–", ""};
    }
    kpi::Figure figure = kpi.difference->figure;
    figure.interval = kpi.together;
    const SystemResult& reference = comparison.systems.front();
    return show_difference(figure, reference.unit(kpi::kpis()[i]),
                           std::max(std::abs(reference.figures[i]->mean),
                                    std::abs(comparison.systems[versus.system].figures[i]->mean)));
}

std::string times_less(const KpiDifference& kpi) {
    const auto reduction = kpi.difference ? kpi.difference->variance_reduction : std::nullopt;
    return !reduction               ? "–"
           : std::isinf(*reduction) ? "∞"
           : *reduction < 9.95      ? fmt::format("{:.1f}", *reduction)
                                    : with_separators(*reduction, 0);
}

bool has(const Comparison& comparison, std::size_t kpi, std::initializer_list<Verdict> verdicts) {
    return std::any_of(
        comparison.versus.begin(), comparison.versus.end(), [&](const Versus& versus) {
            return std::find(verdicts.begin(), verdicts.end(), versus.kpis[kpi].verdict) !=
                   verdicts.end();
        });
}

bool is_row(const Comparison& comparison, std::size_t kpi) {
    return experiment::is_headline(kpi::kpis()[kpi]) && is_defined(comparison, kpi) &&
           !has(comparison, kpi, {Verdict::same});
}

}  // namespace greenlane::report
