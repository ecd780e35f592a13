#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::screening {

/// What declarations are grouped by. hs2, hs4 and hs6 are the first digits of the goods code, hs
/// all of it; tax_rate is the declared rate to the ten-thousandth, mass the net mass to the gram.
enum class KeyField : std::uint8_t {
    importer,
    declarant,
    seller,
    carrier,
    office,
    mode,
    procedure,
    hs2,
    hs4,
    hs6,
    hs,
    origin,
    departure,
    destination,
    tax_rate,
    tax_type,
    mass,
};
inline constexpr std::size_t key_field_count = 17;
std::string_view name(KeyField field);
std::optional<KeyField> parse_key_field(std::string_view text);

/// Digits of an HS field's codes; 12, the most there are, for hs; 0 for other fields.
std::size_t hs_digits(KeyField field);

/// The fields whose values together name a group: a set of KeyField, bit by number.
struct GroupKey {
    std::uint32_t fields = 0;

    GroupKey() = default;
    constexpr GroupKey(std::initializer_list<KeyField> list) {
        for (const KeyField field : list) {
            fields |= 1u << static_cast<unsigned>(field);
        }
    }
    bool has(KeyField field) const { return (fields >> static_cast<int>(field) & 1) != 0; }
    bool empty() const { return fields == 0; }
    friend bool operator==(const GroupKey&, const GroupKey&) = default;
};

/// "hs6*origin": the fields in the order of KeyField.
std::string name(GroupKey key);
/// The fields in any order; nullopt for an unknown field, one named twice, or none.
std::optional<GroupKey> parse_group_key(std::string_view text);
/// In the order of KeyField.
std::vector<KeyField> fields_of(GroupKey key);
/// Whether a group of `fine` lies in one group of `coarse`: each field of `coarse` is in `fine`, or
/// is an HS prefix of a longer one there.
bool refines(GroupKey fine, GroupKey coarse);

}  // namespace greenlane::screening
