#pragma once

#include "greenlane/core/located.h"
#include "greenlane/core/units.h"
#include "greenlane/random/draw.h"
#include "greenlane/random/law.h"
#include "greenlane/random/law_definition.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::shipment {

/// A periodic swing of the arrival rate: adds amplitude * cos(2 pi (t - peak) / period) to the
/// factor 1. `peak` is any one instant at which it peaks.
struct Swing {
    Located<double> amplitude;
    Located<Duration> period;
    Instant peak = 0;
};

/// When shipments are lodged, as the user wrote it: either a Poisson process,
///
///     rate(t) = per_hour * hour_of_day[hour] / mean * day_of_week[day] / mean * (1 + swings),
///
/// in local time, or a renewal process with the law `interval`. Either brings one shipment at a
/// time, or a batch; per_hour counts batches, not shipments.
struct ArrivalsDefinition {
    SourcePosition position;
    /// Mean of the rate over a week, swings apart.
    std::optional<Located<double>> per_hour;
    Located<std::vector<double>> hour_of_day;  ///< 24 shares of any sum; empty: even
    Located<std::vector<double>> day_of_week;  ///< 7 shares, Monday first; empty: even
    std::vector<Swing> swing;
    /// Size of a batch, rounded to the nearest integer, at least 1. All of it is lodged at once.
    std::optional<random::LawDefinition> batch;
    /// Time between arrivals; the first comes one interval after the start.
    std::optional<random::LawDefinition> interval;
};

/// Reports every mistake with its place and a hint.
void check(const ArrivalsDefinition& definition, Diagnostics& diagnostics);

/// What a run covers: lodgements from `start` until before start + duration.
struct Horizon {
    Instant start = 0;
    Duration duration = 0;
    Duration utc_offset = 0;  ///< local time minus UTC
    Instant end() const { return start + duration; }
};

/// The compiled arrival process over one horizon. Immutable.
class Arrivals {
public:
    /// `definition` has passed check().
    Arrivals(const ArrivalsDefinition& definition, Horizon horizon);

    /// Mean number of shipments lodged in [from, to) of the horizon, to the rounding of the table;
    /// for a renewal process the number that its mean interval gives.
    double expected(Instant from, Instant to) const;

private:
    friend class ArrivalSequence;

    /// From `begin` (milliseconds after the start) the rate is `rate` per millisecond, growing by
    /// `slope` per millisecond, until the next piece; `before` arrivals are expected before it.
    struct Piece {
        double begin;
        double before;
        double rate;
        double slope;
    };
    class Swings;
    void add_pieces(const ArrivalsDefinition& definition);
    void add_piece(double from, double to, double level, const Swings& swings, double& before);
    double expected_before(double after_start) const;

    Horizon horizon_;
    double mean_interval_ = 0;   ///< milliseconds; where the rate is constant or `interval` given
    std::vector<Piece> pieces_;  ///< empty where the rate is constant; the last one ends them
    std::optional<random::Law> batch_;
    std::optional<random::Law> interval_;
};

/// One replication's lodgements in order. The n-th arrival's gap and batch are functions of
/// (key, n), and gaps are added in order: blocks of any size give the same instants.
///
/// A Poisson process is made by inversion: unit-exponential gaps are summed and put through the
/// inverse of the cumulative rate. Instants are rounded to the nearest millisecond.
class ArrivalSequence {
public:
    /// `arrivals` outlives the sequence.
    ArrivalSequence(const Arrivals& arrivals, random::Key key);

    /// Writes the next lodgements, non-decreasing, and returns how many; fewer than asked for only
    /// at the end of the horizon.
    std::size_t next(std::span<Instant> lodged);

private:
    static constexpr std::size_t block_size = 1024;
    void refill();
    void place(std::span<double> sums);

    const Arrivals& arrivals_;
    random::Key key_;
    std::uint64_t ordinal_ = 0;  ///< arrivals (batches) drawn
    double sum_ = 0;             ///< of their gaps
    std::size_t piece_ = 0;
    bool exhausted_ = false;
    std::vector<Instant> instants_;      ///< of the arrivals drawn last
    std::vector<std::uint32_t> sizes_;   ///< of their batches; empty: one each
    std::size_t position_ = 0;           ///< in instants_
    std::uint32_t lodged_of_batch_ = 0;  ///< of the arrival at position_
};

}  // namespace greenlane::shipment
