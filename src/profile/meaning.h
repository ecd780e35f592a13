#pragma once

#include "greenlane/profile/condition.h"

#include <vector>

namespace greenlane::profile {

/// What a clause asks, in the units of the columns: a program over its own atoms.
struct Meaning {
    std::vector<Atom> atoms;
    std::vector<Program::Instruction> steps;
};

/// One atom or its negation.
Meaning one(Atom atom, bool negated = false);
/// Both sides, or either of them.
Meaning joined(Meaning left, const Meaning& right, Program::Step step);

}  // namespace greenlane::profile
