#include "greenlane/experiment/gate.h"

#include "greenlane/core/diagnostics.h"

namespace greenlane::experiment {

namespace {

[[noreturn]] void refuse(std::string_view option, std::string_view text, const std::string& why,
                         const std::string& hint) {
    throw InputError(Failure::usage, "",
                     std::string(option) + " '" + std::string(text) + "': " + why, hint);
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

LimitText parse_limit_text(std::string_view text, std::string_view option, std::string_view usual) {
    const std::size_t at = text.find_first_of("<>");
    if (at == std::string_view::npos) {
        refuse(option, text, "is not of the form KPI" + std::string(usual) + "LIMIT",
               std::string(option) + " 'clearance.time.p90" + std::string(usual) + "24h'");
    }
    const bool with_equality = at + 1 < text.size() && text[at + 1] == '=';
    const Relation relation = text[at] == '>' ? with_equality ? Relation::at_least : Relation::above
                              : with_equality ? Relation::at_most
                                              : Relation::below;
    return {trimmed(text.substr(0, at)), relation,
            trimmed(text.substr(at + 1 + (with_equality ? 1 : 0)))};
}

Gate parse_gate(std::string_view text, std::string_view option) {
    const LimitText parts = parse_limit_text(text, option, ">");
    const auto quantity = parse_quantity(parts.quantity);
    if (!quantity) {
        refuse(option, text, "there is no KPI '" + std::string(parts.quantity) + '\'',
               quantity_hint(parts.quantity));
    }
    const auto limit = parse_limit(parts.limit, *quantity);
    if (!limit) {
        refuse(option, text, "the limit is no number",
               "in " + std::string(name(quantity->info().unit)));
    }
    return {.text = std::string(text),
            .quantity = *quantity,
            .relation = parts.relation,
            .limit = *limit};
}

}  // namespace greenlane::experiment
