#include "greenlane/profile/clauses.h"

#include "greenlane/core/contract.h"
#include "greenlane/profile/field.h"

#include <algorithm>

namespace greenlane::profile {

namespace {

using Step = Program::Step;

/// A program in postfix order, read as the tree that it is: a subtree is named by its last
/// instruction.
class Tree {
public:
    explicit Tree(const Program& program) : steps_(program.instructions), first_(steps_.size()) {
        for (std::size_t i = 0; i < steps_.size(); ++i) {
            first_[i] = steps_[i].step == Step::atom     ? i
                        : steps_[i].step == Step::negate ? first_[i - 1]
                                                         : first_[right_of_left(i)];
        }
        GREENLANE_EXPECT(steps_.empty() || first_.back() == 0);
    }

    std::size_t first(std::size_t root) const { return first_[root]; }
    std::size_t right(std::size_t root) const { return root - 1; }
    std::size_t left(std::size_t root) const { return right_of_left(root); }

    /// Calls visit(root, positive) for each subtree, depth first. `positive`: not under an odd
    /// number of negations.
    template <typename Visit>
    void walk(std::size_t root, bool positive, Visit visit) const {
        if (steps_[root].step == Step::negate) {
            walk(root - 1, !positive, visit);
        } else if (steps_[root].step != Step::atom) {
            walk(left(root), positive, visit);
            walk(right(root), positive, visit);
        }
        visit(root, positive);
    }

    /// Whether all of its operands are needed: an `and`, or by De Morgan an `or` under a `not`.
    bool needs_all(std::size_t root, bool positive) const {
        const Step step = steps_[root].step;
        return step == Step::negate ? needs_all(root - 1, !positive)
                                    : step == (positive ? Step::both : Step::either);
    }

private:
    std::size_t right_of_left(std::size_t root) const { return first_[root - 1] - 1; }

    const std::vector<Program::Instruction>& steps_;
    std::vector<std::size_t> first_;  ///< of each subtree's instructions
};

void note_items(const Conditions& conditions, Program& program) {
    program.about_items =
        std::any_of(program.instructions.begin(), program.instructions.end(), [&](auto& step) {
            return step.step == Step::atom &&
                   info(conditions.atoms[step.atom].field).level == Level::item;
        });
}

}  // namespace

std::vector<Relaxation> without_each_clause(const Conditions& conditions, const Program& program) {
    std::vector<Relaxation> relaxations;
    const auto& steps = program.instructions;
    const Tree tree(program);
    const auto leave_out = [&](std::size_t operand, std::size_t of) {
        const auto first = steps.begin() + static_cast<std::ptrdiff_t>(tree.first(operand));
        const auto last = steps.begin() + static_cast<std::ptrdiff_t>(operand) + 1;
        const auto joint = steps.begin() + static_cast<std::ptrdiff_t>(of);
        Relaxation relaxation;
        relaxation.clause.instructions.assign(first, last);
        auto& rest = relaxation.rest.instructions;
        rest.assign(steps.begin(), first);
        rest.insert(rest.end(), last, joint);
        rest.insert(rest.end(), joint + 1, steps.end());
        note_items(conditions, relaxation.clause);
        note_items(conditions, relaxation.rest);
        relaxations.push_back(std::move(relaxation));
    };
    if (steps.empty()) {
        return relaxations;
    }
    tree.walk(steps.size() - 1, true, [&](std::size_t root, bool positive) {
        if (steps[root].step == Step::negate || !tree.needs_all(root, positive)) {
            return;
        }
        for (const std::size_t operand : {tree.left(root), tree.right(root)}) {
            if (!tree.needs_all(operand, positive)) {
                leave_out(operand, root);
            }
        }
    });
    return relaxations;
}

std::vector<AtomUse> atom_uses(const Program& program) {
    std::vector<AtomUse> uses;
    if (!program.instructions.empty()) {
        Tree(program).walk(program.instructions.size() - 1, true,
                           [&](std::size_t root, bool positive) {
                               if (program.instructions[root].step == Step::atom) {
                                   uses.push_back({root, positive});
                               }
                           });
    }
    return uses;
}

}  // namespace greenlane::profile
