#include "engine/dossiers.h"

#include <bit>

namespace greenlane::engine {

namespace {

using shipment::Declarations;
using shipment::Ternary;

template <typename T>
T at(const std::vector<T>& column, std::size_t row, T absent) {
    return column.empty() ? absent : column[row];
}

std::uint32_t fact_if(bool condition, kpi::Fact fact) {
    return condition ? fact : 0u;
}

std::uint32_t facts_of(unsigned traits) {
    namespace s = screening;
    return fact_if(traits & s::flagged, kpi::fact_flagged) |
           fact_if(traits & s::high_risk, kpi::fact_high_risk) |
           fact_if(traits & s::selected, kpi::fact_selected) |
           fact_if(traits & s::by_environment, kpi::fact_by_environment) |
           fact_if(traits & s::by_lottery, kpi::fact_lottery) |
           fact_if(traits & s::by_rule, kpi::fact_by_rule) |
           fact_if(traits & s::displaced, kpi::fact_displaced) |
           fact_if(traits & s::uncovered, kpi::fact_uncovered);
}

void describe_declaration(const Declarations& block, std::size_t row, kpi::Dossier& dossier) {
    dossier.office = at(block.office, row, shipment::no_code);
    dossier.direction =
        static_cast<std::uint8_t>(at(block.procedure, row, shipment::Procedure::unknown));
    dossier.mode = static_cast<std::uint8_t>(at(block.mode, row, shipment::Mode::unknown));
    const shipment::Tier tier = at(block.tier, row, shipment::Tier::unknown);
    dossier.tier = static_cast<std::uint8_t>(tier);
    const Ternary electronic = at(block.electronic_payment, row, Ternary::unknown);
    const Ternary perishable = at(block.perishable, row, Ternary::unknown);
    dossier.facts |= fact_if(tier == shipment::Tier::aeo, kpi::fact_aeo) |
                     fact_if(electronic == Ternary::yes, kpi::fact_electronic_payment) |
                     fact_if(electronic != Ternary::unknown, kpi::fact_payment_known) |
                     fact_if(at(block.deferred_payment, row, Ternary::unknown) == Ternary::yes,
                             kpi::fact_deferred_payment) |
                     fact_if(perishable == Ternary::yes, kpi::fact_refrigerated) |
                     fact_if(perishable != Ternary::unknown, kpi::fact_perishable_known) |
                     fact_if(!block.documents.empty(), kpi::fact_documents_known) |
                     fact_if(!block.electronic.empty(), kpi::fact_electronic_known);
    const auto count = [](shipment::DocumentSet set) {
        return static_cast<std::uint16_t>(std::popcount(set));
    };
    dossier.documents = count(at(block.documents, row, shipment::DocumentSet{0}));
    dossier.electronic_documents = count(at(block.electronic, row, shipment::DocumentSet{0}));
}

/// Every data element that risk rules on regulated goods look at.
bool has_data_elements(const shipment::Items& items, std::size_t item) {
    return at(items.hs, item, shipment::no_code) != shipment::no_code &&
           at(items.origin, item, shipment::no_code) != shipment::no_code &&
           at(items.value, item, missing) != missing && at(items.mass, item, missing) != missing;
}

/// 0 where a cell or a whole column does not tell.
std::int64_t amount(const std::vector<std::int64_t>& column, std::size_t item) {
    const std::int64_t value = at(column, item, missing);
    return value == missing ? 0 : value;
}

void describe_goods(const Declarations& block, std::size_t row, const GoodsTable& goods,
                    kpi::Dossier& dossier) {
    const shipment::Items& items = block.items;
    if (items.hs.empty()) {
        return;
    }
    const shipment::DocumentSet held = at(block.documents, row, shipment::DocumentSet{0});
    bool complete = !block.documents.empty();
    Money principal = missing;
    for (std::size_t item = block.first_item[row]; item < block.first_item[row + 1]; ++item) {
        const GoodsTable::Entry& entry = goods[items.hs[item]];
        const bool regulated = entry.agreements != 0;
        dossier.agreements |= entry.agreements;
        if (regulated || entry.eco) {
            ++dossier.green_items;
        }
        dossier.facts |= fact_if(regulated, kpi::fact_regulated) |
                         fact_if(entry.eco, kpi::fact_eco) | kpi::fact_items_known;
        if (regulated) {
            complete = complete && !entry.unheld && (entry.required & ~held) == 0 &&
                       has_data_elements(items, item);
            dossier.duty_regulated += amount(items.duty, item);
        }
        const Money relief = amount(items.exemption, item);
        dossier.exemption_granted += relief;
        dossier.exemption_eco_requested += entry.eco ? relief : 0;
        const Money value = amount(items.value, item);
        if (value > principal) {
            principal = value;
            dossier.origin = at(items.origin, item, shipment::no_code);
            dossier.chapter = entry.chapter;
        }
    }
    dossier.exemption_eco_granted = dossier.exemption_eco_requested;
    dossier.facts |= fact_if(complete, kpi::fact_complete);
    dossier.goods = (dossier.facts & kpi::fact_regulated) ? kpi::Goods::regulated
                    : (dossier.facts & kpi::fact_eco)     ? kpi::Goods::eco
                                                          : kpi::Goods::other;
}

void describe_truth(const shipment::Block& block, std::size_t row, const GoodsTable& goods,
                    kpi::Dossier& dossier) {
    const shipment::GroundTruth& truth = block.truth;
    if (!truth.known()) {
        return;
    }
    const Declarations& declarations = block.declarations;
    dossier.facts |= kpi::fact_truth_known | kpi::fact_kinds_known | kpi::fact_findings_known |
                     fact_if(!truth.evaded.empty(), kpi::fact_evaded_known) |
                     fact_if(!truth.true_hs.empty(), kpi::fact_true_hs_known);
    for (std::size_t item = declarations.first_item[row]; item < declarations.first_item[row + 1];
         ++item) {
        if (!truth.true_hs.empty() && !declarations.items.hs.empty() &&
            truth.true_hs[item] != declarations.items.hs[item]) {
            const GoodsTable::Entry& declared = goods[declarations.items.hs[item]];
            if (declared.eco || declared.agreements != 0) {
                ++dossier.green_items_wrong;
            }
        }
        const Violation kind = truth.violation[item];
        if (kind == Violation::none) {
            continue;
        }
        ++dossier.violations[static_cast<std::size_t>(kind)];
        dossier.facts |=
            kpi::fact_violation | fact_if(is_environmental(kind), kpi::fact_environmental);
        if (kind == Violation::unspecified) {
            dossier.facts &= ~std::uint32_t{kpi::fact_kinds_known};
        }
        dossier.evaded += amount(truth.evaded, item);
        dossier.harm += truth.harm.empty() ? 0 : truth.harm[item];
    }
}

}  // namespace

bool is_blank(const Declarations& block) {
    return block.first_item.empty() && block.importer.empty() && block.mode.empty() &&
           block.office.empty();
}

void open_dossiers(const shipment::Block& block, const screening::Decisions& decisions,
                   const GoodsTable& goods, std::vector<kpi::Dossier>& out) {
    out.clear();
    if (is_blank(block.declarations) && decisions.rows() == 0) {
        return;
    }
    out.resize(block.declarations.rows());
    for (std::size_t row = 0; row < out.size(); ++row) {
        kpi::Dossier& dossier = out[row];
        dossier.facts = decisions.rows() > 0 ? facts_of(decisions.traits[row]) : 0;
        describe_declaration(block.declarations, row, dossier);
        describe_goods(block.declarations, row, goods, dossier);
        describe_truth(block, row, goods, dossier);
    }
}

}  // namespace greenlane::engine
