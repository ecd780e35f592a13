#include "screening/kleene.h"

#include "greenlane/core/contract.h"

#include "screening/bits.h"

#include <algorithm>

namespace greenlane::screening {

namespace {

using Step = profile::Program::Step;

// The operands may be the result: each word is read before it is written.

void negate(TruthView a, TruthValue& out) {
    for (std::size_t w = 0; w < out.truth.size(); ++w) {
        const std::uint64_t unknown = a.unknown[w];
        out.truth[w] = ~(a.truth[w] | unknown);
        out.unknown[w] = unknown;
    }
}

void both(TruthView a, TruthView b, TruthValue& out) {
    for (std::size_t w = 0; w < out.truth.size(); ++w) {
        const std::uint64_t truth = a.truth[w] & b.truth[w];
        const std::uint64_t not_false = (a.truth[w] | a.unknown[w]) & (b.truth[w] | b.unknown[w]);
        out.truth[w] = truth;
        out.unknown[w] = not_false & ~truth;
    }
}

void either(TruthView a, TruthView b, TruthValue& out) {
    for (std::size_t w = 0; w < out.truth.size(); ++w) {
        const std::uint64_t truth = a.truth[w] | b.truth[w];
        const std::uint64_t unknown = a.unknown[w] | b.unknown[w];
        out.truth[w] = truth;
        out.unknown[w] = unknown & ~truth;
    }
}

}  // namespace

void Kleene::run(const profile::Program& program, std::span<const TruthView> atoms,
                 std::size_t rows, TruthValue& out) {
    const std::size_t words = words_for(rows);
    out.truth.resize(words);
    out.unknown.resize(words);
    if (program.instructions.empty()) {
        set_all(out.truth, rows);
        std::fill(out.unknown.begin(), out.unknown.end(), 0);
        return;
    }
    results_.resize(std::max(results_.size(), program.instructions.size()));
    stack_.clear();
    for (const profile::Program::Instruction& instruction : program.instructions) {
        if (instruction.step == Step::atom) {
            stack_.push_back(atoms[instruction.atom]);
            continue;
        }
        const std::size_t operands = instruction.step == Step::negate ? 1 : 2;
        GREENLANE_EXPECT(stack_.size() >= operands);
        const TruthView right = stack_.back();
        stack_.resize(stack_.size() + 1 - operands);
        TruthValue& result = results_[stack_.size() - 1];
        result.truth.resize(words);
        result.unknown.resize(words);
        switch (instruction.step) {
            case Step::both:
                both(stack_.back(), right, result);
                break;
            case Step::either:
                either(stack_.back(), right, result);
                break;
            default:
                negate(right, result);
        }
        stack_.back() = result.view();
    }
    GREENLANE_EXPECT(stack_.size() == 1);
    for (std::size_t w = 0; w < words; ++w) {
        const std::uint64_t in_use = bits_in_use(w, rows);
        out.truth[w] = stack_.back().truth[w] & in_use;
        out.unknown[w] = stack_.back().unknown[w] & in_use;
    }
}

}  // namespace greenlane::screening
