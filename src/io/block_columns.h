#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/stage.h"
#include "greenlane/shipment/source.h"

#include <string>
#include <string_view>
#include <utility>

namespace greenlane::io {

using DictionaryOf = shipment::Dictionary shipment::Vocabulary::*;
using Words = shipment::Vocabulary;

/// Visits every column with one row a declaration, apart from `lodged` and `first_item`, of one or
/// several blocks side by side: visit(name, dictionary or nullptr, columns...).
template <typename Visit, typename... Blocks>
void for_each_declaration_column(Visit&& visit, Blocks&... block) {
    visit("number", DictionaryOf{}, block.declarations.number...);
    visit("procedure", DictionaryOf{}, block.declarations.procedure...);
    visit("mode", DictionaryOf{}, block.declarations.mode...);
    visit("tier", DictionaryOf{}, block.declarations.tier...);
    visit("office", &Words::office, block.declarations.office...);
    visit("importer", &Words::importer, block.declarations.importer...);
    visit("declarant", &Words::declarant, block.declarations.declarant...);
    visit("seller", &Words::seller, block.declarations.seller...);
    visit("carrier", &Words::carrier, block.declarations.carrier...);
    visit("departure", &Words::country, block.declarations.departure...);
    visit("destination", &Words::country, block.declarations.destination...);
    visit("containers", DictionaryOf{}, block.declarations.containers...);
    visit("documents", DictionaryOf{}, block.declarations.documents...);
    visit("electronic", DictionaryOf{}, block.declarations.electronic...);
    visit("perishable", DictionaryOf{}, block.declarations.perishable...);
    visit("electronic_payment", DictionaryOf{}, block.declarations.electronic_payment...);
    visit("deferred_payment", DictionaryOf{}, block.declarations.deferred_payment...);
    visit("score", DictionaryOf{}, block.declarations.score...);
}

/// The same for what was recorded of each declaration.
template <typename Visit, typename... Blocks>
void for_each_record_column(Visit&& visit, Blocks&... block) {
    visit("lane", DictionaryOf{}, block.records.lane...);
    visit("controls", DictionaryOf{}, block.records.controls...);
    visit("outcome", DictionaryOf{}, block.records.outcome...);
    visit("inspected", DictionaryOf{}, block.records.inspected...);
    visit("probability", DictionaryOf{}, block.records.probability...);
    visit("random", DictionaryOf{}, block.records.random...);
    for (const Stage stage : stages) {
        const auto i = static_cast<std::size_t>(stage);
        visit("completed_" + std::string(name(stage)), DictionaryOf{},
              block.records.completed[i]...);
    }
}

/// The same for the columns of goods items.
template <typename Visit, typename... Blocks>
void for_each_item_column(Visit&& visit, Blocks&... block) {
    visit("hs", &Words::hs, block.declarations.items.hs...);
    visit("origin", &Words::country, block.declarations.items.origin...);
    visit("value", DictionaryOf{}, block.declarations.items.value...);
    visit("mass", DictionaryOf{}, block.declarations.items.mass...);
    visit("quantity", DictionaryOf{}, block.declarations.items.quantity...);
    visit("duty", DictionaryOf{}, block.declarations.items.duty...);
    visit("exemption", DictionaryOf{}, block.declarations.items.exemption...);
    visit("tax_rate", DictionaryOf{}, block.declarations.items.tax_rate...);
    visit("tax_type", &Words::tax_type, block.declarations.items.tax_type...);
    visit("description", DictionaryOf{}, block.declarations.items.description...);
}

/// The same for the truth about goods items.
template <typename Visit, typename... Blocks>
void for_each_truth_column(Visit&& visit, Blocks&... block) {
    visit("violation", DictionaryOf{}, block.truth.violation...);
    visit("evaded", DictionaryOf{}, block.truth.evaded...);
    visit("harm", DictionaryOf{}, block.truth.harm...);
    visit("true_hs", &Words::hs, block.truth.true_hs...);
    for (const Control control : controls) {
        const auto i = static_cast<std::size_t>(control);
        visit("visibility_" + std::string(name(control)), DictionaryOf{},
              block.truth.visibility[i]...);
    }
}

}  // namespace greenlane::io
