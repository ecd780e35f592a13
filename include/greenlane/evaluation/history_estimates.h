#pragma once

#include "greenlane/evaluation/bounds.h"
#include "greenlane/evaluation/imperfect_inspection.h"
#include "greenlane/evaluation/rate_estimate.h"
#include "greenlane/evaluation/sample.h"
#include "greenlane/evaluation/weight_diagnostics.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::evaluation {

struct NamedEstimate {
    std::string name;
    RateEstimate estimate;
};

/// Bounds on the hit rate where officers saw more than the record tells.
struct HiddenSelection {
    double gamma = 1;
    std::optional<RateBounds> bounds;
};

/// The hit rate of a selection, judged by a history in which only inspected rows are labelled.
struct SelectionEstimates {
    std::optional<double> rate;  ///< the top share by score; none: the profile's own decision
    double selected = 0;         ///< rows of the history, labelled or not: chances summed
    std::vector<NamedEstimate> estimates;  ///< the naive one first
    std::optional<RateBounds> worst_case;
    std::optional<RateBounds> monotone;
    std::optional<RateBounds> detection;
    std::vector<HiddenSelection> hidden;  ///< strata: the HS chapters
    /// The gamma at which the hit rate could be no better than that of all inspected rows.
    std::optional<double> tipping_gamma;
    WeightDiagnostics weights;
    /// Of whole decisions, not of ties cut by chance. It takes inspections for blind, given the
    /// decision, so there is none where the history tells their probabilities.
    std::optional<VerifiedAccuracy> verified;
};

struct HistoryEstimates {
    std::uint64_t unknown = 0;  ///< rows that nobody looked at
    bool chance_known = false;  ///< probabilities of inspection stand in the history
    bool lottery_known = false;
    std::vector<SelectionEstimates> selections;
};

/// Estimates for the top share by score at each rate, and for the own decision (empty: none).
/// `goods` are the words of sample.hs.
HistoryEstimates estimate_from_history(const Sample& sample, const shipment::Dictionary& goods,
                                       std::span<const double> score,
                                       std::span<const std::uint8_t> own,
                                       std::span<const double> rates);

}  // namespace greenlane::evaluation
