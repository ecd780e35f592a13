#include "shipment/flow_check.h"

#include "greenlane/shipment/flow.h"

namespace greenlane::shipment {

namespace {

void check_population(const PopulationDefinition& definition, std::string_view name,
                      Diagnostics& diagnostics) {
    if (definition.number.value < 1 || definition.number.value > 1'000'000) {
        diagnostics.error(definition.number.position,
                          "the number of " + std::string(name) + " is not between 1 and 1000000");
    }
    check_between(definition.exponent, "the exponent of " + std::string(name), 0, 5, "0 and 5",
                  diagnostics);
}

}  // namespace

void check(const TradersDefinition& definition, Diagnostics& diagnostics) {
    check_population(definition.importers, "importers", diagnostics);
    check_population(definition.declarants, "declarants", diagnostics);
    check_population(definition.sellers, "sellers", diagnostics);
    check_share(definition.aeo_share, "aeo_share", diagnostics);
    check_between(definition.propensity_shape, "propensity_shape", 0.05, 1000, "0.05 and 1000",
                  diagnostics);
    check_between(definition.aeo_propensity, "aeo_propensity", 0, 1000, "0 and 1000", diagnostics);
    check_share(definition.loyalty, "loyalty", diagnostics);
    check_share(definition.electronic_payment, "electronic_payment", diagnostics);
    check_share(definition.deferred_payment, "deferred_payment", diagnostics);
}

void check(const DocumentsDefinition& definition, Diagnostics& diagnostics) {
    check_share(definition.held, "held", diagnostics);
    check_share(definition.held_aeo, "held_aeo", diagnostics);
    check_share(definition.electronic, "electronic", diagnostics);
}

void check(const ViolationsDefinition& definition, Diagnostics& diagnostics) {
    check_share(definition.regulated, "regulated", diagnostics);
    check_share(definition.other, "other", diagnostics);
    check_share(definition.undervalued_low, "undervalued_low", diagnostics);
    check_share(definition.undervalued_high, "undervalued_high", diagnostics);
    if (definition.undervalued_low.value > definition.undervalued_high.value) {
        diagnostics.error(definition.undervalued_low.position,
                          "undervalued_low is above undervalued_high");
    }
    check_between(definition.visibility_spread, "visibility_spread", 0, 100, "0 and 100 per cent",
                  diagnostics);
    for (const Weighted<std::string>& risk : definition.origin_risk) {
        check_between({risk.weight, risk.position}, "origin_risk", 0, 1000, "0 and 1000",
                      diagnostics);
    }
    for (const Visibility& visibility : definition.visibility) {
        for (const double percent : visibility) {
            check_between({percent, definition.position}, "visibility", 0, 100,
                          "0 and 100 per cent", diagnostics);
        }
    }
}

void check(const FlowDefinition& definition, Diagnostics& diagnostics) {
    check(definition.arrivals, diagnostics);
    if (definition.goods) {
        check(*definition.goods, diagnostics);
    }
    check(definition.traders, diagnostics);
    check(definition.documents, diagnostics);
    check(definition.violations, diagnostics);
}

}  // namespace greenlane::shipment
