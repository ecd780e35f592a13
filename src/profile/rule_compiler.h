#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/profile/condition_compiler.h"
#include "greenlane/profile/definition.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// The lane that a text names; nullopt with an error where it names none.
std::optional<Lane> checked_lane(const Located<std::string>& text, Diagnostics& diagnostics);

/// A share within [0, 1]; reports one that is not, and gives `otherwise` where there is none.
double checked_share(const std::optional<Located<double>>& share, double otherwise,
                     std::string_view what, Diagnostics& diagnostics);

/// Checks rules and flattens them.
class RuleCompiler {
public:
    /// `lists` outlive the compiler.
    RuleCompiler(const Lists& lists, int currency_minor_digits, Diagnostics& diagnostics)
        : lists_(lists),
          diagnostics_(diagnostics),
          condition_compiler_(lists, currency_minor_digits) {}

    /// Mistakes are reported; the rule that comes of one is not to be used.
    CompiledRule compile(const RuleDefinition& rule);
    const Conditions& conditions() const { return condition_compiler_.conditions(); }

private:
    void check_effect(const RuleDefinition& rule);
    void set_condition(const RuleDefinition& rule, CompiledRule& compiled);
    void set_labels(const RuleDefinition& rule, CompiledRule& compiled);
    void set_validity(const RuleDefinition& rule, CompiledRule& compiled);
    void warn_of_ex_codes(const RuleDefinition& rule, const CompiledRule& compiled);

    const Lists& lists_;
    Diagnostics& diagnostics_;
    ConditionCompiler condition_compiler_;
};

}  // namespace greenlane::profile
