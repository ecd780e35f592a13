#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/core/stage.h"
#include "greenlane/engine/replication.h"
#include "greenlane/experiment/bootstrap.h"
#include "greenlane/experiment/precision.h"
#include "greenlane/experiment/run.h"
#include "greenlane/experiment/warmup_choice.h"
#include "greenlane/kpi/batch_figures.h"
#include "greenlane/kpi/cube.h"
#include "greenlane/kpi/station_figures.h"
#include "greenlane/kpi/station_tally.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// Declarations that a run replayed, for those who read its results.
struct ReplayedDeclarations {
    std::string source;  ///< what their mapping says of where they come from; may be empty
    std::vector<std::string> files;
    std::int64_t declarations = 0;
    std::int64_t rows = 0;
    std::int64_t rejected = 0;  ///< of the rows
};

/// What a result is told beside what the replications added up.
struct RunLabel {
    std::string profile;  ///< its name; "none" where nobody is selected
    std::optional<ReplayedDeclarations> replayed;
    std::vector<std::string> warnings;           ///< said before the run
    std::optional<WarmupChoice> warmup{};        ///< of `warmup = "auto"`
    std::optional<PrecisionReport> precision{};  ///< of a run that was to reach one
    /// Parameters that were drawn anew for every replication.
    std::size_t drawn_parameters = 0;
};

struct StationResult {
    std::string name;
    Stage stage{};
    bool delays = false;  ///< everyone is served at once
    kpi::StationFigures figures;
    kpi::StationTally total;  ///< of all replications
};

struct RuleResult {
    std::string code;
    std::optional<Lane> lane;  ///< none: it only adds points
    bool nii = false;
    std::string risk;
    std::string agreement;  ///< empty: none
    std::string reason;
    screening::RuleCounts counts;      ///< of all replications, warm-up included
    std::int64_t inspected = 0;        ///< of those chosen, with a control completed
    std::optional<std::int64_t> hits;  ///< of those; nullopt where the truth is not known
    /// hits / inspected, a share, with the interval of Wilson over all replications.
    std::optional<kpi::Figure> hit_rate;
};

/// What a run found, ready to be shown and stored. Means, intervals and quantiles are in it; the
/// replications stay beside them for what is stored one by one.
struct RunResult {
    std::string scenario;
    RunLabel label;
    std::uint64_t seed = 0;
    shipment::Horizon horizon;
    kpi::Window window;      ///< the horizon less the warm-up
    bool described = false;  ///< the declarations say more than when they were lodged
    std::vector<engine::Replication> replications;
    engine::Counts counts;  ///< of all replications
    kpi::Cube cube;
    std::vector<StationResult> stations;  ///< in the order of the process
    std::array<kpi::LaneFigures, lane_count> lanes;
    std::vector<RuleResult> rules;      ///< in the order of the profile
    std::optional<DataIntervals> data;  ///< of a replay
    /// Of one replication that was simulated from its own flow: there its days stand in for the
    /// replications.
    std::optional<kpi::BatchFigures> batches;
    /// Where parameters were drawn: replication_range() by KPI; else empty.
    std::vector<std::optional<kpi::Interval>> ranges;

    /// Of the whole run: mean and interval over the replications; of one, by batch means.
    std::optional<kpi::Figure> figure(std::size_t kpi) const;
    /// The same, and of a station. The run has the station.
    std::optional<kpi::Figure> figure(const Quantity& quantity) const;
    /// Of the whole run; nullopt where there is none.
    std::optional<kpi::Interval> data_interval(std::size_t kpi) const {
        return data && !data->by_kpi.empty() ? data->by_kpi[kpi] : std::nullopt;
    }
};

/// At least one replication. Figures of `periods` are wanted where the result is stored.
RunResult summarise(const engine::CompiledScenario& scenario, Run run, RunLabel label,
                    bool periods);

}  // namespace greenlane::experiment
