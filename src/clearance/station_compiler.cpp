#include "clearance/station_compiler.h"

#include "greenlane/random/draw.h"

#include "clearance/checks.h"
#include "clearance/inspection_compiler.h"
#include "core/named.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace greenlane::clearance {

namespace {

constexpr std::array<std::string_view, 2> disciplines{"fifo", "priority"};

/// Checks one definition, part by part.
class StationCompiler {
public:
    StationCompiler(const StationDefinition& definition,
                    const std::vector<RosterDefinition>& rosters,
                    profile::ConditionCompiler& conditions, Diagnostics& diagnostics)
        : definition_(definition),
          rosters_(rosters),
          conditions_(conditions),
          diagnostics_(diagnostics),
          errors_before_(diagnostics.error_count()) {}

    std::optional<Station> compile() {
        auto law = definition_.delay ? check_delay() : check_servers_and_service();
        const auto roster = find_roster();
        const Discipline discipline = check_discipline();
        auto priority = add_priority();
        auto inspection = compile_inspection(definition_, diagnostics_);
        const Actor actor = check_actor();
        const auto stage = parse_stage(definition_.stage.value);
        if (!law || !stage || diagnostics_.error_count() != errors_before_) {
            return std::nullopt;
        }
        const bool staffed = definition_.servers.has_value();
        return Station{
            .name = definition_.name.value,
            .key = random::name_key(definition_.name.value),
            .stage = *stage,
            .kind = definition_.delay ? StationKind::delay : StationKind::servers,
            .distribution =
                (definition_.delay ? definition_.delay : definition_.service)->distribution.value,
            .law = std::move(*law),
            .servers = staffed ? static_cast<std::int32_t>(definition_.servers->value) : 0,
            .roster = roster,
            .discipline = discipline,
            .priority = std::move(priority),
            .inspection = std::move(inspection),
            .detains = definition_.detains && definition_.detains->value,
            .audits = definition_.audits && definition_.audits->value,
            .actor = actor,
            .after = {{}, Target::exit(Exit::released)},
        };
    }

private:
    std::string station() const { return "the station " + quoted(definition_.name.value); }

    std::optional<random::Law> check_delay() {
        const auto reject = [this](const SourcePosition& position, std::string_view key) {
            diagnostics_.error(position,
                               station() + " has a 'delay' and " + quoted(key) + " as well",
                               "a delay takes everyone at once; servers take a 'service' time");
        };
        if (definition_.servers) {
            reject(definition_.servers->position, "servers");
        }
        if (definition_.roster) {
            reject(definition_.roster->position, "roster");
        }
        if (definition_.service) {
            reject(definition_.service->position, "service");
        }
        if (definition_.queue) {
            reject(definition_.queue->position, "queue");
        }
        return random::compile_law(*definition_.delay, random::LawOf::times, diagnostics_);
    }

    std::optional<random::Law> check_servers_and_service() {
        if (definition_.servers) {
            check_servers(*definition_.servers, diagnostics_);
        }
        if (definition_.servers && definition_.roster) {
            diagnostics_.error(definition_.roster->position,
                               station() + " has 'servers' and a 'roster' as well",
                               "the roster says how many servers there are");
        }
        const bool staffed = definition_.servers || definition_.roster;
        if (!staffed) {
            diagnostics_.error(definition_.position, station() + " has no servers",
                               definition_.service
                                   ? "servers = 1, or roster = \"...\""
                                   : "servers = 1 and service = { ... }, or delay = { ... }");
        }
        if (definition_.service) {
            return random::compile_law(*definition_.service, random::LawOf::times, diagnostics_);
        }
        if (staffed) {
            diagnostics_.error(definition_.position,
                               station() + " has servers, but no 'service' time",
                               "service = { distribution = \"exponential\", mean = \"24min\" }");
        }
        return std::nullopt;
    }

    std::optional<std::size_t> find_roster() {
        if (!definition_.roster) {
            return std::nullopt;
        }
        const std::string& wanted = definition_.roster->value;
        std::vector<std::string_view> names;
        for (const RosterDefinition& roster : rosters_) {
            if (roster.name.value == wanted) {
                return names.size();
            }
            names.push_back(roster.name.value);
        }
        diagnostics_.error(definition_.roster->position, "unknown roster " + quoted(wanted),
                           hint_for(wanted, names));
        return std::nullopt;
    }

    Actor check_actor() {
        if (!definition_.actor) {
            return Actor::customs;
        }
        const auto actor = parse_actor(definition_.actor->value);
        if (!actor) {
            diagnostics_.error(definition_.actor->position,
                               "unknown actor " + quoted(definition_.actor->value),
                               hint_for(definition_.actor->value, names_of(actors)));
        }
        return actor.value_or(Actor::customs);
    }

    Discipline check_discipline() {
        if (!definition_.queue) {
            return Discipline::fifo;
        }
        const auto discipline = enumerator<Discipline>(disciplines, definition_.queue->value);
        if (!discipline) {
            diagnostics_.error(definition_.queue->position,
                               "unknown queue " + quoted(definition_.queue->value),
                               "\"fifo\" or \"priority\"");
        } else if (*discipline == Discipline::priority && definition_.priority.empty()) {
            diagnostics_.error(definition_.queue->position,
                               station() + " has a priority queue without classes",
                               "priority = [\"aeo\", \"perishable\"], highest first");
        }
        return discipline.value_or(Discipline::fifo);
    }

    std::vector<std::size_t> add_priority() {
        const bool fifo = !definition_.queue || definition_.queue->value == "fifo";
        if (fifo && !definition_.priority.empty()) {
            diagnostics_.error(definition_.priority.front().position,
                               station() + " has priority classes, but no priority queue",
                               "queue = \"priority\"");
        }
        std::vector<std::size_t> classes;
        for (const auto& condition : definition_.priority) {
            classes.push_back(conditions_.add(condition, profile::Scope::process, diagnostics_)
                                  .value_or(no_condition));
        }
        return classes;
    }

    const StationDefinition& definition_;
    const std::vector<RosterDefinition>& rosters_;
    profile::ConditionCompiler& conditions_;
    Diagnostics& diagnostics_;
    std::size_t errors_before_;
};

}  // namespace

std::optional<Station> compile_station(const StationDefinition& definition,
                                       const std::vector<RosterDefinition>& rosters,
                                       profile::ConditionCompiler& conditions,
                                       Diagnostics& diagnostics) {
    return StationCompiler(definition, rosters, conditions, diagnostics).compile();
}

}  // namespace greenlane::clearance
