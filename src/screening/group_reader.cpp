#include "greenlane/core/contract.h"
#include "greenlane/screening/group_table.h"

#include <algorithm>
#include <string>
#include <utility>

namespace greenlane::screening {

using shipment::Code;
using shipment::no_code;

namespace {

constexpr std::size_t at(KeyField field) {
    return static_cast<std::size_t>(field);
}

/// The code of each cell, by way of a table; no code throughout where the column is absent.
template <typename Cell, typename Place>
void look_up(const std::vector<Cell>& column, const std::vector<Code>& table, std::span<Code> out,
             Place place) {
    if (column.empty()) {
        std::fill(out.begin(), out.end(), no_code);
        return;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = table[static_cast<std::size_t>(column[place(i)])];
    }
}

}  // namespace

GroupReader::GroupReader(GroupTable& table) : GroupReader(std::as_const(table)) {
    growing_ = &table;
}

GroupReader::GroupReader(const GroupTable& table)
    : table_(&table), growing_(nullptr), codes_(key_field_count), nodes_(table.nodes_.size()) {
    for (const GroupKey key : table.keys()) {
        used_ |= key.fields;
    }
}

Code GroupReader::code(KeyField field, std::string_view word) {
    return growing_ != nullptr ? growing_->code(field, word) : table_->words(field).find(word);
}

void GroupReader::translate(KeyField field, const shipment::Dictionary& from) {
    std::vector<Code>& table = translation_[at(field)];
    if (!used(field) || table.size() == from.size()) {
        return;
    }
    const std::size_t digits = hs_digits(field);
    for (std::size_t i = table.size(); i < from.size(); ++i) {
        const std::string_view word = from.word(static_cast<Code>(i));
        // A code of four digits has no HS-6; all of a code of any length is its `hs`.
        const bool shorter = field != KeyField::hs && word.size() < digits;
        table.push_back(shorter ? no_code
                                : code(field, digits == 0 ? word : word.substr(0, digits)));
    }
}

void GroupReader::translate(const shipment::Vocabulary& vocabulary) {
    translate(KeyField::importer, vocabulary.importer);
    translate(KeyField::declarant, vocabulary.declarant);
    translate(KeyField::seller, vocabulary.seller);
    translate(KeyField::carrier, vocabulary.carrier);
    translate(KeyField::office, vocabulary.office);
    for (const KeyField field : {KeyField::hs2, KeyField::hs4, KeyField::hs6, KeyField::hs}) {
        translate(field, vocabulary.hs);
    }
    for (const KeyField field : {KeyField::origin, KeyField::departure, KeyField::destination}) {
        translate(field, vocabulary.country);
    }
    translate(KeyField::tax_type, vocabulary.tax_type);
    if (translation_[at(KeyField::mode)].empty()) {
        for (std::size_t i = 0; i < shipment::mode_count; ++i) {
            const auto mode = static_cast<shipment::Mode>(i);
            translation_[at(KeyField::mode)].push_back(
                i == 0 || !used(KeyField::mode) ? no_code : code(KeyField::mode, name(mode)));
        }
        for (std::size_t i = 0; i <= static_cast<std::size_t>(shipment::Procedure::transit); ++i) {
            const auto procedure = static_cast<shipment::Procedure>(i);
            translation_[at(KeyField::procedure)].push_back(
                i == 0 || !used(KeyField::procedure) ? no_code
                                                     : code(KeyField::procedure, name(procedure)));
        }
    }
}

Code GroupReader::number_code(KeyField field, std::int64_t number) {
    if (number < 0) {
        return no_code;
    }
    Numbers& numbers = numbers_[at(field)];
    const Group place = numbers.met.intern(static_cast<std::uint32_t>(number >> 32),
                                           static_cast<std::uint32_t>(number));
    if (place == numbers.code.size()) {
        numbers.code.push_back(code(field, std::to_string(number)));
    }
    return numbers.code[place];
}

void GroupReader::read_codes(const shipment::Declarations& block, std::size_t first,
                             std::size_t count) {
    const auto column = [&](KeyField field, const auto& cells, auto place) {
        if (used(field)) {
            look_up(cells, translation_[at(field)], std::span(codes_[at(field)]).first(count),
                    place);
        }
    };
    const auto row = [&](std::size_t i) { return row_[first + i]; };
    const auto item = [&](std::size_t i) { return first + i; };
    column(KeyField::importer, block.importer, row);
    column(KeyField::declarant, block.declarant, row);
    column(KeyField::seller, block.seller, row);
    column(KeyField::carrier, block.carrier, row);
    column(KeyField::office, block.office, row);
    column(KeyField::mode, block.mode, row);
    column(KeyField::procedure, block.procedure, row);
    column(KeyField::departure, block.departure, row);
    column(KeyField::destination, block.destination, row);
    for (const KeyField field : {KeyField::hs2, KeyField::hs4, KeyField::hs6, KeyField::hs}) {
        column(field, block.items.hs, item);
    }
    column(KeyField::origin, block.items.origin, item);
    column(KeyField::tax_type, block.items.tax_type, item);
    const auto number = [&](KeyField field, const auto& cells) {
        if (used(field)) {
            for (std::size_t i = 0; i < count; ++i) {
                codes_[at(field)][i] =
                    cells.empty() ? no_code : number_code(field, cells[first + i]);
            }
        }
    };
    number(KeyField::tax_rate, block.items.tax_rate);
    number(KeyField::mass, block.items.mass);
}

void GroupReader::read_nodes(std::size_t count) {
    for (std::size_t n = 0; n < nodes_.size(); ++n) {
        const GroupTable::Node& node = table_->nodes_[n];
        const Codes& codes = codes_[at(node.field)];
        if (node.parent == GroupTable::root) {
            for (std::size_t i = 0; i < count; ++i) {
                nodes_[n][i] = codes[i] - 1;  // no code is no group
            }
            continue;
        }
        const Codes& parents = nodes_[node.parent];
        PairTable* growing = growing_ != nullptr ? &growing_->nodes_[n].pairs : nullptr;
        for (std::size_t i = 0; i < count; ++i) {
            const bool given = parents[i] != no_group && codes[i] != no_code;
            nodes_[n][i] = !given               ? no_group
                           : growing != nullptr ? growing->intern(parents[i], codes[i])
                                                : node.pairs.find(parents[i], codes[i]);
        }
    }
}

void GroupReader::read(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                       ItemGroups& out) {
    static_assert(no_code - 1 == no_group);
    translate(vocabulary);
    const std::size_t items = block.item_rows();
    row_.resize(items);
    for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
        std::fill(row_.begin() + block.first_item[row], row_.begin() + block.first_item[row + 1],
                  static_cast<std::uint32_t>(row));
    }
    const std::size_t keys = table_->keys().size();
    out.keys = keys;
    out.groups.resize(items * keys);
    for (std::size_t first = 0; first < items; first += chunk) {
        const std::size_t count = std::min(chunk, items - first);
        read_codes(block, first, count);
        read_nodes(count);
        for (std::size_t key = 0; key < keys; ++key) {
            const Codes& groups = nodes_[table_->paths_[key].back()];
            for (std::size_t i = 0; i < count; ++i) {
                out.groups[(first + i) * keys + key] = groups[i];
            }
        }
    }
}

}  // namespace greenlane::screening
