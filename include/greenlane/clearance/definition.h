#pragma once

#include "greenlane/core/calendar.h"
#include "greenlane/core/located.h"
#include "greenlane/random/law_definition.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The clearance process as the user wrote it; what it means stands in docs/clearance.md. Texts are
/// unchecked, and what is missing is empty: compile() reports every mistake with its place.
namespace greenlane::clearance {

/// How well a control sees one kind of violation.
struct KindSensitivity {
    Located<std::string> violation;
    Located<double> value;
};

/// `[[station]]`: a place of work. Either servers (or a roster) and a service law, or a delay.
struct StationDefinition {
    SourcePosition position;  ///< of the table
    Located<std::string> name;
    Located<std::string> stage;
    std::optional<Located<std::int64_t>> servers;
    std::optional<Located<std::string>> roster;
    std::optional<random::LawDefinition> service;
    std::optional<random::LawDefinition> delay;
    std::optional<Located<double>> share;
    std::optional<Located<std::string>> when;
    std::optional<Located<std::string>> queue;   ///< "fifo" (the default) or "priority"
    std::vector<Located<std::string>> priority;  ///< conditions, the class served first first
    std::optional<Located<std::string>> control;
    std::optional<Located<double>> sensitivity;  ///< `sensitivity = 0.9`: for all kinds, or
    std::vector<KindSensitivity> sensitivities;  ///< `sensitivity = { missing_permit = 0.95 }`
    std::optional<Located<double>> false_alarm;
    std::optional<Located<bool>> detains;
    std::optional<Located<bool>> audits;        ///< after release: a post-clearance audit
    std::optional<Located<std::string>> actor;  ///< "customs" (the default), "trader", "agency"
};

/// `[[route]]`: where shipments go that a station has served.
struct RouteDefinition {
    SourcePosition position;
    Located<std::string> from;  ///< a station, or "start"
    Located<std::string> to;    ///< a station, or "released", "refused", "re-exported", "destroyed"
    std::optional<Located<std::string>> when;
    std::optional<Located<double>> share;
};

/// One shift of a roster: `{ open = "08:00-20:00", days = "mon-fri", servers = 3 }`.
struct ShiftDefinition {
    SourcePosition position;
    Located<std::string> open;               ///< "22:00-06:00" ends on the next day
    std::vector<Located<std::string>> days;  ///< "mon", "mon-fri"; empty: every day
    Located<std::int64_t> servers;
};

/// `[[roster]]`. The short form, with open, days and servers in the table itself, is one shift.
struct RosterDefinition {
    SourcePosition position;
    Located<std::string> name;
    std::vector<ShiftDefinition> shifts;
    std::optional<Located<std::string>> at_shift_end;  ///< "finish" (the default) or "suspend"
    std::vector<Located<Date>> closed;                 ///< local days on which no shift starts
};

struct ProcessDefinition {
    std::vector<StationDefinition> stations;
    std::vector<RouteDefinition> routes;
    std::vector<RosterDefinition> rosters;
};

}  // namespace greenlane::clearance
