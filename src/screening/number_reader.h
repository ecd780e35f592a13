#pragma once

#include "greenlane/profile/field.h"
#include "greenlane/shipment/declarations.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// Reads numeric fields of blocks as columns of whole numbers, in the units of the columns.
class NumberReader {
public:
    /// A number an item, or a declaration, as the field is; `missing` where it is not given. Empty
    /// where the block lacks the column. Valid until the next call.
    std::span<const std::int64_t> read(profile::Field field, const shipment::Declarations& block);

private:
    template <class Value>
    std::span<const std::int64_t> widened(const std::vector<Value>& column);
    std::span<const std::int64_t> counted(const shipment::Declarations& block);
    std::span<const std::int64_t> summed(const shipment::Declarations& block,
                                         std::span<const std::int64_t> column);

    std::vector<std::int64_t> computed_;
};

/// Value per kg of an item, in minor units; not a number without a value or a mass above 0.
double value_per_kg(const shipment::Items& items, std::size_t item);

}  // namespace greenlane::screening
