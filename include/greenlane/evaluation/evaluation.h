#pragma once

#include "greenlane/evaluation/calibration.h"
#include "greenlane/evaluation/curve.h"
#include "greenlane/evaluation/history_estimates.h"
#include "greenlane/evaluation/rule_league.h"
#include "greenlane/evaluation/sample.h"
#include "greenlane/evaluation/segments.h"
#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::evaluation {

/// Local days since 1970, the last included, whose declarations a model was trained on.
struct TrainingDays {
    std::int64_t first;
    std::int64_t last;
};

/// Something that ranks declarations, over all rows of a sample: a profile, a column of scores, a
/// model.
struct Candidate {
    enum class RankedBy : std::uint8_t {
        points,
        lane,  ///< a profile that gives no points: what its rules sent to a control comes first
        score,
        model,
    };
    std::string name;
    RankedBy ranked_by = RankedBy::points;
    std::optional<TrainingDays> trained;  ///< its model, if it has one
    std::vector<double> score;            ///< -infinity: the row has none
    std::vector<std::uint8_t> selected;   ///< 1: the profile's own decision; empty: takes none
    std::vector<RuleStanding> rules;      ///< empty: no profile
    kpi::Proportion lottery;
    std::string hours_source;  ///< where the hours of `rules` are from
    std::vector<Segment> segments;
};

/// What a selection finds among rows with known outcome. Intervals are those of the bootstrap over
/// importers (cluster_bootstrap.h); a figure is nullopt where undefined.
struct SelectionFigures {
    AtRate at;
    std::optional<kpi::Figure> precision;
    std::optional<kpi::Figure> recall;
    std::optional<kpi::Figure> revenue;  ///< share of the revenue
    std::optional<kpi::Figure> lift;
};

/// A ranking judged on rows with known outcome.
struct RankingFigures {
    std::uint64_t rows = 0;
    std::uint64_t violations = 0;
    std::size_t importers = 0;  ///< clusters of the bootstrap; 0: the input names none
    std::optional<kpi::Figure> auc;
    std::optional<kpi::Figure> average_precision;
    std::vector<SelectionFigures> at;  ///< one a rate asked for
    /// The profile's own decision at the rate that it comes to: no bound, but what it would have
    /// done.
    std::optional<SelectionFigures> own;
};

struct PeriodFigures {
    std::string label;
    RankingFigures figures;
};

/// Whether scores are honest probabilities.
struct Calibration {
    double brier = 0;
    std::vector<ReliabilityBin> equal_count;
    std::vector<ReliabilityBin> equal_width;
};

struct CandidateEvaluation {
    std::string name;
    Candidate::RankedBy ranked_by;
    bool constant = false;       ///< all rows have one score: the ranking says nothing
    std::uint64_t unscored = 0;  ///< rows without a score, ranked last
    /// Rows with known outcome on the days that its model was trained on; nullopt without a model.
    std::optional<std::uint64_t> training_overlap;
    RankingFigures pooled;
    std::optional<RankingFigures> seen;  ///< rows whose goods stand in the training files
    std::optional<RankingFigures> novel;
    std::vector<PeriodFigures> periods;
    std::optional<Calibration> calibration;  ///< none where scores are no probabilities
    std::vector<Gain> gains;
    std::vector<RuleStanding> rules;
    kpi::Proportion lottery;
    std::string hours_source;
    std::vector<Segment> segments;
    /// Where only inspected rows are labelled: what the figures above, naive then, may be in truth.
    std::optional<HistoryEstimates> history;
};

/// What is asked.
struct Question {
    std::vector<double> rates{0.01, 0.02, 0.05, 0.10};  ///< in (0, 1], rising
    Per per = Per::month;
    std::uint64_t seed = 1;
};

/// Candidates judged on one sample.
struct Evaluation {
    Question question;
    std::uint64_t rows = 0;
    std::uint64_t labelled = 0;
    std::uint64_t violations = 0;
    bool revenue_known = false;
    bool importers_known = false;
    std::vector<CandidateEvaluation> candidates;
};

/// Evaluates every candidate; scores and decisions are as long as the sample. `goods` are the words
/// of sample.hs.
Evaluation evaluate(const Sample& sample, const shipment::Dictionary& goods,
                    std::vector<Candidate> candidates, const Question& question);

}  // namespace greenlane::evaluation
