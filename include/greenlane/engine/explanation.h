#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/engine/journey.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/screening/place.h"
#include "greenlane/screening/reasons.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/source.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::engine {

/// What the score model says of the item that it finds the riskiest.
struct ScoreReasons {
    double probability = 0;
    std::size_t item = 0;  ///< of the declaration, from 0
    screening::Explanation explanation;
};

/// Everything that one replication has to say of one shipment.
struct Explanation {
    std::uint64_t replication = 0;
    std::uint64_t shipment = 0;
    shipment::Block block;  ///< the one that it is in
    shipment::Vocabulary vocabulary;
    std::size_t row = 0;
    screening::Decisions decisions;             ///< of the block; no rows without a profile
    screening::History history;                 ///< of traders, as of the epoch
    std::optional<screening::Reasons> reasons;  ///< none without a profile, nor by `recorded`
    std::vector<screening::Place> places;
    std::optional<ScoreReasons> score;  ///< none without a model
    Journey journey;                    ///< empty where nothing is simulated
};

/// Which shipment `name` is: a declaration's number, or else a shipment's, counted from 0 in order
/// of lodgement. Throws InputError(usage) where there is none, saying which there are.
std::uint64_t find_shipment(const CompiledScenario& scenario, std::uint64_t replication,
                            const std::string& name);

/// Runs the replication until all is known of the shipment. `goes_on` is asked now and then; where
/// it says no, Interrupted is thrown. Expects a shipment that there is.
Explanation explain(const CompiledScenario& scenario, std::uint64_t replication,
                    std::uint64_t shipment, const std::function<bool()>& goes_on);

}  // namespace greenlane::engine
