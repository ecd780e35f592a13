#pragma once

#include "greenlane/shipment/flow.h"

#include <cmath>
#include <string>
#include <vector>

namespace greenlane::shipment {

// 99.9 %, two-sided. The draws are fixed, so a test passes always or never.
inline constexpr double z999 = 3.29;

/// How many standard errors `count` of `n` is off a binomial share.
inline double z_of_share(double count, double n, double share) {
    return (count - n * share) / std::sqrt(n * share * (1 - share));
}

inline GoodsLine goods_line(std::string hs, GoodsGroup group, double weight, double tax_rate) {
    GoodsLine line;
    line.hs = std::move(hs);
    line.descriptions = {"goods of " + line.hs, "same goods"};
    line.group = group;
    line.weight = weight;
    line.mode_weight.fill(1);
    line.procedure_weight.fill(1);
    line.origins = {{"CN", 2, {}}, {"KR", 1, {}}, {"RU", 1, {}}};
    line.usd_per_kg = 5;
    line.value_sigma = 0.8;
    line.mass_kg = 200;
    line.mass_sigma = 1.2;
    line.units_per_kg = 2;
    line.tax_rate = tax_rate;
    line.tax_type = "MFN";
    line.propensity[static_cast<std::size_t>(Violation::undervaluation)] = 1;
    return line;
}

/// Two ordinary lines, a green one and two under agreements, about a thousand declarations an hour.
inline FlowDefinition small_flow() {
    FlowDefinition flow;
    flow.arrivals.per_hour = Located<double>{1000, {}};
    GoodsDefinition& goods = flow.goods.emplace();
    GoodsLine shirts = goods_line("610910", GoodsGroup::other, 6, 10);
    GoodsLine laptops = goods_line("847130", GoodsGroup::other, 4, 0);
    laptops.documents = {"conformity"};
    GoodsLine panels = goods_line("854143", GoodsGroup::eco, 1, 5);
    GoodsLine waste = goods_line("854999", GoodsGroup::regulated, 3, 3);
    waste.documents = {"basel_notification", "basel_movement"};
    waste.look_alike = "847130";
    waste.harm = 70;
    waste.propensity = {};
    waste.propensity[static_cast<std::size_t>(Violation::undeclared_waste)] = 3;
    waste.propensity[static_cast<std::size_t>(Violation::missing_permit)] = 1;
    GoodsLine refrigerant = goods_line("290345", GoodsGroup::regulated, 1, 6.5);
    refrigerant.documents = {"hfc_licence"};
    refrigerant.look_alike = "610910";
    refrigerant.harm = 65;
    refrigerant.propensity = {};
    refrigerant.propensity[static_cast<std::size_t>(Violation::smuggled_refrigerant)] = 2;
    refrigerant.propensity[static_cast<std::size_t>(Violation::forged_permit)] = 2;
    goods.catalogue = {shirts, laptops, panels, waste, refrigerant};
    goods.regulated_share.value = 0.2;
    goods.eco_share.value = 0.1;
    goods.items_mean.value = 1.6;
    goods.modes = {{Mode::sea, 3, {}}, {Mode::air, 1, {}}};
    goods.procedures = {{Procedure::import_, 0.7, {}},
                        {Procedure::export_, 0.2, {}},
                        {Procedure::transit, 0.1, {}}};
    goods.offices = {{"north", 1, {}}, {"south", 3, {}}};
    goods.country.value = "KZ";
    goods.destinations = {{"CN", 1, {}}, {"TR", 1, {}}};
    goods.containerised[static_cast<std::size_t>(Mode::sea)].value = 0.8;
    goods.containers_mean.value = 1.5;
    goods.exemption_share.value = 0.4;
    flow.traders.importers.number.value = 500;
    return flow;
}

/// Everything of a replication in one block.
inline Block all_of(const Flow& flow, random::Key key, Epochs epochs = {}) {
    Block all;
    Block block;
    const auto append = [](auto& to, const auto& from) {
        to.insert(to.end(), from.begin(), from.end());
    };
    SyntheticSource source(flow, key, epochs);
    while (source.next(block)) {
        Declarations& d = all.declarations;
        const Declarations& more = block.declarations;
        const auto items_before = static_cast<std::uint32_t>(d.item_rows());
        append(d.lodged, more.lodged);
        append(d.procedure, more.procedure);
        append(d.mode, more.mode);
        append(d.tier, more.tier);
        append(d.office, more.office);
        append(d.importer, more.importer);
        append(d.declarant, more.declarant);
        append(d.seller, more.seller);
        append(d.departure, more.departure);
        append(d.destination, more.destination);
        append(d.containers, more.containers);
        append(d.documents, more.documents);
        append(d.electronic, more.electronic);
        append(d.perishable, more.perishable);
        append(d.electronic_payment, more.electronic_payment);
        append(d.deferred_payment, more.deferred_payment);
        if (!more.first_item.empty()) {
            d.first_item.resize(d.first_item.empty() ? 0 : d.first_item.size() - 1);
            for (const std::uint32_t first : more.first_item) {
                d.first_item.push_back(items_before + first);
            }
        }
        append(d.items.hs, more.items.hs);
        append(d.items.origin, more.items.origin);
        append(d.items.value, more.items.value);
        append(d.items.mass, more.items.mass);
        append(d.items.quantity, more.items.quantity);
        append(d.items.duty, more.items.duty);
        append(d.items.exemption, more.items.exemption);
        append(d.items.tax_rate, more.items.tax_rate);
        append(d.items.tax_type, more.items.tax_type);
        for (std::size_t i = 0; i < more.items.description.size(); ++i) {
            d.items.description.push_back(more.items.description[i]);
        }
        append(all.truth.violation, block.truth.violation);
        append(all.truth.evaded, block.truth.evaded);
        append(all.truth.harm, block.truth.harm);
        append(all.truth.true_hs, block.truth.true_hs);
        for (std::size_t control = 0; control < control_count; ++control) {
            append(all.truth.visibility[control], block.truth.visibility[control]);
        }
    }
    return all;
}

/// The rows of an item's declaration.
inline std::vector<std::uint32_t> rows_of_items(const Declarations& declarations) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < declarations.rows(); ++row) {
        rows.resize(declarations.first_item[row + 1], row);
    }
    return rows;
}

inline bool same_items(const Items& a, const Items& b) {
    if (a.description.size() != b.description.size()) {
        return false;
    }
    for (std::size_t i = 0; i < a.description.size(); ++i) {
        if (a.description[i] != b.description[i]) {
            return false;
        }
    }
    return a.hs == b.hs && a.origin == b.origin && a.value == b.value && a.mass == b.mass &&
           a.quantity == b.quantity && a.duty == b.duty && a.exemption == b.exemption &&
           a.tax_rate == b.tax_rate && a.tax_type == b.tax_type;
}

inline bool same(const Block& a, const Block& b) {
    const Declarations& x = a.declarations;
    const Declarations& y = b.declarations;
    return x.lodged == y.lodged && x.procedure == y.procedure && x.mode == y.mode &&
           x.tier == y.tier && x.office == y.office && x.importer == y.importer &&
           x.declarant == y.declarant && x.seller == y.seller && x.departure == y.departure &&
           x.destination == y.destination && x.containers == y.containers &&
           x.documents == y.documents && x.electronic == y.electronic &&
           x.perishable == y.perishable && x.electronic_payment == y.electronic_payment &&
           x.deferred_payment == y.deferred_payment && x.first_item == y.first_item &&
           same_items(x.items, y.items) && a.truth.violation == b.truth.violation &&
           a.truth.evaded == b.truth.evaded && a.truth.harm == b.truth.harm &&
           a.truth.true_hs == b.truth.true_hs && a.truth.visibility == b.truth.visibility;
}

}  // namespace greenlane::shipment
