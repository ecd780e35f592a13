#pragma once

#include "greenlane/random/draw.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/population.h"
#include "greenlane/shipment/vocabulary.h"

#include "shipment/population_choice.h"

#include <vector>

namespace greenlane::shipment {

/// An importer's lasting traits.
struct Importer {
    double propensity;  ///< multiplier of the violation probability, not scaled
    Code code;
    Code usual_declarant;
    Code usual_seller;
    Tier tier;
    Ternary electronic_payment;
    Ternary deferred_payment;
};

/// The compiled traders: who is chosen how often, and their traits.
struct Population {
    Population(const TradersDefinition& definition, std::uint64_t seed, Vocabulary& vocabulary);

    Choice importer;
    Choice declarant;  ///< index + first code
    Choice seller;
    Code first_declarant = no_code;
    Code first_seller = no_code;
    std::vector<Importer> importers;
    double loyalty;
    random::Key traits;  ///< of all draws of lasting traits
};

}  // namespace greenlane::shipment
