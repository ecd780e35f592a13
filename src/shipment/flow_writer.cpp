#include "shipment/flow_writer.h"

#include "greenlane/random/arithmetic.h"

#include <algorithm>

namespace greenlane::shipment {

using random::name_key;
using random::Purpose;

void GoodsWriter::resize_draws(std::size_t size) {
    first_words_.resize(size);
    second_words_.resize(size);
    first_.resize(size);
    second_.resize(size);
}

void GoodsWriter::draw_rows(const Declarations& declarations, random::Stream stream) {
    resize_draws(declarations.rows());
    random::draw_range(key_, declarations.first_shipment, stream, first_words_, second_words_);
    random::uniforms(first_words_, first_);
    random::uniforms(second_words_, second_);
}

void GoodsWriter::draw_items(random::Stream stream) {
    resize_draws(shipment_.size());
    random::draw_list(key_, shipment_, number_, stream, first_words_, second_words_);
    random::uniforms(first_words_, first_);
    random::uniforms(second_words_, second_);
}

random::Words GoodsWriter::draw_item(std::size_t item, Purpose purpose,
                                     std::string_view name) const {
    return random::draw(key_, shipment_[item], {purpose, name_key(name), number_[item]});
}

void GoodsWriter::fill(Block& block) {
    Declarations& declarations = block.declarations;
    write_kinds(declarations);
    write_traders(declarations);
    write_places(declarations);
    list_items(declarations);
    choose_lines();
    choose_origins(declarations);
    hide_violations(block.truth);
    write_goods(declarations, declarations.items);
    write_measures(declarations.items);
    write_duties(declarations, block.truth);
    write_visibility(block.truth);
    write_departures(declarations);
    write_documents(declarations, block.truth);
}

/// Group, mode and procedure, and the number of items.
void GoodsWriter::write_kinds(Declarations& declarations) {
    const std::size_t rows = declarations.rows();
    draw_rows(declarations, {Purpose::goods, name_key("declaration")});
    cell_.resize(rows);
    declarations.procedure.resize(rows);
    declarations.mode.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        cell_[row] = tables_.goods.cell(first_[row]);
        const Cell& cell = tables_.goods.cells[cell_[row]];
        declarations.procedure[row] = cell.procedure;
        declarations.mode[row] = cell.mode;
    }
    tables_.items.quantiles(second_, second_);
    declarations.first_item.resize(rows + 1);
    std::uint32_t items = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        declarations.first_item[row] = items;
        items += static_cast<std::uint32_t>(second_[row]);
    }
    declarations.first_item[rows] = items;
}

/// Importer with tier and payment habits, declarant, seller, and where to.
void GoodsWriter::write_traders(Declarations& declarations) {
    const Population& population = tables_.population;
    const std::size_t rows = declarations.rows();
    importer_.resize(rows);
    declarations.importer.resize(rows);
    declarations.declarant.resize(rows);
    declarations.tier.resize(rows);
    declarations.electronic_payment.resize(rows);
    declarations.deferred_payment.resize(rows);
    draw_rows(declarations, {Purpose::trader, 0, 0});
    for (std::size_t row = 0; row < rows; ++row) {
        importer_[row] = population.importer(first_[row]);
        const Importer& importer = population.importers[importer_[row]];
        declarations.importer[row] = importer.code;
        declarations.tier[row] = importer.tier;
        declarations.electronic_payment[row] = importer.electronic_payment;
        declarations.deferred_payment[row] = importer.deferred_payment;
        const Split usual = split(second_[row], population.loyalty);
        declarations.declarant[row] =
            usual.below ? importer.usual_declarant
                        : population.first_declarant + population.declarant(usual.rest);
    }
    declarations.seller.resize(rows);
    declarations.destination.resize(rows);
    draw_rows(declarations, {Purpose::trader, 0, 1});
    for (std::size_t row = 0; row < rows; ++row) {
        const Split usual = split(first_[row], population.loyalty);
        declarations.seller[row] = usual.below
                                       ? population.importers[importer_[row]].usual_seller
                                       : population.first_seller + population.seller(usual.rest);
        declarations.destination[row] =
            declarations.procedure[row] == Procedure::import_
                ? tables_.goods.country
                : tables_.goods.destinations[tables_.goods.destination(second_[row])];
    }
}

/// Office and containers.
void GoodsWriter::write_places(Declarations& declarations) {
    const std::size_t rows = declarations.rows();
    draw_rows(declarations, {Purpose::goods, name_key("places")});
    if (!tables_.goods.offices.empty()) {
        declarations.office.resize(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            declarations.office[row] = tables_.goods.offices[tables_.goods.office(first_[row])];
        }
    }
    declarations.containers.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto mode = static_cast<std::size_t>(declarations.mode[row]);
        const Split boxed = split(second_[row], tables_.containerised[mode]);
        declarations.containers[row] = boxed.below ? 1 : 0;
        second_[row] = boxed.rest;
    }
    tables_.containers.quantiles(second_, second_);
    for (std::size_t row = 0; row < rows; ++row) {
        declarations.containers[row] *= static_cast<std::uint16_t>(second_[row]);
    }
}

void GoodsWriter::list_items(const Declarations& declarations) {
    const std::size_t items = declarations.item_rows();
    shipment_.resize(items);
    number_.resize(items);
    row_.resize(items);
    item_importer_.resize(items);
    for (std::uint32_t row = 0; row < declarations.rows(); ++row) {
        const std::uint32_t begin = declarations.first_item[row];
        for (std::uint32_t item = begin; item < declarations.first_item[row + 1]; ++item) {
            shipment_[item] = declarations.first_shipment + row;
            number_[item] = item - begin;
            row_[item] = row;
            item_importer_[item] = importer_[row];
        }
    }
}

/// Leaves the uniforms of the origins in second_.
void GoodsWriter::choose_lines() {
    const std::size_t items = shipment_.size();
    draw_items({Purpose::goods});
    line_.resize(items);
    variant_.resize(items);
    for (std::size_t item = 0; item < items; ++item) {
        const Cell& cell = tables_.goods.cells[cell_[row_[item]]];
        line_[item] = cell.lines[cell.line(first_[item])];
        // A uniform has the upper 52 bits of its word.
        variant_[item] = static_cast<std::uint32_t>(first_words_[item] & 2047);
    }
}

/// The importer's usual origin of such goods, or a fresh one.
void GoodsWriter::choose_origins(const Declarations& declarations) {
    const std::size_t items = shipment_.size();
    usual_words_.resize(items);
    random::draw_list(tables_.population.traits, item_importer_, line_,
                      {Purpose::trader_profile, name_key("origin")}, usual_words_, {});
    origin_.resize(items);
    risk_.resize(items);
    for (std::size_t item = 0; item < items; ++item) {
        if (declarations.procedure[row_[item]] == Procedure::export_) {
            origin_[item] = tables_.goods.country;
            risk_[item] = tables_.goods.country_risk;
            continue;
        }
        const Line& line = tables_.goods.lines[line_[item]];
        const Split usual = split(second_[item], tables_.population.loyalty);
        const std::uint32_t origin =
            line.origin(usual.below ? random::uniform(usual_words_[item]) : usual.rest);
        origin_[item] = line.origins[origin];
        risk_[item] = line.origin_risk[origin];
    }
}

/// What is declared of the goods: duty is due on imports only.
void GoodsWriter::write_goods(const Declarations& declarations, Items& items) {
    const std::size_t count = shipment_.size();
    items.hs.resize(count);
    items.tax_rate.resize(count);
    items.tax_type.resize(count);
    items.origin.assign(origin_.begin(), origin_.end());
    for (std::size_t item = 0; item < count; ++item) {
        const Line& line = tables_.goods.lines[declared_[item]];
        const bool dutiable = declarations.procedure[row_[item]] == Procedure::import_;
        items.hs[item] = line.hs;
        items.tax_rate[item] = dutiable ? line.tax_rate : 0;
        items.tax_type[item] = line.tax_type;
        items.description.push_back(
            line.descriptions[variant_[item] * line.descriptions.size() / 2048]);
    }
}

/// Where from, and whether anything perishes.
void GoodsWriter::write_departures(Declarations& declarations) {
    const std::size_t rows = declarations.rows();
    declarations.departure.resize(rows);
    declarations.perishable.assign(rows, Ternary::no);
    for (std::size_t row = 0; row < rows; ++row) {
        declarations.departure[row] = origin_[declarations.first_item[row]];
    }
    for (std::size_t item = 0; item < row_.size(); ++item) {
        if (tables_.goods.lines[declared_[item]].perishable == Ternary::yes) {
            declarations.perishable[row_[item]] = Ternary::yes;
        }
    }
}

}  // namespace greenlane::shipment
