#include "screening/bits.h"
#include "screening/column.h"

#include <algorithm>
#include <optional>

namespace greenlane::screening {

namespace {

/// Documents held: the sets of 64 rows, transposed, are a bitmap a document.
class DocumentColumn final : public Column {
public:
    DocumentColumn(const Atoms& atoms, AtomIndices indices)
        : atoms_(atoms), indices_(std::move(indices)) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        const std::span<const shipment::DocumentSet> sets = view.block.documents;
        const std::size_t rows = view.block.rows();
        unknown_.assign(words_for(rows), 0);
        if (sets.empty()) {
            set_all(unknown_, rows);
        }
        for (const std::uint32_t atom : indices_) {
            bits[atom].truth.assign(words_for(rows), 0);
            bits[atom].unknown = &unknown_;
        }
        find_documents(view.vocabulary.document);
        Square square;
        for (std::size_t base = 0; base < sets.size(); base += word_bits) {
            const std::size_t count = std::min(word_bits, sets.size() - base);
            std::fill(std::copy_n(sets.begin() + base, count, square.begin()), square.end(), 0);
            transpose(square);
            for (const Held& held : held_) {
                bits[held.atom].truth[base / word_bits] = square[held.line];
            }
        }
    }

private:
    struct Held {
        std::uint32_t atom;
        std::size_t line;  ///< the document's bit
    };

    /// A kind of document that nobody has named yet is held by nobody.
    void find_documents(const shipment::Dictionary& documents) {
        held_.clear();
        for (const std::uint32_t atom : indices_) {
            const shipment::Code code = documents.find(atoms_[atom].words.front());
            if (code != shipment::no_code) {
                held_.push_back({atom, code - 1});
            }
        }
    }

    const Atoms& atoms_;
    AtomIndices indices_;
    Bitmap unknown_;
    std::vector<Held> held_;
};

}  // namespace

std::unique_ptr<Column> make_document_column(const Atoms& atoms, AtomIndices indices) {
    return std::make_unique<DocumentColumn>(atoms, std::move(indices));
}

}  // namespace greenlane::screening
