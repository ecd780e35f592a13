#pragma once

#include "greenlane/profile/field.h"

#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::profile {

/// How an atom tests its field.
enum class Test : std::uint8_t {
    flag,          ///< the flag is true
    word_in,       ///< the word is one of `words`
    same_word,     ///< the word equals that of `other` (two fields of one dictionary)
    hs_in,         ///< the HS code begins with one of `words` (prefixes of any length, digits)
    less,          ///< number < bound
    less_equal,    ///< number <= bound
    equal,         ///< number == bound
    contains,      ///< the text holds words[0] (lower case), ASCII letters in either case
    has_document,  ///< the document words[0] is held
};

/// One question about one row: true, false or, where the field is missing, unknown. Distinct: two
/// rules that ask the same thing share one atom. `!=`, `>`, `>=` and `not in` are negations.
struct Atom {
    Field field;
    Test test;
    std::vector<std::string> words;  ///< sorted, distinct
    /// In the unit of the columns: minor currency units, grams, thousandths of a quantity,
    /// ten-thousandths of the value; value_per_kg in minor units per kg. A whole number for every
    /// field but value_per_kg.
    double bound = 0;
    Field other = Field::hs;
    friend bool operator==(const Atom&, const Atom&) = default;
};

/// A condition in postfix order over atoms, in Kleene's three-valued logic. An empty program is
/// always true.
struct Program {
    enum class Step : std::uint8_t { atom, negate, both, either };
    struct Instruction {
        Step step;
        std::uint32_t atom = 0;
        friend bool operator==(const Instruction&, const Instruction&) = default;
    };
    std::vector<Instruction> instructions;
    /// Whether any atom asks for an item's field: then one item suffices to make it true.
    bool about_items = false;
    friend bool operator==(const Program&, const Program&) = default;
};

/// The distinct atoms of a profile or a process, and its conditions over them.
struct Conditions {
    std::vector<Atom> atoms;
    std::vector<Program> programs;
    int currency_minor_digits = 0;  ///< of the currency that bounds are in
};

}  // namespace greenlane::profile
