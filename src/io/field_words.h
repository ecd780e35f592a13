#pragma once

#include "greenlane/io/mapping.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace greenlane::io {

/// A word that a field of kind `choice` (or a word of `controls`) may have, and its number.
struct Choice {
    std::string_view word;
    std::int64_t value;
};
/// Empty for fields of other kinds.
std::span<const Choice> choices(Field field);
/// The number of one of ours words; nullopt for any other.
std::optional<std::int64_t> choice_value(Field field, std::string_view word);
/// `sea, rail, road...`, for messages.
std::string listed_choices(Field field);

/// `4408.90 10` -> `44089010`, at least `digits` long; false for what is not an HS code (2 to 12
/// digits).
bool normalise_goods(std::string_view text, std::size_t digits, std::string& code);

/// A cell as messages show it: in quotes, and cut where it is long.
std::string quoted(std::string_view text);

}  // namespace greenlane::io
