#include "io/declaration_columns.h"

#include "greenlane/core/contract.h"

#include "io/decimal.h"
#include "io/field_targets.h"
#include "io/field_words.h"

#include <algorithm>
#include <limits>
#include <utility>

#include <immintrin.h>

namespace greenlane::io {

namespace {

using Kind = FieldTraits::Kind;

/// What an empty cell is where the mapping does not say; nullopt: it may not be empty.
std::optional<std::int64_t> value_of_empty(Field field) {
    switch (field) {
        case Field::date:
        case Field::violation:
        case Field::evaded:
        case Field::harm:
            return std::nullopt;
        case Field::perishable:
        case Field::electronic_payment:
        case Field::deferred_payment:
            return static_cast<std::int64_t>(shipment::Ternary::unknown);
        case Field::lane:
            return shipment::Records::no_lane;
        case Field::tax_rate:
            return -1;
        case Field::containers:
            return 0;
        default:
            break;
    }
    const Kind kind = traits(field).kind;
    return kind == Kind::decimal || kind == Kind::moment ? missing : 0;
}

std::int64_t limit_of(Field field) {
    switch (field) {
        case Field::tax_rate:
        case Field::harm:
            return std::numeric_limits<std::int32_t>::max();
        case Field::containers:
            return std::numeric_limits<std::uint16_t>::max();
        default:
            return decimal_limit;
    }
}

shipment::Dictionary* dictionary_of(Field field, shipment::Vocabulary& vocabulary) {
    switch (field) {
        case Field::office:
            return &vocabulary.office;
        case Field::importer:
            return &vocabulary.importer;
        case Field::declarant:
            return &vocabulary.declarant;
        case Field::seller:
            return &vocabulary.seller;
        case Field::carrier:
            return &vocabulary.carrier;
        case Field::departure:
        case Field::destination:
        case Field::origin:
            return &vocabulary.country;
        case Field::hs:
        case Field::true_hs:
            return &vocabulary.hs;
        case Field::tax_type:
            return &vocabulary.tax_type;
        case Field::held:
        case Field::electronic:
            return &vocabulary.document;
        default:
            return nullptr;
    }
}

/// 2 to 12 digits and nothing else. 16 bytes are readable.
bool is_plain_goods_code(std::string_view cell) {
    if (cell.size() < 2 || cell.size() > 12) {
        return false;
    }
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(cell.data()));
    const __m128i values = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
    const auto digits = static_cast<unsigned>(
        _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(values, _mm_set1_epi8(9)), values)));
    const unsigned wanted = (1u << cell.size()) - 1;
    return (digits & wanted) == wanted;
}

std::string quoted(std::string_view text) {
    return "'" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "..." : "") + "'";
}

std::string place_in_mapping(const SourcePosition& place) {
    return *place.file + ':' + std::to_string(place.line) + ':' + std::to_string(place.column);
}

/// Calls `take` with each word of a separated list, blanks around it dropped, empty ones passed
/// over.
template <typename Take>
void for_each_word(std::string_view list, char separator, Take take) {
    while (!list.empty()) {
        const std::size_t length = std::min(list.find(separator), list.size());
        std::string_view word = list.substr(0, length);
        list.remove_prefix(std::min(length + 1, list.size()));
        while (word.starts_with(' ')) {
            word.remove_prefix(1);
        }
        while (word.ends_with(' ')) {
            word.remove_suffix(1);
        }
        if (!word.empty()) {
            take(word);
        }
    }
}

}  // namespace

DeclarationColumns::DeclarationColumns(const MappingDefinition& mapping,
                                       shipment::Vocabulary& vocabulary)
    : mapping_(mapping), vocabulary_(vocabulary) {
    for (const FieldMapping& mapped : mapping.fields) {
        if (mapped.field == Field::date) {
            date_ = columns_.size();
        }
        Column& column = columns_.emplace_back();
        column.field = mapped.field;
        column.kind = traits(mapped.field).kind;
        column.mapping = &mapped;
        column.limit = limit_of(mapped.field);
        column.dictionary = dictionary_of(mapped.field, vocabulary);
        for (const Translation& translation : mapped.translate) {
            column.translate.emplace(translation.from.value, translation.to.value);
        }
        if (column.kind == Kind::moment || column.kind == Kind::lodgement) {
            std::string fault;
            column.format = DateFormat::compile(mapped.date_format, fault);
        }
        const auto& fixed = mapped.constant ? mapped.constant : mapped.empty;
        const auto value = value_of_empty(mapped.field);
        column.required = !fixed && !value;
        column.empty = fixed ? value_of(column, fixed->value) : value.value_or(0);
    }
    date_format_ = &*columns_[date_].format;
    for (const DocumentColumn& each : mapping.documents) {
        const shipment::Code code = vocabulary.document.code(each.document.value);
        documents_.push_back({std::uint64_t{1} << (code - 1), nowhere, {}});
    }
}

std::uint32_t DeclarationColumns::place_of(Field field) const {
    for (const Column& column : columns_) {
        if (column.field == field) {
            return column.place;
        }
    }
    return nowhere;
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
    for (Column& column : columns_) {
        if (column.mapping->column.value.empty()) {
            column.place = nowhere;
            continue;
        }
        column.place = find(column.mapping->column, traits(column.field).key);
        if (column.kind != Kind::text &&
            (column.dictionary == nullptr || column.kind == Kind::goods)) {
            checked_.push_back(&column);
        }
        if (column.dictionary != nullptr) {
            coded_.push_back(&column);
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
    std::stable_sort(checked_.begin(), checked_.end(),
                     [](const Column* a, const Column* b) { return a->place < b->place; });
}

void DeclarationColumns::add_fault(std::size_t row, std::uint32_t column, std::string reason) {
    if (!faulty_[row]) {
        faulty_[row] = 1;
        faults_.push_back({static_cast<std::uint32_t>(row), column, std::move(reason)});
    }
}

void DeclarationColumns::parse(const CsvReader& reader) {
    faults_.clear();
    faulty_.assign(reader.rows(), 0);
    for (Column& column : columns_) {
        if (column.values.size() < reader.rows()) {
            // Constant columns are filled here, once.
            column.values.resize(reader.rows(), column.empty);
        }
    }
    for (Column* column : checked_) {
        parse_cells(reader, *column);
    }
    for (Document& document : documents_) {
        parse_documents(reader, document);
    }
    for (Column& column : columns_) {
        if (column.mapping->value_times_tax_rate) {
            derive_duty(column, reader.rows());
        }
    }
}

void DeclarationColumns::parse_cells(const CsvReader& reader, Column& column) {
    switch (column.kind) {
        case Kind::decimal:
            return parse_decimals(reader, column);
        case Kind::goods:
            return parse_goods(reader, column);
        case Kind::moment:
        case Kind::lodgement:
            return parse_moments(reader, column);
        default:
            return parse_choices(reader, column);
    }
}

/// Reads every cell that is not empty with read(row, text).
template <typename Read>
void DeclarationColumns::parse_with(const CsvReader& reader, Column& column, Read read) {
    const std::size_t rows = reader.rows();
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view cell = reader.text(row, column.place, scratch_);
        if (!cell.empty()) [[likely]] {
            read(row, cell);
        } else if (column.required) {
            add_fault(row, column.place + 1, std::string(traits(column.field).key) + " is empty");
        } else {
            column.values[row] = column.empty;
        }
    }
}

void DeclarationColumns::parse_decimals(const CsvReader& reader, Column& column) {
    const int shift = column.mapping->shift;
    const std::int64_t exchange = is_money(column.field) ? mapping_.exchange : 0;
    parse_with(reader, column, [&](std::size_t row, std::string_view cell) {
        std::int64_t& value = column.values[row];
        DecimalFault fault = parse_decimal(cell, shift, value);
        if (exchange != 0 && fault == DecimalFault::none) {
            value = scaled_product(value, exchange, 12);
        }
        if (fault == DecimalFault::none && value > column.limit) {
            fault = DecimalFault::too_large;
        }
        if (fault != DecimalFault::none) [[unlikely]] {
            add_fault(row, column.place + 1, describe(fault, cell, traits(column.field).key));
        }
    });
}

void DeclarationColumns::parse_choices(const CsvReader& reader, Column& column) {
    const auto ask = [&](std::string_view word) { return value_of(column, word); };
    parse_with(reader, column, [&](std::size_t row, std::string_view cell) {
        const std::int64_t value = column.cache.value(cell, ask);
        column.values[row] = value;
        if (value < 0) [[unlikely]] {
            add_fault(row, column.place + 1,
                      quoted(cell) + " is not a " + std::string(traits(column.field).key) + " (" +
                          listed_choices(column.field) + ")");
        }
    });
}

void DeclarationColumns::parse_goods(const CsvReader& reader, Column& column) {
    parse_with(reader, column, [&](std::size_t row, std::string_view cell) {
        if (!is_plain_goods_code(cell) && !normalise_goods(cell, column.mapping->digits, code_))
            [[unlikely]] {
            add_fault(row, column.place + 1, quoted(cell) + " is not an HS code (2 to 12 digits)");
        }
    });
}

void DeclarationColumns::parse_moments(const CsvReader& reader, Column& column) {
    // Files are sorted by date: a cell is most often what the cell above it is.
    std::string last;
    Instant last_instant = 0;
    const Duration offset = column.kind == Kind::lodgement ? 0 : mapping_.utc_offset;
    parse_with(reader, column, [&](std::size_t row, std::string_view cell) {
        if (cell != last) {
            const auto instant = column.format->parse(cell);
            if (!instant) {
                add_fault(
                    row, column.place + 1,
                    quoted(cell) + " is not a possible date as " + column.mapping->date_format);
                return;
            }
            last = cell;
            last_instant = *instant - offset;
        }
        column.values[row] = last_instant;
    });
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
            add_fault(row, document.place + 1, quoted(cell) + " is not yes, no or electronic");
        }
    }
}

void DeclarationColumns::derive_duty(Column& duty, std::size_t rows) {
    const auto find = [this](Field field) -> const std::vector<std::int64_t>& {
        return std::find_if(columns_.begin(), columns_.end(),
                            [field](const Column& column) { return column.field == field; })
            ->values;
    };
    const std::vector<std::int64_t>& value = find(Field::value);
    const std::vector<std::int64_t>& rate = find(Field::tax_rate);
    for (std::size_t row = 0; row < rows; ++row) {
        const bool known = value[row] != missing && rate[row] >= 0 && !faulty_[row];
        duty.values[row] = known ? scaled_product(value[row], rate[row], 4) : missing;
    }
}

/// What a word of the file, not empty, is worth; -1 where it is nothing of ours.
std::int64_t DeclarationColumns::value_of(Column& column, std::string_view word) {
    if (column.kind == Kind::words) {
        return documents_of(column, word);
    }
    if (!column.translate.empty()) {
        const auto found = column.translate.find(std::string(word));
        if (found != column.translate.end()) {
            word = found->second;
        } else if (column.mapping->otherwise) {
            word = column.mapping->otherwise->value;
        }
    }
    std::int64_t number = 0;
    switch (column.kind) {
        case Kind::choice:
            return choice_value(column.field, word).value_or(-1);
        case Kind::word:
            return column.dictionary->code(word);
        case Kind::goods:
            return normalise_goods(word, column.mapping->digits, code_)
                       ? column.dictionary->code(code_)
                       : -1;
        case Kind::decimal:
            code_ = word;
            code_.reserve(word.size() + 16);
            return parse_decimal(code_, column.mapping->shift, number) == DecimalFault::none
                       ? number
                       : missing;
        default:
            return 0;
    }
}

/// The bits of a list of documents, or of controls: then -1 where one is none of ours.
std::int64_t DeclarationColumns::documents_of(Column& column, std::string_view cell) {
    std::uint64_t bits = 0;
    bool known = true;
    for_each_word(cell, column.mapping->separator, [&](std::string_view word) {
        const auto found = column.translate.find(std::string(word));
        if (found != column.translate.end()) {
            word = found->second;
        } else if (column.mapping->otherwise) {
            word = column.mapping->otherwise->value;
        }
        if (column.dictionary == nullptr) {
            const auto control = choice_value(column.field, word);
            known = known && control;
            bits |= std::uint64_t{1} << control.value_or(0);
            return;
        }
        const shipment::Code code = column.dictionary->code(word);
        if (code > 64) {
            throw InputError(Failure::declarations, mapping_.file,
                             "more than 64 kinds of documents: " + quoted(word),
                             "is the separator of the list right?");
        }
        bits |= std::uint64_t{1} << (code - 1);
    });
    return known ? static_cast<std::int64_t>(bits) : -1;
}

void DeclarationColumns::code(const CsvReader& reader, std::size_t row) {
    for (Column* column : coded_) {
        const std::string_view cell = reader.text(row, column->place, scratch_);
        column->values[row] =
            cell.empty() ? column->empty : column->cache.value(cell, [&](std::string_view word) {
                return value_of(*column, word);
            });
    }
}

void DeclarationColumns::append(const CsvReader& reader, std::span<const std::uint32_t> heads,
                                std::span<const std::uint32_t> items, shipment::Block& block) {
    for (const Column& column : columns_) {
        if (column.field != Field::date && column.field != Field::item_number) {
            const std::string_view section = traits(column.field).section;
            append_column(reader, column, section == "item" || section == "truth" ? items : heads,
                          block);
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

void DeclarationColumns::append_column(const CsvReader& reader, const Column& column,
                                       std::span<const std::uint32_t> rows,
                                       shipment::Block& block) {
    const auto append_values = [&](auto* to) {
        using Value = typename std::remove_pointer_t<decltype(to)>::value_type;
        const std::size_t before = to->size();
        to->resize(before + rows.size());
        Value* out = to->data() + before;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            out[i] = static_cast<Value>(column.values[rows[i]]);
        }
    };
    const auto append_texts = [&](shipment::TextColumn* to) {
        const std::string_view otherwise =
            column.mapping->constant ? std::string_view(column.mapping->constant->value)
            : column.mapping->empty  ? std::string_view(column.mapping->empty->value)
                                     : std::string_view{};
        for (const std::uint32_t row : rows) {
            const std::string_view cell = column.place == nowhere
                                              ? std::string_view{}
                                              : reader.text(row, column.place, scratch_);
            to->push_back(cell.empty() ? otherwise : cell);
        }
    };
    std::visit(
        [&](auto* to) {
            if constexpr (std::is_same_v<decltype(to), shipment::TextColumn*>) {
                append_texts(to);
            } else {
                append_values(to);
            }
        },
        target(column.field, block));
}

}  // namespace greenlane::io
