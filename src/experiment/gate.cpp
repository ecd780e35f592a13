#include "greenlane/experiment/gate.h"

#include "greenlane/core/diagnostics.h"

namespace greenlane::experiment {

namespace {

[[noreturn]] void refuse(std::string_view text, const std::string& why, const std::string& hint) {
    throw InputError(Failure::usage, "", "--fail-if '" + std::string(text) + "': " + why, hint);
}

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    return first == std::string_view::npos
               ? std::string_view{}
               : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

bool Gate::is_true(const std::optional<double>& value) const {
    if (!value) {
        return true;
    }
    switch (relation) {
        case Relation::above:
            return *value > limit;
        case Relation::at_least:
            return *value >= limit;
        case Relation::below:
            return *value < limit;
        case Relation::at_most:
            return *value <= limit;
    }
    return true;
}

Gate parse_gate(std::string_view text) {
    const std::size_t at = text.find_first_of("<>");
    if (at == std::string_view::npos) {
        refuse(text, "is not of the form KPI>LIMIT", "--fail-if 'clearance.time.p90>24h'");
    }
    const bool with_equality = at + 1 < text.size() && text[at + 1] == '=';
    Gate gate{.text = std::string(text)};
    gate.relation = text[at] == '>' ? with_equality ? Relation::at_least : Relation::above
                    : with_equality ? Relation::at_most
                                    : Relation::below;
    const std::string_view id = trimmed(text.substr(0, at));
    const auto quantity = parse_quantity(id);
    if (!quantity) {
        refuse(text, "there is no KPI '" + std::string(id) + '\'', quantity_hint(id));
    }
    gate.quantity = *quantity;
    const auto limit =
        parse_limit(trimmed(text.substr(at + 1 + (with_equality ? 1 : 0))), gate.quantity);
    if (!limit) {
        refuse(text, "the limit is no number",
               "in " + std::string(name(gate.quantity.info().unit)));
    }
    gate.limit = *limit;
    return gate;
}

}  // namespace greenlane::experiment
