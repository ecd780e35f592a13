#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/units.h"
#include "greenlane/evaluation/significance.h"
#include "greenlane/learning/strategy.h"
#include "greenlane/learning/week.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/shipment/vocabulary.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
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

/// What the inspections of one week came to, in one replication.
struct Inspections {
    std::uint64_t selected = 0;
    std::uint64_t hits = 0;
    Money revenue = 0;           ///< duty evaded, of the hits
    std::uint64_t explored = 0;  ///< of the selected
    std::uint64_t explored_hits = 0;
    /// Hits among the rows that would have been inspected by rank, had none been explored.
    std::uint64_t displaced_hits = 0;
};

/// How what is declared in the newest weeks differs from the oldest.
struct Drift {
    std::string field;        ///< that differs most: "origin"
    evaluation::Shift worst;  ///< of that field
    /// Least p of the chi-square tests times their number (Bonferroni), at most 1.
    double p = 1;
};
/// Weeks in a window of that comparison: the first so many of the input against the latest.
inline constexpr std::size_t drift_window = 4;
inline constexpr double drift_significance = 0.01;

/// A week of the loop; what is the same for all replications, and what differs.
struct LearningWeek {
    Instant begin = 0;
    double rate = 0;
    std::uint64_t rows = 0;
    std::uint64_t violations = 0;
    Money revenue = 0;  ///< duty evaded; 0 where not known
    std::uint64_t selected = 0;
    std::uint64_t best_hits = 0;  ///< of a selection by truth
    Money best_revenue = 0;       ///< of a selection by duty evaded
    std::optional<Drift> drift;   ///< none before there are two windows
    std::vector<Inspections> replications;
    /// The same loop without exploration, on the same draws; empty where nothing is explored.
    std::vector<Inspections> without_exploration;
};

struct LearningResult {
    LearningDefinition definition;
    bool revenue_known = false;
    std::vector<LearningWeek> weeks;
};

/// How a loop is played.
struct LoopOptions {
    unsigned jobs = 1;                                  ///< replications played at a time
    const profile::CompiledProfile* profile = nullptr;  ///< of the strategy `rules`
    const screening::FrozenScore* score = nullptr;      ///< of that profile's model
    shipment::Epochs epochs;                            ///< those of the source
    /// Told of each week that was played, from any thread, one call at a time; where it returns
    /// false, the loop stops.
    std::function<bool()> observe;
};

/// Plays the weeks forward: rank, inspect ceil(rate x rows), find out, refit. What the uninspected
/// rows hold is counted, and never told to the strategy. Equal input gives equal results, whatever
/// the jobs. nullopt where `observe` stopped it.
/// Throws InputError(declarations) where an outcome in the loop's weeks is not known, its
/// declarations are of one class, there are no weeks after the initial ones, or columns are lacking
/// that strategy or masking need.
std::optional<LearningResult> run_loop(const WeeklyDeclarations& declarations,
                                       const shipment::Vocabulary& vocabulary,
                                       const LearningDefinition& definition,
                                       const LoopOptions& options);

}  // namespace greenlane::learning
