#pragma once

#include "greenlane/clearance/definition.h"
#include "greenlane/core/lane.h"
#include "greenlane/experiment/arrival_fit.h"
#include "greenlane/experiment/goodness_of_fit.h"
#include "greenlane/experiment/goods_fit.h"
#include "greenlane/experiment/law_fit.h"
#include "greenlane/experiment/stage_passages.h"
#include "greenlane/screening/decisions.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// What was fitted to the passages of one stage, and what becomes of it in the scenario.
struct StageFit {
    enum class Form : std::uint8_t {
        left,     ///< the scenario stays as it is
        delay,    ///< everyone is served at once: waiting and working together
        service,  ///< the time at a server; waiting is left to the queue
    };
    Form form = Form::left;
    std::string why_left;
    StagePassages passages;
    std::optional<Lane> lane;  ///< whose shipments alone pass; none: all of them
    /// The station that is changed, by its place in the process; none: a new one.
    std::optional<std::size_t> station;
    std::string name;                       ///< of the station, also of the new one
    std::int64_t completed = 0;             ///< stays in the likelihood with their length
    std::int64_t censored = 0;              ///< and with that they were longer
    std::vector<LawFit> laws;               ///< the smallest AIC first
    std::optional<GoodnessOfFit> goodness;  ///< of the first
    /// Of the shipments that spend time here; of a station with a condition, and where all do,
    /// none.
    std::optional<ShareEstimate> share;
    /// Stays that speak against a queue in order of arrival with so many servers, where the station
    /// is one: ended before they could have begun, or left out, for these too kept a server busy.
    std::int64_t contradictory = 0;

    const LawFit& law() const { return laws.front(); }
    /// Whether more stays were left out, or contradict a queue, than slips of the pen explain.
    bool is_doubtful() const;
};

/// Declarations with a recorded lane, by lane.
struct LaneCounts {
    std::array<std::int64_t, lane_count> recorded{};
    std::string profile;                             ///< its name; empty where none was asked
    std::array<std::int64_t, lane_count> decided{};  ///< the lanes that the profile sends them to
    std::int64_t alike = 0;                          ///< to the recorded one

    /// Lanes as in shipment::Records.
    void add(std::span<const std::uint8_t> lanes);
    /// The same block again, as the profile decided on it.
    void add(std::span<const std::uint8_t> lanes, const screening::Decisions& decisions);
    std::int64_t total() const;
};

/// A post's records fitted.
struct Calibration {
    ArrivalFit arrivals;
    LaneCounts lanes;
    std::vector<StageFit> stages;   ///< of which the records tell
    std::optional<GoodsFit> goods;  ///< where the scenario has any

    /// Fewer stays are not fitted.
    static constexpr std::size_t fewest_stays = 30;
    bool is_empty() const;  ///< nothing could be fitted
};

struct CalibrationSettings {
    Duration utc_offset = 0;            ///< as in fit_arrivals(), as is
    bool times_known = true;            ///< this
    std::vector<double> day_of_week{};  ///< and the scenario's shares, empty where it has none
    bool lanes_decided = false;  ///< the scenario has a profile that sends shipments to lanes
    std::uint64_t seed = 0;      ///< of the draws of the tests of fit
};

/// Fits arrivals, and the times of every stage whose completion is recorded, to `records`, which
/// hold at least one declaration.
///
/// A stage without a station in the process gets a delay; one with a single station changes it. The
/// station becomes a delay, but where it has servers (a number and no roster), serves everyone in
/// order of arrival, and the records contradict neither: then service times are got back from the
/// records (service_times()), and its service law is fitted. A stage with several stations is left:
/// the records do not tell which of them took the time. Where lanes are recorded and decided, a
/// stage without a station gets a delay for each lane, if their AIC together is smaller than that
/// of one for all.
Calibration calibrate(const PostRecords& records, const clearance::ProcessDefinition& process,
                      const CalibrationSettings& settings);

}  // namespace greenlane::experiment
