#pragma once

#include "profile/faults.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// A word of a condition's text.
struct Token {
    enum class Kind : std::uint8_t { name, number, text, symbol, end };
    Kind kind = Kind::end;
    std::string text;  ///< of a text without its quotes, of a number without its separators
    std::size_t offset = 0;

    bool is(std::string_view word) const {
        return (kind == Kind::name || kind == Kind::symbol) && text == word;
    }
};

/// With ASCII letters in lower case.
std::string lower_case(std::string text);

/// The tokens of a condition, an `end` last. Faults are reported and stepped over.
std::vector<Token> tokens_of(std::string_view condition, Faults& faults);

}  // namespace greenlane::profile
