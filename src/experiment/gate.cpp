#include "greenlane/experiment/gate.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <optional>

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

std::optional<double> number(std::string_view text) {
    double value = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end && std::isfinite(value) ? std::optional(value)
                                                                       : std::nullopt;
}

/// A text and the option that it was given to, as its refusals name it.
struct Asked {
    std::string_view option;
    std::string_view text;

    [[noreturn]] void refuse_limit(std::string_view limit, const std::string& why,
                                   const std::string& hint) const {
        refuse(option, text, "the limit " + std::string(limit) + why, hint);
    }
};

/// In hours.
std::optional<double> time_limit(std::string_view text, const Asked& asked) {
    if (text.starts_with('-')) {
        asked.refuse_limit(text, ": a time cannot be negative", "24h, for example");
    }
    if (const auto duration = parse_duration(text)) {
        return static_cast<double>(*duration) / static_cast<double>(hour);
    }
    return number(text);
}

/// In per cent, within what the KPI can be.
std::optional<double> share_limit(std::string_view text, kpi::Bounds bounds, const Asked& asked) {
    const bool has_unit = text.ends_with('%');
    const std::string digits(trimmed(text.substr(0, text.size() - (has_unit ? 1 : 0))));
    std::optional<double> value = number(digits);
    if (!value) {
        return std::nullopt;
    }
    if (!has_unit) {
        const double of_share = number(digits + "e2").value_or(100 * *value);
        if (*value >= 1 && *value <= bounds.high) {
            char share[32];
            std::snprintf(share, sizeof share, " or %.6g%%", of_share);
            asked.refuse_limit(
                digits, " may be a share or a percentage",
                "write " + digits + '%' + (of_share <= std::min(bounds.high, 1000.0) ? share : ""));
        }
        value = of_share;
    }
    if (*value < bounds.low || *value > bounds.high) {
        asked.refuse_limit(text, " is no share that there can be",
                           bounds.high <= 100 ? "0% to 100%" : "0% or more");
    }
    return value;
}

}  // namespace

bool Gate::is_true(double value) const {
    switch (relation) {
        case Relation::above:
            return value > limit;
        case Relation::at_least:
            return value >= limit;
        case Relation::below:
            return value < limit;
        case Relation::at_most:
            return value <= limit;
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
    const kpi::Kpi& info = quantity->info();
    const Asked asked{option, text};
    const auto limit = info.unit == kpi::Unit::hours ? time_limit(parts.limit, asked)
                       : info.unit == kpi::Unit::percent
                           ? share_limit(parts.limit, info.bounds(), asked)
                           : number(parts.limit);
    if (!limit) {
        refuse(option, text, "the limit is no number", "in " + std::string(name(info.unit)));
    }
    return {.text = std::string(text),
            .quantity = *quantity,
            .relation = parts.relation,
            .limit = *limit};
}

}  // namespace greenlane::experiment
