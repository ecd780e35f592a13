#pragma once

#include "greenlane/kpi/measure.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::kpi {

/// The sums of a replay by week of lodgement and group of importers: what the bootstrap resamples.
/// Integers only, so adding and merging are exact and order-free. Memory grows with the weeks in
/// which something is lodged, 65 cells each, and with nothing else.
class Clusters {
public:
    /// Importers are grouped by a hash of their names, so that memory does not follow them.
    static constexpr std::size_t importer_groups = 64;
    /// The group of declarations that name no importer.
    static constexpr std::size_t no_importer = importer_groups;
    static constexpr std::size_t groups = importer_groups + 1;

    /// Weeks count from any week that is the same for all clusters that are merged.
    Cell& cell(std::size_t week, std::size_t group) {
        if (week >= weeks_.size()) [[unlikely]] {
            weeks_.resize(week + 1);
        }
        if (weeks_[week].empty()) [[unlikely]] {
            weeks_[week].resize(groups);
        }
        return weeks_[week][group];
    }
    void merge(const Clusters& other);

    /// One a group, for every week up to the last one; none where nothing was lodged.
    std::span<const std::vector<Cell>> weeks() const { return weeks_; }

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.weeks_);
    }
    friend bool operator==(const Clusters&, const Clusters&) = default;

private:
    std::vector<std::vector<Cell>> weeks_;
};

}  // namespace greenlane::kpi
