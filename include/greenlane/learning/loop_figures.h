#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/learning/loop.h"

#include <cstdint>
#include <optional>
#include <span>

namespace greenlane::learning {

/// What the inspections of some weeks came to: means over the replications, with kpi::estimate()'s
/// interval. It holds the chance of draws and nothing else: the declarations are the same in all.
/// A figure is nullopt where undefined.
struct LoopFigures {
    std::uint64_t rows = 0;
    std::uint64_t violations = 0;
    std::uint64_t selected = 0;
    std::optional<kpi::Figure> precision;  ///< hits / selected
    std::optional<kpi::Figure> recall;     ///< hits / violations
    std::optional<kpi::Figure> revenue;    ///< duty evaded by the hits / by all violations
    /// Against the oracle, which selects by truth, or by duty evaded, as many in each week; the
    /// share of the best hits is that of precision and recall alike.
    std::optional<kpi::Figure> hits_of_best;
    std::optional<kpi::Figure> revenue_of_best;
    std::optional<kpi::Figure> explored;     ///< share of the selected
    std::optional<double> oracle_precision;  ///< of the oracle by truth
    std::optional<double> random_precision;  ///< expected of as many draws in each week
};
LoopFigures loop_figures(const LearningResult& result, std::span<const LearningWeek> weeks);

/// What exploring cost and bought, over all weeks. Measured against a twin: the same replication,
/// with the same draws, that inspects as many by rank alone.
struct ExplorationFigures {
    /// Hit rate of the explored rows: an honest sample of what ranks too low.
    std::optional<kpi::Figure> explored_precision;
    std::optional<kpi::Figure> displaced_precision;  ///< of the rows inspected but for them
    std::optional<kpi::Figure> hits_forgone;         ///< hits of the displaced - of the explored
    std::optional<kpi::Figure> twin_precision;
    std::optional<kpi::Figure> difference;  ///< precision - twin's, in pairs
    /// Hits gained by knowing more: hits - twin's hits + hits forgone. Below 0 where what was
    /// learned of explored rows was worth less than what inspecting higher ranks would have taught.
    std::optional<kpi::Figure> hits_bought;
};
/// nullopt where nothing could be explored.
std::optional<ExplorationFigures> exploration_figures(const LearningResult& result);

}  // namespace greenlane::learning
