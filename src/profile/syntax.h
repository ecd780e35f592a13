#pragma once

#include "greenlane/profile/condition.h"

#include "profile/lexer.h"

#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::profile {

/// One question of a condition as written, before its fields and words are looked up.
struct Clause {
    enum class Form : std::uint8_t {
        flag,        ///< name
        comparison,  ///< a op b, or a op b op c
        element,     ///< a in [b, c, ...]
        member,      ///< a in function(b, ...)
        contains,    ///< a contains b
        call,        ///< function(b, ...)
    };
    Form form = Form::flag;
    bool negated = false;            ///< `not in`
    std::vector<Token> operands;     ///< a, b, c, ...; of a call without the a
    std::vector<Token> comparisons;  ///< the symbols between the operands of a comparison
    Token function;
};

/// A condition in postfix order over its clauses: an instruction's `atom` is a clause here.
struct Syntax {
    std::vector<Clause> clauses;
    std::vector<Program::Instruction> steps;
};

/// Reads a condition. After a fault it goes on at the next `and`, `or` or `)`; the steps mean
/// something only if `faults` has no errors, the clauses are worth checking in any case.
Syntax parse(const std::string& condition, Faults& faults);

}  // namespace greenlane::profile
