#include "profile/meaning.h"

#include <cstdint>
#include <utility>

namespace greenlane::profile {

using Step = Program::Step;

Meaning one(Atom atom, bool negated) {
    Meaning meaning{{std::move(atom)}, {{Step::atom, 0}}};
    if (negated) {
        meaning.steps.push_back({Step::negate});
    }
    return meaning;
}

Meaning joined(Meaning left, const Meaning& right, Step step) {
    const auto shift = static_cast<std::uint32_t>(left.atoms.size());
    left.atoms.insert(left.atoms.end(), right.atoms.begin(), right.atoms.end());
    for (Program::Instruction instruction : right.steps) {
        instruction.atom += instruction.step == Step::atom ? shift : 0;
        left.steps.push_back(instruction);
    }
    left.steps.push_back({step});
    return left;
}

}  // namespace greenlane::profile
