#include "io/field_targets.h"

#include "greenlane/core/contract.h"

#include "io/decimal.h"

#include <limits>

namespace greenlane::io {

Target target(Field field, shipment::Block& block) {
    shipment::Declarations& head = block.declarations;
    shipment::Items& items = head.items;
    const auto completed = [&block](Stage stage) {
        return &block.records.completed[static_cast<std::size_t>(stage)];
    };
    switch (field) {
        case Field::number:
            return &head.number;
        case Field::procedure:
            return &head.procedure;
        case Field::mode:
            return &head.mode;
        case Field::tier:
            return &head.tier;
        case Field::office:
            return &head.office;
        case Field::importer:
            return &head.importer;
        case Field::declarant:
            return &head.declarant;
        case Field::seller:
            return &head.seller;
        case Field::carrier:
            return &head.carrier;
        case Field::departure:
            return &head.departure;
        case Field::destination:
            return &head.destination;
        case Field::containers:
            return &head.containers;
        case Field::perishable:
            return &head.perishable;
        case Field::electronic_payment:
            return &head.electronic_payment;
        case Field::deferred_payment:
            return &head.deferred_payment;
        case Field::score:
            return &head.score;
        case Field::held:
            return &head.documents;
        case Field::electronic:
            return &head.electronic;
        case Field::hs:
            return &items.hs;
        case Field::origin:
            return &items.origin;
        case Field::value:
            return &items.value;
        case Field::mass:
            return &items.mass;
        case Field::quantity:
            return &items.quantity;
        case Field::duty:
            return &items.duty;
        case Field::exemption:
            return &items.exemption;
        case Field::tax_rate:
            return &items.tax_rate;
        case Field::tax_type:
            return &items.tax_type;
        case Field::description:
            return &items.description;
        case Field::lane:
            return &block.records.lane;
        case Field::controls:
            return &block.records.controls;
        case Field::outcome:
            return &block.records.outcome;
        case Field::inspected:
            return &block.records.inspected;
        case Field::probability:
            return &block.records.probability;
        case Field::random:
            return &block.records.random;
        case Field::accepted:
            return completed(Stage::acceptance);
        case Field::selected:
            return completed(Stage::selectivity);
        case Field::assessed:
            return completed(Stage::assessment);
        case Field::paid:
            return completed(Stage::payment);
        case Field::released:
            return completed(Stage::release);
        case Field::violation:
            return &block.truth.violation;
        case Field::evaded:
            return &block.truth.evaded;
        case Field::harm:
            return &block.truth.harm;
        case Field::true_hs:
            return &block.truth.true_hs;
        case Field::date:
        case Field::item_number:
            break;
    }
    GREENLANE_EXPECT(!"a field without a column of its own");
    return {};
}

std::optional<std::int64_t> value_of_empty(Field field) {
    switch (field) {
        case Field::date:
        case Field::violation:
        case Field::evaded:
        case Field::harm:
            return std::nullopt;
        case Field::perishable:
        case Field::electronic_payment:
        case Field::deferred_payment:
        case Field::inspected:
        case Field::random:
            return static_cast<std::int64_t>(shipment::Ternary::unknown);
        case Field::lane:
            return shipment::Records::no_lane;
        case Field::tax_rate:
            return -1;
        case Field::containers:
            return 0;
        default:
            break;
    }
    using Kind = FieldTraits::Kind;
    const Kind kind = traits(field).kind;
    return kind == Kind::decimal || kind == Kind::moment ? missing : 0;
}

std::int64_t limit_of(Field field) {
    switch (field) {
        case Field::tax_rate:
        case Field::harm:
            return std::numeric_limits<std::int32_t>::max();
        case Field::containers:
            return std::numeric_limits<std::uint16_t>::max();
        case Field::probability:
            return 1'000'000'000;
        default:
            return decimal_limit;
    }
}

shipment::Dictionary* dictionary_of(Field field, shipment::Vocabulary& vocabulary) {
    switch (field) {
        case Field::office:
            return &vocabulary.office;
        case Field::importer:
            return &vocabulary.importer;
        case Field::declarant:
            return &vocabulary.declarant;
        case Field::seller:
            return &vocabulary.seller;
        case Field::carrier:
            return &vocabulary.carrier;
        case Field::departure:
        case Field::destination:
        case Field::origin:
            return &vocabulary.country;
        case Field::hs:
        case Field::true_hs:
            return &vocabulary.hs;
        case Field::tax_type:
            return &vocabulary.tax_type;
        case Field::held:
        case Field::electronic:
            return &vocabulary.document;
        default:
            return nullptr;
    }
}

}  // namespace greenlane::io
