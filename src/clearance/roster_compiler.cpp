#include "clearance/roster_compiler.h"

#include "clearance/checks.h"
#include "core/named.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace greenlane::clearance {

namespace {

constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::array<std::string_view, 2> shift_ends{"finish", "suspend"};

/// `08:30`, up to `24:00`.
std::optional<Duration> parse_clock(std::string_view text) {
    const auto digit = [text](std::size_t i) {
        return text[i] >= '0' && text[i] <= '9' ? text[i] - '0' : 100;
    };
    if (text.size() != 5 || text[2] != ':') {
        return std::nullopt;
    }
    const int hours = 10 * digit(0) + digit(1);
    const int minutes = 10 * digit(3) + digit(4);
    if (hours > 24 || minutes > 59 || (hours == 24 && minutes > 0)) {
        return std::nullopt;
    }
    return hours * hour + minutes * minute;
}

struct OpenHours {
    Duration begin;
    Duration end;  ///< past 24 h where the shift ends on the next day
};

std::optional<OpenHours> parse_open(const ShiftDefinition& shift, Diagnostics& diagnostics) {
    const std::string_view text = shift.open.value;
    if (text.empty()) {
        diagnostics.error(shift.position, "a shift without 'open'", "open = \"08:00-20:00\"");
        return std::nullopt;
    }
    const auto hyphen = text.find('-');
    const auto begin = parse_clock(text.substr(0, hyphen));
    const auto end = parse_clock(hyphen == text.npos ? "" : text.substr(hyphen + 1));
    if (!begin || !end || *begin == day) {
        diagnostics.error(shift.open.position, quoted(shift.open.value) + " is no span of the day",
                          "open = \"08:00-20:00\", or \"22:00-06:00\" over midnight");
        return std::nullopt;
    }
    if (*begin == *end) {
        diagnostics.error(shift.open.position,
                          "the shift " + quoted(shift.open.value) + " ends when it begins",
                          "round the clock is \"00:00-24:00\"");
        return std::nullopt;
    }
    return OpenHours{*begin, *end > *begin ? *end : *end + day};
}

using Days = std::array<bool, 7>;

/// "mon" or "mon-fri"; ranges may go over the end of the week.
bool add_days(const Located<std::string>& text, Days& days, Diagnostics& diagnostics) {
    const std::string_view span = text.value;
    const auto hyphen = span.find('-');
    const std::string_view first = span.substr(0, hyphen);
    const std::string_view last = hyphen == span.npos ? first : span.substr(hyphen + 1);
    for (const std::string_view name : {first, last}) {
        if (!std::count(weekdays.begin(), weekdays.end(), name)) {
            std::string hint = did_you_mean(name, weekdays);
            diagnostics.error(text.position, "unknown day '" + std::string(name) + "'",
                              hint.empty() ? "days = \"mon-fri\", or [\"mon\", \"sat\"]" : hint);
            return false;
        }
    }
    const auto index = [](std::string_view name) {
        return static_cast<std::size_t>(std::find(weekdays.begin(), weekdays.end(), name) -
                                        weekdays.begin());
    };
    for (std::size_t i = index(first);; i = (i + 1) % days.size()) {
        days[i] = true;
        if (i == index(last)) {
            return true;
        }
    }
}

void add_shift(const ShiftDefinition& definition, std::vector<Shift>& shifts,
               Diagnostics& diagnostics) {
    const auto open = parse_open(definition, diagnostics);
    Days days{};
    days.fill(definition.days.empty());
    bool known = true;
    for (const auto& text : definition.days) {
        known = add_days(text, days, diagnostics) && known;
    }
    const bool staffed = check_servers(definition.servers, diagnostics);
    if (!open || !known || !staffed) {
        return;
    }
    for (std::int32_t weekday = 0; weekday < 7; ++weekday) {
        if (days[static_cast<std::size_t>(weekday)]) {
            shifts.push_back({weekday, open->begin, open->end,
                              static_cast<std::int32_t>(definition.servers.value)});
        }
    }
}

std::optional<Roster> compile_roster(const RosterDefinition& definition, Duration utc_offset,
                                     Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    std::vector<Shift> shifts;
    for (const ShiftDefinition& shift : definition.shifts) {
        add_shift(shift, shifts, diagnostics);
    }
    if (definition.shifts.empty()) {
        diagnostics.error(definition.position,
                          "the roster " + quoted(definition.name.value) + " is never open",
                          "give it open = \"08:00-20:00\" and servers = 3");
    }
    auto at_shift_end = std::optional(ShiftEnd::finish);
    if (definition.at_shift_end) {
        at_shift_end = enumerator<ShiftEnd>(shift_ends, definition.at_shift_end->value);
        if (!at_shift_end) {
            diagnostics.error(
                definition.at_shift_end->position,
                "unknown rule for the end of a shift " + quoted(definition.at_shift_end->value),
                "\"finish\" or \"suspend\"");
        }
    }
    if (diagnostics.error_count() != errors_before) {
        return std::nullopt;
    }
    std::vector<std::int64_t> closed;
    for (const auto& date : definition.closed) {
        closed.push_back(days_since_epoch(date.value));
    }
    return Roster(definition.name.value, std::move(shifts), std::move(closed), *at_shift_end,
                  utc_offset);
}

}  // namespace

std::vector<Roster> compile_rosters(const std::vector<RosterDefinition>& definitions,
                                    Duration utc_offset, Diagnostics& diagnostics) {
    std::vector<Roster> rosters;
    for (auto definition = definitions.begin(); definition != definitions.end(); ++definition) {
        const std::string& name = definition->name.value;
        const auto first =
            std::find_if(definitions.begin(), definition,
                         [&](const RosterDefinition& other) { return other.name.value == name; });
        if (name.empty()) {
            diagnostics.error(definition->position, "a roster without 'name'");
        } else if (first != definition) {
            diagnostics.error(
                definition->name.position, "a second roster " + quoted(name),
                "the first stands in line " + std::to_string(first->name.position.line));
        }
        if (auto roster = compile_roster(*definition, utc_offset, diagnostics)) {
            rosters.push_back(std::move(*roster));
        }
    }
    return rosters;
}

}  // namespace greenlane::clearance
