#include "experiment/setting_search.h"

#include "greenlane/experiment/design.h"
#include "greenlane/experiment/pareto.h"

#include <algorithm>
#include <cmath>

namespace greenlane::experiment {

namespace {

constexpr std::int64_t most_levels = 101;  ///< of a range without a step

std::vector<std::int64_t> ticks_of(const Factor& factor) {
    std::vector<std::int64_t> ticks = factor.ticks;
    if (factor.is_continuous()) {
        const std::int64_t range = factor.high - factor.low;
        const std::int64_t intervals = std::min(range, most_levels - 1);
        for (std::int64_t i = 0; i <= intervals; ++i) {
            ticks.push_back(factor.low + range / intervals * i + range % intervals * i / intervals);
        }
    }
    std::sort(ticks.begin(), ticks.end());
    return ticks;
}

/// TuningSettings that no other dominates, the violation of the constraints being one more
/// objective; of equal ones the first.
std::vector<std::size_t> filter_of(const TriedSettings& tried) {
    std::vector<std::size_t> systems;
    std::vector<Point> points;
    for (std::size_t system = 0; system < tried.size(); ++system) {
        if (tried.is_judged(system)) {
            systems.push_back(system);
            points.push_back(tried.point(system));
            points.back().push_back(tried.violation(system));
        }
    }
    std::vector<kpi::Better> directions(tried.directions().begin(), tried.directions().end());
    directions.push_back(kpi::Better::lower);
    std::vector<std::size_t> filter;
    std::vector<Point> met;
    for (const std::size_t member : pareto_front(points, directions)) {
        if (std::find(met.begin(), met.end(), points[member]) == met.end()) {
            met.push_back(points[member]);
            filter.push_back(systems[member]);
        }
    }
    return filter;
}

}  // namespace

SettingGrid::SettingGrid(const std::vector<Factor>& factors) : factors_(factors) {
    for (const Factor& factor : factors) {
        ticks_.push_back(ticks_of(factor));
    }
}

double SettingGrid::size() const {
    double size = 1;
    for (const auto& ticks : ticks_) {
        size *= static_cast<double>(ticks.size());
    }
    return size;
}

TuningSetting SettingGrid::at(const Place& place) const {
    TuningSetting setting;
    for (std::size_t factor = 0; factor < place.size(); ++factor) {
        const std::int64_t tick = ticks_[factor][place[factor]];
        setting.texts.push_back(factors_[factor].text(tick));
        setting.values.push_back(factors_[factor].value(tick));
    }
    return setting;
}

Place SettingGrid::nearest(std::span<const double> values) const {
    Place place;
    for (std::size_t factor = 0; factor < values.size(); ++factor) {
        const auto distance = [&](std::int64_t tick) {
            return std::abs(factors_[factor].value(tick) - values[factor]);
        };
        const auto& ticks = ticks_[factor];
        const auto found = std::min_element(
            ticks.begin(), ticks.end(),
            [&](std::int64_t a, std::int64_t b) { return distance(a) < distance(b); });
        place.push_back(static_cast<std::size_t>(found - ticks.begin()));
    }
    return place;
}

TuningSettings spread(const std::vector<Factor>& factors, std::size_t most) {
    const SettingGrid grid(factors);
    const auto size = static_cast<std::size_t>(std::min(grid.size(), static_cast<double>(most)));
    const auto gaps = static_cast<double>(std::max<std::size_t>(size, 2) - 1);
    TuningSettings settings;
    for (std::size_t i = 0; i < size; ++i) {
        double left = std::floor(static_cast<double>(i) * (grid.size() - 1) / gaps);
        Place place;
        for (std::size_t factor = 0; factor < grid.factors(); ++factor) {
            const auto levels = static_cast<double>(grid.levels(factor));
            place.push_back(static_cast<std::size_t>(std::fmod(left, levels)));
            left = std::floor(left / levels);
        }
        settings.push_back(grid.at(place));
    }
    return settings;
}

SettingSearch::SettingSearch(const SettingGrid& grid, std::span<const double> present)
    : grid_(grid), origin_(grid.nearest(present)) {
    for (std::size_t factor = 0; factor < grid.factors(); ++factor) {
        while (step(factor, finest_) > 1) {
            ++finest_;
        }
    }
    const TuningSetting nearest = grid.at(origin_);
    const bool on_grid = std::equal(present.begin(), present.end(), nearest.values.begin());
    places_.push_back(on_grid ? std::optional(origin_) : std::nullopt);
    scales_.push_back(0);
    if (on_grid) {
        systems_.emplace(origin_, 0);
    }
}

std::size_t SettingSearch::step(std::size_t factor, std::size_t scale) const {
    return std::max<std::size_t>(1, (grid_.levels(factor) - 1) >> (scale + 2));
}

void SettingSearch::take(const Place& place, std::size_t scale, std::vector<Place>& taken) {
    if (systems_.emplace(place, places_.size()).second) {
        places_.emplace_back(place);
        scales_.push_back(scale);
        taken.push_back(place);
    }
}

std::vector<Place> SettingSearch::start(std::size_t most) {
    std::vector<Place> taken;
    if (grid_.size() <= static_cast<double>(most + (present_on_grid() ? 1 : 0))) {
        std::vector<std::size_t> levels;
        for (std::size_t factor = 0; factor < grid_.factors(); ++factor) {
            levels.push_back(grid_.levels(factor));
        }
        for (const Place& place : full_grid(levels)) {
            take(place, finest_ + 1, taken);
        }
        scales_.front() = finest_ + 1;
        return taken;
    }
    take(origin_, 0, taken);
    Place high;
    for (std::size_t factor = 0; factor < grid_.factors(); ++factor) {
        high.push_back(grid_.levels(factor) - 1);
    }
    take(middle(), 0, taken);
    take(Place(high.size(), 0), 0, taken);
    take(high, 0, taken);
    // The sequence begins in the corner of all low values.
    scatter(most, taken);
    return taken;
}

Place SettingSearch::middle() const {
    Place middle;
    for (std::size_t factor = 0; factor < grid_.factors(); ++factor) {
        middle.push_back((grid_.levels(factor) - 1) / 2);
    }
    return middle;
}

void SettingSearch::scatter(std::size_t most, std::vector<Place>& taken) {
    const std::size_t end = scattered_ + 4 * grid_.factors();
    const auto points = sobol(end, std::min(grid_.factors(), most_sobol_factors));
    for (; scattered_ < end && taken.size() < most; ++scattered_) {
        Place place = middle();
        const std::vector<double>& point = points[scattered_];
        for (std::size_t factor = 0; factor < point.size(); ++factor) {
            place[factor] =
                static_cast<std::size_t>(point[factor] * static_cast<double>(grid_.levels(factor)));
        }
        take(place, 0, taken);
    }
}

std::vector<Place> SettingSearch::scattered(std::size_t most) {
    std::vector<Place> taken;
    scatter(most, taken);
    return taken;
}

void SettingSearch::surround(std::size_t system, std::size_t most, std::vector<Place>& taken) {
    const std::size_t scale = scales_[system];
    const Place centre = places_[system].value();
    for (std::size_t factor = 0; factor < centre.size(); ++factor) {
        const std::size_t away = step(factor, scale);
        for (const bool up : {false, true}) {
            Place place = centre;
            place[factor] = up ? std::min(centre[factor] + away, grid_.levels(factor) - 1)
                               : centre[factor] - std::min(centre[factor], away);
            if (taken.size() == most) {
                return;
            }
            take(place, scale, taken);
        }
    }
    ++scales_[system];
}

std::vector<Place> SettingSearch::neighbours(const TriedSettings& tried, std::size_t most) {
    std::vector<Place> taken;
    const std::vector<std::size_t> filter = filter_of(tried);
    for (std::size_t scale = 0; scale <= finest_ && taken.empty(); ++scale) {
        for (const std::size_t system : filter) {
            if (scales_[system] == scale && taken.size() < most) {
                surround(system, most, taken);
            }
        }
    }
    return taken;
}

}  // namespace greenlane::experiment
