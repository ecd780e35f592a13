#include "support/plain_rows.h"

#include <algorithm>

namespace greenlane::test {

namespace {

using shipment::Code;
using shipment::Dictionary;
using shipment::Ternary;

Code code_of(const std::optional<std::string>& word, Dictionary& dictionary) {
    return word ? dictionary.code(*word) : shipment::no_code;
}

Ternary ternary(std::optional<bool> flag) {
    return !flag ? Ternary::unknown : *flag ? Ternary::yes : Ternary::no;
}

shipment::DocumentSet documents_of(const std::set<std::string>& words, Dictionary& dictionary) {
    shipment::DocumentSet set = 0;
    for (const std::string& word : words) {
        set |= std::uint64_t{1} << (dictionary.code(word) - 1);
    }
    return set;
}

template <class Value>
void drop_if_all(std::vector<Value>& column, Value value) {
    if (std::all_of(column.begin(), column.end(), [&](Value cell) { return cell == value; })) {
        column.clear();
    }
}

void drop_empty_columns(shipment::Declarations& block) {
    drop_if_all(block.procedure, shipment::Procedure::unknown);
    drop_if_all(block.mode, shipment::Mode::unknown);
    drop_if_all(block.tier, shipment::Tier::unknown);
    for (auto* column : {&block.office, &block.importer, &block.declarant, &block.seller,
                         &block.carrier, &block.departure, &block.destination, &block.items.hs,
                         &block.items.origin, &block.items.tax_type}) {
        drop_if_all(*column, shipment::no_code);
    }
    for (auto* column : {&block.perishable, &block.electronic_payment, &block.deferred_payment}) {
        drop_if_all(*column, Ternary::unknown);
    }
    for (auto* column : {&block.items.value, &block.items.mass, &block.items.quantity,
                         &block.items.duty, &block.items.exemption}) {
        drop_if_all(*column, missing);
    }
    drop_if_all(block.score, missing);
    drop_if_all(block.items.tax_rate, -1);
    if (block.item_rows() == 0) {
        block.first_item.clear();
    }
    bool described = false;
    for (std::size_t i = 0; i < block.items.description.size(); ++i) {
        described |= !block.items.description[i].empty();
    }
    if (!described) {
        block.items.description.clear();
    }
}

void append(const PlainItem& item, shipment::Items& items, shipment::Vocabulary& vocabulary) {
    items.hs.push_back(code_of(item.hs, vocabulary.hs));
    items.origin.push_back(code_of(item.origin, vocabulary.country));
    items.tax_type.push_back(code_of(item.tax_type, vocabulary.tax_type));
    items.description.push_back(item.description.value_or(""));
    items.value.push_back(item.value.value_or(missing));
    items.mass.push_back(item.mass.value_or(missing));
    items.quantity.push_back(item.quantity.value_or(missing));
    items.duty.push_back(item.duty.value_or(missing));
    items.exemption.push_back(item.exemption.value_or(missing));
    items.tax_rate.push_back(item.tax_rate.value_or(-1));
}

}  // namespace

shipment::Declarations encode(std::span<const PlainRow> rows, std::uint64_t first_shipment,
                              shipment::Vocabulary& vocabulary, bool drop_empty) {
    shipment::Declarations block;
    block.first_shipment = first_shipment;
    block.first_item.push_back(0);
    for (const PlainRow& row : rows) {
        block.lodged.push_back(row.lodged);
        block.procedure.push_back(row.procedure);
        block.mode.push_back(row.mode);
        block.tier.push_back(row.tier);
        block.office.push_back(code_of(row.office, vocabulary.office));
        block.importer.push_back(code_of(row.importer, vocabulary.importer));
        block.declarant.push_back(code_of(row.declarant, vocabulary.declarant));
        block.seller.push_back(code_of(row.seller, vocabulary.seller));
        block.carrier.push_back(code_of(row.carrier, vocabulary.carrier));
        block.departure.push_back(code_of(row.departure, vocabulary.country));
        block.destination.push_back(code_of(row.destination, vocabulary.country));
        block.perishable.push_back(ternary(row.perishable));
        block.electronic_payment.push_back(ternary(row.electronic_payment));
        block.deferred_payment.push_back(ternary(row.deferred_payment));
        block.score.push_back(row.score.value_or(missing));
        if (row.containers) {
            block.containers.push_back(*row.containers);
        }
        if (row.documents) {
            block.documents.push_back(documents_of(*row.documents, vocabulary.document));
        }
        for (const PlainItem& item : row.items) {
            append(item, block.items, vocabulary);
        }
        block.first_item.push_back(static_cast<std::uint32_t>(block.items.hs.size()));
    }
    if (drop_empty) {
        drop_empty_columns(block);
    }
    return block;
}

}  // namespace greenlane::test
