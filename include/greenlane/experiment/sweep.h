#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/experiment/effects.h"
#include "greenlane/experiment/measured_period.h"
#include "greenlane/experiment/outcome.h"
#include "greenlane/experiment/quantity.h"
#include "greenlane/experiment/result.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/sweep_plan.h"
#include "greenlane/experiment/work.h"
#include "greenlane/kpi/interval.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// A difference on common draws, and the interval that holds together with the other ones of the
/// sweep.
struct SweptDifference {
    /// With its own 95 % interval; none of a single replication among several, for it is no
    /// difference of their means.
    std::optional<kpi::Figure> figure;
    std::optional<kpi::Interval> together;  ///< Bonferroni
    std::size_t n = 0;                      ///< replications with a value
};

/// What a factor, or two in interaction, do to a KPI, averaged over the design.
struct SweptEffect {
    Term term;
    SweptDifference difference;                      ///< Effects::estimates
    std::optional<double> share;                     ///< Effects::shares
    std::vector<std::optional<kpi::Figure>> levels;  ///< of a grid's factor: mean at each level
};

/// The KPI where one factor alone is moved away from the scenario as it stands.
struct TornadoEnd {
    std::string text;  ///< the factor's value
    std::optional<kpi::Figure> figure;
    SweptDifference difference;  ///< from the scenario as it stands
};
struct TornadoBar {
    std::size_t factor;
    TornadoEnd low;   ///< at the factor's first level; of words, where the KPI's mean is least
    TornadoEnd high;  ///< at its last level; of words, where it is largest
    double swing;     ///< |high - low| of the means; 0 where one is undefined
};

/// One KPI over a sweep.
struct SweptKpi {
    Quantity quantity;
    std::size_t column;
    std::optional<kpi::Figure> base;                 ///< of the scenario as it stands
    std::vector<std::optional<kpi::Figure>> points;  ///< by point
    std::vector<SweptEffect> effects;                ///< empty where points are too few for any
    std::optional<double> explained;                 ///< Effects::explained
    std::vector<TornadoBar> tornado;                 ///< largest swing first
    /// Whether some interval of a difference excludes 0; without intervals, whether some
    /// difference is not 0.
    bool moves = false;
};

struct Sweep {
    SweepPlan plan;
    std::string scenario;
    RunLabel label;
    std::uint64_t seed = 0;
    MeasuredPeriod period;  ///< of the scenario as it stands
    std::uint64_t replications = 0;
    std::string currency;
    std::vector<std::string> stations;
    std::vector<std::vector<Outcome>> outcomes;  ///< by system and replication
    std::vector<SweptKpi> kpis;  ///< those asked for, or else all headline KPIs with a value
    bool asked = false;          ///< for those KPIs
    std::size_t intervals = 0;   ///< that hold together with 95 %: of effects and of tornados
    bool screened_once = false;  ///< by engine::sweep_lanes()

    std::string_view unit(const kpi::Kpi& kpi) const {
        return kpi.unit == kpi::Unit::currency ? currency : kpi::name(kpi.unit);
    }
    /// Of a system.
    std::optional<kpi::Figure> figure(std::size_t column, std::size_t system) const;
};

/// To be said wherever figures of settings screened once are shown (engine/lane_sweep.h).
inline constexpr std::string_view screened_once_note =
    "All settings over one screening a replication: these figures are of the shipments lodged in "
    "the measured period, whether or not their controls ended before the horizon. A run counts "
    "what ended before it.";

/// The plan's systems as settings of the base's lanes, where one screening serves all of them: the
/// plan varies nothing but thresholds and limited lanes' places, and of `asked`, which is not
/// empty, nothing needs a clock. Expects values that the profile's reader has passed.
std::optional<std::vector<engine::LaneSetting>> lane_settings(const SweepPlan& plan,
                                                              std::span<const Quantity> asked,
                                                              const engine::CompiledScenario& base);

/// Runs so many replications of every system on the same draws and tells what the factors do to
/// the KPIs asked for; with none, to the headline KPIs. `base` is the first system. With `lanes`,
/// those of lane_settings(), declarations are screened once a replication, nothing queues, and
/// `compile` is not called.
Sweep sweep(SweepPlan plan, const engine::CompiledScenario& base, RunLabel label,
            const CompileSystem& compile, std::span<const Quantity> asked,
            const std::optional<std::vector<engine::LaneSetting>>& lanes,
            std::uint64_t replications, const Observe& observe, Execution& execution);

}  // namespace greenlane::experiment
