#include "greenlane/evaluation/continuous_sampling.h"

#include "greenlane/core/contract.h"

#include <cmath>

#include <boost/math/tools/minima.hpp>

namespace greenlane::evaluation {

namespace {

/// Probability that so many inspections in a row find nothing, and its complement.
struct Clear {
    Clear(double p, std::uint32_t inspections)
        : probability(std::exp(inspections * std::log1p(-p))),
          find(-std::expm1(inspections * std::log1p(-p))) {}
    double probability;
    double find;
};

}  // namespace

double share_inspected(const profile::SamplingPlan& plan, double rate, double sensitivity) {
    GREENLANE_EXPECT(rate >= 0 && rate <= 1 && sensitivity > 0 && sensitivity <= 1);
    GREENLANE_EXPECT(plan.levels.size() >= 2);
    const double p = rate * sensitivity;
    if (p == 0) {
        return plan.levels.back();
    }
    const Clear clear(p, plan.clearance);
    const Clear probation(p, plan.reinstatement);
    const double regained = plan.reinstatement > 0 ? probation.probability : 0;
    // Inspections and consignments in as much time as level 1 is earned q^i times on average.
    double at_first = clear.find / p;
    double visits = clear.probability;
    double inspections = 0;
    double consignments = 0;
    for (std::size_t level = 1; level < plan.levels.size(); ++level) {
        const bool last = level + 1 == plan.levels.size();
        const double lost = last ? 1 : clear.find;
        visits /= 1 - lost * regained;
        double stay = lost / p;
        if (last && plan.spacing > 0) {
            const Clear alert(p, plan.spacing);
            stay = (1 + alert.find) / (p * alert.find);
        }
        inspections += visits * stay;
        consignments += visits * stay / plan.levels[level];
        at_first += visits * lost * (plan.reinstatement > 0 ? probation.find / p : 0);
        visits *= clear.probability;
    }
    inspections += at_first;
    consignments += at_first / plan.levels.front();
    return inspections / consignments;
}

double outgoing_rate(const profile::SamplingPlan& plan, double rate, double sensitivity) {
    return rate * (1 - sensitivity * share_inspected(plan, rate, sensitivity));
}

OutgoingLimit outgoing_limit(const profile::SamplingPlan& plan, double sensitivity) {
    // A grid finds the hill, Brent's method its top.
    constexpr int steps = 400;
    const auto rate_at = [](int step) { return std::pow(10.0, 6.0 * step / steps - 6.0); };
    int best = 0;
    for (int step = 1; step <= steps; ++step) {
        if (outgoing_rate(plan, rate_at(step), sensitivity) >
            outgoing_rate(plan, rate_at(best), sensitivity)) {
            best = step;
        }
    }
    if (best == steps) {
        return {1, outgoing_rate(plan, 1, sensitivity)};
    }
    const auto [incoming, negated] = boost::math::tools::brent_find_minima(
        [&](double rate) { return -outgoing_rate(plan, rate, sensitivity); },
        best == 0 ? 0.0 : rate_at(best - 1), rate_at(best + 1), 40);
    return {incoming, -negated};
}

}  // namespace greenlane::evaluation
