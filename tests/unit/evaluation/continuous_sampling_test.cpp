#include "greenlane/evaluation/continuous_sampling.h"

#include "greenlane/evaluation/sampling_simulation.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using profile::SamplingPlan;

SamplingPlan csp1(std::uint32_t clearance, double share) {
    return {.levels = {1, share}, .clearance = clearance, .spacing = 0, .reinstatement = 0};
}
SamplingPlan csp2(std::uint32_t clearance, double share, std::uint32_t spacing) {
    SamplingPlan plan = csp1(clearance, share);
    plan.spacing = spacing;
    return plan;
}
SamplingPlan skip_lot(std::uint32_t clearance, std::uint32_t reinstatement) {
    return {.levels = {1, 0.5, 0.25, 0.1},
            .clearance = clearance,
            .spacing = 0,
            .reinstatement = reinstatement};
}

TEST(ContinuousSampling, share_inspected_is_dodges) {
    EXPECT_NEAR(share_inspected(csp1(10, 0.1), 0.05), 0.1565, 0.00005);
    for (const double p : {0.001, 0.02, 0.3}) {
        const double clear = std::pow(1 - p, 25);
        EXPECT_NEAR(share_inspected(csp1(25, 0.2), p), 0.2 / (0.2 + 0.8 * clear), 1e-13);
    }
}

TEST(ContinuousSampling, csp_2_is_dodge_and_torreys) {
    const double p = 0.03, q = 0.97, f = 0.1;
    const double u = (1 - std::pow(q, 20)) / (p * std::pow(q, 20));
    const double v = (2 - std::pow(q, 15)) / (f * p * (1 - std::pow(q, 15)));
    EXPECT_NEAR(share_inspected(csp2(20, f, 15), p), (u + f * v) / (u + v), 1e-13);
}

TEST(ContinuousSampling, shares_at_the_ends) {
    for (const SamplingPlan& plan : {csp1(10, 0.1), csp2(10, 0.1, 5), skip_lot(5, 2)}) {
        EXPECT_EQ(share_inspected(plan, 0), 0.1);
        EXPECT_NEAR(share_inspected(plan, 1e-12), 0.1, 1e-9);
        EXPECT_NEAR(share_inspected(plan, 1), 1, 1e-12);
        EXPECT_EQ(share_inspected(plan, 0.1, 0.5), share_inspected(plan, 0.05));
    }
}

/// Dodge (1943): the worst incoming rate solves f ((i + 1) p - 1) = (1 - f) (1 - p)^(i + 1), and
/// the limit is ((i + 1) p - 1) / i.
TEST(ContinuousSampling, outgoing_limit_satisfies_dodges_equation) {
    for (const auto& [clearance, share] : {std::pair{10u, 0.1}, {50u, 0.05}, {3u, 0.5}}) {
        const OutgoingLimit limit = outgoing_limit(csp1(clearance, share));
        const double i = clearance;
        // At the top the function is flat: its place is known to half the digits.
        EXPECT_NEAR(share * ((i + 1) * limit.incoming - 1),
                    (1 - share) * std::pow(1 - limit.incoming, i + 1), 1e-6);
        EXPECT_NEAR(limit.outgoing, ((i + 1) * limit.incoming - 1) / i, 1e-6);
        EXPECT_NEAR(limit.outgoing, outgoing_rate(csp1(clearance, share), limit.incoming), 1e-15);
    }
}

TEST(ContinuousSampling, an_inspection_that_misses_much_lets_the_worst_through) {
    const OutgoingLimit limit = outgoing_limit(csp1(10, 0.1), 0.5);
    EXPECT_EQ(limit.incoming, 1);
    EXPECT_NEAR(limit.outgoing, outgoing_rate(csp1(10, 0.1), 1, 0.5), 0);
    EXPECT_GT(limit.outgoing, 0.5);
}

/// A figure over independent runs, and its distance from theory in standard errors.
class Runs {
public:
    void add(double value) {
        sum_ += value;
        squares_ += value * value;
        ++n_;
    }
    double z(double expected) const {
        const double mean = sum_ / n_;
        return (mean - expected) / std::sqrt((squares_ / n_ - mean * mean) / (n_ - 1));
    }

private:
    double sum_ = 0;
    double squares_ = 0;
    double n_ = 0;
};

struct Named {
    std::string name;
    SamplingPlan plan;
};

/// Simulated against the closed forms: |z| below 3 over 30 runs.
TEST(ContinuousSampling, simulation_agrees_with_theory) {
    const ConsignmentSearch search = search_boxes({0.1, 0.2}, 6, 5, 0.9);
    for (const auto& [name, plan] : {Named{"CSP-1", csp1(10, 0.1)},
                                     {"CSP-2", csp2(10, 0.1, 5)},
                                     {"levels", skip_lot(5, 0)},
                                     {"reinstatement", skip_lot(8, 3)}}) {
        PathwaySampling sampling{plan, 0.05 / search.detection(), search, true};
        Runs share, found, stopped;
        for (std::uint64_t run = 0; run < 30; ++run) {
            const random::Key key = random::make_key(20261122, run);
            sampling.to_completion = true;
            const SamplingCounts all = simulate(sampling, key, 50'000);
            sampling.to_completion = false;
            const SamplingCounts first = simulate(sampling, key, 50'000);
            EXPECT_EQ(all.inspected, first.inspected);
            const auto inspected = static_cast<double>(all.inspected);
            share.add(inspected / 50'000);
            found.add(static_cast<double>(all.found) / inspected);
            EXPECT_EQ(all.items_opened, 30 * all.inspected);
            stopped.add(static_cast<double>(first.items_opened) / inspected);
        }
        EXPECT_LT(std::abs(share.z(share_inspected(plan, 0.05))), 3) << name;
        EXPECT_LT(std::abs(found.z(0.05)), 3) << name;
        const double effort =
            sampling.infested * search.items_to_first_find() + (1 - sampling.infested) * 30;
        EXPECT_LT(std::abs(stopped.z(effort)), 3) << name;
    }
}

TEST(ContinuousSampling, plans_meet_the_same_consignments) {
    const PathwaySampling one{csp1(10, 0.1), 0.2, search_lot({50, 5}, 10), true};
    PathwaySampling other = one;
    other.plan = skip_lot(3, 0);
    const random::Key key = random::make_key(1, 1);
    EXPECT_EQ(simulate(one, key, 3000).infested, simulate(other, key, 3000).infested);
    EXPECT_NE(simulate(one, key, 3000), simulate(other, key, 3000));
    EXPECT_EQ(simulate(one, key, 0), SamplingCounts{});
}

}  // namespace
}  // namespace greenlane::evaluation
