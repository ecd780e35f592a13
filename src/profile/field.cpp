#include "greenlane/profile/field.h"

#include <algorithm>
#include <array>

namespace greenlane::profile {

namespace {

using enum Level;
using enum Type;

constexpr std::array table{
    FieldInfo{Field::hs, "hs", Type::hs, item, "", "HS code; a code stands for all below it"},
    FieldInfo{Field::origin, "origin", word, item, "", "country of origin"},
    FieldInfo{Field::value, "value", number, item, "currency", "customs value"},
    FieldInfo{Field::mass, "mass", number, item, "kg", "net mass"},
    FieldInfo{Field::value_per_kg, "value_per_kg", number, item, "currency/kg",
              "customs value over net mass"},
    FieldInfo{Field::quantity, "quantity", number, item, "units",
              "quantity in the supplementary unit"},
    FieldInfo{Field::duty, "duty", number, item, "currency", "duties, levies and fees declared"},
    FieldInfo{Field::exemption, "exemption", number, item, "currency", "relief asked for"},
    FieldInfo{Field::tax_rate, "tax_rate", number, item, "%", "tax rate on the value"},
    FieldInfo{Field::tax_type, "tax_type", word, item, "", "type of the tax, as recorded"},
    FieldInfo{Field::description, "description", text, item, "", "description of the goods"},
    FieldInfo{Field::procedure, "procedure", word, declaration, "", "import, export or transit"},
    FieldInfo{Field::mode, "mode", word, declaration, "", "mode of transport"},
    FieldInfo{Field::tier, "tier", word, declaration, "", "trader tier of the importer"},
    FieldInfo{Field::aeo, "aeo", flag, declaration, "",
              "the importer is an authorised economic operator"},
    FieldInfo{Field::office, "office", word, declaration, "", "customs office"},
    FieldInfo{Field::importer, "importer", word, declaration, "", "importer"},
    FieldInfo{Field::declarant, "declarant", word, declaration, "", "declarant"},
    FieldInfo{Field::seller, "seller", word, declaration, "", "seller"},
    FieldInfo{Field::carrier, "carrier", word, declaration, "", "carrier"},
    FieldInfo{Field::departure, "departure", word, declaration, "", "country of departure"},
    FieldInfo{Field::destination, "destination", word, declaration, "", "country of destination"},
    FieldInfo{Field::containers, "containers", number, declaration, "",
              "number of containers; 0: not containerised"},
    FieldInfo{Field::items, "items", number, declaration, "", "number of items"},
    FieldInfo{Field::total_value, "total_value", number, declaration, "currency",
              "customs value of all items"},
    FieldInfo{Field::total_mass, "total_mass", number, declaration, "kg", "net mass of all items"},
    FieldInfo{Field::total_duty, "total_duty", number, declaration, "currency",
              "duties, levies and fees of all items"},
    FieldInfo{Field::document, "document", documents, declaration, "",
              "documents held at first lodgement"},
    FieldInfo{Field::perishable, "perishable", flag, declaration, "", "the goods perish"},
    FieldInfo{Field::electronic_payment, "electronic_payment", flag, declaration, "",
              "duties are paid electronically"},
    FieldInfo{Field::deferred_payment, "deferred_payment", flag, declaration, "",
              "payment of duties is deferred"},
    FieldInfo{Field::score, "score", number, declaration, "points", "risk score from elsewhere"},
    FieldInfo{Field::hour, "hour", number, declaration, "h", "local hour of lodgement, 0 to 23"},
    FieldInfo{Field::weekday, "weekday", word, declaration, "", "local day of lodgement"},
    FieldInfo{Field::first_time, "first_time", flag, declaration, "",
              "the importer was not seen before"},
    FieldInfo{Field::lane, "lane", word, decision, "", "lane given by selectivity"},
    FieldInfo{Field::flagged, "flagged", flag, decision, "",
              "matched an environmental rule, before rate and capacity"},
    FieldInfo{Field::high_risk, "high_risk", flag, decision, "",
              "flagged at or above the threshold of red"},
    FieldInfo{Field::selected, "selected", flag, decision, "", "sent to a control"},
    FieldInfo{Field::lottery, "lottery", flag, decision, "",
              "drawn at random among what no rule selected"},
    FieldInfo{Field::nii, "nii", flag, decision, "", "to go through the scanner"},
    FieldInfo{Field::overflow, "overflow", flag, decision, "", "displaced: its lane was full"},
    FieldInfo{Field::alarm, "alarm", flag, control, "", "the last control raised an alarm"},
    FieldInfo{Field::found, "found", flag, control, "", "a control so far found a violation"},
    FieldInfo{Field::finding, "finding", word, control, "", "kind of violation found so far"},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < table.size(); ++i) {
        if (table[i].field != static_cast<Field>(i)) {
            return false;
        }
    }
    return table.back().field == Field::finding;
}
static_assert(in_order());

}  // namespace

std::span<const FieldInfo> fields() {
    return table;
}

const FieldInfo& info(Field field) {
    return table[static_cast<std::size_t>(field)];
}

std::optional<Field> parse_field(std::string_view name) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [name](const FieldInfo& row) { return row.name == name; });
    return found == table.end() ? std::nullopt : std::optional(found->field);
}

}  // namespace greenlane::profile
