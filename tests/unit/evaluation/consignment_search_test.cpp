#include "greenlane/evaluation/consignment_search.h"

#include "support/draws.h"

#include <cmath>

#include <boost/math/distributions/beta.hpp>
#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

TEST(ConsignmentSearch, the_first_infested_unit_lies_where_order_statistics_say) {
    // Opening all of a lot: the first of K among N is at (N + 1) / (K + 1) on average.
    const ConsignmentSearch search = search_lot({100, 4}, 100);
    EXPECT_NEAR(search.items_to_first_find(), 101.0 / 5, 1e-10);
    EXPECT_EQ(search.items_to_completion(), 100u);
    EXPECT_NEAR(search.detection(), 1, 1e-12);
    EXPECT_NEAR(search_lot({1000, 10}, 258).detection(), detection_probability({1000, 10}, 258), 0);
}

TEST(ConsignmentSearch, without_clustering_items_are_binomial) {
    const ConsignmentSearch search = search_boxes({0.03, 0}, 4, 5, 0.8);
    ASSERT_EQ(search.missed.size(), 21u);
    for (std::size_t t = 0; t <= 20; ++t) {
        EXPECT_NEAR(search.missed[t], std::pow(1 - 0.03 * 0.8, t), 1e-14);
    }
    // Geometric, cut off: (1 - q^n) / p.
    EXPECT_NEAR(search.items_to_first_find(), (1 - std::pow(0.976, 20)) / 0.024, 1e-12);
}

TEST(ConsignmentSearch, clustered_items_are_beta_binomial) {
    // With a + b = 4: P(5 of one box clean) = product of (b + i) / (a + b + i).
    const double b = 0.9 * 4;
    double clean = 1;
    for (int i = 0; i < 5; ++i) {
        clean *= (b + i) / (4 + i);
    }
    const ConsignmentSearch search = search_boxes({0.1, 0.2}, 3, 5);
    EXPECT_NEAR(search.missed[5], clean, 1e-14);
    EXPECT_NEAR(search.missed[15], clean * clean * clean, 1e-14);
    EXPECT_NEAR(search.missed[6], clean * 0.9, 1e-14);
}

TEST(ConsignmentSearch, many_boxes_beat_many_items_where_contamination_clusters) {
    const Contamination clustered{0.02, 0.3};
    EXPECT_GT(search_boxes(clustered, 60, 1).detection(),
              search_boxes(clustered, 6, 10).detection());
    EXPECT_GT(search_boxes(clustered, 6, 10).detection(),
              search_boxes(clustered, 1, 60).detection());
    EXPECT_NEAR(search_boxes(clustered, 60, 1).detection(),
                search_boxes({0.02, 0}, 60, 1).detection(), 1e-12);
}

TEST(ConsignmentSearch, agrees_with_opening_boxes_one_by_one) {
    // Boxes drawn from the Beta law and searched item by item; z below 4.
    const Contamination contamination{0.05, 0.25};
    const double sensitivity = 0.7;
    const ConsignmentSearch search = search_boxes(contamination, 5, 8, sensitivity);
    const boost::math::beta_distribution<> law(0.05 * 3, 0.95 * 3);
    test::Draws draws(20261122);
    constexpr int consignments = 20'000;
    double detected = 0;
    double opened = 0;
    double opened_squared = 0;
    for (int i = 0; i < consignments; ++i) {
        int items = 0;
        bool found = false;
        for (int box = 0; box < 5 && !found; ++box) {
            const double share = boost::math::quantile(law, draws.uniform());
            for (int item = 0; item < 8 && !found; ++item) {
                ++items;
                found = draws.uniform() < share && draws.uniform() < sensitivity;
            }
        }
        detected += found;
        opened += items;
        opened_squared += items * items;
    }
    const double n = consignments;
    const double p = search.detection();
    EXPECT_LT(std::abs(detected / n - p) / std::sqrt(p * (1 - p) / n), 4);
    const double mean = opened / n;
    const double error = std::sqrt((opened_squared / n - mean * mean) / n);
    EXPECT_LT(std::abs(mean - search.items_to_first_find()) / error, 4);
}

}  // namespace
}  // namespace greenlane::evaluation
