#pragma once

#include "experiment/tried_settings.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// Where a setting stands on the grid: a level by factor.
using Place = std::vector<std::size_t>;

/// The settings between which is chosen: every level of a factor with every one of the others. A
/// range without a step has at most 101 levels, evenly spaced.
class SettingGrid {
public:
    explicit SettingGrid(const std::vector<Factor>& factors);

    std::size_t factors() const { return ticks_.size(); }
    std::size_t levels(std::size_t factor) const { return ticks_[factor].size(); }
    /// TuningSettings in all.
    double size() const;
    TuningSetting at(const Place& place) const;
    Place nearest(std::span<const double> values) const;

private:
    const std::vector<Factor>& factors_;
    std::vector<std::vector<std::int64_t>> ticks_;  ///< rising, by factor
};

/// Which settings are to be tried next; each place once.
class SettingSearch {
public:
    /// The files as they stand are system 0, on the grid or beside it.
    SettingSearch(const SettingGrid& grid, std::span<const double> present);

    /// Whether system 0 is a setting of the grid.
    bool present_on_grid() const { return places_.front().has_value(); }
    /// Places to begin with, at most so many; all that there are where that is enough.
    std::vector<Place> start(std::size_t most);
    /// At most so many untried places of the next points of Sobol's sequence.
    std::vector<Place> scattered(std::size_t most);
    /// At most so many untried neighbours of settings that no other dominates; none where all of
    /// these are surrounded.
    std::vector<Place> neighbours(const TriedSettings& tried, std::size_t most);

private:
    /// Takes a place unless it is taken.
    void take(const Place& place, std::size_t scale, std::vector<Place>& taken);
    std::size_t step(std::size_t factor, std::size_t scale) const;
    void surround(std::size_t system, std::size_t most, std::vector<Place>& taken);
    /// Takes the next points of the sequence, while no more than so many are taken.
    void scatter(std::size_t most, std::vector<Place>& taken);
    Place middle() const;

    const SettingGrid& grid_;
    Place origin_;  ///< nearest to the files as they stand
    std::size_t finest_ = 0;
    std::map<Place, std::size_t> systems_;
    std::vector<std::optional<Place>> places_;  ///< by system
    std::vector<std::size_t> scales_;           ///< by system: the next one to be surrounded at
    std::size_t scattered_ = 0;                 ///< points of the sequence so far
};

}  // namespace greenlane::experiment
