#include "greenlane/core/contract.h"

#include "screening/bits.h"
#include "screening/column.h"

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
        const std::span<const std::int64_t> values = values_of(view);
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
    std::span<const std::int64_t> values_of(const BlockView& view) {
        const shipment::Declarations& block = view.block;
        switch (field_) {
            case Field::value:
                return block.items.value;
            case Field::mass:
                return block.items.mass;
            case Field::quantity:
                return block.items.quantity;
            case Field::duty:
                return block.items.duty;
            case Field::exemption:
                return block.items.exemption;
            case Field::tax_rate:
                return widened(block.items.tax_rate);
            case Field::containers:
                return widened(block.containers);
            case Field::items:
                return counted(block);
            case Field::score:
                return block.score;
            case Field::total_value:
                return summed(block, block.items.value);
            case Field::total_mass:
                return summed(block, block.items.mass);
            default:
                GREENLANE_EXPECT(field_ == Field::total_duty);
                return summed(block, block.items.duty);
        }
    }

    template <class Value>
    std::span<const std::int64_t> widened(const std::vector<Value>& column) {
        computed_.clear();
        for (const Value value : column) {
            computed_.push_back(std::is_signed_v<Value> && value < 0 ? missing : value);
        }
        return computed_;
    }

    std::span<const std::int64_t> counted(const shipment::Declarations& block) {
        computed_.assign(block.rows(), 0);
        for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
            computed_[row] = block.first_item[row + 1] - block.first_item[row];
        }
        return computed_;
    }

    /// Missing where that of any item is missing; 0 where there is no item.
    std::span<const std::int64_t> summed(const shipment::Declarations& block,
                                         std::span<const std::int64_t> column) {
        computed_.assign(block.rows(), 0);
        for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
            for (std::size_t item = block.first_item[row]; item < block.first_item[row + 1];
                 ++item) {
                if (column.empty() || column[item] == missing) {
                    computed_[row] = missing;
                    break;
                }
                computed_[row] += column[item];
            }
        }
        return computed_;
    }

    Field field_;
    AtomIndices indices_;
    std::vector<NumberRange> ranges_;  ///< one an atom
    Bitmap unknown_;
    std::vector<std::int64_t> computed_;
};

/// Value per kg of an item; unknown without a mass.
class RatioColumn final : public Column {
public:
    RatioColumn(const Atoms& atoms, AtomIndices indices)
        : atoms_(atoms), indices_(std::move(indices)) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const shipment::Items& items = view.block.items;
        const std::size_t rows = view.items.size();
        ratio_.assign(rows, std::numeric_limits<double>::quiet_NaN());
        if (!items.value.empty() && !items.mass.empty()) {
            for (std::size_t row = 0; row < rows; ++row) {
                if (items.value[row] != missing && items.mass[row] > 0) {
                    ratio_[row] = static_cast<double>(items.value[row]) * 1000.0 /
                                  static_cast<double>(items.mass[row]);
                }
            }
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
