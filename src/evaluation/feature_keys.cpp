#include "evaluation/feature_keys.h"

#include <array>

namespace greenlane::evaluation {

std::string_view name(Feature feature) {
    constexpr std::array<std::string_view, feature_count> names{
        "importer", "declarant", "seller", "carrier",   "office",   "mode",    "HS-6",
        "HS-4",     "HS-2",      "origin", "departure", "tax rate", "tax type"};
    return names[static_cast<std::size_t>(feature)];
}

void FeatureKeys::fill_coded(const std::vector<shipment::Code>& column,
                             const shipment::Dictionary& dictionary, std::size_t digits) {
    for (auto code = static_cast<shipment::Code>(of_code_.size()); code < dictionary.size();
         ++code) {
        of_code_.push_back(words_.code(dictionary.word(code).substr(0, digits)));
    }
    keys_.resize(column.size());
    for (std::size_t row = 0; row < column.size(); ++row) {
        keys_[row] = of_code_[column[row]];
    }
}

void FeatureKeys::fill(Feature feature, const shipment::Declarations& declarations,
                       const shipment::Vocabulary& vocabulary) {
    const shipment::Items& items = declarations.items;
    switch (feature) {
        case Feature::importer:
            return fill_coded(declarations.importer, vocabulary.importer, std::string::npos);
        case Feature::declarant:
            return fill_coded(declarations.declarant, vocabulary.declarant, std::string::npos);
        case Feature::seller:
            return fill_coded(declarations.seller, vocabulary.seller, std::string::npos);
        case Feature::carrier:
            return fill_coded(declarations.carrier, vocabulary.carrier, std::string::npos);
        case Feature::office:
            return fill_coded(declarations.office, vocabulary.office, std::string::npos);
        case Feature::mode:
            keys_.clear();
            for (const shipment::Mode mode : declarations.mode) {
                const bool given = mode != shipment::Mode::unknown;
                keys_.push_back(words_.code(given ? shipment::name(mode) : std::string_view{}));
            }
            return;
        case Feature::hs6:
            return fill_coded(items.hs, vocabulary.hs, 6);
        case Feature::hs4:
            return fill_coded(items.hs, vocabulary.hs, 4);
        case Feature::hs2:
            return fill_coded(items.hs, vocabulary.hs, 2);
        case Feature::origin:
            return fill_coded(items.origin, vocabulary.country, std::string::npos);
        case Feature::departure:
            return fill_coded(declarations.departure, vocabulary.country, std::string::npos);
        case Feature::tax_rate:
            keys_.clear();
            for (const std::int32_t rate : items.tax_rate) {
                keys_.push_back(words_.code(rate < 0 ? std::string() : std::to_string(rate)));
            }
            return;
        case Feature::tax_type:
            return fill_coded(items.tax_type, vocabulary.tax_type, std::string::npos);
    }
}

}  // namespace greenlane::evaluation
