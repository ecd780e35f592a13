#include "greenlane/evaluation/history_estimates.h"

#include "greenlane/evaluation/curve.h"
#include "greenlane/evaluation/labelled_history.h"
#include "greenlane/evaluation/outcome_model.h"
#include "greenlane/evaluation/selective_labels.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace greenlane::evaluation {

using shipment::Outcome;

namespace {

constexpr double whole_probability = 1e9;

/// How far the odds of what was not inspected may be from those of what was.
constexpr std::array gammas{1.0, 1.25, 1.5, 2.0, 3.0};

/// Dense codes of the first `digits` digits of the goods; all rows alike where there are no goods.
std::vector<std::uint32_t> goods_groups(const Sample& sample, const shipment::Dictionary& goods,
                                        std::size_t digits) {
    std::vector<std::uint32_t> group_of(goods.size());
    shipment::Dictionary groups;
    for (shipment::Code code = 0; code < goods.size(); ++code) {
        group_of[code] = groups.code(goods.word(code).substr(0, digits));
    }
    std::vector<std::uint32_t> rows(sample.rows(), 0);
    for (std::size_t row = 0; row < sample.hs.size(); ++row) {
        rows[row] = group_of[sample.hs[row]];
    }
    return rows;
}

/// The columns of a history that do not depend on the selection.
struct History {
    std::vector<double> probability;
    std::vector<std::uint32_t> chapter;
    std::vector<double> prediction;

    History(const Sample& sample, const shipment::Dictionary& goods)
        : chapter(goods_groups(sample, goods, 2)) {
        for (const std::int64_t chance : sample.probability) {
            probability.push_back(
                chance == missing ? 0 : static_cast<double>(chance) / whole_probability);
        }
        const std::vector<std::uint32_t> heading = goods_groups(sample, goods, 4);
        std::vector<std::uint32_t> importer = sample.importer;
        if (importer.empty()) {
            // Every row a trader of its own: the folds fall by rows.
            importer.resize(sample.rows());
            std::iota(importer.begin(), importer.end(), 1u);
        }
        const std::array<std::span<const std::uint32_t>, 2> groups{chapter, heading};
        prediction = cross_fitted_rates(sample.outcome, importer, groups);
    }
};

/// The chance of each row to be among the first `selected` by score: 1, 0, or that of its tie.
std::vector<double> top(std::span<const double> score, std::uint64_t selected) {
    std::vector<double> chance(score.size(), 0);
    if (selected == 0) {
        return chance;
    }
    std::vector<double> falling(score.begin(), score.end());
    const auto last = falling.begin() + static_cast<std::ptrdiff_t>(selected - 1);
    std::nth_element(falling.begin(), last, falling.end(), std::greater<>());
    const double cut = *last;
    const auto above = static_cast<double>(
        std::count_if(score.begin(), score.end(), [&](double value) { return value > cut; }));
    const auto tied = static_cast<double>(std::count(score.begin(), score.end(), cut));
    for (std::size_t row = 0; row < score.size(); ++row) {
        chance[row] = score[row] > cut    ? 1
                      : score[row] == cut ? (static_cast<double>(selected) - above) / tied
                                          : 0;
    }
    return chance;
}

VerifiedAccuracy verify(const Sample& sample, std::span<const std::uint8_t> own) {
    VerificationTable table;
    for (std::size_t row = 0; row < own.size(); ++row) {
        const bool known = sample.outcome[row] != Outcome::unknown;
        const kpi::Proportion one{sample.outcome[row] == Outcome::violation ? 1u : 0u,
                                  known ? 1u : 0u};
        (own[row] != 0 ? table.flagged : table.left).merge(one);
        ++(own[row] != 0 ? table.flagged_rows : table.left_rows);
    }
    return begg_greenes(table);
}

SelectionEstimates estimate(const Sample& sample, const History& columns,
                            std::span<const double> selection) {
    const LabelledHistory history{sample.outcome, selection, columns.probability, sample.random};
    SelectionEstimates found;
    found.estimates = {{"naive", naive(history)},
                       {"random stratum", random_stratum(history)},
                       {"stratified", stratified(history)},
                       {"Horvitz-Thompson", horvitz_thompson(history)},
                       {"Hajek", hajek(history)},
                       {"doubly robust", doubly_robust(history, columns.prediction)}};
    const InspectionCounts rule = count_inspections(history);
    found.selected = rule.rows;
    found.worst_case = worst_case_rate(rule);
    found.monotone = monotone_rate(rule);
    std::vector<double> left(selection.begin(), selection.end());
    for (double& chance : left) {
        chance = 1 - chance;
    }
    const InspectionCounts others =
        count_inspections({sample.outcome, left, columns.probability, sample.random});
    found.detection = detection_bounds(rule, others);
    const auto strata = count_inspections(history, columns.chapter);
    for (const double gamma : gammas) {
        found.hidden.push_back({gamma, rate_under_hidden_selection(strata, gamma)});
    }
    if (rule.inspected + others.inspected > 0) {
        found.tipping_gamma =
            tipping_gamma(strata, (rule.hits + others.hits) / (rule.inspected + others.inspected));
    }
    found.weights = diagnose_weights(history);
    return found;
}

}  // namespace

HistoryEstimates estimate_from_history(const Sample& sample, const shipment::Dictionary& goods,
                                       std::span<const double> score,
                                       std::span<const std::uint8_t> own,
                                       std::span<const double> rates) {
    HistoryEstimates estimates;
    estimates.unknown = static_cast<std::uint64_t>(
        std::count(sample.outcome.begin(), sample.outcome.end(), Outcome::unknown));
    estimates.chance_known = !sample.probability.empty();
    estimates.lottery_known = !sample.random.empty();
    const History columns(sample, goods);
    if (!own.empty()) {
        const std::vector<double> selection(own.begin(), own.end());
        SelectionEstimates decided = estimate(sample, columns, selection);
        if (!estimates.chance_known) {
            decided.verified = verify(sample, own);
        }
        estimates.selections.push_back(std::move(decided));
    }
    for (const double rate : rates) {
        estimates.selections.push_back(
            estimate(sample, columns, top(score, rows_at(rate, sample.rows()))));
        estimates.selections.back().rate = rate;
    }
    return estimates;
}

}  // namespace greenlane::evaluation
