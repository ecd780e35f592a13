// FieldColumn::parse(): what can be wrong in the cells of each kind of field.

#include "io/decimal.h"
#include "io/field_column.h"
#include "io/field_words.h"

#include <immintrin.h>

namespace greenlane::io {

namespace {

using Kind = FieldTraits::Kind;

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

}  // namespace

void FieldColumn::parse(const CsvReader& reader, RowFaults& faults) {
    switch (kind_) {
        case Kind::decimal:
            return parse_decimals(reader, faults);
        case Kind::goods:
            return parse_goods(reader, faults);
        case Kind::moment:
        case Kind::lodgement:
            return parse_moments(reader, faults);
        default:
            return parse_choices(reader, faults);
    }
}

/// Reads every cell that is not empty with read(row, text).
template <typename Read>
void FieldColumn::parse_with(const CsvReader& reader, RowFaults& faults, Read read) {
    const std::size_t rows = reader.rows();
    for (std::size_t row = 0; row < rows; ++row) {
        const std::string_view cell = reader.text(row, place_, scratch_);
        if (!cell.empty()) [[likely]] {
            read(row, cell);
        } else if (required_) {
            faults.add(row, place_ + 1, std::string(traits(field()).key) + " is empty");
        } else {
            values_[row] = empty_;
        }
    }
}

void FieldColumn::parse_decimals(const CsvReader& reader, RowFaults& faults) {
    const int shift = mapped_.shift;
    const std::int64_t exchange = is_money(field()) ? mapping_.exchange : 0;
    parse_with(reader, faults, [&](std::size_t row, std::string_view cell) {
        std::int64_t& value = values_[row];
        DecimalFault fault = parse_decimal(cell, shift, value);
        if (exchange != 0 && fault == DecimalFault::none) {
            value = scaled_product(value, exchange, 12);
        }
        if (fault == DecimalFault::none && value > limit_) {
            fault = DecimalFault::too_large;
        }
        if (fault != DecimalFault::none) [[unlikely]] {
            faults.add(row, place_ + 1, describe(fault, cell, traits(field()).key));
        } else if (value == 0 && field() == Field::probability) {
            faults.add(row, place_ + 1, quoted(cell) + " is not a probability above 0");
        }
    });
}

void FieldColumn::parse_choices(const CsvReader& reader, RowFaults& faults) {
    const auto ask = [&](std::string_view word) { return value_of(word); };
    parse_with(reader, faults, [&](std::size_t row, std::string_view cell) {
        const std::int64_t value = cache_.value(cell, ask);
        values_[row] = value;
        if (value < 0) [[unlikely]] {
            faults.add(row, place_ + 1,
                       quoted(cell) + " is not a " + std::string(traits(field()).key) + " (" +
                           listed_choices(field()) + ")");
        }
    });
}

void FieldColumn::parse_goods(const CsvReader& reader, RowFaults& faults) {
    parse_with(reader, faults, [&](std::size_t row, std::string_view cell) {
        if (!is_plain_goods_code(cell) && !normalise_goods(cell, mapped_.digits, code_))
            [[unlikely]] {
            faults.add(row, place_ + 1, quoted(cell) + " is not an HS code (2 to 12 digits)");
        }
    });
}

void FieldColumn::parse_moments(const CsvReader& reader, RowFaults& faults) {
    // Files are sorted by date: a cell is most often what the cell above it is.
    std::string last;
    Instant last_instant = 0;
    const Duration offset = kind_ == Kind::lodgement ? 0 : mapping_.utc_offset;
    parse_with(reader, faults, [&](std::size_t row, std::string_view cell) {
        if (cell != last) {
            const auto instant = format_->parse(cell);
            if (!instant) {
                faults.add(row, place_ + 1,
                           quoted(cell) + " is not a possible date as " + mapped_.date_format);
                return;
            }
            last = cell;
            last_instant = *instant - offset;
        }
        values_[row] = last_instant;
    });
}

}  // namespace greenlane::io
