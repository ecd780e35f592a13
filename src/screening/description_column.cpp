#include "screening/bits.h"
#include "screening/column.h"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

namespace greenlane::screening {

namespace {

constexpr char folded(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Where `word` next stands in `text` from `from` on, or npos. Looks for its first and last bytes
/// together, 32 places at a time: few places have both.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    constexpr std::size_t width = 32;
    const char* first = text.data();
    const char* last = first + word.size() - 1;
    std::size_t place = from;
    for (; place + word.size() - 1 + width <= text.size(); place += width) {
        std::uint32_t candidates = 0;
        for (std::size_t i = 0; i < width; ++i) {
            const bool both = (first[place + i] == word.front()) & (last[place + i] == word.back());
            candidates |= std::uint32_t{both} << i;
        }
        for (; candidates != 0; candidates &= candidates - 1) {
            const std::size_t found =
                place + static_cast<std::size_t>(std::countr_zero(candidates));
            if (text.substr(found, word.size()) == word) {
                return found;
            }
        }
    }
    return text.find(word, place);
}

/// Descriptions of goods, searched as one text: they stand one behind the other.
class DescriptionColumn final : public Column {
public:
    DescriptionColumn(const Atoms& atoms, AtomIndices indices) : indices_(std::move(indices)) {
        for (const std::uint32_t atom : indices_) {
            std::string word = atoms[atom].words.front();
            std::transform(word.begin(), word.end(), word.begin(), folded);
            words_.push_back(std::move(word));
        }
    }

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const shipment::TextColumn& texts = view.block.items.description;
        const std::size_t rows = view.items.size();
        if (texts.absent()) {
            set_all(unknown_, rows);
        } else {
            mark(unknown_, rows, [&](std::size_t row) { return texts[row].empty(); });
            fold(texts);
        }
        for (std::size_t k = 0; k < indices_.size(); ++k) {
            AtomBits& atom = bits[indices_[k]];
            atom.unknown = &unknown_;
            atom.truth.assign(unknown_.size(), 0);
            if (!texts.absent()) {
                search(texts, words_[k], atom.truth);
            }
        }
    }

private:
    void fold(const shipment::TextColumn& texts) {
        folded_.clear();
        if (texts.size() != 0) {
            const std::string_view last = texts[texts.size() - 1];
            folded_.assign(texts[0].data(), last.data() + last.size());
        }
        std::transform(folded_.begin(), folded_.end(), folded_.begin(), folded);
    }

    void search(const shipment::TextColumn& texts, std::string_view word, Bitmap& truth) const {
        if (word.empty()) {
            return mark(truth, texts.size(), [&](std::size_t row) { return !texts[row].empty(); });
        }
        const char* const begin = texts.size() == 0 ? nullptr : texts[0].data();
        std::size_t row = 0;
        const auto end_of = [&](std::size_t i) {
            return static_cast<std::size_t>(texts[i].data() - begin) + texts[i].size();
        };
        for (std::size_t place = find_word(folded_, word, 0); place != std::string_view::npos;
             place = find_word(folded_, word, place)) {
            while (end_of(row) <= place) {
                ++row;
            }
            // Not where it runs over the end of its description.
            if (place + word.size() <= end_of(row)) {
                set(truth, row);
                place = end_of(row);
            } else {
                ++place;
            }
        }
    }

    AtomIndices indices_;
    std::vector<std::string> words_;  ///< one an atom, in lower case
    std::string folded_;              ///< all descriptions, in lower case
    Bitmap unknown_;
};

}  // namespace

std::unique_ptr<Column> make_description_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<DescriptionColumn>(atoms, std::move(indices));
}

}  // namespace greenlane::screening
