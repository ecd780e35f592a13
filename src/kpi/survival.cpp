#include "greenlane/kpi/survival.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <utility>

namespace greenlane::kpi {

Survival::Survival(Histogram observed, Histogram censored)
    : observed_(std::move(observed)), censored_(std::move(censored)) {}

void Survival::merge(const Survival& other) {
    observed_.merge(other.observed_);
    censored_.merge(other.censored_);
}

std::vector<Survival::Step> Survival::steps() const {
    const auto ends = observed_.bins();
    const auto stops = censored_.bins();
    std::vector<Step> steps;
    steps.reserve(ends.size());
    std::uint64_t open = observed_.total() + censored_.total();
    double survival = 1;
    auto stop = stops.begin();
    for (const auto& end : ends) {
        for (; stop != stops.end() && stop->low < end.low; ++stop) {
            open -= stop->count;
        }
        survival *= static_cast<double>(open - end.count) / static_cast<double>(open);
        steps.push_back({end.middle(), open, end.count, survival});
        open -= end.count;
    }
    return steps;
}

std::optional<Duration> Survival::median() const {
    constexpr double half = 0.5 + 1e-11;  // the product of some thousand quotients is rounded
    const auto all = steps();
    const auto step = std::find_if(all.begin(), all.end(),
                                   [](const Step& each) { return each.survival <= half; });
    return step == all.end() ? std::nullopt : std::optional(step->time);
}

std::optional<double> Survival::restricted_mean(Duration limit) const {
    GREENLANE_EXPECT(limit >= 0);
    if (observed_.empty() && censored_.empty()) {
        return std::nullopt;
    }
    double area = 0;
    Duration time = 0;
    double survival = 1;
    for (const Step& step : steps()) {
        if (step.time >= limit) {
            break;
        }
        area += survival * static_cast<double>(step.time - time);
        time = step.time;
        survival = step.survival;
    }
    const auto last_bin = [](const Histogram& histogram) {
        return histogram.empty() ? Duration{-1} : histogram.bins().back().high;
    };
    if (survival > 0 && std::max(last_bin(observed_), last_bin(censored_)) < limit) {
        return std::nullopt;
    }
    return area + survival * static_cast<double>(limit - time);
}

}  // namespace greenlane::kpi
