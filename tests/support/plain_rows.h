#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace greenlane::test {

/// A declaration as one would write it down: words for words, nothing where nothing is given. What
/// screening means is said on these rows; `encode` makes columns of them.
struct PlainItem {
    std::optional<std::string> hs, origin, tax_type, description;
    std::optional<std::int64_t> value, mass, quantity, duty, exemption;
    std::optional<std::int32_t> tax_rate;
};

struct PlainRow {
    Instant lodged = 0;
    shipment::Procedure procedure = shipment::Procedure::unknown;
    shipment::Mode mode = shipment::Mode::unknown;
    shipment::Tier tier = shipment::Tier::unknown;
    std::optional<std::string> office, importer, declarant, seller, carrier, departure, destination;
    std::optional<std::uint16_t> containers;         ///< given in all rows or in none
    std::optional<std::set<std::string>> documents;  ///< given in all rows or in none
    std::optional<bool> perishable, electronic_payment, deferred_payment;
    std::optional<std::int64_t> score;  ///< in millionths
    std::vector<PlainItem> items;
};

/// Appends rows as a block; new words go into the vocabulary. A column that no row gives, in the
/// block at hand, is left absent if `drop_empty`, and else filled with "not given".
shipment::Declarations encode(std::span<const PlainRow> rows, std::uint64_t first_shipment,
                              shipment::Vocabulary& vocabulary, bool drop_empty);

}  // namespace greenlane::test
