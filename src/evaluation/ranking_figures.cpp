#include "evaluation/ranking_figures.h"

#include "greenlane/evaluation/cluster_bootstrap.h"

namespace greenlane::evaluation {

namespace {

using Interval = std::optional<kpi::Interval>;
using Values = std::span<std::optional<double>>;

/// Of a selection: precision, recall, share of the revenue, lift.
constexpr std::size_t selection_figures = 4;
/// Of a ranking, before those of its rates: the two areas.
constexpr std::size_t areas = 2;

struct Totals {
    double rows = 0;
    double violations = 0;
    double revenue = 0;

    explicit Totals(std::span<const Tie> ties) {
        std::uint64_t all = 0;
        std::uint64_t wrong = 0;
        kpi::Int128 evaded = 0;
        for (const Tie& tie : ties) {
            all += tie.rows;
            wrong += tie.violations;
            evaded += tie.revenue;
        }
        rows = static_cast<double>(all);
        violations = static_cast<double>(wrong);
        revenue = static_cast<double>(evaded);
    }
};

void measure_selection(double selected, double hits, double revenue, const Totals& totals,
                       Values out) {
    if (selected > 0) {
        out[0] = hits / selected;
    }
    if (totals.violations > 0) {
        out[1] = hits / totals.violations;
    }
    if (totals.revenue > 0) {
        out[2] = revenue / totals.revenue;
    }
    if (selected > 0 && totals.violations > 0) {
        out[3] = hits / selected * totals.rows / totals.violations;
    }
}

std::optional<kpi::Figure> figure(const std::optional<double>& value, const Interval& interval,
                                  std::size_t rows) {
    return value ? std::optional(kpi::Figure{*value, interval, rows}) : std::nullopt;
}

SelectionFigures with_intervals(const AtRate& at, std::span<const Interval> intervals,
                                std::size_t rows) {
    return {at, figure(at.precision, intervals[0], rows), figure(at.recall, intervals[1], rows),
            figure(at.revenue_share, intervals[2], rows), figure(at.lift, intervals[3], rows)};
}

ClusterBootstrap resample_ranking(const LabelledRows& rows, const Question& question) {
    const std::size_t figures = areas + selection_figures * question.rates.size();
    if (rows.importer.empty()) {
        return {0, std::vector<Interval>(figures)};
    }
    return cluster_bootstrap(
        rows.ranked(), rows.importer, question.seed, figures,
        [&](std::span<const Tie> ties, Values out) {
            out[0] = roc_area(ties);
            out[1] = average_precision(ties);
            const Totals totals(ties);
            for (std::size_t i = 0; i < question.rates.size(); ++i) {
                const std::uint64_t selected =
                    rows_at(question.rates[i], static_cast<std::uint64_t>(totals.rows));
                const Cut found = cut(ties, selected);
                measure_selection(static_cast<double>(selected), found.hits, found.revenue, totals,
                                  out.subspan(areas + i * selection_figures, selection_figures));
            }
        });
}

SelectionFigures own_figures(const LabelledRows& rows, const Question& question) {
    const std::vector<double> decided(rows.own.begin(), rows.own.end());
    const Ranked ranked{decided, rows.violation, rows.revenue};
    const Ranking ranking(ranked);
    const bool any = ranking.rows() > 0 && ranking.ties().front().score > 0;
    const AtRate at = ranking.first(any ? ranking.ties().front().rows : 0);
    ClusterBootstrap resampled{0, std::vector<Interval>(selection_figures)};
    if (!rows.importer.empty()) {
        resampled = cluster_bootstrap(
            ranked, rows.importer, question.seed, selection_figures,
            [&](std::span<const Tie> ties, Values out) {
                const Tie selected = any ? ties.front() : Tie{};
                measure_selection(static_cast<double>(selected.rows),
                                  static_cast<double>(selected.violations),
                                  static_cast<double>(selected.revenue), Totals(ties), out);
            });
    }
    return with_intervals(at, resampled.intervals, rows.score.size());
}

}  // namespace

RankingFigures measure(const LabelledRows& rows, const Ranking& ranking, const Question& question) {
    RankingFigures figures;
    figures.rows = ranking.rows();
    figures.violations = ranking.violations();
    const ClusterBootstrap resampled = resample_ranking(rows, question);
    const std::span<const Interval> intervals(resampled.intervals);
    figures.importers = resampled.clusters;
    figures.auc = figure(roc_area(ranking.ties()), intervals[0], figures.rows);
    figures.average_precision =
        figure(average_precision(ranking.ties()), intervals[1], figures.rows);
    for (std::size_t i = 0; i < question.rates.size(); ++i) {
        figures.at.push_back(with_intervals(
            ranking.at(question.rates[i]),
            intervals.subspan(areas + i * selection_figures, selection_figures), figures.rows));
    }
    if (!rows.own.empty()) {
        figures.own = own_figures(rows, question);
    }
    return figures;
}

}  // namespace greenlane::evaluation
