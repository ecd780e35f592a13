#include "io/field_column.h"

#include "io/decimal.h"
#include "io/field_targets.h"
#include "io/field_words.h"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace greenlane::io {

namespace {

using Kind = FieldTraits::Kind;

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

FieldColumn::FieldColumn(const MappingDefinition& mapping, const FieldMapping& field,
                         shipment::Vocabulary& vocabulary)
    : mapping_(mapping),
      mapped_(field),
      kind_(traits(field.field).kind),
      dictionary_(dictionary_of(field.field, vocabulary)),
      limit_(limit_of(field.field)) {
    for (const Translation& translation : field.translate) {
        translate_.emplace(translation.from.value, translation.to.value);
    }
    if (kind_ == Kind::moment || kind_ == Kind::lodgement) {
        std::string fault;
        format_ = DateFormat::compile(field.date_format, fault);
    }
    const auto& fixed = field.constant ? field.constant : field.empty;
    const auto value = value_of_empty(field.field);
    required_ = !fixed && !value;
    empty_ = fixed ? value_of(fixed->value) : value.value_or(0);
}

bool FieldColumn::can_be_wrong() const {
    return kind_ != Kind::text && (dictionary_ == nullptr || kind_ == Kind::goods);
}

void FieldColumn::hold(std::size_t rows) {
    if (values_.size() < rows) {
        values_.resize(rows, empty_);
    }
}

std::string_view FieldColumn::translated(std::string_view word) const {
    if (translate_.empty()) {
        return word;
    }
    const auto found = translate_.find(std::string(word));
    if (found != translate_.end()) {
        return found->second;
    }
    return mapped_.otherwise ? std::string_view(mapped_.otherwise->value) : word;
}

/// What a word of the file, not empty, is worth; -1 where it is nothing of ours.
std::int64_t FieldColumn::value_of(std::string_view word) {
    if (kind_ == Kind::words) {
        return bits_of(word);
    }
    word = translated(word);
    std::int64_t number = 0;
    switch (kind_) {
        case Kind::choice:
            return choice_value(field(), word).value_or(-1);
        case Kind::word:
            return dictionary_->code(word);
        case Kind::goods:
            return normalise_goods(word, mapped_.digits, code_) ? dictionary_->code(code_) : -1;
        case Kind::decimal:
            code_ = word;
            code_.reserve(word.size() + 16);
            return parse_decimal(code_, mapped_.shift, number) == DecimalFault::none ? number
                                                                                     : missing;
        default:
            return 0;
    }
}

/// The bits of a list of documents, or of controls: then -1 where one is none of ours.
std::int64_t FieldColumn::bits_of(std::string_view list) {
    std::uint64_t bits = 0;
    bool known = true;
    for_each_word(list, mapped_.separator, [&](std::string_view theirs) {
        const std::string_view word = translated(theirs);
        if (dictionary_ == nullptr) {
            const auto control = choice_value(field(), word);
            known = known && control;
            bits |= std::uint64_t{1} << control.value_or(0);
            return;
        }
        const shipment::Code code = dictionary_->code(word);
        if (code > 64) {
            throw InputError(Failure::declarations, mapping_.file,
                             "more than 64 kinds of documents: " + quoted(word),
                             "is the separator of the list right?");
        }
        bits |= std::uint64_t{1} << (code - 1);
    });
    return known ? static_cast<std::int64_t>(bits) : -1;
}

void FieldColumn::append(const CsvReader& reader, std::span<const std::uint32_t> rows,
                         shipment::Block& block) {
    const auto append_values = [&](auto* to) {
        using Value = typename std::remove_pointer_t<decltype(to)>::value_type;
        const std::size_t before = to->size();
        to->resize(before + rows.size());
        Value* out = to->data() + before;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            out[i] = static_cast<Value>(values_[rows[i]]);
        }
    };
    const auto append_texts = [&](shipment::TextColumn* to) {
        const std::string_view otherwise = mapped_.constant
                                               ? std::string_view(mapped_.constant->value)
                                           : mapped_.empty ? std::string_view(mapped_.empty->value)
                                                           : std::string_view{};
        for (const std::uint32_t row : rows) {
            const std::string_view cell =
                place_ == nowhere ? std::string_view{} : reader.text(row, place_, scratch_);
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
        target(field(), block));
}

}  // namespace greenlane::io
