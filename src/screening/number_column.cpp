#include "greenlane/core/contract.h"

#include "screening/bits.h"
#include "screening/column.h"
#include "screening/number_reader.h"

#include <cmath>
#include <limits>

namespace greenlane::screening {

using profile::Atom;
using profile::Field;
using profile::Test;

NumberRange range_of(const Atom& atom) {
    constexpr NumberRange nowhere{1, 0};
    const bool equal = atom.test == Test::equal;
    const bool less = atom.test == Test::less;
    GREENLANE_EXPECT(equal || less || atom.test == Test::less_equal);
    const double edge = less ? std::ceil(atom.bound) : std::floor(atom.bound);
    // Not-a-number compares with nothing; -2^63 is `missing`, and nothing lies below it.
    if (!(edge > -0x1p63) || (equal && (edge != atom.bound || edge >= 0x1p63))) {
        return nowhere;
    }
    const std::int64_t last = edge >= 0x1p63 ? std::numeric_limits<std::int64_t>::max()
                                             : static_cast<std::int64_t>(edge) - (less ? 1 : 0);
    return {equal ? last : missing + 1, last};
}

namespace {

/// A column of integers and the ranges that its atoms ask for.
class NumberColumn final : public Column {
public:
    NumberColumn(const Atoms& atoms, AtomIndices indices)
        : field_(atoms[indices.front()].field), indices_(std::move(indices)) {
        for (const std::uint32_t atom : indices_) {
            ranges_.push_back(range_of(atoms[atom]));
        }
    }

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const std::span<const std::int64_t> values = numbers_.read(field_, view.block);
        const std::size_t rows = view.rows(about_items(field_));
        if (values.empty()) {
            set_all(unknown_, rows);
        } else {
            mark(unknown_, rows, [=](std::size_t row) { return values[row] == missing; });
        }
        for (std::size_t k = 0; k < indices_.size(); ++k) {
            AtomBits& atom = bits[indices_[k]];
            atom.unknown = &unknown_;
            if (values.empty()) {
                atom.truth.assign(unknown_.size(), 0);
            } else {
                const NumberRange range = ranges_[k];
                mark(atom.truth, rows, [=](std::size_t row) {
                    return (values[row] >= range.first) & (values[row] <= range.last);
                });
            }
        }
    }

private:
    Field field_;
    AtomIndices indices_;
    std::vector<NumberRange> ranges_;  ///< one an atom
    Bitmap unknown_;
    NumberReader numbers_;
};

/// Value per kg of an item; unknown without a mass.
class RatioColumn final : public Column {
public:
    RatioColumn(const Atoms& atoms, AtomIndices indices)
        : atoms_(atoms), indices_(std::move(indices)) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const shipment::Items& items = view.block.items;
        const std::size_t rows = view.items.size();
        ratio_.resize(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            ratio_[row] = value_per_kg(items, row);
        }
        // A comparison with not-a-number is false.
        const std::span<const double> ratio = ratio_;
        mark(unknown_, rows, [=](std::size_t row) { return ratio[row] != ratio[row]; });
        for (const std::uint32_t index : indices_) {
            bits[index].unknown = &unknown_;
            compare(atoms_[index], bits[index].truth);
        }
    }

private:
    void compare(const Atom& atom, Bitmap& truth) const {
        const std::span<const double> ratio = ratio_;
        const double bound = atom.bound;
        switch (atom.test) {
            case Test::less:
                return mark(truth, ratio.size(), [=](std::size_t i) { return ratio[i] < bound; });
            case Test::less_equal:
                return mark(truth, ratio.size(), [=](std::size_t i) { return ratio[i] <= bound; });
            default:
                GREENLANE_EXPECT(atom.test == Test::equal);
                return mark(truth, ratio.size(), [=](std::size_t i) { return ratio[i] == bound; });
        }
    }

    const Atoms& atoms_;
    AtomIndices indices_;
    Bitmap unknown_;
    std::vector<double> ratio_;
};

}  // namespace

std::unique_ptr<Column> make_number_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<NumberColumn>(atoms, std::move(indices));
}

std::unique_ptr<Column> make_ratio_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<RatioColumn>(atoms, std::move(indices));
}

}  // namespace greenlane::screening
