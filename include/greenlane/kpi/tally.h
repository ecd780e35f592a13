#pragma once

#include "greenlane/kpi/clusters.h"
#include "greenlane/kpi/histogram.h"
#include "greenlane/kpi/measure.h"
#include "greenlane/kpi/passage.h"
#include "greenlane/kpi/station_tally.h"
#include "greenlane/kpi/survival.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace greenlane::kpi {

/// By what shipments are told apart. A shipment is in one segment of each dimension, but in one of
/// `agreement` for each agreement that controls its goods. A blank declaration has a lane only.
enum class Dimension : std::uint8_t {
    lane,
    agreement,
    chapter,
    goods,
    origin,
    mode,
    office,
    tier,
    direction,
};
inline constexpr std::size_t dimension_count = 9;
std::string_view name(Dimension dimension);

/// Which times from lodgement to release.
enum class ClearanceOf : std::uint8_t { all, truly_compliant, detained };
inline constexpr std::size_t clearance_of_count = 3;
/// Which times that may not have ended.
enum class Lasting : std::uint8_t {
    detention,         ///< from detained to resolved
    payment,           ///< from assessed to paid, of those who pay at once
    deferred_payment,  ///< of those who defer
};
inline constexpr std::size_t lasting_count = 3;

/// What the shipments of one replication add up to, by local day of lodgement and by segment:
/// integers only, so adding and merging are exact and order-free. Memory grows with days and
/// segments, not with shipments.
class Tally {
public:
    /// A release is on time within `release_within` of lodgement.
    Tally(const Window& window, Duration release_within);

    /// A shipment lodged within the window, when it has left the process or the window ends. Blank
    /// declarations have no dossier.
    void add(const Passage& passage, const Dossier* dossier);
    /// Both were made for the same window and target.
    void merge(const Tally& other);

    /// Times come from records that tell nothing of the stays in between: what needs waits, service
    /// or whose time a stay was is undefined.
    void forget_stays() { stays_known_ = false; }
    bool stays_known() const { return stays_known_; }

    /// From now on importers and weeks are told apart.
    void keep_clusters() { clusters_.emplace(); }
    /// By local week of lodgement; nullopt where they are not kept. Weeks begin on Monday and count
    /// from that in which the window begins.
    const std::optional<Clusters>& clusters() const { return clusters_; }
    /// Moves them out, and keeps none any more.
    std::optional<Clusters> take_clusters() { return std::exchange(clusters_, std::nullopt); }

    const Window& window() const { return window_; }
    Duration release_within() const { return release_within_; }

    Cell overall() const;
    /// Local days since 1970-01-01; the first and the last one may be cut by the window.
    std::int64_t first_day() const { return first_day_; }
    std::span<const Cell> days() const { return days_; }
    /// By code, as in Dossier; ends with the highest code seen. Four of Dimension::lane.
    std::span<const Cell> segments(Dimension dimension) const {
        return segments_[static_cast<std::size_t>(dimension)];
    }
    /// Of all shipments that were released.
    Histogram clearance(ClearanceOf of) const;
    const Histogram& clearance(Lane lane) const {
        return clearance_[static_cast<std::size_t>(lane)];
    }
    const Survival& lasting(Lasting what) const { return lasting_[static_cast<std::size_t>(what)]; }

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.window_, self.release_within_, self.stays_known_, self.first_day_, self.days_,
                self.clusters_, self.segments_, self.clearance_, self.clearance_compliant_,
                self.clearance_detained_, self.lasting_);
    }
    friend bool operator==(const Tally&, const Tally&) = default;

private:
    void add_described(const Passage& passage, const Dossier& dossier);
    void add_times(const Passage& passage, bool deferred);
    std::size_t day_of_lodgement(const Passage& passage) const;
    Cell& cluster(std::size_t day, std::size_t group);
    Cell& lane(const Passage& passage);
    Cell& segment(Dimension dimension, std::size_t code);

    Window window_;
    Duration release_within_;
    bool stays_known_ = true;
    std::int64_t first_day_;
    std::vector<Cell> days_;
    std::optional<Clusters> clusters_;
    std::array<std::vector<Cell>, dimension_count> segments_;
    std::array<Histogram, lane_count> clearance_;
    Histogram clearance_compliant_;
    Histogram clearance_detained_;
    std::array<Survival, lasting_count> lasting_;
};

}  // namespace greenlane::kpi
