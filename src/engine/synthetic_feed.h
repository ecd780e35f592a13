#pragma once

#include "greenlane/engine/compiled_scenario.h"

namespace greenlane::engine {

/// The synthetic flow of a scenario.
class SyntheticFeed final : public Feed {
public:
    SyntheticFeed(const shipment::FlowDefinition& definition, shipment::Horizon horizon,
                  std::uint64_t seed)
        : flow_(definition, horizon, seed) {}

    std::unique_ptr<shipment::Source> open(random::Key key,
                                           shipment::Epochs epochs) const override {
        return std::make_unique<shipment::SyntheticSource>(flow_, key, epochs);
    }

    /// Shipments lodged in a replication, on average.
    double expected(shipment::Horizon horizon) const {
        return flow_.arrivals().expected(horizon.start, horizon.end());
    }

private:
    shipment::Flow flow_;
};

}  // namespace greenlane::engine
