#include "clearance/wiring.h"

#include "clearance/checks.h"

#include <algorithm>
#include <cstdio>
#include <set>

namespace greenlane::clearance {

namespace {

/// Shares that a user adds up in his head may miss 1 by the rounding of their decimals.
constexpr double rounding = 1e-9;

std::string place_name(const Line& line, Target target) {
    return target.is_exit() ? std::string(name(target.exit()))
                            : line.stations[target.station()]->name.value;
}

class Wirer {
public:
    Wirer(const Line& line, profile::ConditionCompiler& conditions, Diagnostics& diagnostics)
        : line_(line), conditions_(conditions), diagnostics_(diagnostics) {
        const std::size_t size = line.stations.size();
        const auto next = [size](std::size_t index) {
            return index < size ? Target::station(index) : Target::exit(Exit::released);
        };
        wiring_.entry.fork.next = next(0);
        for (std::size_t i = 0; i < size; ++i) {
            const StationDefinition& station = *line.stations[i];
            wiring_.stations.push_back({.condition = add(station.when),
                                        .share = station.share ? station.share->value : 1,
                                        .fork = {{}, next(i + 1)}});
            if (station.share) {
                check_share(*station.share, "share", diagnostics_);
            }
        }
    }

    void add(const RouteDefinition& route) {
        Junction* const junction = origin(route);
        const auto target = destination(route);
        const std::size_t condition = add(route.when);
        const bool fair = !route.share || check_share(*route.share, "share", diagnostics_);
        if (junction != nullptr && target && fair) {
            junction->fork.routes.push_back(
                {condition, route.share ? route.share->value : 1, *target});
            junction->definitions.push_back(&route);
        }
    }

    Wiring finish() {
        check_shares(wiring_.entry, std::string(start_name));
        for (std::size_t i = 0; i < wiring_.stations.size(); ++i) {
            check_shares(wiring_.stations[i], line_.stations[i]->name.value);
        }
        return std::move(wiring_);
    }

private:
    std::size_t add(const std::optional<Located<std::string>>& when) {
        return when ? conditions_.add(*when, profile::Scope::process, diagnostics_)
                          .value_or(no_condition)
                    : no_condition;
    }

    void unknown_station(const Located<std::string>& text, std::vector<std::string_view> others) {
        for (const StationDefinition* station : line_.stations) {
            others.push_back(station->name.value);
        }
        diagnostics_.error(text.position, "unknown station " + quoted(text.value),
                           hint_for(text.value, others));
    }

    Junction* origin(const RouteDefinition& route) {
        if (route.from.value == start_name) {
            return &wiring_.entry;
        }
        if (const auto station = line_.find(route.from.value)) {
            return &wiring_.stations[*station];
        }
        if (route.from.value.empty()) {
            diagnostics_.error(route.position, "a route without 'from'", "a station, or \"start\"");
        } else if (parse_exit(route.from.value)) {
            diagnostics_.error(route.from.position,
                               quoted(route.from.value) + " is a way out of the process",
                               "no route leads away from it");
        } else {
            unknown_station(route.from, {start_name});
        }
        return nullptr;
    }

    std::optional<Target> destination(const RouteDefinition& route) {
        if (const auto exit = parse_exit(route.to.value)) {
            return Target::exit(*exit);
        }
        if (const auto station = line_.find(route.to.value)) {
            return Target::station(*station);
        }
        if (route.to.value.empty()) {
            diagnostics_.error(route.position, "a route without 'to'",
                               "a station, or " + hint_for({}, names_of(exits)));
        } else if (route.to.value == start_name) {
            diagnostics_.error(route.to.position, "no route leads to the lodgement",
                               "name the first station");
        } else {
            unknown_station(route.to, names_of(exits));
        }
        return std::nullopt;
    }

    bool same(std::size_t a, std::size_t b) const {
        const auto& programs = conditions_.conditions().programs;
        return a == b || (a != no_condition && b != no_condition && programs[a] == programs[b]);
    }

    /// Walks the routes that a shipment meets for which one condition holds and no other, for each
    /// condition; without one, for a shipment for which none holds.
    void check_shares(Junction& junction, const std::string& origin) {
        walk(junction, no_condition, origin);
        const std::vector<Route>& routes = junction.fork.routes;
        for (std::size_t i = 0; i < routes.size(); ++i) {
            const auto met = [&](const Route& other) {
                return same(other.condition, routes[i].condition);
            };
            const bool first =
                std::find_if(routes.begin(), routes.end(), met) == routes.begin() + i;
            if (routes[i].condition != no_condition && first) {
                walk(junction, routes[i].condition, origin);
            }
        }
    }

    void walk(Junction& junction, std::size_t condition, const std::string& origin) {
        double sum = 0;
        bool all_taken = false;
        for (std::size_t i = 0; i < junction.fork.routes.size(); ++i) {
            Route& route = junction.fork.routes[i];
            const RouteDefinition& definition = *junction.definitions[i];
            const bool own = same(route.condition, condition);
            if (!own && route.condition != no_condition) {
                continue;
            }
            if (all_taken) {
                if (own) {
                    report(definition, definition.position,
                           "this route from " + quoted(origin) + " is never taken",
                           "the routes before it take everyone");
                }
                continue;
            }
            if (!definition.share) {
                all_taken = true;
                continue;
            }
            const double before = sum;
            sum += route.share;
            if (sum > 1 + rounding) {
                char text[32];
                std::snprintf(text, sizeof text, "%.6g", sum);
                report(definition, definition.share->position,
                       "the shares of the routes from " + quoted(origin) + " add up to " + text,
                       "to at most 1; what is left goes on to " +
                           quoted(place_name(line_, junction.fork.next)));
                return;
            }
            all_taken = sum >= 1 - rounding;
            if (all_taken && condition == no_condition) {
                route.share = 1 - before;  // then the engine's sum is not below 1 (see Fork)
            }
        }
    }

    /// Once a route: several walks may meet its mistake.
    void report(const RouteDefinition& route, const SourcePosition& position,
                const std::string& message, const std::string& hint) {
        if (reported_.insert(&route).second) {
            diagnostics_.error(position, message, hint);
        }
    }

    const Line& line_;
    profile::ConditionCompiler& conditions_;
    Diagnostics& diagnostics_;
    Wiring wiring_;
    std::set<const RouteDefinition*> reported_;
};

}  // namespace

Wiring wire(const Line& line, const std::vector<RouteDefinition>& routes,
            profile::ConditionCompiler& conditions, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    Wirer wirer(line, conditions, diagnostics);
    for (const RouteDefinition& route : routes) {
        wirer.add(route);
    }
    Wiring wiring = wirer.finish();
    wiring.sound = diagnostics.error_count() == errors_before;
    return wiring;
}

}  // namespace greenlane::clearance
