#include "greenlane/evaluation/evaluation.h"

#include "greenlane/core/contract.h"

#include "evaluation/ranking_figures.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace greenlane::evaluation {

namespace {

using shipment::Outcome;

/// The rows with known outcome for which `keep(row)`.
template <typename Keep>
LabelledRows labelled(const Sample& sample, const Candidate& candidate, const RowRange& range,
                      Keep keep) {
    LabelledRows rows;
    rows.score.reserve(range.end - range.begin);
    for (std::size_t row = range.begin; row < range.end; ++row) {
        if (sample.outcome[row] == Outcome::unknown || !keep(row)) {
            continue;
        }
        rows.score.push_back(candidate.score[row]);
        rows.violation.push_back(sample.outcome[row] == Outcome::violation ? 1 : 0);
        if (!sample.revenue.empty()) {
            rows.revenue.push_back(sample.revenue[row]);
        }
        if (!sample.importer.empty()) {
            rows.importer.push_back(sample.importer[row]);
        }
        if (!candidate.selected.empty()) {
            rows.own.push_back(candidate.selected[row]);
        }
    }
    return rows;
}

std::optional<Calibration> calibration(std::span<const Tie> ties) {
    const auto score = brier(ties);
    if (!score || !are_probabilities(ties)) {
        return std::nullopt;
    }
    return Calibration{*score, reliability(ties, Binning::equal_count),
                       reliability(ties, Binning::equal_width)};
}

bool is_constant(const std::vector<double>& score) {
    return std::adjacent_find(score.begin(), score.end(), std::not_equal_to<>()) == score.end();
}

std::uint64_t labelled_rows(const Sample& sample, TrainingDays days) {
    std::uint64_t rows = 0;
    for (std::size_t row = 0; row < sample.rows(); ++row) {
        rows += sample.outcome[row] != Outcome::unknown && sample.day[row] >= days.first &&
                sample.day[row] <= days.last;
    }
    return rows;
}

void measure_pooled(CandidateEvaluation& judged, const LabelledRows& rows,
                    const Question& question) {
    const Ranking ranking(rows.ranked());
    judged.pooled = measure(rows, ranking, question);
    judged.gains = gains(ranking);
    if (judged.ranked_by == Candidate::RankedBy::score ||
        judged.ranked_by == Candidate::RankedBy::model) {
        judged.calibration = calibration(ranking.ties());
    }
}

CandidateEvaluation judge(const Sample& sample, const shipment::Dictionary& goods,
                          Candidate candidate, const Question& question) {
    GREENLANE_EXPECT(candidate.score.size() == sample.rows());
    GREENLANE_EXPECT(candidate.selected.empty() || candidate.selected.size() == sample.rows());
    const RowRange all{"", 0, sample.rows()};
    CandidateEvaluation judged;
    judged.name = std::move(candidate.name);
    judged.ranked_by = candidate.ranked_by;
    judged.constant = is_constant(candidate.score);
    judged.unscored = static_cast<std::uint64_t>(
        std::count_if(candidate.score.begin(), candidate.score.end(),
                      [](double score) { return !std::isfinite(score); }));
    if (candidate.trained) {
        judged.training_overlap = labelled_rows(sample, *candidate.trained);
    }
    const auto any = [](std::size_t) { return true; };
    measure_pooled(judged, labelled(sample, candidate, all, any), question);
    const auto part = [&](std::uint8_t wanted) {
        const LabelledRows rows = labelled(
            sample, candidate, all, [&](std::size_t row) { return sample.seen[row] == wanted; });
        return measure(rows, Ranking(rows.ranked()), question);
    };
    if (!sample.seen.empty()) {
        judged.seen = part(1);
        judged.novel = part(0);
    }
    for (const RowRange& period : periods_of(sample, question.per)) {
        const LabelledRows rows = labelled(sample, candidate, period, any);
        judged.periods.push_back({period.label, measure(rows, Ranking(rows.ranked()), question)});
    }
    if (sample.partly_labelled()) {
        judged.history = estimate_from_history(sample, goods, candidate.score, candidate.selected,
                                               question.rates);
    }
    judged.rules = std::move(candidate.rules);
    judged.lottery = candidate.lottery;
    judged.hours_source = std::move(candidate.hours_source);
    judged.segments = std::move(candidate.segments);
    return judged;
}

}  // namespace

Evaluation evaluate(const Sample& sample, const shipment::Dictionary& goods,
                    std::vector<Candidate> candidates, const Question& question) {
    Evaluation evaluation;
    evaluation.question = question;
    evaluation.rows = sample.rows();
    for (const Outcome outcome : sample.outcome) {
        evaluation.labelled += outcome != Outcome::unknown ? 1 : 0;
        evaluation.violations += outcome == Outcome::violation ? 1 : 0;
    }
    evaluation.revenue_known = !sample.revenue.empty();
    evaluation.importers_known = !sample.importer.empty();
    for (Candidate& candidate : candidates) {
        evaluation.candidates.push_back(judge(sample, goods, std::move(candidate), question));
    }
    return evaluation;
}

}  // namespace greenlane::evaluation
