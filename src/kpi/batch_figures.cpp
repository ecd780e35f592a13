#include "greenlane/kpi/batch_figures.h"

#include <algorithm>

namespace greenlane::kpi {

namespace {

constexpr std::size_t week = 7;
constexpr std::size_t fewest_batches = 10;

bool is_total(Kind kind) {
    return kind == Kind::sum || kind == Kind::emission;
}

/// By day; empty where the KPI has no value with all days, or without one of them.
std::vector<double> pseudo_values(const Kpi& kpi, const Tally& tally, const Cell& all,
                                  const Assumptions& assumptions) {
    Cell cell = all;
    const Evidence evidence{
        .cell = &cell, .kinds_known = kinds_known(all), .stays_known = tally.stays_known()};
    const auto whole = value(kpi, evidence, assumptions);
    if (!whole) {
        return {};
    }
    const auto n = static_cast<double>(tally.days().size());
    std::vector<double> values;
    values.reserve(tally.days().size());
    for (const Cell& day : tally.days()) {
        cell.add(day, -1);
        const auto rest = value(kpi, evidence, assumptions);
        cell.add(day, 1);
        if (!rest) {
            return {};
        }
        values.push_back(is_total(kpi.how.kind) ? n * (*whole - *rest)
                                                : *whole + (n - 1) * (*whole - *rest));
    }
    return values;
}

std::optional<BatchMeans> about(std::optional<BatchMeans> means, double figure, Bounds bounds) {
    if (means && means->variance_constant == 0) {
        return std::nullopt;
    }
    if (means) {
        const double half = (means->interval.high - means->interval.low) / 2;
        means->mean = figure;
        means->interval = {std::max(figure - half, bounds.low),
                           std::min(figure + half, bounds.high)};
    }
    return means;
}

}  // namespace

BatchFigures batch_figures(const Tally& tally, const Assumptions& assumptions, double confidence) {
    BatchFigures figures{.days = tally.days().size(),
                         .batch_days = 0,
                         .by_kpi = std::vector<std::optional<BatchMeans>>(kpis().size())};
    const std::size_t weeks = figures.days / week;
    figures.batch_days = week * std::max<std::size_t>(weeks / fewest_batches, 1);
    const Cell all = tally.overall();
    for (std::size_t i = 0; i < kpis().size(); ++i) {
        const Kpi& kpi = kpis()[i];
        if (!kpi.how.is_quotient() && !is_total(kpi.how.kind)) {
            continue;
        }
        const std::vector<double> values = pseudo_values(kpi, tally, all, assumptions);
        if (values.empty()) {
            continue;
        }
        const Evidence evidence{
            .cell = &all, .kinds_known = kinds_known(all), .stays_known = tally.stays_known()};
        figures.by_kpi[i] = about(batch_means(values, figures.batch_days, confidence),
                                  *value(kpi, evidence, assumptions), kpi.bounds());
    }
    return figures;
}

}  // namespace greenlane::kpi
