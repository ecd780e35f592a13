#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/experiment/measured_period.h"
#include "greenlane/experiment/multiple_comparisons.h"
#include "greenlane/experiment/quantity.h"
#include "greenlane/experiment/result.h"
#include "greenlane/experiment/shipment_changes.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/experiment/work.h"
#include "greenlane/kpi/difference.h"
#include "greenlane/kpi/sample_size.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// A scenario with a profile, under the name by which it is compared.
struct System {
    std::string name;
    const engine::CompiledScenario* scenario = nullptr;
    RunLabel label;
    DrawnScenario drawn{};  ///< none: the same scenario in every replication
};

/// What a system's replications gave. Columns are those of experiment/quantity.h.
struct SystemResult {
    std::string name;
    std::string scenario;
    RunLabel label;
    std::uint64_t seed = 0;
    MeasuredPeriod period;
    std::uint64_t first_replication = 0;
    std::string currency;
    std::vector<std::string> stations;
    engine::Counts counts;    ///< of all replications
    std::int64_t visits = 0;  ///< stays at stations begun, in all replications
    double lodged = 0;        ///< declarations that count, in a week
    std::vector<std::vector<std::optional<double>>> values;  ///< by column and replication
    std::vector<std::optional<kpi::Figure>> figures;         ///< by column
    std::vector<double> counted;           ///< in a week, in the KPI's denominator, by KPI
    std::optional<double> clearance_sd_h;  ///< of single shipments, in the first replication

    /// Of a quantity that the system has.
    const std::optional<kpi::Figure>& figure(const Quantity& quantity) const;
    std::string_view unit(const kpi::Kpi& kpi) const {
        return kpi.unit == kpi::Unit::currency ? currency : kpi::name(kpi.unit);
    }
};

/// How a KPI of a system stands to the reference's.
enum class Verdict : std::uint8_t {
    unknown,       ///< no interval
    incomparable,  ///< totals of other periods, shipments or currencies
    same,          ///< equal in every replication
    open,          ///< the interval holds 0
    better,
    worse,
    higher,  ///< of a KPI of which neither direction is better
    lower,
};
std::string_view name(Verdict verdict);

struct KpiDifference {
    /// With its own 95 % interval; none of a single pair among several replications, which is no
    /// difference of their means.
    std::optional<kpi::Difference> difference;
    std::size_t pairs = 0;  ///< replications in which both have a value; unpaired, of the fewer
    /// The interval that holds together with those of all other headline KPIs and systems; of
    /// headline KPIs only.
    std::optional<kpi::Interval> together;
    std::optional<kpi::Interval> data;   ///< of a replay: its 95 % data interval, by itself
    Verdict verdict = Verdict::unknown;  ///< by `together`; of other KPIs by their own interval
};

/// What a pilot at a post needs to see the difference of one KPI: shipments are drawn by lot into
/// two groups of equal size, one for each profile.
struct PilotPlan {
    std::size_t kpi;
    double today;                ///< of the reference, in the KPI's unit
    double expected;             ///< of the system
    kpi::Figure difference;      ///< of replications, with the interval that holds together
    kpi::TrialPlan trial;        ///< limits in the KPI's unit; `per_group` in what the KPI counts
    std::uint64_t declarations;  ///< to be lodged for both groups
};

/// A system beside the reference.
struct Versus {
    std::size_t system;  ///< among the systems
    kpi::Pairing pairing{};
    bool same_traffic = false;        ///< the first replications met the same shipments
    std::vector<KpiDifference> kpis;  ///< system - reference, by KPI
    /// Of the first replication; none of other traffic, or of more shipments than are remembered.
    std::optional<ShipmentChanges> changes;
    std::vector<PilotPlan> pilots;  ///< of what a pilot can see and the comparison has shown;
                                    ///< none where no shipment is treated differently
};

/// Systems compared with the first of them, the reference.
struct Comparison {
    std::uint64_t replications = 0;
    std::vector<SystemResult> systems;  ///< at least two
    std::vector<Versus> versus;         ///< all but the first
    std::size_t intervals = 0;  ///< that hold together with 95 %: headline KPIs x other systems
    /// Multiple comparisons with the best by KPI, where there are more than two systems, for
    /// headline KPIs of which one direction is better; each 95 % for itself.
    std::vector<std::optional<ComparisonWithBest>> best;
    std::vector<std::string> rests_on;  ///< what a verdict takes for granted
};

/// Whether a KPI is one of those for which a comparison answers: no part of another one, or the
/// 90th percentile of the clearance time.
bool is_headline(const kpi::Kpi& kpi);

/// Whether a KPI grows with the time measured and the shipments: totals are compared over one
/// period and the same shipments only.
bool is_total(const kpi::Kpi& kpi);

/// The headline KPIs of which the comparison says that, in the order of kpis().
std::vector<std::size_t> headlines(const Versus& versus, Verdict verdict);

/// As many first replications' shipments are remembered, of all systems together, at 8 bytes each,
/// and as much again while they are handed over.
inline constexpr double most_remembered = 5e7;

/// Runs the systems, each with so many replications, and compares each with the first. Systems of
/// one seed meet the same draws, replication by replication: their differences are paired. Systems
/// of different seeds are independent: Welch. At least two systems.
Comparison compare(std::span<const System> systems, std::uint64_t replications,
                   const Observe& observe, Execution& execution);

}  // namespace greenlane::experiment
