#include "greenlane/experiment/calibration.h"

#include <algorithm>
#include <cmath>

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
        fit.contradictory = service.contradictory;
        if (static_cast<double>(fit.contradictory) <=
            most_contradictory * static_cast<double>(passages.size())) {
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
    count_stays(stays, fit);
    if (!station || !station->when) {
        fit.share = share_of(fit.passages);
    }
    if (static_cast<std::size_t>(fit.completed) >= Calibration::fewest_stays) {
        fit.laws = fit_laws(stays);
    }
    if (!fit.laws.empty()) {
        fit.goodness = test_fit(fit.law().family, stays, seed, fit.name);
    }
    if (stations.size() > 1) {
        leave("it has " + std::to_string(stations.size()) +
                  " stations, and the records do not tell which of them took the time",
              fit);
    } else if (station && station->detains && station->detains->value) {
        leave("its station detains: the stay of the few says nothing of the others", fit);
    } else if (static_cast<std::size_t>(fit.completed) < Calibration::fewest_stays) {
        leave("fewer than " + std::to_string(Calibration::fewest_stays) + " stays were completed",
              fit);
    } else if (fit.laws.empty()) {
        leave("no law fits: all stays are alike", fit);
    }
    return fit;
}

}  // namespace

Calibration calibrate(const PostRecords& records, const clearance::ProcessDefinition& process,
                      Duration utc_offset, bool times_known, std::uint64_t seed) {
    Calibration calibration;
    calibration.arrivals = fit_arrivals(records.lodged, utc_offset, times_known);
    calibration.lanes = records.lanes;
    if (!times_known) {
        return calibration;  // a stay that begins at an unknown time of day has no length
    }
    const Instant end = records.end();
    for (StagePassages& passages : stage_passages(records)) {
        calibration.stages.push_back(fit_stage(std::move(passages), process, end, seed));
    }
    return calibration;
}

}  // namespace greenlane::experiment
