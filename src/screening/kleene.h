#pragma once

#include "greenlane/profile/condition.h"
#include "greenlane/screening/evaluator.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::screening {

/// A value of Kleene's logic for each row of a block: rows where it is true, rows where it is
/// unknown, never both.
struct TruthView {
    const std::uint64_t* truth = nullptr;
    const std::uint64_t* unknown = nullptr;
};

struct TruthValue {
    Bitmap truth;
    Bitmap unknown;
    TruthView view() const { return {truth.data(), unknown.data()}; }
};

/// Runs programs, one instruction over all rows of a block at a time.
class Kleene {
public:
    /// The program's value over `rows` rows, where atoms[i] is that of atom i.
    void run(const profile::Program& program, std::span<const TruthView> atoms, std::size_t rows,
             TruthValue& out);

private:
    std::vector<TruthValue> results_;  ///< what instructions computed, by depth of the stack
    std::vector<TruthView> stack_;
};

}  // namespace greenlane::screening
