#include "greenlane/clearance/traffic.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <Eigen/LU>

namespace greenlane::clearance {

namespace {

/// What rounding may add to shares that add up to 1.
constexpr double rounding = 1e-9;

/// Calls visit(station, probability) for every station that a shipment may go to from a place.
template <typename Visit>
void for_each_way(const Fork& fork, const Branching::Place& place, Visit visit) {
    GREENLANE_EXPECT(place.routes.size() == fork.routes.size());
    GREENLANE_EXPECT(place.served >= 0 && place.served <= 1);
    double rest = 1;
    for (std::size_t i = 0; i < place.routes.size(); ++i) {
        GREENLANE_EXPECT(place.routes[i] >= 0);
        rest -= place.routes[i];
        if (!fork.routes[i].target.is_exit()) {
            visit(fork.routes[i].target.station(), place.served * place.routes[i]);
        }
    }
    GREENLANE_EXPECT(rest > -rounding);
    if (!fork.next.is_exit()) {
        visit(fork.next.station(), place.served * std::max(rest, 0.0) + (1 - place.served));
    }
}

Eigen::VectorXd arrival_rates(const CompiledProcess& process, const Branching& branching,
                              double lodged) {
    const auto size = static_cast<Eigen::Index>(process.stations.size());
    Eigen::VectorXd from_outside = Eigen::VectorXd::Zero(size);
    for_each_way(process.entry, branching.entry, [&](std::size_t to, double share) {
        from_outside[static_cast<Eigen::Index>(to)] += lodged * share;
    });
    Eigen::MatrixXd system = Eigen::MatrixXd::Identity(size, size);  // I - P'
    for (Eigen::Index from = 0; from < size; ++from) {
        const auto station = static_cast<std::size_t>(from);
        for_each_way(process.stations[station].after, branching.stations[station],
                     [&](std::size_t to, double share) {
                         system(static_cast<Eigen::Index>(to), from) -= share;
                     });
    }
    return system.partialPivLu().solve(from_outside);
}

double utilisation(const CompiledProcess& process, const Station& station, double served,
                   Instant begin, Instant end) {
    if (station.kind == StationKind::delay) {
        return 0;
    }
    const double work = served * station.law.mean() / static_cast<double>(hour);
    const double servers = static_cast<double>(process.rostered_time(station, begin, end)) /
                           static_cast<double>(end - begin);
    return work == 0 ? 0 : work / servers;
}

}  // namespace

Branching declared_branching(const CompiledProcess& process, double holding) {
    const auto share_of = [holding](std::size_t condition, double share) {
        return condition == no_condition ? share : holding * share;
    };
    const auto place = [&](const Fork& fork, double served) {
        Branching::Place shares{.served = served, .routes = {}};
        double left = 1;
        for (const Route& route : fork.routes) {
            const double most = route.share < 1 ? 1 : left;  // what a route that takes all gets
            shares.routes.push_back(std::min(left, most * share_of(route.condition, route.share)));
            left -= shares.routes.back();
        }
        return shares;
    };
    Branching branching{.entry = place(process.entry, 1), .stations = {}};
    for (const Station& station : process.stations) {
        branching.stations.push_back(
            place(station.after, share_of(station.condition, station.share)));
    }
    return branching;
}

std::vector<StationTraffic> solve_traffic(const CompiledProcess& process,
                                          const Branching& branching, double lodged, Instant begin,
                                          Instant end) {
    GREENLANE_EXPECT(branching.stations.size() == process.stations.size());
    GREENLANE_EXPECT(lodged > 0 && begin < end);
    const Eigen::VectorXd rates = arrival_rates(process, branching, lodged);
    std::vector<StationTraffic> traffic;
    for (std::size_t i = 0; i < process.stations.size(); ++i) {
        const double arrivals = rates[static_cast<Eigen::Index>(i)];
        const double served = arrivals * branching.stations[i].served;
        traffic.push_back(
            {.arrivals = arrivals,
             .served = served,
             .visits = served / lodged,
             .utilisation = utilisation(process, process.stations[i], served, begin, end)});
    }
    return traffic;
}

std::vector<std::size_t> overloaded(const std::vector<StationTraffic>& traffic) {
    std::vector<std::size_t> stations;
    for (std::size_t i = 0; i < traffic.size(); ++i) {
        if (traffic[i].utilisation >= 1) {
            stations.push_back(i);
        }
    }
    return stations;
}

}  // namespace greenlane::clearance
