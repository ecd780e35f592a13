#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::shipment {

/// A word of a dictionary; 0 is "not given", words count from 1 in the order of their first use.
using Code = std::uint32_t;
inline constexpr Code no_code = 0;

/// Words and their codes. Grows with distinct words, never shrinks; codes are stable.
class Dictionary {
public:
    Dictionary();

    /// The word's code, a new one where the word is new. The empty word is `no_code`.
    Code code(std::string_view word);
    /// The word's code, or `no_code` where it has none.
    Code find(std::string_view word) const;
    /// Valid for codes below size(); empty for `no_code`.
    std::string_view word(Code code) const { return words_[code]; }
    /// Codes run from 0 to size() - 1.
    std::size_t size() const { return words_.size(); }

private:
    void rehash(std::size_t slots);

    struct Slot {
        std::uint32_t hash = 0;
        Code code = no_code;
    };
    std::deque<std::string> words_;
    std::vector<Slot> slots_;
};

/// The dictionaries that the coded columns of one source of declarations use.
struct Vocabulary {
    Dictionary hs;       ///< goods codes, digits only, 2 to 12 of them
    Dictionary country;  ///< ISO 3166 alpha-2
    Dictionary office;
    Dictionary importer;
    Dictionary declarant;
    Dictionary seller;
    Dictionary carrier;
    Dictionary document;  ///< at most 64 kinds: a declaration's documents are bits
    Dictionary tax_type;
};

}  // namespace greenlane::shipment
