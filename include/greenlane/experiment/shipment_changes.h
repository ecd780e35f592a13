#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/moments.h"
#include "greenlane/kpi/passage.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::experiment {

/// Shipments that one run sent to one lane and another run to one.
struct LaneMove {
    std::int64_t shipments = 0;
    std::int64_t released = 0;  ///< of these, in both runs
    Duration won = 0;           ///< by those that were released sooner, in all
    Duration lost = 0;          ///< by those that were released later, in all
    friend bool operator==(const LaneMove&, const LaneMove&) = default;
};

/// What one run kept and what it changed.
struct Turnover {
    std::int64_t kept = 0;
    std::int64_t gained = 0;
    std::int64_t lost = 0;
    friend bool operator==(const Turnover&, const Turnover&) = default;
};

/// From one run to another over the same traffic, one replication each.
struct ShipmentChanges {
    std::int64_t shipments = 0;                                        ///< that both count
    std::int64_t moved = 0;                                            ///< to another lane
    std::array<std::array<LaneMove, lane_count>, lane_count> lanes{};  ///< [before][after]
    Turnover controlled;  ///< shipments with a control completed, audits included
    /// Of those, known to hold a violation that a control established; nullopt where no outcome is
    /// known.
    std::optional<Turnover> hits;
    /// Of the controlled, truly compliant: stopped for nothing; nullopt where no truth is known.
    std::optional<Turnover> compliant_controlled;

    /// Whether some shipment went another way: only then can shipments be drawn by lot for a pilot.
    bool treats_differently() const {
        return moved > 0 || controlled.gained > 0 || controlled.lost > 0;
    }
    friend bool operator==(const ShipmentChanges&, const ShipmentChanges&) = default;
};

/// What became of the shipments of one replication that the KPIs count: 8 bytes a shipment lodged,
/// so that two runs can be told apart shipment by shipment.
class Fates {
public:
    /// About how many there will be, so that memory is taken once and not by doubling.
    void expect_shipments(double count) { by_shipment_.reserve(static_cast<std::size_t>(count)); }
    /// Without them, only the traffic and the moments of the times are kept.
    void forget_shipments() { remembers_shipments_ = false; }
    bool remembers_shipments() const { return remembers_shipments_; }
    /// As engine::Watch::decided has them: which traffic it was.
    void meet(const shipment::Block& block);
    /// As engine::Watch::counted has them, in any order.
    void add(const kpi::Passage& passage, const kpi::Dossier* dossier);

    /// Of lodgement times, importers, goods, values, documents and violations: equal for runs that
    /// met the same traffic.
    std::uint64_t traffic() const { return traffic_; }
    /// Times from lodged to released.
    const kpi::Moments& clearance() const { return clearance_; }

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.remembers_shipments_, self.by_shipment_, self.traffic_, self.clearance_);
    }

private:
    friend ShipmentChanges compare_fates(const Fates& before, const Fates& after);

    struct Fate {
        std::uint64_t clearance : 48 = 0;  ///< lodged to released, in ms
        std::uint64_t lane : 2 = 0;
        std::uint64_t counted : 1 = 0;
        std::uint64_t released : 1 = 0;
        std::uint64_t controlled : 1 = 0;
        std::uint64_t hit : 1 = 0;
        std::uint64_t findings_known : 1 = 0;
        std::uint64_t truth_known : 1 = 0;
        std::uint64_t violation : 1 = 0;
        std::uint64_t unused : 7 = 0;  ///< all bits are written to journals
    };

    bool remembers_shipments_ = true;
    std::vector<Fate> by_shipment_;
    std::uint64_t traffic_ = 0;
    kpi::Moments clearance_;
};

/// Of two replications that met the same traffic.
ShipmentChanges compare_fates(const Fates& before, const Fates& after);

}  // namespace greenlane::experiment
