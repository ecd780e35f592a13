#pragma once

#include "greenlane/engine/lane_sweep.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::engine {

/// The thresholds of all settings, in order. Settings tell shipments apart by nothing but their
/// level: how many of these thresholds their points reach.
class ThresholdLevels {
public:
    explicit ThresholdLevels(std::span<const LaneSetting> settings) {
        for (const LaneSetting& setting : settings) {
            for (const auto& threshold : {setting.yellow_from, setting.red_from}) {
                if (threshold) {
                    thresholds_.push_back(*threshold);
                }
            }
        }
        std::sort(thresholds_.begin(), thresholds_.end());
        thresholds_.erase(std::unique(thresholds_.begin(), thresholds_.end()), thresholds_.end());
    }

    std::uint32_t of(std::int32_t points) const {
        return static_cast<std::uint32_t>(
            std::upper_bound(thresholds_.begin(), thresholds_.end(), points) - thresholds_.begin());
    }
    /// Levels count from 0 to one less than this.
    std::uint32_t end() const { return static_cast<std::uint32_t>(thresholds_.size()) + 1; }
    /// The first level that reaches a threshold of the settings; end() for none.
    std::uint32_t first(std::optional<std::int32_t> threshold) const {
        return threshold ? of(*threshold) : end();
    }

private:
    std::vector<std::int32_t> thresholds_;
};

}  // namespace greenlane::engine
