#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace greenlane::profile {

/// What a condition may speak of.
enum class Field : std::uint8_t {
    // of an item
    hs,
    origin,
    value,
    mass,
    value_per_kg,
    quantity,
    duty,
    exemption,
    tax_rate,
    tax_type,
    description,
    // of the declaration
    procedure,
    mode,
    tier,
    aeo,
    office,
    importer,
    declarant,
    seller,
    carrier,
    departure,
    destination,
    containers,
    items,
    total_value,
    total_mass,
    total_duty,
    document,
    perishable,
    electronic_payment,
    deferred_payment,
    score,
    hour,
    weekday,
    first_time,
    // of the decision; for stations and routes only
    lane,
    flagged,
    high_risk,
    selected,
    lottery,
    nii,
    overflow,
    // of what the controls established so far; for stations and routes only
    alarm,
    found,
    finding,
};

/// What a field can be compared with.
enum class Type : std::uint8_t { flag, number, word, hs, text, documents };

/// Whose field it is: an item's, the declaration's, the decision's, or the controls' so far.
enum class Level : std::uint8_t { item, declaration, decision, control };

struct FieldInfo {
    Field field;
    std::string_view name;  ///< as written in a condition
    Type type;
    Level level;
    std::string_view unit;     ///< of numbers: "kg", "currency", "%", "h"; empty otherwise
    std::string_view meaning;  ///< one line, for `docs/profile-language.md` and hints
};

/// Every field, in the order of the enumeration.
std::span<const FieldInfo> fields();
const FieldInfo& info(Field field);
std::optional<Field> parse_field(std::string_view name);

}  // namespace greenlane::profile
