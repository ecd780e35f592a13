#pragma once

#include "greenlane/profile/condition_compiler.h"

#include "profile/meaning.h"
#include "profile/syntax.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::profile {

/// Looks up the fields, words and lists of clauses and checks their types.
class ClauseCheck {
public:
    ClauseCheck(const Lists& lists, int currency_minor_digits, Scope scope, Faults& faults)
        : lists_(lists), minor_digits_(currency_minor_digits), scope_(scope), faults_(faults) {}

    /// nullopt after a fault.
    std::optional<Meaning> meaning(const Clause& clause);

private:
    std::optional<Field> field_of(const Token& token);
    std::optional<Meaning> flag(const Token& name);
    std::optional<Meaning> comparison(const Clause& clause);
    std::optional<Meaning> between(const Clause& clause);
    std::optional<Meaning> two_fields(const Clause& clause);
    std::optional<Meaning> with_constant(Field field, const Token& symbol, const Token& constant,
                                         std::size_t offset);
    std::optional<Meaning> with_number(Field field, const Token& symbol, const Token& number);
    std::optional<Meaning> element(const Clause& clause);
    std::optional<Meaning> member(const Clause& clause);
    std::optional<Meaning> contains(const Clause& clause);
    std::optional<Meaning> has_document(const Clause& clause);

    std::optional<std::vector<std::string>> words_of(Field field, const Clause& clause);
    std::optional<std::vector<std::string>> watched(const Clause& clause);
    std::optional<std::vector<std::string>> listed(Field field, const Clause& clause);
    bool arguments_are_texts(const Clause& clause, std::size_t first, std::size_t least,
                             std::size_t most);
    std::nullopt_t fault(std::size_t offset, std::string message, std::string hint = {});

    const Lists& lists_;
    int minor_digits_;
    Scope scope_;
    Faults& faults_;
};

/// The power of ten between a number of the field as written and as the columns hold it.
int column_places(Field field, int currency_minor_digits);

}  // namespace greenlane::profile
