#pragma once

#include "greenlane/shipment/source.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::evaluation {

/// The features that an audit looks at one by one.
enum class Feature : std::uint8_t {
    importer,
    declarant,
    seller,
    carrier,
    office,
    mode,
    hs6,
    hs4,
    hs2,
    origin,
    departure,
    tax_rate,
    tax_type,
};
inline constexpr std::size_t feature_count = 13;
std::string_view name(Feature feature);
constexpr bool is_of_item(Feature feature) {
    return (feature >= Feature::hs6 && feature <= Feature::origin) ||
           feature == Feature::tax_rate || feature == Feature::tax_type;
}

/// A feature's keys as dense numbers that hold across sources: 0 is "not given".
class FeatureKeys {
public:
    /// Codes of another vocabulary follow.
    void next_source() { of_code_.clear(); }
    /// Fills one key a declaration, or one an item; empty where the input lacks the feature.
    void fill(Feature feature, const shipment::Declarations& declarations,
              const shipment::Vocabulary& vocabulary);

    const std::vector<std::uint32_t>& of_rows() const { return keys_; }
    /// Numbers run from 0 to size() - 1.
    std::size_t size() const { return words_.size(); }
    std::string_view word(std::uint32_t key) const { return words_.word(key); }

private:
    void fill_coded(const std::vector<shipment::Code>& column,
                    const shipment::Dictionary& dictionary, std::size_t digits);

    shipment::Dictionary words_;
    std::vector<std::uint32_t> of_code_;  ///< of the source at hand
    std::vector<std::uint32_t> keys_;
};

}  // namespace greenlane::evaluation
