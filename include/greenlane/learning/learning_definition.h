#pragma once

#include "greenlane/core/units.h"
#include "greenlane/learning/strategy.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greenlane::learning {

/// The share of a week's rows that is inspected, week by week of the loop.
struct RatePlan {
    enum class Course : std::uint8_t {
        constant,
        linear,  ///< from `from` in week 0 to `to` in week `over`, and `to` from then on
        decay,   ///< to + (from - to) 2^-(week / over)
    };
    Course course = Course::constant;
    double from = 0.1;  ///< in (0, 1]; constant: the rate
    double to = 0.1;
    double over = 1;  ///< weeks

    double at(std::size_t week) const;
};
std::string_view name(RatePlan::Course course);

/// The part of the inspections that is drawn at random among the rows that rank below, as a share
/// of the week's rows.
struct ExplorationDefinition {
    enum class Kind : std::uint8_t {
        fixed,   ///< `share`
        bandit,  ///< one of bandit_shares, by Thompson sampling on past hit rates
        drift,   ///< from drift_least to drift_most, by the drift of what is declared
    };
    Kind kind = Kind::fixed;
    double share = 0.01;
};
inline constexpr std::array<double, 5> bandit_shares{0, 0.01, 0.02, 0.05, 0.10};
inline constexpr double drift_least = 0.01;
inline constexpr double drift_most = 0.05;

/// Whose outcomes in the weeks before the loop are known when it begins.
enum class Masking : std::uint8_t {
    none,      ///< all
    row,       ///< a share of the declarations, drawn
    importer,  ///< those of a share of the importers, drawn
    as_given,  ///< those that the record says were inspected
};
inline constexpr std::array all_maskings{Masking::none, Masking::row, Masking::importer,
                                         Masking::as_given};
std::string_view name(Masking masking);

/// `[learning]`, checked.
struct LearningDefinition {
    StrategyKind strategy = StrategyKind::empirical_bayes;
    std::vector<Share> mix;  ///< of a hybrid
    RatePlan rate;
    ExplorationDefinition explore;
    /// From the end of a week until its inspections are known; they count from the first week that
    /// begins no earlier.
    Duration delay = 0;
    std::size_t refit_every = 1;    ///< weeks
    std::size_t initial_weeks = 0;  ///< before the loop: history to begin with
    Masking masking = Masking::none;
    double known = 1;        ///< share of a masking by row or importer
    std::size_t weeks = 0;   ///< of the loop; 0: all that there are
    Duration half_life = 0;  ///< of outcomes; 0: nothing is forgotten
    std::size_t replications = 5;
    std::uint64_t seed = 0;
};

}  // namespace greenlane::learning
