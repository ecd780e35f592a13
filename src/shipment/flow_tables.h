#pragma once

#include "greenlane/shipment/flow.h"

#include "shipment/goods_tables.h"
#include "shipment/population.h"

namespace greenlane::shipment {

/// The compiled flow of declarations with goods.
struct FlowTables {
    FlowTables(const FlowDefinition& definition, std::uint64_t seed, Vocabulary& vocabulary);

    Population population;
    GoodsTables goods;
    random::Law items;       ///< a declaration
    random::Law containers;  ///< a declaration in containers
    std::array<double, mode_count> containerised;
    double exemption_share;
    std::array<double, tier_count> held;  ///< probability by tier
    double electronic;
    double undervalued_low;
    double undervalued_high;
    std::array<Visibility, violation_count> visibility;
    double visibility_spread;
};

}  // namespace greenlane::shipment
