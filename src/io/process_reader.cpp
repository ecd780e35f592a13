#include "io/process_reader.h"

#include "io/law_reader.h"

#include <utility>

namespace greenlane::io {

namespace {

using clearance::RosterDefinition;
using clearance::RouteDefinition;
using clearance::ShiftDefinition;
using clearance::StationDefinition;

/// The text, or an empty one where the table stands.
Located<std::string> text_or_empty(TomlTable& table, std::string_view key) {
    return table.text(key).value_or(Located<std::string>{{}, table.position()});
}

/// `sensitivity = 0.9`, or one number a kind of violation.
void read_sensitivity(TomlTable& table, StationDefinition& station) {
    if (table.kind("sensitivity") != TomlValue::Kind::table) {
        station.sensitivity = table.number("sensitivity");
        return;
    }
    TomlTable kinds = *table.table("sensitivity");
    for (const Located<std::string>& kind : kinds.keys()) {
        if (const auto value = kinds.number(kind.value)) {
            station.sensitivities.push_back({kind, *value});
        }
    }
}

StationDefinition read_station(TomlTable table) {
    StationDefinition station;
    station.position = table.position();
    station.name = text_or_empty(table, "name");
    station.stage = text_or_empty(table, "stage");
    station.servers = table.integer("servers");
    if (!station.servers && table.has("servers")) {
        station.servers = {1, table.place("servers")};  // refused already
    }
    station.roster = table.text("roster");
    station.service = read_law(table, "service");
    station.delay = read_law(table, "delay");
    station.share = table.number("share");
    station.when = table.text("when");
    station.queue = table.text("queue");
    if (auto classes = table.texts("priority")) {
        station.priority = std::move(classes->value);
    }
    station.control = table.text("control");
    read_sensitivity(table, station);
    station.false_alarm = table.number("false_alarm");
    station.detains = table.boolean("detains");
    station.audits = table.boolean("audits");
    station.actor = table.text("actor");
    return station;
}

RouteDefinition read_route(TomlTable table) {
    RouteDefinition route;
    route.position = table.position();
    route.from = text_or_empty(table, "from");
    route.to = text_or_empty(table, "to");
    route.when = table.text("when");
    route.share = table.number("share");
    return route;
}

/// `days = "mon-fri"` or a list of such texts.
std::vector<Located<std::string>> read_days(TomlTable& table) {
    if (table.kind("days") == TomlValue::Kind::array) {
        const auto days = table.texts("days");
        return days ? days->value : std::vector<Located<std::string>>{};
    }
    const auto days = table.text("days");
    return days ? std::vector{*days} : std::vector<Located<std::string>>{};
}

ShiftDefinition read_shift(TomlTable& table) {
    ShiftDefinition shift;
    shift.position = table.position();
    shift.open = text_or_empty(table, "open");
    shift.days = read_days(table);
    table.require("servers");
    // Where it is none, that is refused already.
    shift.servers =
        table.integer("servers").value_or(Located<std::int64_t>{1, table.place("servers")});
    return shift;
}

RosterDefinition read_roster(TomlTable table) {
    RosterDefinition roster;
    roster.position = table.position();
    roster.name = text_or_empty(table, "name");
    if (table.has("shifts")) {
        for (TomlTable& shift : table.tables("shifts")) {
            roster.shifts.push_back(read_shift(shift));
        }
    } else {
        roster.shifts.push_back(read_shift(table));
    }
    roster.at_shift_end = table.text("at_shift_end");
    if (auto closed = table.dates("closed")) {
        roster.closed = std::move(closed->value);
    }
    return roster;
}

}  // namespace

clearance::ProcessDefinition read_process(TomlTable& scenario) {
    clearance::ProcessDefinition process;
    for (TomlTable& station : scenario.tables("station")) {
        process.stations.push_back(read_station(std::move(station)));
    }
    for (TomlTable& route : scenario.tables("route")) {
        process.routes.push_back(read_route(std::move(route)));
    }
    for (TomlTable& roster : scenario.tables("roster")) {
        process.rosters.push_back(read_roster(std::move(roster)));
    }
    return process;
}

}  // namespace greenlane::io
