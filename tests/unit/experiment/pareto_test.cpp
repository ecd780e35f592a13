#include "greenlane/experiment/pareto.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <numbers>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<Better> two(2, Better::lower);
const std::vector<Better> three(3, Better::lower);
const std::vector<Point> dirty{{1, 3}, {2, 2}, {3, 1}, {2, 3}, {4, 0.5}, {2, 2}};

TEST(ParetoFront, KeepsWhatNothingDominates) {
    EXPECT_THAT(pareto_front(dirty, two), ElementsAre(0, 1, 2, 4, 5));
    const std::vector<Better> mixed{Better::higher, Better::lower};
    EXPECT_THAT(pareto_front(dirty, mixed), ElementsAre(4));
    EXPECT_THAT(pareto_front({}, two), IsEmpty());
    const std::vector<Better> one{Better::higher};
    EXPECT_THAT(pareto_front(std::vector<Point>{{1}, {3}, {2}, {3}}, one), ElementsAre(1, 3));
    const std::vector<Better> neither(2, Better::neither);
    EXPECT_THROW(pareto_front(dirty, neither), ContractViolation);
    EXPECT_THROW(pareto_front(dirty, three), ContractViolation);
    EXPECT_THROW(pareto_front(std::vector<Point>{{1, std::nan("")}}, two), ContractViolation);
}

/// Against every pair, on a grid so coarse that ties are many.
TEST(ParetoFront, IsThatOfAllPairs) {
    test::Draws draws(91);
    for (const std::size_t objectives : {2, 3, 4}) {
        const std::vector<Better> directions(objectives, Better::lower);
        std::vector<Point> points(60, Point(objectives));
        for (Point& point : points) {
            for (double& value : point) {
                value = static_cast<double>(draws.below(6));
            }
        }
        std::vector<std::size_t> expected;
        for (std::size_t i = 0; i < points.size(); ++i) {
            bool kept = true;
            for (const Point& other : points) {
                bool no_worse = true;
                for (std::size_t o = 0; o < objectives; ++o) {
                    no_worse = no_worse && other[o] <= points[i][o];
                }
                kept = kept && !(no_worse && other != points[i]);
            }
            if (kept) {
                expected.push_back(i);
            }
        }
        EXPECT_EQ(pareto_front(points, directions), expected);
    }
}

TEST(Hypervolume, OfKnownFronts) {
    EXPECT_DOUBLE_EQ(hypervolume(std::vector<Point>{{1, 3}, {2, 2}, {3, 1}}, two, {4, 4}), 6);
    EXPECT_DOUBLE_EQ(hypervolume(dirty, two, {4, 4}), 6);
    EXPECT_DOUBLE_EQ(hypervolume(std::vector<Point>{{1, 2, 3}, {2, 3, 1}, {3, 1, 2}, {2, 2, 2}},
                                 three, {4, 4, 4}),
                     14);
    EXPECT_NEAR(
        hypervolume(std::vector<Point>{{0, 0, 1}, {1, 0, 0}, {0, 1, 0}}, three, {1.1, 1.1, 1.1}),
        0.331, 1e-14);
    EXPECT_EQ(hypervolume({}, two, {4, 4}), 0);
    std::vector<Point> circle;
    for (int i = 0; i < 10; ++i) {
        const double angle = std::numbers::pi / 2 * i / 9;
        circle.push_back({std::cos(angle), std::sin(angle)});
    }
    EXPECT_NEAR(hypervolume(circle, two, {1.1, 1.1}), 0.3848388687358512, 1e-14);
    const std::vector<Better> gains(2, Better::higher);
    EXPECT_DOUBLE_EQ(hypervolume(std::vector<Point>{{3, 1}, {2, 2}}, gains, {0, 0}), 5);
}

/// 2 / 3 is the limit of ZDT1's front f2 = 1 - sqrt(f1), reference (1, 1); n points fall short of
/// it by about half of a step's rectangles.
TEST(Hypervolume, OfAFineFrontNearsItsLimit) {
    std::vector<Point> front;
    for (int i = 0; i <= 20000; ++i) {
        const double root = i / 20000.0;
        front.push_back({root * root, 1 - root});
    }
    EXPECT_NEAR(hypervolume(front, two, {1, 1}), 2.0 / 3, 1e-4);
    EXPECT_LT(hypervolume(front, two, {1, 1}), 2.0 / 3);
}

/// Unit cells of a grid that some point dominates, counted one by one.
TEST(Hypervolume, IsTheNumberOfCellsDominated) {
    test::Draws draws(92);
    for (const std::size_t objectives : {1, 2, 3, 4, 5}) {
        constexpr std::size_t side = 5;
        std::vector<Better> directions(objectives, Better::lower);
        directions.back() = Better::higher;
        std::vector<Point> points(12, Point(objectives));
        for (Point& point : points) {
            for (double& value : point) {
                value = static_cast<double>(draws.below(side + 1));
            }
        }
        std::size_t cells = 1;
        for (std::size_t o = 0; o < objectives; ++o) {
            cells *= side;
        }
        int dominated = 0;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            bool covered = false;
            for (const Point& point : points) {
                std::size_t rest = cell;
                bool by_this = true;
                for (std::size_t o = 0; o < objectives; ++o, rest /= side) {
                    const auto low = static_cast<double>(rest % side);
                    by_this =
                        by_this && (o + 1 < objectives ? point[o] <= low : point[o] >= low + 1);
                }
                covered = covered || by_this;
            }
            dominated += covered;
        }
        Point reference(objectives, side);
        reference.back() = 0;
        EXPECT_DOUBLE_EQ(hypervolume(points, directions, reference), dominated) << objectives;
    }
}

TEST(Knee, LiesFarthestFromTheChord) {
    // scaled: (0, 1), (0.1, 0.4), (0.4, 0.1), (1, 0), and a dominated (0.3, 0.9) beyond the chord
    const std::vector<Point> points{{0, 1000}, {1, 400}, {4, 100.5}, {10, 0}, {3, 900}};
    EXPECT_EQ(knee(points, two), 1);
    EXPECT_EQ(knee(std::vector<Point>{{0, 10}, {5, 5}, {10, 0}}, two), std::nullopt);
    EXPECT_EQ(knee(std::vector<Point>{{0, 10}, {8, 8}, {10, 0}}, two), std::nullopt);
    EXPECT_EQ(knee(std::vector<Point>{{0, 1}, {1, 0}}, two), std::nullopt);
    EXPECT_EQ(knee({}, two), std::nullopt);
    const std::vector<Better> mixed{Better::higher, Better::lower};
    EXPECT_EQ(knee(std::vector<Point>{{10, 5}, {9, 1}, {0, 0}}, mixed), 1);
    EXPECT_EQ(knee(std::vector<Point>{{0, 1, 1}, {1, 0, 1}, {1, 1, 0}, {0.2, 0.2, 0.2}}, three), 3);
}

/// Mean time in an M/M/c station, waiting included.
double station_time(double arrivals, double service, int servers) {
    const double load = arrivals / service;
    double blocked = 1;  // Erlang B
    for (int c = 1; c <= servers; ++c) {
        blocked = load * blocked / (c + load * blocked);
    }
    const double waits = blocked / (1 - load / servers * (1 - blocked));
    return waits / (servers * service - arrivals) + 1 / service;
}

/// opt_staff_public: all 1,080 staffings of five stations.
TEST(ParetoFront, OfStaffingIsTheEnumeratedOne) {
    const auto reference = test::comparison_case("opt_staff_public");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    const auto& params = reference->at("params");
    std::vector<Point> points{{0, 0}};
    for (std::size_t station = 0; station < params.at("lams").size(); ++station) {
        const double arrivals = params.at("lams")[station];
        const auto& range = params.at("c_ranges")[station];
        std::vector<Point> longer;
        for (const Point& point : points) {
            for (int servers = range[0]; servers <= range[1].get<int>(); ++servers) {
                const double time = station_time(arrivals, params.at("mus")[station], servers);
                longer.push_back(
                    {point[0] + servers * params.at("unit_cost")[station].get<double>(),
                     point[1] + arrivals / params.at("external_rate").get<double>() * time});
            }
        }
        points = std::move(longer);
    }
    const auto& values = reference->at("values");
    EXPECT_EQ(points.size(), values.at("n_configs").get<std::size_t>());
    // Equal costs and times are sums in another order: to twelve digits they are equal.
    for (Point& point : points) {
        for (double& value : point) {
            value = std::round(value * 1e12) / 1e12;
        }
    }
    const auto front = pareto_front(points, two);
    ASSERT_EQ(front.size(), values.at("pareto_size").get<std::size_t>());
    const Point worst = values.at("hv_ref").get<Point>();
    EXPECT_NEAR(hypervolume(points, two, worst), values.at("pareto_hypervolume").get<double>(),
                1e-10);
    double cheapest = 1e9;
    for (const Point& point : points) {
        cheapest = point[1] <= params.at("T_hours") ? std::min(cheapest, point[0]) : cheapest;
    }
    EXPECT_DOUBLE_EQ(cheapest, values.at("optimum_cost").get<double>());
}

}  // namespace
}  // namespace greenlane::experiment
