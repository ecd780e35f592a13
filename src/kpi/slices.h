#pragma once

#include "greenlane/kpi/cube.h"

#include "kpi/periods.h"
#include "kpi/whole_evidence.h"

#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::kpi {

/// Which slices a cube has, and what each replication adds up to in each of them.
class Slices {
public:
    Slices(std::span<const Observation> observations, const CubeSettings& settings);

    const std::vector<Slice>& labels() const { return labels_; }
    /// One a slice, of one replication; points into it and into this object, until the next call.
    std::span<const Evidence> evidence(const Observation& observation);

private:
    /// Segments of a dimension in the order they are reported: by code, or by word where each
    /// replication has codes of its own.
    using Segments = std::map<std::pair<std::size_t, std::string>, std::size_t>;

    void find_segments(Dimension dimension, std::span<const Observation> observations);
    std::pair<std::size_t, std::string> key(Dimension dimension, std::size_t code,
                                            const Observation& observation) const;

    const CubeSettings& settings_;
    std::vector<Period> periods_;
    std::vector<Slice> labels_;
    std::array<Segments, dimension_count> segments_;  ///< to the slice
    std::size_t first_station_ = 0;                   ///< slice
    WholeEvidence whole_;
    std::vector<Cell> cells_;
    std::vector<Evidence> evidence_;
};

}  // namespace greenlane::kpi
