#pragma once

#include "screening/bits.h"
#include "screening/column.h"

#include <algorithm>
#include <utility>

namespace greenlane::screening {

/// Which atoms of one column are true, for each code that the column may hold: one bit an atom. A
/// row costs one look-up whatever the number of atoms; transposing 64 rows at a time turns what was
/// looked up into the bitmaps of the atoms.
class AtomTable {
public:
    explicit AtomTable(AtomIndices indices)
        : indices_(std::move(indices)), stride_(words_for(indices_.size())) {}

    std::size_t codes() const { return masks_.size() / stride_; }

    /// Adds the next code; holds(atom) tells which atoms are true for it.
    template <class Holds>
    void add_code(Holds holds) {
        masks_.resize(masks_.size() + stride_);
        std::uint64_t* mask = masks_.data() + masks_.size() - stride_;
        for (std::size_t k = 0; k < indices_.size(); ++k) {
            mask[k / word_bits] |= std::uint64_t{holds(indices_[k])} << k % word_bits;
        }
    }

    /// The atoms' bitmaps over a column, all of whose codes the table knows.
    template <class Code>
    void look_up(std::span<const Code> column, std::span<AtomBits> bits) const {
        for (const std::uint32_t atom : indices_) {
            bits[atom].truth.resize(words_for(column.size()));
        }
        Square square;
        for (std::size_t part = 0; part < stride_; ++part) {
            const std::span atoms = std::span(indices_).subspan(
                part * word_bits, std::min(word_bits, indices_.size() - part * word_bits));
            for (std::size_t base = 0; base < column.size(); base += word_bits) {
                const std::size_t count = std::min(word_bits, column.size() - base);
                for (std::size_t i = 0; i < count; ++i) {
                    square[i] = masks_[column[base + i] * stride_ + part];
                }
                std::fill(square.begin() + count, square.end(), 0);
                transpose(square);
                for (std::size_t k = 0; k < atoms.size(); ++k) {
                    bits[atoms[k]].truth[base / word_bits] = square[k];
                }
            }
        }
    }

    /// All atoms false and unknown, over an absent column of `rows` rows.
    void set_absent(std::size_t rows, Bitmap& unknown, std::span<AtomBits> bits) const {
        set_all(unknown, rows);
        for (const std::uint32_t atom : indices_) {
            bits[atom].truth.assign(unknown.size(), 0);
        }
    }

    void share_unknown(const Bitmap& unknown, std::span<AtomBits> bits) const {
        for (const std::uint32_t atom : indices_) {
            bits[atom].unknown = &unknown;
        }
    }

private:
    AtomIndices indices_;
    std::size_t stride_;                ///< words a code
    std::vector<std::uint64_t> masks_;  ///< by code
};

}  // namespace greenlane::screening
