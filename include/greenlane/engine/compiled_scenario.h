#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/engine/scenario.h"
#include "greenlane/kpi/station_tally.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/profile/definition.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/flow.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace greenlane::engine {

/// Where declarations come from: opened once a replication, from several threads at a time.
class Feed {
public:
    Feed() = default;
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    virtual ~Feed() = default;

    /// `key` is that of the replication; recorded declarations are the same in every one.
    virtual std::unique_ptr<shipment::Source> open(random::Key key,
                                                   shipment::Epochs epochs) const = 0;
    /// The number of the first replication: that of the run that generated the declarations.
    virtual std::uint64_t first_replication() const { return 0; }
    /// Whether the records tell when shipments were released: under the profile `recorded` such
    /// declarations are counted as they stand, and nothing is simulated.
    virtual bool times_are_recorded() const { return false; }
};

/// Declarations that exist already, and what a run over them must know beforehand.
struct Replay {
    std::shared_ptr<const Feed> feed;
    Instant begin = 0;  ///< local midnight before the first lodgement, or when generation began
    Instant end = 0;    ///< local midnight after the last one, or when generation ended
    std::uint64_t declarations = 0;
};

/// Everything that the replications of a run share, checked and immutable.
struct CompiledScenario {
    std::string name;
    std::uint64_t seed = 0;
    shipment::Horizon horizon;
    kpi::Window window;  ///< the horizon less the warm-up
    /// Where `warmup = "auto"` stands, until experiment::choose_warmup() has found one: the window
    /// is the whole horizon.
    std::optional<SourcePosition> finds_warmup;
    shipment::Epochs epochs;
    std::shared_ptr<const Feed> feed;
    bool replayed = false;  ///< the feed's declarations exist already
    double expected = 0;    ///< shipments that a replication lodges, on average
    std::shared_ptr<const profile::Lists> lists;
    std::optional<profile::CompiledProfile> profile;      ///< none: nobody is selected
    std::shared_ptr<const screening::FrozenScore> score;  ///< of the profile's model
    clearance::CompiledProcess process;
    TargetsDefinition targets;
    EmissionsDefinition emissions;
    std::string currency;
    int minor_digits = 2;

    /// Records are counted as they stand: nothing is simulated.
    bool counts_records() const {
        return profile && profile->recorded && feed->times_are_recorded();
    }
};

/// What a scenario is compiled from.
struct ScenarioParts {
    const ScenarioDefinition* scenario = nullptr;
    const profile::ProfileDefinition* profile = nullptr;       ///< none: nobody is selected
    std::shared_ptr<const profile::Lists> lists;               ///< none: no lists
    std::shared_ptr<const screening::FrozenScore> score = {};  ///< of the profile's model
    std::optional<Replay> replay;                              ///< none: the scenario's own flow
    std::optional<std::uint64_t> seed;                         ///< instead of the scenario's
};

/// Checks scenario and profile together and flattens them; every mistake in one pass. nullopt where
/// there is an error.
std::optional<CompiledScenario> compile(const ScenarioParts& parts, Diagnostics& diagnostics);

}  // namespace greenlane::engine
