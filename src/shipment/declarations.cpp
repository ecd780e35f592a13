#include "greenlane/shipment/declarations.h"

#include "greenlane/shipment/source.h"

#include "core/named.h"

namespace greenlane::shipment {

namespace {
constexpr std::array<std::string_view, 4> procedure_names{"unknown", "import", "export", "transit"};
constexpr std::array<std::string_view, mode_count> mode_names{"unknown", "sea",  "rail", "road",
                                                              "air",     "post", "other"};
constexpr std::array<std::string_view, tier_count> tier_names{"unknown", "standard", "aeo"};
}  // namespace

std::string_view name(Procedure procedure) {
    return procedure_names[static_cast<std::size_t>(procedure)];
}
std::optional<Procedure> parse_procedure(std::string_view text) {
    return enumerator<Procedure>(procedure_names, text);
}

std::string_view name(Mode mode) {
    return mode_names[static_cast<std::size_t>(mode)];
}
std::optional<Mode> parse_mode(std::string_view text) {
    return enumerator<Mode>(mode_names, text);
}

std::string_view name(Tier tier) {
    return tier_names[static_cast<std::size_t>(tier)];
}
std::optional<Tier> parse_tier(std::string_view text) {
    return enumerator<Tier>(tier_names, text);
}

namespace {
void clear_all(auto&... columns) {
    (columns.clear(), ...);
}
}  // namespace

void Declarations::clear() {
    first_shipment = 0;
    clear_all(lodged, number, procedure, mode, tier, office, importer, declarant, seller, carrier,
              departure, destination, containers, documents, electronic, perishable,
              electronic_payment, deferred_payment, score, first_item);
    clear_all(items.hs, items.origin, items.value, items.mass, items.quantity, items.duty,
              items.exemption, items.tax_rate, items.tax_type, items.description);
}

void GroundTruth::clear() {
    clear_all(violation, evaded, harm, true_hs);
    for (auto& column : visibility) {
        column.clear();
    }
}

void Records::clear() {
    clear_all(lane, controls, outcome, inspected, probability, random);
    for (auto& column : completed) {
        column.clear();
    }
}

void Block::clear() {
    declarations.clear();
    truth.clear();
    records.clear();
}

}  // namespace greenlane::shipment
