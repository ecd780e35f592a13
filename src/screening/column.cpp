#include "screening/column.h"

#include "greenlane/core/contract.h"

#include "screening/bits.h"

#include <map>
#include <optional>
#include <utility>

namespace greenlane::screening {

using profile::Atom;
using profile::Field;
using profile::Test;

void ItemRows::assign(const shipment::Declarations& block) {
    size_ = block.item_rows();
    one_each_ = size_ == block.rows();
    for (std::size_t row = 0; one_each_ && row < block.rows(); ++row) {
        one_each_ = block.first_item[row] == row;
    }
    owner_.clear();
    if (one_each_) {
        return;
    }
    for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
        owner_.insert(owner_.end(), block.first_item[row + 1] - block.first_item[row],
                      static_cast<std::uint32_t>(row));
    }
}

bool about_items(Field field) {
    return profile::info(field).level == profile::Level::item;
}

bool about_items(const Atom& atom) {
    return about_items(atom.field) || (atom.test == Test::same_word && about_items(atom.other));
}

std::span<const shipment::Code> codes_of(Field field, const shipment::Declarations& block) {
    switch (field) {
        case Field::hs:
            return block.items.hs;
        case Field::origin:
            return block.items.origin;
        case Field::tax_type:
            return block.items.tax_type;
        case Field::office:
            return block.office;
        case Field::importer:
            return block.importer;
        case Field::declarant:
            return block.declarant;
        case Field::seller:
            return block.seller;
        case Field::carrier:
            return block.carrier;
        case Field::departure:
            return block.departure;
        default:
            GREENLANE_EXPECT(field == Field::destination);
            return block.destination;
    }
}

const shipment::Dictionary& dictionary_of(Field field, const shipment::Vocabulary& vocabulary) {
    switch (field) {
        case Field::hs:
            return vocabulary.hs;
        case Field::tax_type:
            return vocabulary.tax_type;
        case Field::office:
            return vocabulary.office;
        case Field::importer:
            return vocabulary.importer;
        case Field::declarant:
            return vocabulary.declarant;
        case Field::seller:
            return vocabulary.seller;
        case Field::carrier:
            return vocabulary.carrier;
        default:
            GREENLANE_EXPECT(field == Field::origin || field == Field::departure ||
                             field == Field::destination);
            return vocabulary.country;
    }
}

namespace {

/// What the engine answers: unknown for every declaration here.
class EngineColumn final : public Column {
public:
    explicit EngineColumn(AtomIndices indices) : indices_(std::move(indices)) {}

    void evaluate(const BlockView& view, std::span<AtomBits> bits) override {
        set_all(unknown_, view.block.rows());
        for (const std::uint32_t atom : indices_) {
            bits[atom].truth.assign(unknown_.size(), 0);
            bits[atom].unknown = &unknown_;
        }
    }

private:
    AtomIndices indices_;
    Bitmap unknown_;
};

std::unique_ptr<Column> make_engine_column(const Atoms&, AtomIndices indices) {
    return std::make_unique<EngineColumn>(std::move(indices));
}

using Maker = std::unique_ptr<Column> (*)(const Atoms&, AtomIndices);

Maker maker_of(const Atom& atom) {
    if (atom.test == Test::same_word) {
        return make_same_word_column;
    }
    switch (atom.field) {
        case Field::hs:
        case Field::origin:
        case Field::tax_type:
        case Field::office:
        case Field::importer:
        case Field::declarant:
        case Field::seller:
        case Field::carrier:
        case Field::departure:
        case Field::destination:
            return make_word_column;
        case Field::procedure:
        case Field::mode:
        case Field::tier:
        case Field::aeo:
        case Field::perishable:
        case Field::electronic_payment:
        case Field::deferred_payment:
        case Field::hour:
        case Field::weekday:
        case Field::first_time:
            return make_choice_column;
        case Field::value:
        case Field::mass:
        case Field::quantity:
        case Field::duty:
        case Field::exemption:
        case Field::tax_rate:
        case Field::containers:
        case Field::items:
        case Field::score:
        case Field::total_value:
        case Field::total_mass:
        case Field::total_duty:
            return make_number_column;
        case Field::value_per_kg:
            return make_ratio_column;
        case Field::document:
            return make_document_column;
        case Field::description:
            return make_description_column;
        default:
            return make_engine_column;
    }
}

}  // namespace

std::vector<std::unique_ptr<Column>> make_columns(const Atoms& atoms) {
    struct Asked {
        Maker make;
        AtomIndices indices;
    };
    // By field; where two fields are compared, by the pair.
    std::map<std::pair<Field, std::optional<Field>>, Asked> asked;
    for (std::uint32_t i = 0; i < atoms.size(); ++i) {
        const Atom& atom = atoms[i];
        const bool compares = atom.test == Test::same_word;
        Asked& column = asked[{atom.field, compares ? std::optional(atom.other) : std::nullopt}];
        column.make = maker_of(atom);
        column.indices.push_back(i);
    }
    std::vector<std::unique_ptr<Column>> columns;
    columns.reserve(asked.size());
    for (auto& [fields, column] : asked) {
        columns.push_back(column.make(atoms, std::move(column.indices)));
    }
    return columns;
}

}  // namespace greenlane::screening
