#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include "screening/atom_table.h"
#include "screening/column.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace greenlane::screening {

using profile::Atom;
using profile::Field;
using profile::Test;
using shipment::Ternary;

namespace {

constexpr std::uint8_t never_missing = 255;

/// A field with few values: those of an enumeration, hours, days of the week. Ternary flags count
/// as the values no, yes and unknown.
struct Choices {
    std::uint8_t count;
    std::uint8_t missing;  ///< the value that means "not given"
};

Choices choices_of(Field field) {
    switch (field) {
        case Field::procedure:
            return {4, 0};
        case Field::mode:
            return {shipment::mode_count, 0};
        case Field::tier:
        case Field::aeo:
            return {shipment::tier_count, 0};
        case Field::hour:
            return {24, never_missing};
        case Field::weekday:
            return {7, never_missing};
        default:
            return {3, static_cast<std::uint8_t>(Ternary::unknown)};
    }
}

constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu",
                                                        "fri", "sat", "sun"};

std::string_view name_of(Field field, std::uint8_t value) {
    switch (field) {
        case Field::procedure:
            return name(static_cast<shipment::Procedure>(value));
        case Field::mode:
            return name(static_cast<shipment::Mode>(value));
        case Field::tier:
            return name(static_cast<shipment::Tier>(value));
        default:
            GREENLANE_EXPECT(field == Field::weekday);
            return weekday_names[value];
    }
}

bool holds(const Atom& atom, std::uint8_t value) {
    switch (atom.test) {
        case Test::flag:
            return atom.field == Field::aeo
                       ? value == static_cast<std::uint8_t>(shipment::Tier::aeo)
                       : value == static_cast<std::uint8_t>(Ternary::yes);
        case Test::word_in:
            return std::binary_search(atom.words.begin(), atom.words.end(),
                                      name_of(atom.field, value));
        default:
            return range_of(atom).holds(value);
    }
}

/// The bytes of a column of enumerators.
template <class Enum>
std::span<const std::uint8_t> bytes_of(const std::vector<Enum>& column) {
    static_assert(sizeof(Enum) == 1);
    return {reinterpret_cast<const std::uint8_t*>(column.data()), column.size()};
}

class ChoiceColumn final : public Column {
public:
    ChoiceColumn(const Atoms& atoms, AtomIndices indices)
        : field_(atoms[indices.front()].field),
          choices_(choices_of(field_)),
          table_(std::move(indices)) {
        for (std::uint8_t value = 0; value < choices_.count; ++value) {
            table_.add_code([&](std::uint32_t atom) {
                return value != choices_.missing && holds(atoms[atom], value);
            });
        }
    }

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        table_.share_unknown(unknown_, bits);
        const std::span<const std::uint8_t> values = values_of(view);
        if (values.empty()) {
            table_.set_absent(view.block.rows(), unknown_, bits);
            return;
        }
        table_.look_up(values, bits);
        const std::uint8_t missing_value = choices_.missing;
        mark(unknown_, values.size(),
             [=](std::size_t row) { return values[row] == missing_value; });
    }

private:
    std::span<const std::uint8_t> values_of(const BlockView& view) {
        const shipment::Declarations& block = view.block;
        switch (field_) {
            case Field::procedure:
                return bytes_of(block.procedure);
            case Field::mode:
                return bytes_of(block.mode);
            case Field::tier:
            case Field::aeo:
                return bytes_of(block.tier);
            case Field::perishable:
                return bytes_of(block.perishable);
            case Field::electronic_payment:
                return bytes_of(block.electronic_payment);
            case Field::deferred_payment:
                return bytes_of(block.deferred_payment);
            case Field::first_time:
                return computed(block.importer, [&](shipment::Code importer) {
                    return importer == shipment::no_code       ? Ternary::unknown
                           : view.history.first_time(importer) ? Ternary::yes
                                                               : Ternary::no;
                });
            case Field::hour:
                return computed(block.lodged, [&](Instant lodged) {
                    return time_of_day(lodged + view.utc_offset) / hour;
                });
            default:
                GREENLANE_EXPECT(field_ == Field::weekday);
                return computed(block.lodged, [&](Instant lodged) {
                    return weekday(day_of(lodged + view.utc_offset));
                });
        }
    }

    template <class Value, class Compute>
    std::span<const std::uint8_t> computed(const std::vector<Value>& column, Compute compute) {
        computed_.resize(column.size());
        std::transform(column.begin(), column.end(), computed_.begin(),
                       [&](Value value) { return static_cast<std::uint8_t>(compute(value)); });
        return computed_;
    }

    Field field_;
    Choices choices_;
    AtomTable table_;
    Bitmap unknown_;
    std::vector<std::uint8_t> computed_;
};

}  // namespace

std::unique_ptr<Column> make_choice_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<ChoiceColumn>(atoms, std::move(indices));
}

}  // namespace greenlane::screening
