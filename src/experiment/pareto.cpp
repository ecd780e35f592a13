#include "greenlane/experiment/pareto.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace greenlane::experiment {

namespace {

/// Lower is better in every objective.
Point turned(const Point& point, Directions directions) {
    GREENLANE_EXPECT(!directions.empty() && point.size() == directions.size());
    Point costs(point.size());
    for (std::size_t i = 0; i < point.size(); ++i) {
        GREENLANE_EXPECT(directions[i] != kpi::Better::neither && !std::isnan(point[i]));
        costs[i] = directions[i] == kpi::Better::lower ? point[i] : -point[i];
    }
    return costs;
}

std::vector<Point> turned(std::span<const Point> points, Directions directions) {
    std::vector<Point> costs;
    for (const Point& point : points) {
        costs.push_back(turned(point, directions));
    }
    return costs;
}

bool dominates(const Point& one, const Point& other) {
    return one != other && std::equal(one.begin(), one.end(), other.begin(), std::less_equal<>());
}

/// A point that dominates another comes before it in lexicographic order: each is compared with the
/// front so far only.
std::vector<std::size_t> front_of(std::span<const Point> costs) {
    std::vector<std::size_t> order(costs.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return costs[a] < costs[b]; });
    std::vector<std::size_t> front;
    for (const std::size_t candidate : order) {
        if (std::none_of(front.begin(), front.end(), [&](std::size_t member) {
                return dominates(costs[member], costs[candidate]);
            })) {
            front.push_back(candidate);
        }
    }
    std::sort(front.begin(), front.end());
    return front;
}

/// The area between points and reference, x rising.
double area(std::span<const Point> sorted, const Point& reference) {
    double covered = 0;
    double y = reference[1];
    for (const Point& point : sorted) {
        if (point[1] < y) {
            covered += (reference[0] - point[0]) * (y - point[1]);
            y = point[1];
        }
    }
    return covered;
}

/// Of the first `objectives` ones, of points that are all better than the reference.
double volume(std::vector<Point> costs, const Point& reference, std::size_t objectives) {
    if (objectives <= 2) {
        std::sort(costs.begin(), costs.end());
        if (objectives == 2) {
            return area(costs, reference);
        }
        return costs.empty() ? 0 : reference[0] - costs.front()[0];
    }
    const std::size_t last = objectives - 1;
    std::sort(costs.begin(), costs.end(),
              [last](const Point& a, const Point& b) { return a[last] < b[last]; });
    double total = 0;
    std::vector<Point> slice;  // what reaches into it, without those that others hide
    for (std::size_t i = 0; i < costs.size(); ++i) {
        Point section(costs[i].begin(), costs[i].begin() + static_cast<std::ptrdiff_t>(last));
        const bool hidden = std::any_of(slice.begin(), slice.end(), [&](const Point& other) {
            return other == section || dominates(other, section);
        });
        if (!hidden) {
            std::erase_if(slice, [&](const Point& other) { return dominates(section, other); });
            slice.push_back(std::move(section));
        }
        const double end = i + 1 < costs.size() ? costs[i + 1][last] : reference[last];
        if (end > costs[i][last]) {
            total += (end - costs[i][last]) * volume(slice, reference, last);
        }
    }
    return total;
}

}  // namespace

std::vector<std::size_t> pareto_front(std::span<const Point> points, Directions directions) {
    return front_of(turned(points, directions));
}

double hypervolume(std::span<const Point> points, Directions directions, const Point& reference) {
    const Point worst = turned(reference, directions);
    std::vector<Point> inside = turned(points, directions);
    std::erase_if(inside, [&](const Point& point) {
        return !std::equal(point.begin(), point.end(), worst.begin(), std::less<>());
    });
    return volume(std::move(inside), worst, directions.size());
}

std::optional<std::size_t> knee(std::span<const Point> points, Directions directions) {
    const std::vector<Point> costs = turned(points, directions);
    const std::vector<std::size_t> front = front_of(costs);
    std::vector<double> distance(front.size(), 1);  // from the chord, times sqrt(objectives)
    for (std::size_t objective = 0; objective < directions.size(); ++objective) {
        double best = std::numeric_limits<double>::infinity();
        double worst = -best;
        for (const std::size_t member : front) {
            best = std::min(best, costs[member][objective]);
            worst = std::max(worst, costs[member][objective]);
        }
        for (std::size_t i = 0; i < front.size(); ++i) {
            const double above = costs[front[i]][objective] - best;
            distance[i] -= worst > best ? above / (worst - best) : 0;
        }
    }
    const auto farthest = std::max_element(distance.begin(), distance.end());
    constexpr double rounding = 1e-12;
    if (farthest == distance.end() || *farthest <= rounding || front.size() < 3) {
        return std::nullopt;
    }
    return front[static_cast<std::size_t>(farthest - distance.begin())];
}

}  // namespace greenlane::experiment
