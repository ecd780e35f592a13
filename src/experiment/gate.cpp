#include "greenlane/experiment/gate.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/kpi/kpi_table.h"

#include <charconv>
#include <cmath>
#include <vector>

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

/// In the KPI's unit; a duration where that is hours, per cent where it is per cent.
std::optional<double> limit_of(std::string_view text, kpi::Unit unit) {
    if (const auto duration = unit == kpi::Unit::hours ? parse_duration(text) : std::nullopt) {
        return static_cast<double>(*duration) / static_cast<double>(hour);
    }
    if (unit == kpi::Unit::percent && text.ends_with('%')) {
        text = trimmed(text.substr(0, text.size() - 1));
    }
    double limit = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, limit);
    return error == std::errc{} && rest == end && std::isfinite(limit) ? std::optional(limit)
                                                                       : std::nullopt;
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
    gate.kpi = kpi::kpi_index(id);
    if (gate.kpi == kpi::kpis().size()) {
        std::vector<std::string_view> ids;
        for (const kpi::Kpi& kpi : kpi::kpis()) {
            ids.push_back(kpi.id);
        }
        refuse(text, "there is no KPI '" + std::string(id) + '\'', did_you_mean(id, ids));
    }
    const auto limit = limit_of(trimmed(text.substr(at + 1 + (with_equality ? 1 : 0))),
                                kpi::kpis()[gate.kpi].unit);
    if (!limit) {
        refuse(text, "the limit is no number",
               "in " + std::string(name(kpi::kpis()[gate.kpi].unit)));
    }
    gate.limit = *limit;
    return gate;
}

}  // namespace greenlane::experiment
