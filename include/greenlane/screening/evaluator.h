#pragma once

#include "greenlane/profile/condition.h"
#include "greenlane/screening/history.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace greenlane::screening {

/// A bit a row, 64 rows a word; bits past the last row are 0.
using Bitmap = std::vector<std::uint64_t>;

/// Evaluates conditions over a block: each distinct atom once, programs as bitmap algebra. Tables
/// over dictionary codes are made once and grow with the vocabulary: an evaluator is for the blocks
/// of one source.
///
/// What a declaration without items says: nothing is true of some item of it, and nothing unknown;
/// its totals are 0. A total is unknown where that of any item is. value_per_kg is unknown without
/// a mass above 0; it and its bound are in minor units per kilogram. Days of the week are the words
/// "mon" to "sun", hours whole numbers. A document that the vocabulary has no word for is held by
/// nobody.
class Evaluator {
public:
    /// `conditions` outlive the evaluator. Atoms of the levels decision and control are left
    /// unknown here: their bits are the engine's.
    explicit Evaluator(const profile::Conditions& conditions);
    ~Evaluator();
    Evaluator(Evaluator&&) noexcept;

    /// Has item_truth() of a program made from the next block on.
    void keep_items(std::size_t program);
    /// Evaluates all programs over the block. `utc_offset` gives local hours and weekdays.
    void evaluate(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                  const History& history, Duration utc_offset);
    /// Rows (declarations) for which the program is true; for programs about items, of some item.
    const Bitmap& truth(std::size_t program) const;
    /// Rows for which it is unknown (and no item makes it true).
    const Bitmap& unknown(std::size_t program) const;
    /// Items for which a program is true (about declarations: of whose declaration); only of
    /// programs that keep_items() named.
    const Bitmap& item_truth(std::size_t program) const;
    /// Rows for which one atom is true (about items: of some item), or unknown.
    const Bitmap& atom_truth(std::size_t atom) const;
    const Bitmap& atom_unknown(std::size_t atom) const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace greenlane::screening
