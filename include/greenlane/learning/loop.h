#pragma once

#include "greenlane/core/units.h"
#include "greenlane/learning/drift.h"
#include "greenlane/learning/learning_definition.h"
#include "greenlane/learning/weekly_declarations.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/epochs.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace greenlane::learning {

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
    Duration utc_offset = 0;  ///< local time minus UTC
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
