#include "screening/bits.h"
#include "screening/column.h"

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include <immintrin.h>

namespace greenlane::screening {

namespace {

constexpr char folded(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Which of the 32 bytes from `at` on are `c`.
std::uint32_t places_of(char c, const char* at) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(at));
    return static_cast<std::uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(c))));
}

/// Where `word` next stands in `text` from `from` on, or npos. Looks for its first and last bytes
/// together, 32 places at a time: few places have both.
std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
    const std::size_t to_last = word.size() - 1;
    std::size_t place = from;
    for (; place + to_last + 32 <= text.size(); place += 32) {
        const char* const at = text.data() + place;
        std::uint32_t candidates =
            places_of(word.front(), at) & places_of(word.back(), at + to_last);
        for (; candidates != 0; candidates &= candidates - 1) {
            const auto ahead = static_cast<std::size_t>(std::countr_zero(candidates));
            if (text.substr(place + ahead, word.size()) == word) {
                return place + ahead;
            }
        }
    }
    return text.find(word, place);
}

/// Descriptions of goods, searched as one text: they stand one behind the other.
class DescriptionColumn final : public Column {
public:
    DescriptionColumn(const Atoms& atoms, AtomIndices indices)
        : atoms_(atoms), indices_(std::move(indices)) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const shipment::TextColumn& texts = view.block.items.description;
        const std::size_t rows = view.items.size();
        if (texts.absent()) {
            set_all(unknown_, rows);
        } else {
            mark(unknown_, rows, [&](std::size_t row) { return texts[row].empty(); });
            fold(texts);
        }
        for (const std::uint32_t index : indices_) {
            AtomBits& atom = bits[index];
            atom.unknown = &unknown_;
            atom.truth.assign(unknown_.size(), 0);
            if (!texts.absent()) {
                search(texts, atoms_[index].words.front(), atom.truth);
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

    const Atoms& atoms_;
    AtomIndices indices_;
    std::string folded_;  ///< all descriptions, in lower case
    Bitmap unknown_;
};

}  // namespace

std::unique_ptr<Column> make_description_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<DescriptionColumn>(atoms, std::move(indices));
}

}  // namespace greenlane::screening
