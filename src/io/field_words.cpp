#include "io/field_words.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/control.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/violation.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/records.h"

#include <algorithm>
#include <vector>

namespace greenlane::io {

namespace {

using Kind = FieldTraits::Kind;
using shipment::Mode;
using shipment::Outcome;
using shipment::Procedure;
using shipment::Ternary;
using shipment::Tier;

constexpr std::array<FieldTraits, field_count> table{{
    {"declaration", "number", Kind::text},
    {"declaration", "date", Kind::lodgement},
    {"declaration", "procedure", Kind::choice},
    {"declaration", "mode", Kind::choice},
    {"declaration", "tier", Kind::choice},
    {"declaration", "office", Kind::word},
    {"declaration", "importer", Kind::word},
    {"declaration", "declarant", Kind::word},
    {"declaration", "seller", Kind::word},
    {"declaration", "carrier", Kind::word},
    {"declaration", "departure", Kind::word},
    {"declaration", "destination", Kind::word},
    {"declaration", "containers", Kind::decimal},
    {"declaration", "perishable", Kind::choice},
    {"declaration", "electronic_payment", Kind::choice},
    {"declaration", "deferred_payment", Kind::choice},
    {"declaration", "score", Kind::decimal},
    {"documents", "held", Kind::words},
    {"documents", "electronic", Kind::words},
    {"item", "number", Kind::text},
    {"item", "hs", Kind::goods},
    {"item", "origin", Kind::word},
    {"item", "value", Kind::decimal},
    {"item", "mass", Kind::decimal},
    {"item", "quantity", Kind::decimal},
    {"item", "duty", Kind::decimal},
    {"item", "exemption", Kind::decimal},
    {"item", "tax_rate", Kind::decimal},
    {"item", "tax_type", Kind::word},
    {"item", "description", Kind::text},
    {"recorded", "lane", Kind::choice},
    {"recorded", "controls", Kind::words},
    {"recorded", "outcome", Kind::choice},
    {"recorded", "inspected", Kind::choice},
    {"recorded", "probability", Kind::decimal},
    {"recorded", "random", Kind::choice},
    {"recorded", "accepted", Kind::moment},
    {"recorded", "selected", Kind::moment},
    {"recorded", "assessed", Kind::moment},
    {"recorded", "paid", Kind::moment},
    {"recorded", "released", Kind::moment},
    {"truth", "violation", Kind::choice},
    {"truth", "evaded", Kind::decimal},
    {"truth", "harm", Kind::decimal},
    {"truth", "true_hs", Kind::goods},
}};
static_assert(table[static_cast<std::size_t>(Field::true_hs)].key == "true_hs");

template <typename Enum>
constexpr std::int64_t number(Enum value) {
    return static_cast<std::int64_t>(value);
}

constexpr std::array procedure_choices{
    Choice{"import", number(Procedure::import_)}, Choice{"export", number(Procedure::export_)},
    Choice{"transit", number(Procedure::transit)}, Choice{"unknown", number(Procedure::unknown)}};
constexpr std::array mode_choices{
    Choice{"sea", number(Mode::sea)},        Choice{"rail", number(Mode::rail)},
    Choice{"road", number(Mode::road)},      Choice{"air", number(Mode::air)},
    Choice{"post", number(Mode::post)},      Choice{"other", number(Mode::other)},
    Choice{"unknown", number(Mode::unknown)}};
constexpr std::array tier_choices{Choice{"standard", number(Tier::standard)},
                                  Choice{"aeo", number(Tier::aeo)},
                                  Choice{"unknown", number(Tier::unknown)}};
constexpr std::array yes_no_choices{
    Choice{"yes", number(Ternary::yes)},        Choice{"no", number(Ternary::no)},
    Choice{"1", number(Ternary::yes)},          Choice{"0", number(Ternary::no)},
    Choice{"true", number(Ternary::yes)},       Choice{"false", number(Ternary::no)},
    Choice{"unknown", number(Ternary::unknown)}};
constexpr std::array outcome_choices{Choice{"compliant", number(Outcome::compliant)},
                                     Choice{"violation", number(Outcome::violation)},
                                     Choice{"unknown", number(Outcome::unknown)}};

template <typename Enum, std::size_t N>
std::vector<Choice> named(const std::array<Enum, N>& all) {
    std::vector<Choice> list;
    for (const Enum each : all) {
        list.push_back({name(each), number(each)});
    }
    return list;
}

std::span<const Choice> lane_choices() {
    static const std::vector<Choice> list = [] {
        std::vector<Choice> words = named(lanes);
        words.push_back({"unknown", shipment::Records::no_lane});
        return words;
    }();
    return list;
}

}  // namespace

bool is_money(Field field) {
    return field == Field::value || field == Field::duty || field == Field::exemption ||
           field == Field::evaded;
}

const FieldTraits& traits(Field field) {
    return table[static_cast<std::size_t>(field)];
}

std::span<const Choice> choices(Field field) {
    static const std::vector<Choice> control_choices = named(controls);
    static const std::vector<Choice> violation_choices = named(violations);
    switch (field) {
        case Field::procedure:
            return procedure_choices;
        case Field::mode:
            return mode_choices;
        case Field::tier:
            return tier_choices;
        case Field::perishable:
        case Field::electronic_payment:
        case Field::deferred_payment:
        case Field::inspected:
        case Field::random:
            return yes_no_choices;
        case Field::lane:
            return lane_choices();
        case Field::controls:
            return control_choices;
        case Field::outcome:
            return outcome_choices;
        case Field::violation:
            return violation_choices;
        default:
            return {};
    }
}

std::optional<std::int64_t> choice_value(Field field, std::string_view word) {
    for (const Choice& choice : choices(field)) {
        if (choice.word == word) {
            return choice.value;
        }
    }
    return std::nullopt;
}

std::string listed_choices(Field field) {
    std::string list;
    for (const Choice& choice : choices(field)) {
        list += (list.empty() ? "" : ", ") + std::string(choice.word);
    }
    return list;
}

bool normalise_goods(std::string_view text, std::size_t digits, std::string& code) {
    code.clear();
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            code.push_back(c);
        } else if (c != '.' && c != ' ') {
            return false;
        }
    }
    if (code.size() < digits) {
        code.insert(0, digits - code.size(), '0');
    }
    return code.size() >= 2 && code.size() <= 12;
}

std::string quoted(std::string_view text) {
    return "'" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "..." : "") + "'";
}

}  // namespace greenlane::io
