#include "greenlane/experiment/bootstrap.h"

#include "support/draws.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Clusters;
using kpi::Measure;

constexpr double normal_975 = 1.959964;
const std::size_t selected = kpi::kpi_index("selectivity.selected");

void put(Clusters& clusters, std::size_t week, std::size_t group, std::int64_t declarations,
         std::int64_t chosen) {
    kpi::Cell& cell = clusters.cell(week, group);
    cell[Measure::lodged] += declarations;
    cell[Measure::described] += declarations;
    cell[Measure::selected] += chosen;
}

DataIntervals intervals_of(const Clusters& clusters, std::uint64_t seed = 1) {
    return bootstrap(clusters, seed, {}, true);
}

/// Of the share selected, in percentage points.
double width(const Clusters& clusters, std::uint64_t seed = 1) {
    const auto interval = intervals_of(clusters, seed).by_kpi[selected];
    return interval ? interval->high - interval->low : 0;
}

/// Cells of all sizes, some of them empty; importers and weeks that are selected more than others.
Clusters uneven(std::size_t weeks, std::size_t groups) {
    test::Draws draws(5);
    Clusters clusters;
    for (std::size_t week = 0; week < weeks; ++week) {
        const double busy = 0.2 * draws.uniform();
        for (std::size_t group = 0; group < groups; ++group) {
            const auto declarations = static_cast<std::int64_t>(draws.below(20));
            const double share = 0.1 + busy + 0.4 * static_cast<double>(group % 7 == 0);
            const auto chosen = std::lround(share * static_cast<double>(declarations));
            put(clusters, week, group, declarations, chosen);
        }
    }
    return clusters;
}

/// A week deviates as the group of the same number does: drawn alike, they would add up.
Clusters additive(std::size_t size) {
    Clusters clusters;
    for (std::size_t week = 0; week < size; ++week) {
        for (std::size_t group = 0; group < size; ++group) {
            put(clusters, week, group, 10, 1 + 3 * (week % 5 == 0) + 3 * (group % 5 == 0));
        }
    }
    return clusters;
}

/// The formula of bootstrap.h, in percentage points.
double standard_error(const Clusters& clusters) {
    kpi::Cell overall;
    double weeks = 0;
    for (const auto& cells : clusters.weeks()) {
        weeks += !cells.empty();
        for (const kpi::Cell& cell : cells) {
            overall += cell;
        }
    }
    const auto all = static_cast<double>(overall[Measure::described]);
    const double share = static_cast<double>(overall[Measure::selected]) / all;
    std::vector<double> by_group(Clusters::groups);
    std::vector<bool> lodges(Clusters::groups);
    double cell_squares = 0;
    double week_squares = 0;
    for (const auto& cells : clusters.weeks()) {
        double by_week = 0;
        for (std::size_t group = 0; group < cells.size(); ++group) {
            const auto declarations = static_cast<double>(cells[group][Measure::described]);
            const auto chosen = static_cast<double>(cells[group][Measure::selected]);
            const double residual = (chosen - share * declarations) / all;
            cell_squares += residual * residual;
            by_group[group] += residual;
            by_week += residual;
            lodges[group] = lodges[group] || declarations > 0;
        }
        week_squares += by_week * by_week;
    }
    double group_squares = 0;
    for (const double residual : by_group) {
        group_squares += residual * residual;
    }
    const auto groups = static_cast<double>(std::count(lodges.begin(), lodges.end(), true));
    return 100 * std::sqrt(cell_squares + (1 - 1 / groups) * week_squares +
                           (1 - 1 / weeks) * group_squares);
}

/// Half the mean width of intervals by many seeds is 1.96 standard errors: z = 4, and 1 % for terms
/// of higher order and the quantiles of 400 values.
void expect_closed_form(const Clusters& clusters) {
    constexpr double z = 4;
    constexpr std::size_t seeds = 30;
    const double expected = 2 * normal_975 * standard_error(clusters);
    double sum = 0;
    double squares = 0;
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        const double difference = width(clusters, seed) - expected;
        sum += difference;
        squares += difference * difference;
    }
    const double mean = sum / seeds;
    const double error = std::sqrt((squares / seeds - mean * mean) / (seeds - 1));
    EXPECT_NEAR(mean, 0, z * error + 0.01 * expected);
}

TEST(BootstrapTest, HasTheStandardErrorOfTheClosedForm) {
    expect_closed_form(uneven(30, 40));
    expect_closed_form(uneven(52, 12));
}

TEST(BootstrapTest, DrawsWeeksAndImportersIndependently) {
    expect_closed_form(additive(24));
}

TEST(BootstrapTest, IsWiderWhereFewImportersMakeTheFigure) {
    Clusters alike;
    Clusters apart;
    for (std::size_t week = 0; week < 20; ++week) {
        for (std::size_t group = 0; group < 20; ++group) {
            put(alike, week, group, 10, (week + group) % 10 == 0 ? 10 : 0);
            put(apart, week, group, 10, group % 10 == 0 ? 10 : 0);
        }
    }
    EXPECT_GT(width(apart), 2 * width(alike));
}

TEST(BootstrapTest, TheFigureLiesWithin) {
    const Clusters clusters = uneven(30, 30);
    const auto interval = intervals_of(clusters).by_kpi[selected];
    kpi::Cell overall;
    for (const auto& cells : clusters.weeks()) {
        for (const kpi::Cell& cell : cells) {
            overall += cell;
        }
    }
    const auto share = 100 * static_cast<double>(overall[Measure::selected]) /
                       static_cast<double>(overall[Measure::described]);
    EXPECT_TRUE(interval->contains(share));
    EXPECT_NEAR(interval->low + interval->high, 2 * share, interval->high - interval->low);
}

TEST(BootstrapTest, NeedsEightWeeksAndEightGroupsOfImporters) {
    EXPECT_TRUE(intervals_of({}).by_kpi.empty());
    EXPECT_TRUE(intervals_of(uneven(7, 60)).by_kpi.empty());
    EXPECT_TRUE(intervals_of(uneven(60, 7)).by_kpi.empty());
    const DataIntervals enough = intervals_of(uneven(8, 8));
    EXPECT_EQ(enough.weeks, 8);
    EXPECT_EQ(enough.importer_groups, 8);
    EXPECT_TRUE(enough.by_kpi[selected]);
}

TEST(BootstrapTest, CountsWeeksAndGroupsThatLodgedSomething) {
    Clusters clusters;
    for (std::size_t week = 3; week < 30; week += 3) {
        put(clusters, week, 5, 1, 0);
        put(clusters, week, 60, 1, 1);
    }
    EXPECT_EQ(intervals_of(clusters).weeks, 9);
    EXPECT_EQ(intervals_of(clusters).importer_groups, 2);
}

/// Of one group, cells are weeks, and the closed form is the sum over them.
TEST(BootstrapTest, ResamplesWeeksAloneWhereNoImporterIsNamed) {
    Clusters clusters;
    double squares = 0;
    for (std::size_t week = 0; week < 100; ++week) {
        put(clusters, week, Clusters::no_importer, 10, week % 2 == 0 ? 4 : 2);
        squares += 0.1 * 0.1;
    }
    EXPECT_EQ(intervals_of(clusters).importer_groups, 0);
    const double expected = 2 * normal_975 * 100 * std::sqrt(squares) / 100;
    // Of a width by 400 resamples the standard error is 4.8 %: z = 4.
    EXPECT_NEAR(width(clusters), expected, 4 * 0.048 * expected);
}

TEST(BootstrapTest, SaysNothingWhereResamplingSaysNothing) {
    Clusters clusters = uneven(20, 20);
    clusters.cell(3, 3)[Measure::accepted] = 1;  // not in every resample
    const DataIntervals data = intervals_of(clusters);
    const auto of = [&](std::string_view id) { return data.by_kpi[kpi::kpi_index(id)]; };
    EXPECT_TRUE(of("selectivity.selected"));
    EXPECT_FALSE(of("selectivity.overflow"));     // 0 in all resamples
    EXPECT_FALSE(of("acceptance.time"));          // of one cell
    EXPECT_FALSE(of("clearance.time.p90"));       // a quantile
    EXPECT_FALSE(of("environment.paper_saved"));  // a sum
    EXPECT_FALSE(of("clearance.utilisation"));    // of stations
}

TEST(BootstrapTest, ResamplesTwoRunsAlikeForTheirDifference) {
    const Clusters clusters = uneven(30, 40);
    Clusters more = clusters;
    for (std::size_t week = 0; week < 30; ++week) {
        for (std::size_t group = 0; group < 40; ++group) {
            kpi::Cell& cell = more.cell(week, group);
            cell[Measure::selected] += cell[Measure::described] / 10;
        }
    }
    const DataIntervals first = intervals_of(more);
    const DataIntervals second = intervals_of(clusters);
    const auto difference = difference_interval(first, second, selected);
    ASSERT_TRUE(difference);
    // What both have in common cancels: a tenth of the width of either is left.
    EXPECT_LT(difference->high - difference->low, 0.3 * width(clusters));
    kpi::Cell sums;
    kpi::Cell more_sums;
    for (std::size_t week = 0; week < 30; ++week) {
        for (std::size_t group = 0; group < 40; ++group) {
            sums += clusters.weeks()[week][group];
            more_sums += more.weeks()[week][group];
        }
    }
    EXPECT_TRUE(difference->contains(
        100 * static_cast<double>(more_sums[Measure::selected] - sums[Measure::selected]) /
        static_cast<double>(sums[Measure::described])));
    EXPECT_FALSE(difference_interval(second, second, selected));  // all resamples agree on 0
    EXPECT_FALSE(difference_interval(first, second, kpi::kpi_index("revenue.lost")));
    EXPECT_FALSE(difference_interval(first, {}, selected));
}

TEST(BootstrapTest, DependsOnTheSeedAlone) {
    Clusters merged = uneven(20, 20);
    const Clusters other = uneven(25, 10);
    Clusters reversed = other;
    reversed.merge(merged);
    merged.merge(other);
    EXPECT_EQ(intervals_of(merged).by_kpi, intervals_of(reversed).by_kpi);
    EXPECT_NE(intervals_of(merged, 2).by_kpi, intervals_of(merged).by_kpi);
}

}  // namespace
}  // namespace greenlane::experiment
