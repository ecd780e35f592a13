#pragma once

#include "greenlane/io/mapping.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace greenlane::io {

template <typename T>
using To = std::vector<T>*;
/// A column of a block, whatever its type.
using Target =
    std::variant<To<std::uint8_t>, To<std::uint16_t>, To<std::int32_t>, To<std::uint32_t>,
                 To<std::int64_t>, To<std::uint64_t>, To<shipment::Procedure>, To<shipment::Mode>,
                 To<shipment::Tier>, To<shipment::Ternary>, To<shipment::Outcome>, To<Violation>,
                 shipment::TextColumn*>;

/// The column that a field fills; every field but `date` and `item_number` has one.
Target target(Field field, shipment::Block& block);
/// The dictionary that codes a field's words; nullptr where none does.
shipment::Dictionary* dictionary_of(Field field, shipment::Vocabulary& vocabulary);
/// What an empty cell is where the mapping does not say; nullopt: it may not be empty.
std::optional<std::int64_t> value_of_empty(Field field);
/// The largest value of a decimal field.
std::int64_t limit_of(Field field);

}  // namespace greenlane::io
