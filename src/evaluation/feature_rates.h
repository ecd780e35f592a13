#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/shipment/records.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace greenlane::evaluation {

/// Labels by key of one feature, training and judged rows apart.
class FeatureRates {
public:
    void add_training(std::uint32_t key, shipment::Outcome outcome) {
        at(key).training.merge(one(outcome));
    }
    void add(std::uint32_t key, shipment::Outcome outcome) { at(key).judged.merge(one(outcome)); }
    FeatureAudit audit(std::string_view name) const;

private:
    struct Key {
        kpi::Proportion training;  ///< violations / rows with known outcome
        kpi::Proportion judged;
    };
    static kpi::Proportion one(shipment::Outcome outcome) {
        return {outcome == shipment::Outcome::violation ? 1u : 0u,
                outcome == shipment::Outcome::unknown ? 0u : 1u};
    }
    Key& at(std::uint32_t key) {
        if (key >= keys_.size()) {
            keys_.resize(key + 1);
        }
        return keys_[key];
    }
    std::uint64_t flagged(const kpi::Proportion& all) const;

    std::vector<Key> keys_;
};

}  // namespace greenlane::evaluation
