#include "screening/number_reader.h"

#include "greenlane/core/contract.h"

#include <limits>
#include <type_traits>

namespace greenlane::screening {

using profile::Field;
using shipment::Declarations;

std::span<const std::int64_t> NumberReader::read(Field field, const Declarations& block) {
    switch (field) {
        case Field::value:
            return block.items.value;
        case Field::mass:
            return block.items.mass;
        case Field::quantity:
            return block.items.quantity;
        case Field::duty:
            return block.items.duty;
        case Field::exemption:
            return block.items.exemption;
        case Field::tax_rate:
            return widened(block.items.tax_rate);
        case Field::containers:
            return widened(block.containers);
        case Field::items:
            return counted(block);
        case Field::score:
            return block.score;
        case Field::total_value:
            return summed(block, block.items.value);
        case Field::total_mass:
            return summed(block, block.items.mass);
        default:
            GREENLANE_EXPECT(field == Field::total_duty);
            return summed(block, block.items.duty);
    }
}

template <class Value>
std::span<const std::int64_t> NumberReader::widened(const std::vector<Value>& column) {
    computed_.clear();
    for (const Value value : column) {
        computed_.push_back(std::is_signed_v<Value> && value < 0 ? missing : value);
    }
    return computed_;
}

std::span<const std::int64_t> NumberReader::counted(const Declarations& block) {
    computed_.assign(block.rows(), 0);
    for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
        computed_[row] = block.first_item[row + 1] - block.first_item[row];
    }
    return computed_;
}

/// Missing where that of any item is missing; 0 where there is no item.
std::span<const std::int64_t> NumberReader::summed(const Declarations& block,
                                                   std::span<const std::int64_t> column) {
    computed_.assign(block.rows(), 0);
    for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
        for (std::size_t item = block.first_item[row]; item < block.first_item[row + 1]; ++item) {
            if (column.empty() || column[item] == missing) {
                computed_[row] = missing;
                break;
            }
            computed_[row] += column[item];
        }
    }
    return computed_;
}

double value_per_kg(const shipment::Items& items, std::size_t item) {
    const bool known = !items.value.empty() && !items.mass.empty() &&
                       items.value[item] != missing && items.mass[item] > 0;
    return known ? static_cast<double>(items.value[item]) * 1000.0 /
                       static_cast<double>(items.mass[item])
                 : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace greenlane::screening
