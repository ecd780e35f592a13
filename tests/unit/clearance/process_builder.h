#pragma once

#include "greenlane/clearance/compile.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// Definitions as the reader would make them from a file `post.toml`, for tests.
namespace greenlane::clearance::test {

inline SourcePosition at(std::uint32_t line, std::uint32_t column) {
    static const auto file = std::make_shared<const std::string>("post.toml");
    return {file, line, column};
}

template <typename T>
Located<T> located(T value, std::uint32_t line, std::uint32_t column = 9) {
    return {std::move(value), at(line, column)};
}

inline Located<std::string> text(std::string value, std::uint32_t line, std::uint32_t column = 9) {
    return located(std::move(value), line, column);
}

inline random::LawDefinition exponential(double mean_ms, std::uint32_t line) {
    random::LawDefinition law;
    law.position = at(line, 11);
    law.distribution = text("exponential", line, 28);
    law.mean = located(random::Parameter{mean_ms, true}, line, 50);
    return law;
}

/// A table that begins in `line`, its keys in the lines after it: one server, ten minutes.
inline StationDefinition station(const std::string& name, std::uint32_t line,
                                 const std::string& stage = "assessment") {
    StationDefinition station;
    station.position = at(line, 1);
    station.name = text(name, line + 1);
    station.stage = text(stage, line + 2);
    station.servers = located(std::int64_t{1}, line + 3);
    station.service = exponential(600'000, line + 4);
    return station;
}

inline StationDefinition delay(const std::string& name, std::uint32_t line,
                               const std::string& stage = "assessment") {
    StationDefinition delay = station(name, line, stage);
    delay.servers.reset();
    std::swap(delay.delay, delay.service);
    return delay;
}

inline RouteDefinition route(const std::string& from, const std::string& to, std::uint32_t line,
                             std::optional<double> share = {},
                             std::optional<std::string> when = {}) {
    RouteDefinition route;
    route.position = at(line, 1);
    route.from = text(from, line + 1);
    route.to = text(to, line + 2);
    if (share) {
        route.share = located(*share, line + 3);
    }
    if (when) {
        route.when = text(*when, line + 4);
    }
    return route;
}

inline ShiftDefinition shift(const std::string& open, std::vector<std::string> days,
                             std::int64_t servers, std::uint32_t line) {
    ShiftDefinition shift;
    shift.position = at(line, 1);
    shift.open = text(open, line + 1);
    for (const std::string& day : days) {
        shift.days.push_back(text(day, line + 2));
    }
    shift.servers = located(servers, line + 3);
    return shift;
}

inline RosterDefinition roster(const std::string& name, std::vector<ShiftDefinition> shifts,
                               std::uint32_t line) {
    RosterDefinition roster;
    roster.position = at(line, 1);
    roster.name = text(name, line);
    roster.shifts = std::move(shifts);
    return roster;
}

/// What compile() says, a text a diagnostic.
inline std::vector<std::string> complaints(const ProcessDefinition& definition) {
    const profile::Lists lists;
    Diagnostics diagnostics;
    const auto process = compile(definition, lists, 2, 0, diagnostics);
    std::vector<std::string> texts;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        texts.push_back(to_string(diagnostic));
    }
    if (process.has_value() == diagnostics.has_errors()) {
        texts.push_back("compile() must give a process where there is no error, and only there");
    }
    return texts;
}

/// A definition without mistakes, compiled; local time is UTC + `utc_offset`.
inline CompiledProcess compiled(const ProcessDefinition& definition, Duration utc_offset = 0) {
    const profile::Lists lists;
    Diagnostics diagnostics;
    return compile(definition, lists, 2, utc_offset, diagnostics).value();
}

}  // namespace greenlane::clearance::test
