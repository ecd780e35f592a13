#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/kpi_table.h"
#include "greenlane/kpi/kpi_value.h"
#include "greenlane/kpi/station_tally.h"
#include "greenlane/kpi/tally.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace greenlane::kpi {

/// What one replication added up, and the words behind its own codes. All of it outlives its use.
struct Observation {
    const Tally* tally = nullptr;
    std::span<const StationTally> stations;
    std::span<const std::string> offices;  ///< by code
    std::span<const std::string> origins;  ///< by code
};

/// What all replications share. Words stand by code; an empty or missing one is "unknown".
struct CubeSettings {
    Assumptions assumptions;
    std::string currency;
    std::vector<std::pair<std::string, double>> targets;  ///< by KPI id
    std::vector<std::string> stations;
    std::vector<std::string> agreements;
    std::vector<std::string> modes;
    std::vector<std::string> tiers;
    std::vector<std::string> directions;
    bool periods = true;  ///< figures of days, weeks... too: most of the work of a long run
};

/// A period and a segment: the whole run is "all" of both. Periods are labelled 2026-01-05,
/// 2026-W02, 2026-01, 2026-Q1 and 2026; segments lane=red, chapter=84, station=gate and the like.
struct Slice {
    std::string period;
    std::string segment;
    friend bool operator==(const Slice&, const Slice&) = default;
};

/// The figures of all KPIs by replication and slice: the whole run, then all periods (where asked
/// for), then all segments of the whole run in which a shipment was lodged (all lanes and stations
/// in any case). A shipment counts in the period in which it was lodged, local time.
class Cube {
public:
    /// Observations of one window and one set of stations, in the order of the replications.
    Cube(std::span<const Observation> observations, const CubeSettings& settings);

    std::size_t replications() const { return replications_; }
    /// Slice 0 is the whole run.
    std::span<const Slice> slices() const { return slices_; }
    /// slices().size() where there is none.
    std::size_t slice_index(std::string_view period, std::string_view segment) const;

    /// `kpi` is an index into kpis(); nullopt where the figure is undefined.
    std::optional<double> value(std::size_t replication, std::size_t slice, std::size_t kpi) const;
    /// [replication][slice][kpi], row by row; NaN where undefined.
    std::span<const double> values() const { return values_; }
    /// What stands in the KPI's denominator, all replications together.
    std::int64_t count(std::size_t slice, std::size_t kpi) const {
        return counts_[slice * kpis().size() + kpi];
    }
    /// Mean and interval over the replications. Where all shares of a count are equal (all zero, as
    /// a rule), their spread says nothing, and the interval is that of Clopper and Pearson.
    std::optional<Figure> figure(std::size_t slice, std::size_t kpi) const;

    std::string_view unit(std::size_t kpi) const;
    std::optional<double> target(std::size_t kpi) const { return targets_[kpi]; }

private:
    std::size_t replications_;
    std::vector<Slice> slices_;
    std::vector<double> values_;
    std::vector<std::int64_t> counts_;
    std::string currency_;
    std::vector<std::optional<double>> targets_;
};

}  // namespace greenlane::kpi
