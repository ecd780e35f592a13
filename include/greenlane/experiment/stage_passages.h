#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/core/stage.h"
#include "greenlane/core/units.h"
#include "greenlane/experiment/law_fit.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::experiment {

/// What a post's records tell of times and lanes, one row a declaration, in order of lodgement.
struct PostRecords {
    std::vector<Instant> lodged;
    /// As in shipment::Records; a stage that no record tells is empty.
    std::array<std::vector<Instant>, stage_count> completed;
    std::vector<std::uint8_t> lane;  ///< as in shipment::Records; empty where not recorded

    void add(const shipment::Block& block);
    /// The latest instant of which they tell.
    Instant end() const;
};

/// A shipment in a stage; `end` is `missing` where it had not left when the records end.
struct Passage {
    Instant begin;
    Instant end;
    std::uint8_t lane = shipment::Records::no_lane;
};

/// How shipments passed one stage, or several of which only the last one's completion is recorded.
struct StagePassages {
    Stage stage{};
    std::optional<Stage> since;     ///< whose completion begins the passage; none: lodgement
    std::vector<Passage> passages;  ///< longer than 0 or not ended, by their begin
    std::int64_t instant = 0;       ///< shipments that passed in no time
    std::array<std::int64_t, lane_count> instant_by_lane{};  ///< of those with a recorded lane
    std::int64_t unfinished = 0;                             ///< passages that had not ended
    std::int64_t reversed = 0;    ///< left out: completed before they began
    std::int64_t unrecorded = 0;  ///< left out: a later stage was completed, this one not
    std::int64_t unbegun = 0;     ///< left out: completed, but not the stage that begins it
    /// All lengths are multiples of it: 1 ms, 1 s, 1 min or 1 h.
    Duration resolution = 0;

    /// Shipments that spent a time in the stage which the records do not tell.
    std::int64_t left_out() const { return reversed + unrecorded + unbegun; }
    /// All that came to the stage.
    std::int64_t shipments() const {
        return static_cast<std::int64_t>(passages.size()) + instant + left_out();
    }
    std::vector<Stay> stays(Instant records_end) const;
    /// Of the shipments of one lane alone.
    StagePassages of(Lane lane) const;
};

/// Of every stage whose completion is recorded. A shipment that completed neither the stage nor the
/// one that begins the passage is in none.
std::vector<StagePassages> stage_passages(const PostRecords& records);

/// Service times of a first-come-first-served station, got back from when shipments came and left:
/// each began when it came or, later, when the first of the servers was free.
struct ServiceTimes {
    std::vector<Stay> stays;         ///< longer than 0
    std::int64_t contradictory = 0;  ///< left before they can have begun: another discipline
};

/// `passages` by their begin; the station is empty before the first one.
ServiceTimes service_times(const std::vector<Passage>& passages, std::int64_t servers,
                           Instant records_end);

}  // namespace greenlane::experiment
