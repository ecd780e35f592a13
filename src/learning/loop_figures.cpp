#include "greenlane/learning/loop_figures.h"

#include <functional>
#include <vector>

namespace greenlane::learning {

namespace {

constexpr kpi::Bounds share{0, 1};

/// Inspections of one replication, weeks summed.
using Sums = std::vector<Inspections>;

Sums summed(std::span<const LearningWeek> weeks,
            std::vector<Inspections> LearningWeek::*replications) {
    Sums sums(weeks.empty() ? 0 : (weeks.front().*replications).size());
    for (const LearningWeek& week : weeks) {
        for (std::size_t r = 0; r < sums.size(); ++r) {
            const Inspections& add = (week.*replications)[r];
            sums[r].selected += add.selected;
            sums[r].hits += add.hits;
            sums[r].revenue += add.revenue;
            sums[r].explored += add.explored;
            sums[r].explored_hits += add.explored_hits;
            sums[r].displaced_hits += add.displaced_hits;
        }
    }
    return sums;
}

template <typename Count>
std::optional<double> ratio(Count part, Count whole) {
    return whole > 0 ? std::optional(static_cast<double>(part) / static_cast<double>(whole))
                     : std::nullopt;
}

using Values = std::vector<std::optional<double>>;

Values each(const Sums& sums, const std::function<std::optional<double>(const Inspections&)>& of) {
    Values values;
    for (const Inspections& sum : sums) {
        values.push_back(of(sum));
    }
    return values;
}

double difference(std::uint64_t first, std::uint64_t second) {
    return static_cast<double>(first) - static_cast<double>(second);
}

std::optional<double> precision_of(const Inspections& sum) {
    return ratio(sum.hits, sum.selected);
}

}  // namespace

LoopFigures loop_figures(const LearningResult& result, std::span<const LearningWeek> weeks) {
    LoopFigures figures;
    std::uint64_t best_hits = 0;
    Money revenue = 0;
    Money best_revenue = 0;
    double random_hits = 0;
    for (const LearningWeek& week : weeks) {
        figures.rows += week.rows;
        figures.violations += week.violations;
        figures.selected += week.selected;
        best_hits += week.best_hits;
        revenue += week.revenue;
        best_revenue += week.best_revenue;
        random_hits +=
            static_cast<double>(week.selected) * ratio(week.violations, week.rows).value_or(0);
    }
    const Sums sums = summed(weeks, &LearningWeek::replications);
    const auto estimate = [&](auto of) { return kpi::estimate(each(sums, of), share); };
    figures.precision = estimate(precision_of);
    figures.recall =
        estimate([&](const Inspections& sum) { return ratio(sum.hits, figures.violations); });
    figures.hits_of_best =
        estimate([&](const Inspections& sum) { return ratio(sum.hits, best_hits); });
    if (result.revenue_known) {
        figures.revenue =
            estimate([&](const Inspections& sum) { return ratio(sum.revenue, revenue); });
        figures.revenue_of_best =
            estimate([&](const Inspections& sum) { return ratio(sum.revenue, best_revenue); });
    }
    figures.explored =
        estimate([&](const Inspections& sum) { return ratio(sum.explored, sum.selected); });
    figures.oracle_precision = ratio(best_hits, figures.selected);
    figures.random_precision = ratio(random_hits, static_cast<double>(figures.selected));
    return figures;
}

std::optional<ExplorationFigures> exploration_figures(const LearningResult& result) {
    const Sums sums = summed(result.weeks, &LearningWeek::replications);
    const Sums twins = summed(result.weeks, &LearningWeek::without_exploration);
    if (twins.empty()) {
        return std::nullopt;
    }
    Values forgone;
    Values bought;
    for (std::size_t r = 0; r < sums.size(); ++r) {
        const double lost = difference(sums[r].displaced_hits, sums[r].explored_hits);
        forgone.emplace_back(lost);
        bought.emplace_back(difference(sums[r].hits, twins[r].hits) + lost);
    }
    ExplorationFigures figures;
    figures.explored_precision = kpi::estimate(
        each(sums, [](const Inspections& sum) { return ratio(sum.explored_hits, sum.explored); }),
        share);
    figures.displaced_precision = kpi::estimate(
        each(sums, [](const Inspections& sum) { return ratio(sum.displaced_hits, sum.explored); }),
        share);
    figures.hits_forgone = kpi::estimate(forgone);
    figures.twin_precision = kpi::estimate(each(twins, precision_of), share);
    figures.difference =
        kpi::paired_difference(each(sums, precision_of), each(twins, precision_of));
    figures.hits_bought = kpi::estimate(bought);
    return figures;
}

}  // namespace greenlane::learning
