#include "experiment/doubt.h"

#include "greenlane/experiment/pareto.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace greenlane::experiment {

namespace {

constexpr double most_doubt = 100;
constexpr double certain = 0;

/// Of a mean, in units in which it should be positive. One replication tells nothing.
double doubt_of(double mean, const PairedMean& of) {
    if (of.n < 2) {
        return most_doubt;
    }
    if (of.variance == 0) {
        return certain;
    }
    return mean <= 0 ? most_doubt : std::min(most_doubt, of.variance / (mean * mean));
}

class Doubts {
public:
    explicit Doubts(const TriedSettings& tried) : tried_(tried), needed_(tried.size()) {
        std::vector<bool> feasible(tried.size());
        for (std::size_t i = 0; i < tried.size(); ++i) {
            feasible[i] = tried.meets_limits(i);
        }
        front_ = front_of(tried, feasible);
    }

    std::vector<double> find() {
        std::vector<bool> on_front(tried_.size());
        for (const std::size_t member : front_) {
            on_front[member] = true;
            doubt_member(member);
        }
        for (std::size_t i = 0; i < tried_.size(); ++i) {
            if (tried_.comparable(i) && tried_.overloads(i).empty() && !on_front[i]) {
                doubt_outsider(i);
            }
        }
        return std::move(needed_);
    }

private:
    void need(std::size_t setting, double doubt) {
        needed_[setting] = std::max(needed_[setting], doubt);
    }
    /// That one setting is better than another in an objective; nullopt where it does not seem so.
    std::optional<double> doubt_better(std::size_t one, std::size_t other,
                                       std::size_t objective) const {
        const auto difference = tried_.difference(one, other, objective);
        if (!difference) {
            return std::nullopt;
        }
        const bool lower = tried_.problem().objectives[objective].better == kpi::Better::lower;
        const double gain = lower ? -difference->mean : difference->mean;
        return gain > 0 ? std::optional(doubt_of(gain, *difference)) : std::nullopt;
    }
    /// That one is at least as good as another in every objective.
    double doubt_dominates(std::size_t one, std::size_t other) const {
        double doubt = certain;
        for (std::size_t i = 0; i < tried_.problem().objectives.size(); ++i) {
            const auto difference = tried_.difference(one, other, i);
            const bool equal = difference && difference->n > 1 && difference->mean == 0 &&
                               difference->variance == 0;
            doubt =
                std::max(doubt, equal ? certain : doubt_better(one, other, i).value_or(most_doubt));
        }
        return doubt;
    }
    /// That no other dominates it because it is better in one objective.
    double doubt_stands(std::size_t member, std::size_t other) const {
        double doubt = most_doubt;
        for (std::size_t i = 0; i < tried_.problem().objectives.size(); ++i) {
            doubt = std::min(doubt, doubt_better(member, other, i).value_or(most_doubt));
        }
        return doubt;
    }
    /// That the mean is on the side of the limit on which it seems to be.
    double doubt_constraint(std::size_t setting, std::size_t constraint) const {
        const auto limit = tried_.to_limit(setting, constraint);
        return limit ? doubt_of(std::abs(limit->mean), *limit) : most_doubt;
    }

    void doubt_member(std::size_t member) {
        for (std::size_t i = 0; i < tried_.problem().constraints.size(); ++i) {
            need(member, doubt_constraint(member, i));
        }
        for (const std::size_t other : front_) {
            if (other != member) {
                const double doubt = doubt_stands(member, other);
                need(member, doubt);
                need(other, doubt);
            }
        }
    }
    void doubt_outsider(std::size_t setting) {
        double least = std::numeric_limits<double>::infinity();
        std::optional<std::size_t> by;
        for (std::size_t i = 0; i < tried_.problem().constraints.size(); ++i) {
            const auto limit = tried_.to_limit(setting, i);
            if (!limit || limit->mean > 0) {
                least = std::min(least, doubt_constraint(setting, i));
            }
        }
        for (const std::size_t member : front_) {
            const double doubt = doubt_dominates(member, setting);
            if (doubt < least) {
                least = doubt;
                by = member;
            }
        }
        need(setting, std::min(least, most_doubt));
        if (by) {
            need(*by, least);
        }
    }

    const TriedSettings& tried_;
    std::vector<std::size_t> front_;
    std::vector<double> needed_;
};

}  // namespace

std::vector<std::size_t> front_of(const TriedSettings& tried, const std::vector<bool>& feasible) {
    std::vector<std::size_t> systems;
    std::vector<Point> points;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        if (feasible[i]) {
            const Point point = tried.point(i);
            if (std::find(points.begin(), points.end(), point) == points.end()) {
                systems.push_back(i);
                points.push_back(point);
            }
        }
    }
    std::vector<std::size_t> front;
    for (const std::size_t member : pareto_front(points, tried.directions())) {
        front.push_back(systems[member]);
    }
    return front;
}

std::vector<double> doubts(const TriedSettings& tried) {
    return Doubts(tried).find();
}

}  // namespace greenlane::experiment
