#include "io/field_targets.h"

#include "greenlane/core/contract.h"

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

}  // namespace greenlane::io
