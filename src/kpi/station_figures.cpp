#include "greenlane/kpi/station_figures.h"

namespace greenlane::kpi {

namespace {

using Value = std::optional<double>;

constexpr Bounds share_bounds{0, 1};

/// estimate() of `value_of(observation)`, one a replication.
template <typename ValueOf>
std::optional<Figure> figure(std::span<const Observation> observations, Bounds bounds,
                             ValueOf value_of) {
    std::vector<Value> values;
    values.reserve(observations.size());
    for (const Observation& observation : observations) {
        values.push_back(value_of(observation));
    }
    return estimate(values, bounds);
}

Value quotient(std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) {
        return std::nullopt;
    }
    return static_cast<double>(numerator) / static_cast<double>(denominator);
}

Value hours(const Value& milliseconds) {
    return milliseconds ? Value(*milliseconds / static_cast<double>(hour)) : std::nullopt;
}

Value quantile(const Histogram& times, double p) {
    const auto time = times.quantile(p);
    return time ? hours(static_cast<double>(*time)) : std::nullopt;
}

StationFigures figures_of(std::size_t index, std::span<const Observation> observations) {
    const auto over = [&](Bounds bounds, auto value_of) {
        return figure(observations, bounds, [&](const Observation& observation) {
            return value_of(observation.stations[index]);
        });
    };
    StationFigures figures;
    for (const Observation& observation : observations) {
        figures.served += observation.stations[index].served;
    }
    figures.utilisation =
        over(non_negative, [](const StationTally& s) { return quotient(s.busy, s.rostered); });
    figures.mean_wait_h =
        over(non_negative, [](const StationTally& s) { return hours(quotient(s.wait, s.served)); });
    figures.share_waiting =
        over(share_bounds, [](const StationTally& s) { return quotient(s.waited, s.served); });
    figures.mean_queue = figure(observations, non_negative, [&](const Observation& observation) {
        return quotient(observation.stations[index].queueing, observation.tally->window().length());
    });
    figures.wait_p90_h =
        over(non_negative, [](const StationTally& s) { return quantile(s.waits, 0.90); });
    figures.wait_p95_h =
        over(non_negative, [](const StationTally& s) { return quantile(s.waits, 0.95); });
    return figures;
}

LaneFigures figures_of(Lane lane, std::span<const Observation> observations) {
    const auto cell = [lane](const Observation& observation) -> const Cell& {
        return observation.tally->segments(Dimension::lane)[static_cast<std::size_t>(lane)];
    };
    const auto time = [&](double p) {
        return figure(observations, non_negative, [&](const Observation& observation) {
            return quantile(observation.tally->clearance(lane), p);
        });
    };
    return {.share = figure(observations, share_bounds,
                            [&](const Observation& observation) {
                                return quotient(cell(observation)[Measure::lodged],
                                                observation.tally->overall()[Measure::lodged]);
                            }),
            .clearance_time_h =
                figure(observations, non_negative,
                       [&](const Observation& observation) {
                           return hours(quotient(cell(observation)[Measure::clearance_ms],
                                                 cell(observation)[Measure::released]));
                       }),
            .p50_h = time(0.50),
            .p90_h = time(0.90),
            .p95_h = time(0.95)};
}

}  // namespace

std::vector<StationFigures> station_figures(std::span<const Observation> observations) {
    std::vector<StationFigures> all;
    const std::size_t stations = observations.empty() ? 0 : observations.front().stations.size();
    all.reserve(stations);
    for (std::size_t index = 0; index < stations; ++index) {
        all.push_back(figures_of(index, observations));
    }
    return all;
}

std::array<LaneFigures, lane_count> lane_figures(std::span<const Observation> observations) {
    std::array<LaneFigures, lane_count> all;
    for (const Lane lane : lanes) {
        all[static_cast<std::size_t>(lane)] = figures_of(lane, observations);
    }
    return all;
}

}  // namespace greenlane::kpi
