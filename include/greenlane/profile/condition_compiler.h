#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"
#include "greenlane/profile/condition.h"
#include "greenlane/profile/watch_list.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace greenlane::profile {

/// Of what a condition may speak: rules see the declaration alone; stations and routes see also
/// what was decided and what the controls established.
enum class Scope : std::uint8_t { declaration, process };

/// Turns conditions as written into programs over shared atoms, one by one. The language is
/// described in docs/profile-language.md.
class ConditionCompiler {
public:
    /// `lists` outlive the compiler.
    ConditionCompiler(const Lists& lists, int currency_minor_digits);

    /// The condition's index among the programs; nullopt with every mistake in `diagnostics`. The
    /// position of `text` is that of its opening quote.
    std::optional<std::size_t> add(const Located<std::string>& text, Scope scope,
                                   Diagnostics& diagnostics);
    /// A program that is always true.
    std::size_t add_always();

    const Conditions& conditions() const { return conditions_; }

private:
    std::uint32_t intern(Atom atom);

    const Lists& lists_;
    Conditions conditions_;
};

/// The canonical text of a condition: read again, it gives the same program. Empty for a program
/// that is always true.
std::string describe(const Conditions& conditions, std::size_t program);
/// The same, where an atom that holds exactly the words of a list names the list.
std::string describe(const Conditions& conditions, std::size_t program, const Lists& lists);

}  // namespace greenlane::profile
