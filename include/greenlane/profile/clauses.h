#pragma once

#include "greenlane/profile/condition.h"

#include <cstddef>
#include <vector>

namespace greenlane::profile {

/// A condition without one of its clauses: it holds wherever the condition does, and beyond.
struct Relaxation {
    Program clause;  ///< what is left out
    Program rest;
};

/// A condition with each of its clauses left out in turn. A clause is an operand of an `and`, or of
/// an `or` under a `not`; `a and b and c` has three. None for a condition of one clause: without
/// it, everything would match. Expects a well-formed program.
std::vector<Relaxation> without_each_clause(const Conditions& conditions, const Program& program);

/// An atom within a condition.
struct AtomUse {
    std::size_t instruction;  ///< where it stands in the program
    /// Whether the condition holds more widely where the atom does; else, where it does not.
    bool positive;
};
/// In the order of the program.
std::vector<AtomUse> atom_uses(const Program& program);

}  // namespace greenlane::profile
