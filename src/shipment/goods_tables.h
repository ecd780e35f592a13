#pragma once

#include "greenlane/shipment/flow.h"

#include "shipment/population.h"

#include <string>
#include <vector>

namespace greenlane::shipment {

/// The number of a line in the catalogue.
using LineIndex = std::uint32_t;

/// A goods line in the units of the columns.
struct Line {
    Code hs;
    Code tax_type;
    std::int32_t tax_rate;  ///< ten-thousandths
    LineIndex look_alike;   ///< itself where there is none
    DocumentSet documents;  ///< required
    double log_grams;       ///< logarithm of the median mass
    double mass_sigma;
    double log_cents_per_gram;
    double value_sigma;
    double units_per_kg;
    double harm;                   ///< of one gram, in thousandths
    double violation_probability;  ///< where importer and origin have the multiplier 1
    Choice violation;              ///< by Violation; empty where there is none
    Choice origin;
    std::vector<Code> origins;
    std::vector<double> origin_risk;  ///< as `origins`
    std::vector<std::string> descriptions;
    GoodsGroup group;
    Ternary perishable;
};

/// Declarations of one group, mode and procedure: which lines, how often.
struct Cell {
    GoodsGroup group;
    Mode mode;
    Procedure procedure;
    Choice line;  ///< index into `lines`
    std::vector<LineIndex> lines;
};

/// The compiled goods definition.
struct GoodsTables {
    /// Fills the dictionaries of goods, countries, offices, documents and taxes.
    GoodsTables(const FlowDefinition& definition, const Population& population,
                Vocabulary& vocabulary);

    std::vector<Line> lines;
    Choice cell;  ///< index into `cells`
    std::vector<Cell> cells;
    Choice office;
    std::vector<Code> offices;
    Choice destination;
    std::vector<Code> destinations;
    std::vector<std::uint32_t> document_keys;  ///< of draws, by bit of a DocumentSet
    Code country;
    double country_risk = 1;  ///< of exports, whose origin it is

private:
    void add_lines(const FlowDefinition& definition, Vocabulary& vocabulary);
    void add_cells(const GoodsDefinition& definition);
    void scale_violations(const FlowDefinition& definition, const Population& population);
};

/// Lines that can be in a declaration of a group, mode and procedure, with their weights.
std::vector<Weighted<LineIndex>> lines_of(const GoodsDefinition& definition, GoodsGroup group,
                                          Mode mode, Procedure procedure);

/// Whether the violation is to declare goods as something else.
constexpr bool conceals(Violation violation) {
    return violation == Violation::undeclared_waste || violation == Violation::misclassification ||
           violation == Violation::concealed_wildlife ||
           violation == Violation::smuggled_refrigerant;
}

}  // namespace greenlane::shipment
