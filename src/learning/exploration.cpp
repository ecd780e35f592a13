#include "learning/exploration.h"

#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace greenlane::learning {

namespace {

/// A population stability index from which a shift is called large, by convention.
constexpr double large_shift = 0.25;
/// What the hits and misses of a share count a week later.
constexpr double kept_a_week = 0.9;

/// From the least to the most, by the size of a significant shift.
double share_at(const std::optional<Drift>& drift) {
    if (!drift || drift->p >= drift_significance) {
        return drift_least;
    }
    const double excess = std::max(0.0, drift->worst.psi - drift->worst.psi_noise);
    return drift_least + (drift_most - drift_least) * std::min(1.0, excess / large_shift);
}

}  // namespace

double Exploration::share(const std::optional<Drift>& drift) {
    switch (definition_.kind) {
        case ExplorationDefinition::Kind::fixed:
            return definition_.share;
        case ExplorationDefinition::Kind::bandit:
            return draw_arm();
        case ExplorationDefinition::Kind::drift:
            return share_at(drift);
    }
    return 0;
}

/// Thompson sampling with discounted counts (Raj and Kalyani 2017, arXiv:1707.09727): the share is
/// taken whose hit rate, drawn from Beta(1 + hits, 1 + misses), is highest; the law is taken as
/// normal.
double Exploration::draw_arm() {
    std::size_t best = 0;
    double highest = -std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < arms_.size(); ++i) {
        const random::Stream stream{random::Purpose::lottery, random::name_key("bandit"),
                                    static_cast<std::uint32_t>(i)};
        const double normal =
            random::normal_quantile(random::uniform(random::draw(key_, week_, stream).first));
        const double a = 1 + arms_[i].hits;
        const double b = 1 + arms_[i].misses;
        const double mean = a / (a + b);
        const double rate = mean + normal * std::sqrt(mean * (1 - mean) / (a + b + 1));
        if (rate > highest) {
            highest = rate;
            best = i;
        }
    }
    ++week_;
    pulled_.push_back(best);
    return bandit_shares[best];
}

void Exploration::find_out(std::uint64_t hits, std::uint64_t inspected) {
    if (pulled_.empty()) {
        return;
    }
    for (Arm& arm : arms_) {
        arm.hits *= kept_a_week;
        arm.misses *= kept_a_week;
    }
    Arm& arm = arms_[pulled_.front()];
    arm.hits += static_cast<double>(hits);
    arm.misses += static_cast<double>(inspected - hits);
    pulled_.pop_front();
}

}  // namespace greenlane::learning
