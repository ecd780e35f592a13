#pragma once

#include "greenlane/clearance/roster.h"
#include "greenlane/core/actor.h"
#include "greenlane/core/control.h"
#include "greenlane/core/stage.h"
#include "greenlane/core/violation.h"
#include "greenlane/profile/condition.h"
#include "greenlane/random/law.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::clearance {

/// The ways out of the process.
enum class Exit : std::uint8_t { released, refused, re_exported, destroyed };
inline constexpr std::array exits{Exit::released, Exit::refused, Exit::re_exported,
                                  Exit::destroyed};
inline constexpr std::size_t exit_count = exits.size();
/// As a route's `to` names it: "re-exported".
std::string_view name(Exit exit);
std::optional<Exit> parse_exit(std::string_view text);

/// Where a shipment goes: to a station or out of the process.
class Target {
public:
    static constexpr Target station(std::size_t index) {
        return Target(static_cast<std::int32_t>(index));
    }
    static constexpr Target exit(Exit exit) { return Target(-1 - static_cast<std::int32_t>(exit)); }

    constexpr bool is_exit() const { return code_ < 0; }
    /// Index into CompiledProcess::stations; only where !is_exit().
    constexpr std::size_t station() const { return static_cast<std::size_t>(code_); }
    /// Only where is_exit().
    constexpr Exit exit() const { return static_cast<Exit>(-1 - code_); }
    friend bool operator==(Target, Target) = default;

private:
    explicit constexpr Target(std::int32_t code) : code_(code) {}
    std::int32_t code_;
};

/// A condition that always holds.
inline constexpr std::size_t no_condition = static_cast<std::size_t>(-1);

struct Route {
    std::size_t condition;  ///< index into CompiledProcess::conditions.programs, or no_condition
    double share;           ///< 1: all of those that are left
    Target target;
};

/// The routes that lead away from a place, and the way on of the line.
///
/// A shipment draws one uniform u. The routes are tried in order, those whose condition is not true
/// are skipped; of the others, each adds its share to a sum that starts at 0, and the first with
/// u < sum is taken. Where none is, the shipment goes on to `next`. A route of share 1 takes
/// everyone who comes to it, since u < 1.
struct Fork {
    std::vector<Route> routes;
    Target next = Target::exit(Exit::released);
    /// Whether a uniform is needed at all.
    bool draws() const;
    /// Whether somebody may be left for `next`: the routes without a condition do not take all.
    bool leaves_rest() const;
};

/// First come first served, or by classes, non-preemptive, first come first served within each.
enum class Discipline : std::uint8_t { fifo, priority };
/// servers: one of a limited number works on a shipment; delay: all are served at once.
enum class StationKind : std::uint8_t { servers, delay };

/// How well a control sees, and how often it cries wolf.
struct Inspection {
    Control control;
    std::array<double, violation_count> sensitivity{};  ///< by Violation; none: 0
    double false_alarm = 0;                             ///< per compliant item
};

/// A station serves a shipment where its condition is true and its share is drawn; a shipment it
/// serves leaves by `after`, another one is passed on at once to `after.next`.
struct Station {
    std::string name;
    std::uint32_t key;  ///< random::name_key(name), for its draws
    Stage stage;
    StationKind kind;
    std::string distribution;           ///< of the law, for people
    random::Law law;                    ///< service time or delay, milliseconds
    std::int32_t servers = 0;           ///< where no roster says; 0 for a delay
    std::optional<std::size_t> roster;  ///< index into CompiledProcess::rosters
    std::size_t condition = no_condition;
    double share = 1;
    Discipline discipline = Discipline::fifo;
    /// Conditions of the priority classes: a shipment is of the first that is true, of class
    /// priority.size() where none is. Class 0 is served first.
    std::vector<std::size_t> priority;
    std::optional<Inspection> inspection;
    bool detains = false;          ///< the stay here is a detention
    bool audits = false;           ///< after release: whoever comes here has been released
    Actor actor = Actor::customs;  ///< whose time the stay is
    Fork after;
};

/// A clearance process, checked, immutable and flat.
struct CompiledProcess {
    std::vector<Station> stations;  ///< in the order of the line: by stage, then as in the file
    std::vector<Roster> rosters;
    Fork entry;                      ///< from lodgement
    profile::Conditions conditions;  ///< every `when` and priority class
    /// Whether no shipment can come to a station twice.
    bool feed_forward = true;
    /// Station indices such that every way leads to a later one; empty where !feed_forward.
    std::vector<std::size_t> topological_order;

    /// The servers in force at an instant.
    std::int32_t servers_at(const Station& station, Instant instant) const;
    /// Server-milliseconds on duty over [begin, end); 0 for a delay.
    std::int64_t rostered_time(const Station& station, Instant begin, Instant end) const;
};

}  // namespace greenlane::clearance
