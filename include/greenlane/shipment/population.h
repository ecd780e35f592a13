#pragma once

#include "greenlane/core/located.h"

#include <cstdint>

namespace greenlane::shipment {

/// Traders of one kind: the k-th largest has a share of the traffic in proportion to k^-exponent.
struct PopulationDefinition {
    Located<std::int64_t> number{};
    Located<double> exponent{};
};

/// Importers, declarants and sellers, and their lasting traits. A trait is a function of (seed,
/// trader): the same in all replications.
struct TradersDefinition {
    SourcePosition position;
    PopulationDefinition importers{{4000, {}}, {1.0, {}}};
    PopulationDefinition declarants{{300, {}}, {0.9, {}}};
    PopulationDefinition sellers{{6000, {}}, {0.9, {}}};
    /// Share of declarations by authorised economic operators. They are found among the large
    /// importers: those with more traffic than the average one.
    Located<double> aeo_share{0.15, {}};
    /// How unequal importers are in compliance: their multipliers of the violation probability are
    /// gamma distributed with this shape, scaled to a traffic-weighted mean of 1.
    Located<double> propensity_shape{0.5, {}};
    /// Factor on the multiplier of an authorised operator, before scaling.
    Located<double> aeo_propensity{0.4, {}};
    /// Share of declarations with the importer's usual declarant and seller, and of items from the
    /// importer's usual origin of such goods; otherwise they are drawn afresh.
    Located<double> loyalty{0.7, {}};
    /// Share of declarations by importers who pay electronically, and who defer payment.
    Located<double> electronic_payment{0.9, {}};
    Located<double> deferred_payment{0.1, {}};
};

void check(const TradersDefinition& definition, Diagnostics& diagnostics);

}  // namespace greenlane::shipment
