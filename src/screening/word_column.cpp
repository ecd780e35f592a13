#include "greenlane/core/contract.h"

#include "screening/atom_table.h"
#include "screening/column.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace greenlane::screening {

using profile::Atom;
using profile::Test;
using shipment::Code;
using shipment::no_code;

namespace {

bool one_of(const std::vector<std::string>& sorted, std::string_view word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
}

bool begins_with_one_of(const std::vector<std::string>& sorted, std::string_view word) {
    // What begins a word is the last before it in the order of the alphabet, or begins that too.
    while (!word.empty()) {
        const auto after = std::upper_bound(sorted.begin(), sorted.end(), word);
        if (after == sorted.begin()) {
            return false;
        }
        const std::string& before = *std::prev(after);
        if (word.starts_with(before)) {
            return true;
        }
        const auto differ = std::mismatch(word.begin(), word.end(), before.begin(), before.end());
        word = word.substr(0, static_cast<std::size_t>(differ.first - word.begin()));
    }
    return false;
}

/// A column of dictionary codes. A word is tested once, when its code is first met.
class WordColumn final : public Column {
public:
    WordColumn(const Atoms& atoms, AtomIndices indices)
        : atoms_(atoms), field_(atoms[indices.front()].field), table_(std::move(indices)) {
        table_.add_code([](std::uint32_t) { return false; });  // no_code
    }

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        table_.share_unknown(unknown_, bits);
        const std::span<const Code> codes = codes_of(field_, view.block);
        if (codes.empty()) {
            table_.set_absent(view.rows(about_items(field_)), unknown_, bits);
            return;
        }
        grow(dictionary_of(field_, view.vocabulary));
        table_.look_up(codes, bits);
        mark(unknown_, codes.size(), [codes](std::size_t row) { return codes[row] == no_code; });
    }

private:
    void grow(const shipment::Dictionary& dictionary) {
        for (std::size_t code = table_.codes(); code < dictionary.size(); ++code) {
            const std::string_view word = dictionary.word(static_cast<Code>(code));
            table_.add_code([&](std::uint32_t index) {
                const Atom& atom = atoms_[index];
                GREENLANE_EXPECT(atom.test == Test::word_in || atom.test == Test::hs_in);
                return atom.test == Test::hs_in ? begins_with_one_of(atom.words, word)
                                                : one_of(atom.words, word);
            });
        }
    }

    const Atoms& atoms_;
    profile::Field field_;
    AtomTable table_;
    Bitmap unknown_;
};

/// Two columns of codes compared row by row.
class SameWordColumn final : public Column {
public:
    SameWordColumn(const Atom& atom, std::uint32_t index) : atom_(atom), index_(index) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const bool items = about_items(atom_);
        const std::size_t rows = view.rows(items);
        Bitmap& truth = bits[index_].truth;
        bits[index_].unknown = &unknown_;
        const std::span left = column(atom_.field, view, left_of_items_);
        const std::span right = column(atom_.other, view, right_of_items_);
        if (left.empty() || right.empty()) {
            set_all(unknown_, rows);
            truth.assign(unknown_.size(), 0);
            return;
        }
        mark(unknown_, rows,
             [=](std::size_t row) { return left[row] == no_code || right[row] == no_code; });
        const shipment::Dictionary& left_words = dictionary_of(atom_.field, view.vocabulary);
        const shipment::Dictionary& right_words = dictionary_of(atom_.other, view.vocabulary);
        if (&left_words == &right_words) {
            mark(truth, rows,
                 [=](std::size_t row) { return left[row] == right[row] && left[row] != no_code; });
        } else {
            mark(truth, rows, [&](std::size_t row) {
                return left[row] != no_code &&
                       left_words.word(left[row]) == right_words.word(right[row]);
            });
        }
    }

private:
    /// The field's codes, one a row of the atom; a declaration's repeated for each of its items.
    std::span<const Code> column(profile::Field field, const BlockView& view,
                                 std::vector<Code>& expanded) const {
        const std::span codes = codes_of(field, view.block);
        if (codes.empty() || about_items(field) || !about_items(atom_) || view.items.one_each()) {
            return codes;
        }
        expanded.clear();
        for (const std::uint32_t row : view.items.owner()) {
            expanded.push_back(codes[row]);
        }
        return expanded;
    }

    const Atom& atom_;
    std::uint32_t index_;
    Bitmap unknown_;
    std::vector<Code> left_of_items_;
    std::vector<Code> right_of_items_;
};

}  // namespace

std::unique_ptr<Column> make_word_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<WordColumn>(atoms, std::move(indices));
}

std::unique_ptr<Column> make_same_word_column(const Atoms& atoms, AtomIndices indices) {
    GREENLANE_EXPECT(indices.size() == 1);  // atoms are distinct
    return std::make_unique<SameWordColumn>(atoms[indices.front()], indices.front());
}

}  // namespace greenlane::screening
