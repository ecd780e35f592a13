#include "greenlane/engine/pilot.h"

#include "engine/planner.h"
#include "engine/selectivity.h"

#include <utility>

namespace greenlane::engine {

namespace {

constexpr std::uint64_t pilot_shipments = 20'000;

/// Counts, for each place, who came, was served and took which route. A plan tells the stations
/// that serve a shipment, not the routes between; where several lead to the next one, which of them
/// is counted changes no number of visits.
class WayCounter {
public:
    explicit WayCounter(const clearance::CompiledProcess& process)
        : process_(process), stations_(process.stations.size()) {
        entry_.routes.resize(process.entry.routes.size());
        for (std::size_t i = 0; i < stations_.size(); ++i) {
            stations_[i].routes.resize(process.stations[i].after.routes.size());
        }
    }

    void count(const Plan& plan) {
        for (std::size_t row = 0; row < plan.rows(); ++row) {
            const clearance::Fork* fork = &process_.entry;
            Place* place = &entry_;
            ++place->came;
            for (const Step& step : plan.steps_of(row)) {
                if (step.station == Step::hold) {
                    continue;
                }
                go(*fork, *place, clearance::Target::station(step.station));
                fork = &process_.stations[step.station].after;
                place = &stations_[step.station];
                ++place->came;
            }
            go(*fork, *place,
               clearance::Target::exit(static_cast<clearance::Exit>(plan.exit[row])));
        }
    }

    clearance::Branching branching() const {
        clearance::Branching branching{shares(entry_), {}};
        for (const Place& place : stations_) {
            branching.stations.push_back(shares(place));
        }
        return branching;
    }

private:
    struct Place {
        std::int64_t came = 0;
        std::int64_t served = 0;
        std::vector<std::int64_t> routes;
    };

    /// From a place where it was served, by way of stations that pass it on.
    void go(const clearance::Fork& fork, Place& place, clearance::Target to) {
        ++place.served;
        clearance::Target way = fork.next;
        for (std::size_t i = 0; i < fork.routes.size(); ++i) {
            if (leads_to(fork.routes[i].target, to)) {
                way = fork.routes[i].target;
                ++place.routes[i];
                break;
            }
        }
        for (; way != to; way = process_.stations[way.station()].after.next) {
            ++stations_[way.station()].came;
        }
    }

    bool leads_to(clearance::Target way, clearance::Target to) const {
        while (way != to && !way.is_exit() && passes_on(process_.stations[way.station()])) {
            way = process_.stations[way.station()].after.next;
        }
        return way == to;
    }

    static bool passes_on(const clearance::Station& station) {
        return station.condition != clearance::no_condition || station.share < 1;
    }

    static clearance::Branching::Place shares(const Place& place) {
        clearance::Branching::Place shares;
        shares.served = place.came == 0
                            ? 1
                            : static_cast<double>(place.served) / static_cast<double>(place.came);
        for (const std::int64_t taken : place.routes) {
            shares.routes.push_back(place.served == 0 ? 0
                                                      : static_cast<double>(taken) /
                                                            static_cast<double>(place.served));
        }
        return shares;
    }

    const clearance::CompiledProcess& process_;
    Place entry_;
    std::vector<Place> stations_;
};

}  // namespace

clearance::Branching observe_branching(const CompiledScenario& scenario) {
    const std::uint64_t number = scenario.feed->first_replication();
    const random::Key key = random::make_key(scenario.seed, number);
    // Counted where they are planned: those of an epoch may all wait for its end.
    std::uint64_t planned = 0;
    Watch watch;
    watch.goes_on = [&](std::uint64_t) { return planned < pilot_shipments; };
    const auto source = declarations_of(scenario, number);
    Selectivity selectivity(scenario, *source, key, watch);
    Planner planner(scenario.process, scenario.lists, key, scenario.epochs);
    WayCounter ways(scenario.process);
    Plan plan;
    std::vector<screening::Finding> findings;  // nobody moves: known when lodged
    try {
        selectivity.run(
            [&](const shipment::Block& block, const screening::Decisions& decisions) {
                planner.plan(block, selectivity.vocabulary(), decisions, plan);
                ways.count(plan);
                planned += plan.rows();
                for (std::size_t row = 0; row < plan.rows(); ++row) {
                    findings.push_back(
                        {plan.first_shipment + row, plan.outcome_of(row), plan.lodged[row]});
                }
            },
            [&](Instant) { return std::exchange(findings, {}); });
    } catch (const Interrupted&) {
        // The pilot has seen enough.
    }
    return ways.branching();
}

std::vector<clearance::StationTraffic> expected_traffic(const CompiledScenario& scenario) {
    const shipment::Horizon& horizon = scenario.horizon;
    const double hours = static_cast<double>(horizon.duration) / static_cast<double>(hour);
    return clearance::solve_traffic(scenario.process, observe_branching(scenario),
                                    scenario.expected / hours, horizon.start, horizon.end());
}

std::vector<ControlLoad> control_loads(const CompiledScenario& scenario) {
    const shipment::Horizon& horizon = scenario.horizon;
    const std::vector<clearance::StationTraffic> traffic = expected_traffic(scenario);
    const auto hours = [](double milliseconds) { return milliseconds / static_cast<double>(hour); };
    const double days = static_cast<double>(horizon.duration) / static_cast<double>(day);
    std::vector<ControlLoad> loads;
    for (std::size_t i = 0; i < traffic.size(); ++i) {
        const clearance::Station& station = scenario.process.stations[i];
        if (!station.inspection) {
            continue;
        }
        ControlLoad& load = loads.emplace_back();
        load.station = station.name;
        load.control = station.inspection->control;
        load.controls = traffic[i].served * 24;
        load.hours = load.controls * hours(station.law.mean());
        if (station.kind == clearance::StationKind::servers) {
            const std::int64_t rostered =
                scenario.process.rostered_time(station, horizon.start, horizon.end());
            load.hours_rostered = hours(static_cast<double>(rostered)) / days;
        }
    }
    return loads;
}

}  // namespace greenlane::engine
