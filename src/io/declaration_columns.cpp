#include "io/declaration_columns.h"

#include "io/decimal.h"
#include "io/field_words.h"

#include <algorithm>
#include <utility>

namespace greenlane::io {

namespace {

std::string place_in_mapping(const SourcePosition& place) {
    return *place.file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

}  // namespace

DeclarationColumns::DeclarationColumns(const MappingDefinition& mapping,
                                       shipment::Vocabulary& vocabulary)
    : mapping_(mapping) {
    for (const FieldMapping& mapped : mapping.fields) {
        columns_.emplace_back(mapping, mapped, vocabulary);
    }
    date_ = find(Field::date);
    for (const DocumentColumn& each : mapping.documents) {
        const shipment::Code code = vocabulary.document.code(each.document.value);
        documents_.push_back({std::uint64_t{1} << (code - 1), nowhere, {}});
    }
}

FieldColumn* DeclarationColumns::find(Field field) {
    const auto found =
        std::find_if(columns_.begin(), columns_.end(),
                     [field](const FieldColumn& column) { return column.field() == field; });
    return found == columns_.end() ? nullptr : &*found;
}

std::uint32_t DeclarationColumns::place_of(Field field) {
    const FieldColumn* column = find(field);
    return column == nullptr ? nowhere : column->place();
}

/// The columns that one dictionary codes.
std::vector<FieldColumn*>& DeclarationColumns::coded_with(const shipment::Dictionary& dictionary) {
    for (std::vector<FieldColumn*>& group : coded_) {
        if (group.front()->dictionary() == &dictionary) {
            return group;
        }
    }
    return coded_.emplace_back();
}

void DeclarationColumns::bind(const CsvReader& reader) {
    const std::vector<std::string>& header = reader.header();
    const std::vector<std::string_view> names(header.begin(), header.end());
    Diagnostics diagnostics;
    const auto find = [&](const Located<std::string>& wanted, std::string_view ours) {
        const auto found = std::find(names.begin(), names.end(), wanted.value);
        if (found == names.end()) {
            const std::string hint = did_you_mean(wanted.value, names);
            diagnostics.error(reader.header_position(),
                              "no column '" + wanted.value + "', which the mapping reads as " +
                                  std::string(ours) + " (" + place_in_mapping(wanted.position) +
                                  ")",
                              hint.empty() ? "correct the mapping" : hint);
        }
        return static_cast<std::uint32_t>(found - names.begin());
    };
    checked_.clear();
    coded_.clear();
    for (FieldColumn& column : columns_) {
        const Located<std::string>& wanted = column.mapping().column;
        if (wanted.value.empty()) {
            continue;
        }
        column.set_place(find(wanted, traits(column.field()).key));
        if (column.can_be_wrong()) {
            checked_.push_back(&column);
        }
        if (column.dictionary() != nullptr) {
            coded_with(*column.dictionary()).push_back(&column);
        }
    }
    for (std::size_t i = 0; i < documents_.size(); ++i) {
        documents_[i].place = find(mapping_.documents[i].column, "a document");
    }
    if (diagnostics.has_errors()) {
        throw InputError(Failure::declarations, std::move(diagnostics));
    }
    place_of_number_ = place_of(Field::number);
    place_of_item_number_ = place_of(Field::item_number);
    std::stable_sort(
        checked_.begin(), checked_.end(),
        [](const FieldColumn* a, const FieldColumn* b) { return a->place() < b->place(); });
}

void DeclarationColumns::parse(const CsvReader& reader) {
    faults_.start(reader.rows());
    for (FieldColumn& column : columns_) {
        column.hold(reader.rows());
    }
    for (FieldColumn* column : checked_) {
        column->parse(reader, faults_);
    }
    for (Document& document : documents_) {
        parse_documents(reader, document);
    }
    FieldColumn* duty = find(Field::duty);
    if (duty != nullptr && duty->mapping().value_times_tax_rate) {
        derive_duty(*duty, reader.rows());
    }
}

void DeclarationColumns::parse_documents(const CsvReader& reader, Document& document) {
    const std::size_t rows = reader.rows();
    document.values.resize(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view cell = reader.text(row, document.place, scratch_);
        const bool yes = cell == "1" || cell == "yes" || cell == "true";
        const bool no = cell.empty() || cell == "0" || cell == "no" || cell == "false";
        document.values[row] = cell == "electronic" ? 2 : yes ? 1 : 0;
        if (!yes && !no && cell != "electronic") {
            faults_.add(row, document.place + 1, quoted(cell) + " is not yes, no or electronic");
        }
    }
}

void DeclarationColumns::derive_duty(FieldColumn& duty, std::size_t rows) {
    const std::vector<std::int64_t>& value = find(Field::value)->values();
    const std::vector<std::int64_t>& rate = find(Field::tax_rate)->values();
    for (std::size_t row = 0; row < rows; ++row) {
        const bool known = value[row] != missing && rate[row] >= 0 && !faults_.has(row);
        duty.values()[row] = known ? scaled_product(value[row], rate[row], 4) : missing;
    }
}

void DeclarationColumns::code(const CsvReader& reader, std::span<const std::uint32_t> rows) {
    for (const std::vector<FieldColumn*>& group : coded_) {
        for (const std::uint32_t row : rows) {
            for (FieldColumn* column : group) {
                column->code(reader, row);
            }
        }
    }
}

void DeclarationColumns::append(const CsvReader& reader, std::span<const std::uint32_t> heads,
                                std::span<const std::uint32_t> items, shipment::Block& block) {
    for (FieldColumn& column : columns_) {
        if (column.field() != Field::date && column.field() != Field::item_number) {
            const std::string_view section = traits(column.field()).section;
            column.append(reader, section == "item" || section == "truth" ? items : heads, block);
        }
    }
    if (documents_.empty()) {
        return;
    }
    for (const std::uint32_t row : heads) {
        shipment::DocumentSet held = 0;
        shipment::DocumentSet electronic = 0;
        for (const Document& document : documents_) {
            held |= document.values[row] != 0 ? document.bit : 0;
            electronic |= document.values[row] == 2 ? document.bit : 0;
        }
        block.declarations.documents.push_back(held);
        block.declarations.electronic.push_back(electronic);
    }
}

}  // namespace greenlane::io
