#pragma once

#include "greenlane/core/units.h"
#include "greenlane/profile/condition.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/screening/history.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace greenlane::screening {

/// The items of a block, seen from their declarations.
class ItemRows {
public:
    void assign(const shipment::Declarations& block);
    std::size_t size() const { return size_; }
    /// Every declaration has one item: item rows are declaration rows.
    bool one_each() const { return one_each_; }
    /// The declaration of each item; kept only where they are not one_each().
    std::span<const std::uint32_t> owner() const { return owner_; }

private:
    std::size_t size_ = 0;
    bool one_each_ = false;
    std::vector<std::uint32_t> owner_;
};

/// What atoms are evaluated over.
struct BlockView {
    const shipment::Declarations& block;
    const shipment::Vocabulary& vocabulary;
    const History& history;
    Duration utc_offset;
    const ItemRows& items;

    std::size_t rows(bool about_items) const { return about_items ? items.size() : block.rows(); }
};

/// The value of an atom: rows where it is true, and where it is unknown; never both. Rows of items
/// or of declarations, as the atom asks. The atoms of one column share what is unknown.
struct AtomBits {
    Bitmap truth;
    const Bitmap* unknown = nullptr;
};

/// One column of a block and the atoms that ask about it.
class Column {
public:
    Column() = default;
    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;
    virtual ~Column() = default;

    /// Sets the bits of its atoms.
    virtual void evaluate(const BlockView& view, std::span<AtomBits> bits) = 0;
};

/// Indices of the atoms that ask about one column.
using AtomIndices = std::vector<std::uint32_t>;
using Atoms = std::vector<profile::Atom>;

/// Whether it is an item's field, and whether the atom asks for one.
bool about_items(profile::Field field);
bool about_items(const profile::Atom& atom);

/// A column of dictionary codes; empty where it is absent.
std::span<const shipment::Code> codes_of(profile::Field field, const shipment::Declarations& block);
const shipment::Dictionary& dictionary_of(profile::Field field,
                                          const shipment::Vocabulary& vocabulary);

/// One column for each field (or pair of fields) that the atoms ask about.
std::vector<std::unique_ptr<Column>> make_columns(const Atoms& atoms);

std::unique_ptr<Column> make_word_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_choice_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_number_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_ratio_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_document_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_description_column(const Atoms& atoms, AtomIndices indices);
std::unique_ptr<Column> make_same_word_column(const Atoms& atoms, AtomIndices indices);

/// Whether a whole number satisfies `less`, `less_equal` or `equal`: a range, both ends included.
struct NumberRange {
    std::int64_t first;
    std::int64_t last;
    bool holds(std::int64_t value) const { return value >= first && value <= last; }
};
/// Exact for every bound; `missing` lies in no range.
NumberRange range_of(const profile::Atom& atom);

}  // namespace greenlane::screening
