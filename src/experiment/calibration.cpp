#include "greenlane/experiment/calibration.h"

#include <algorithm>
#include <iterator>
#include <numeric>

namespace greenlane::experiment {

namespace {

using clearance::StationDefinition;
using Form = StageFit::Form;

/// Contradictions that are still put down to slips of the pen.
constexpr double most_contradictory = 0.001;

/// The stations that a passage goes through, by their places; audits come after it.
std::vector<std::size_t> stations_of(const StagePassages& passages,
                                     const clearance::ProcessDefinition& process) {
    std::vector<std::size_t> stations;
    for (std::size_t i = 0; i < process.stations.size(); ++i) {
        const StationDefinition& station = process.stations[i];
        const auto stage = parse_stage(station.stage.value);
        const bool is_audit = station.audits && station.audits->value;
        if (stage && !is_audit && *stage <= passages.stage &&
            (!passages.since || *stage > *passages.since)) {
            stations.push_back(i);
        }
    }
    return stations;
}

/// A name that no station has.
std::string new_name(Stage stage, const clearance::ProcessDefinition& process) {
    std::string unique(name(stage));
    while (std::any_of(
        process.stations.begin(), process.stations.end(),
        [&](const StationDefinition& station) { return station.name.value == unique; })) {
        unique += "-recorded";
    }
    return unique;
}

/// Whether when service began follows from when shipments came and left.
bool serves_in_order(const StationDefinition& station) {
    return station.servers && station.servers->value >= 1 && !station.roster && !station.when &&
           (!station.queue || station.queue->value == "fifo");
}

void count_stays(const std::vector<Stay>& stays, StageFit& fit) {
    fit.completed =
        std::count_if(stays.begin(), stays.end(), [](const Stay& stay) { return stay.completed; });
    fit.censored = static_cast<std::int64_t>(stays.size()) - fit.completed;
}

/// The stays that the station's law is of, and with them the form that it takes.
std::vector<Stay> stays_of(const StationDefinition* station, Instant records_end, StageFit& fit) {
    const std::vector<Passage>& passages = fit.passages.passages;
    if (station != nullptr && serves_in_order(*station) && !passages.empty()) {
        ServiceTimes service = service_times(passages, station->servers->value, records_end);
        fit.contradictory = service.contradictory + fit.passages.left_out();
        if (!fit.is_doubtful()) {
            fit.form = Form::service;
            return std::move(service.stays);
        }
    }
    fit.form = Form::delay;
    return fit.passages.stays(records_end);
}

std::optional<ShareEstimate> share_of(const StagePassages& passages) {
    const auto stayed = static_cast<std::int64_t>(passages.passages.size());
    if (stayed == 0 || passages.instant == 0) {
        return std::nullopt;
    }
    return share_estimate(stayed, stayed + passages.instant);
}

void leave(std::string why, StageFit& fit) {
    fit.form = Form::left;
    fit.why_left = std::move(why);
    fit.share.reset();
}

/// The law, how well it fits, and the share that stays.
void fit_stays(const std::vector<Stay>& stays, bool has_condition, std::uint64_t seed,
               StageFit& fit) {
    count_stays(stays, fit);
    if (!has_condition) {
        fit.share = share_of(fit.passages);
    }
    if (static_cast<std::size_t>(fit.completed) < Calibration::fewest_stays) {
        leave("fewer than " + std::to_string(Calibration::fewest_stays) + " stays were completed",
              fit);
        return;
    }
    fit.laws = fit_laws(stays);
    if (fit.laws.empty()) {
        leave("no law fits: all stays are alike", fit);
        return;
    }
    fit.goodness = test_fit(fit.law().family, stays, seed, fit.name);
}

/// What becomes of the stage, and why it is left where it is.
StageFit fit_stage(StagePassages passages, const clearance::ProcessDefinition& process,
                   Instant records_end, std::uint64_t seed) {
    StageFit fit;
    fit.passages = std::move(passages);
    const std::vector<std::size_t> stations = stations_of(fit.passages, process);
    const StationDefinition* station = nullptr;
    if (stations.size() == 1) {
        fit.station = stations.front();
        station = &process.stations[stations.front()];
    }
    fit.name = station ? station->name.value : new_name(fit.passages.stage, process);
    const std::vector<Stay> stays = stays_of(station, records_end, fit);
    fit_stays(stays, station && station->when, seed, fit);
    if (stations.size() > 1) {
        leave("it has " + std::to_string(stations.size()) +
                  " stations, and the records do not tell which of them took the time",
              fit);
    } else if (station && station->detains && station->detains->value) {
        leave("its station detains: the stay of the few says nothing of the others", fit);
    }
    return fit;
}

/// A delay for each lane in the place of a new one for all; empty where a lane has too few stays,
/// or all are better described together.
std::vector<StageFit> fit_lanes(const StageFit& all, Instant records_end, std::uint64_t seed) {
    std::vector<StageFit> fits;
    double aic = 0;
    std::int64_t shipments = 0;
    for (const Lane lane : lanes) {
        StageFit fit;
        fit.form = Form::delay;
        fit.lane = lane;
        fit.name = all.name + '-' + std::string(name(lane));
        fit.passages = all.passages.of(lane);
        shipments += static_cast<std::int64_t>(fit.passages.passages.size());
        if (fit.passages.passages.empty()) {
            continue;
        }
        fit_stays(fit.passages.stays(records_end), false, seed, fit);
        if (fit.form == Form::left) {
            return {};
        }
        aic += fit.law().aic();
        fits.push_back(std::move(fit));
    }
    const bool are_all = shipments == static_cast<std::int64_t>(all.passages.passages.size());
    return are_all && fits.size() > 1 && aic < all.law().aic() ? fits : std::vector<StageFit>{};
}

}  // namespace

bool StageFit::is_doubtful() const {
    const std::int64_t doubted = std::max(contradictory, passages.left_out());
    return static_cast<double>(doubted) >
           most_contradictory * static_cast<double>(passages.shipments());
}

void LaneCounts::add(std::span<const std::uint8_t> lanes) {
    for (const std::uint8_t lane : lanes) {
        if (lane != shipment::Records::no_lane) {
            ++recorded[lane];
        }
    }
}

void LaneCounts::add(std::span<const std::uint8_t> lanes, const screening::Decisions& decisions) {
    for (std::size_t row = 0; row < lanes.size(); ++row) {
        if (lanes[row] != shipment::Records::no_lane) {
            const auto lane = static_cast<std::size_t>(decisions.lane[row]);
            ++decided[lane];
            alike += lane == lanes[row] ? 1 : 0;
        }
    }
}

std::int64_t LaneCounts::total() const {
    return std::accumulate(recorded.begin(), recorded.end(), std::int64_t{0});
}

bool Calibration::is_empty() const {
    return !arrivals.is_fitted() && !(goods && goods->is_fitted()) &&
           std::all_of(stages.begin(), stages.end(),
                       [](const StageFit& fit) { return fit.form == StageFit::Form::left; });
}

Calibration calibrate(const PostRecords& records, const clearance::ProcessDefinition& process,
                      const CalibrationSettings& settings) {
    Calibration calibration;
    calibration.arrivals = fit_arrivals(records.lodged, settings.utc_offset, settings.times_known,
                                        settings.day_of_week);
    calibration.lanes.add(records.lane);
    if (!settings.times_known) {
        return calibration;  // a stay that begins at an unknown time of day has no length
    }
    const Instant end = records.end();
    for (StagePassages& passages : stage_passages(records)) {
        StageFit fit = fit_stage(std::move(passages), process, end, settings.seed);
        std::vector<StageFit> by_lane;
        if (settings.lanes_decided && !fit.station && fit.form == Form::delay) {
            by_lane = fit_lanes(fit, end, settings.seed);
        }
        if (by_lane.empty()) {
            by_lane.push_back(std::move(fit));
        }
        std::move(by_lane.begin(), by_lane.end(), std::back_inserter(calibration.stages));
    }
    return calibration;
}

}  // namespace greenlane::experiment
