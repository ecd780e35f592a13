#include "greenlane/kpi/histogram.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::Draws;

Histogram of(const std::vector<Duration>& durations) {
    Histogram histogram;
    for (const Duration duration : durations) {
        histogram.add(duration);
    }
    return histogram;
}

void expect_near(Duration binned, Duration exact) {
    EXPECT_LE(std::abs(static_cast<double>(binned - exact)),
              Histogram::relative_error * static_cast<double>(exact))
        << binned << " for " << exact;
}

TEST(Histogram, StaysWithinItsErrorInEveryOctave) {
    Draws draws(1);
    for (int bits = 0; bits < 63; ++bits) {
        const Duration first = Duration{1} << bits;
        for (int i = 0; i < 300; ++i) {
            const Duration offset = static_cast<Duration>(draws.below(first));
            for (const Duration value : {first, first + offset, first + (first - 1)}) {
                const auto bins = of({value}).bins();
                ASSERT_EQ(bins.size(), 1);
                EXPECT_LE(bins[0].low, value);
                EXPECT_GE(bins[0].high, value);
                expect_near(*of({value}).quantile(0.5), value);
            }
        }
    }
}

TEST(Histogram, IsExactBelow256) {
    for (Duration value = 0; value < 256; ++value) {
        EXPECT_EQ(of({value}).quantile(1), value);
    }
}

TEST(Histogram, BinsFollowEachOtherWithoutGapOrOverlap) {
    Histogram histogram;
    for (Duration low = 0; low < Duration{1} << 20;) {
        histogram.add(low);
        low = histogram.bins().back().high + 1;
    }
    const auto bins = histogram.bins();
    EXPECT_EQ(bins.size(), 256 + 12 * 128);
    for (std::size_t i = 1; i < bins.size(); ++i) {
        ASSERT_EQ(bins[i].low, bins[i - 1].high + 1);
        ASSERT_EQ(bins[i].count, 1);
    }
}

TEST(Histogram, HoldsTheLongestDurationAndRefusesNegativeOnes) {
    const Duration longest = std::numeric_limits<Duration>::max();
    EXPECT_EQ(of({longest}).bins()[0].high, longest);
    Histogram histogram = of({longest});
    EXPECT_THROW(histogram.add(-1), ContractViolation);
    EXPECT_THROW(histogram.add(std::numeric_limits<Duration>::min()), ContractViolation);
    EXPECT_EQ(histogram, of({longest}));
}

TEST(Histogram, QuantilesMatchASortOnManyShapes) {
    const std::vector<std::function<double(Draws&)>> shapes{
        [](Draws&) { return 7.2e6; },
        [](Draws& d) { return 200 * d.uniform(); },
        [](Draws& d) { return 8.64e7 * d.uniform(); },
        [](Draws& d) { return 1.44e6 * d.exponential(); },
        [](Draws& d) { return 6e5 * std::exp(2 * d.normal()); },
        [](Draws& d) { return d.uniform() < 0.5 ? 0 : 1e9 + 1e6 * d.exponential(); },
        [](Draws& d) { return std::exp(40 * d.uniform()); },
    };
    Draws draws(2);
    for (std::size_t shape = 0; shape < shapes.size(); ++shape) {
        for (const std::size_t size : {1, 2, 10, 99, 2000}) {
            std::vector<Duration> durations(size);
            for (Duration& duration : durations) {
                duration = static_cast<Duration>(shapes[shape](draws));
            }
            const Histogram histogram = of(durations);
            std::sort(durations.begin(), durations.end());
            for (const std::size_t permille : {0, 1, 100, 250, 500, 900, 950, 990, 1000}) {
                const std::size_t rank = std::max<std::size_t>((permille * size + 999) / 1000, 1);
                SCOPED_TRACE(testing::Message() << "shape " << shape << ", size " << size << ", p "
                                                << static_cast<double>(permille) / 1000);
                expect_near(*histogram.quantile(static_cast<double>(permille) / 1000),
                            durations[rank - 1]);
            }
        }
    }
}

struct Tailed {
    const char* name;
    std::function<double(Draws&)> value;
};

/// oa_quantile_sketch: 200,000 values, merged in 100 random orders, agree with their own quantiles
/// within 0.5 %, and with the law's within sampling error; z = 3.29.
TEST(Histogram, QuantilesOfLongTailsAgreeWithTheReferenceInAnyOrderOfMerging) {
    const auto reference = test::comparison_case("oa_quantile_sketch");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    constexpr std::size_t size = 200'000;
    constexpr double unit = 1e6;  // ms
    const std::vector<Tailed> laws{
        {"exp", [](Draws& d) { return d.exponential(); }},
        {"lognormal_s1", [](Draws& d) { return std::exp(d.normal()); }},
        {"gamma_k.5",
         [](Draws& d) {
             const double z = d.normal();
             return z * z / 2;
         }},
        {"pareto_a2.5", [](Draws& d) { return std::pow(d.uniform(), -1 / 2.5); }},
    };
    Draws draws(3);
    for (const Tailed& law : laws) {
        std::vector<Duration> durations(size);
        std::vector<Histogram> parts(64);
        for (Duration& duration : durations) {
            duration = static_cast<Duration>(unit * law.value(draws));
            parts[draws.below(parts.size())].add(duration);
        }
        const Histogram whole = of(durations);
        for (int order = 0; order < 100; ++order) {
            std::vector<Histogram> tree = parts;
            while (tree.size() > 1) {
                std::swap(tree[draws.below(tree.size())], tree.back());
                const Histogram last = tree.back();
                tree.pop_back();
                tree[draws.below(tree.size())].merge(last);
            }
            ASSERT_EQ(tree[0], whole);
        }
        std::sort(durations.begin(), durations.end());
        for (const char* p : {"0.5", "0.9", "0.95", "0.99", "0.999"}) {
            SCOPED_TRACE(testing::Message() << law.name << ", p " << p);
            const auto found = static_cast<double>(*whole.quantile(std::stod(p)));
            const auto rank = static_cast<std::size_t>(std::ceil(std::stod(p) * size));
            const auto exact = static_cast<double>(durations[rank - 1]);
            EXPECT_LE(std::abs(found - exact), 0.005 * exact);
            const auto key = std::string(law.name) + "_p" + p;
            if (reference->at("values").contains(key)) {
                const auto& values = reference->at("values").at(key);
                const auto q = values.at("q").get<double>();
                const double error = values.at("se_times_sqrt_n").get<double>() / std::sqrt(size);
                EXPECT_NEAR(found / unit, q, 3.29 * error + Histogram::relative_error * q);
            }
        }
    }
}

TEST(Histogram, ARoundedProductDoesNotMoveTheRank) {
    Histogram histogram;
    for (Duration value = 1; value <= 100; ++value) {
        histogram.add(value);
    }
    for (int percent = 1; percent <= 100; ++percent) {
        EXPECT_EQ(histogram.quantile(percent / 100.0), percent);  // 0.55 * 100 > 55 in doubles
    }
    EXPECT_EQ(histogram.quantile(0.5501), 56);
    EXPECT_EQ(histogram.quantile(0), 1);
}

TEST(Histogram, MergingIsTheUnionInAnyOrder) {
    Draws draws(3);
    std::vector<Duration> all;
    std::vector<Histogram> parts(4);
    for (int i = 0; i < 1000; ++i) {
        all.push_back(static_cast<Duration>(std::exp(25 * draws.uniform())));
        parts[draws.below(3)].add(all.back());  // the last part stays empty
    }
    Histogram forwards;
    Histogram backwards;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        forwards.merge(parts[i]);
        backwards.merge(parts[parts.size() - 1 - i]);
    }
    EXPECT_EQ(forwards, of(all));
    EXPECT_EQ(backwards, of(all));
    EXPECT_EQ(forwards.total(), 1000);
}

TEST(Histogram, IsStoredAsItsBins) {
    const Histogram histogram = of({0, 255, 256, 257, 1000000, 1000000, 1});
    Histogram read;
    for (const auto& bin : histogram.bins()) {
        read.add(bin.low, bin.count);
    }
    EXPECT_EQ(read, histogram);
    EXPECT_THAT(histogram.bins(),
                testing::ElementsAre(Histogram::Bin{0, 0, 1}, Histogram::Bin{1, 1, 1},
                                     Histogram::Bin{255, 255, 1}, Histogram::Bin{256, 257, 2},
                                     Histogram::Bin{999424, 1003519, 2}));
}

TEST(Histogram, AddingNoneChangesNothing) {
    Histogram histogram = of({10});
    histogram.add(5, 0);
    histogram.add(5000, 0);
    EXPECT_EQ(histogram, of({10}));
}

TEST(Histogram, CountsAtOrBelowByBin) {
    const Histogram histogram = of({0, 10, 10, 300, 5000});
    EXPECT_EQ(histogram.count_at_or_below(0), 1);
    EXPECT_EQ(histogram.count_at_or_below(9), 1);
    EXPECT_EQ(histogram.count_at_or_below(10), 3);
    EXPECT_EQ(histogram.count_at_or_below(299), 3);
    EXPECT_EQ(histogram.count_at_or_below(301), 4);
    EXPECT_EQ(histogram.count_at_or_below(std::numeric_limits<Duration>::max()), 5);
}

TEST(Histogram, AnEmptyOneHasNoQuantile) {
    EXPECT_TRUE(Histogram().empty());
    EXPECT_EQ(Histogram().quantile(0.5), std::nullopt);
    EXPECT_EQ(Histogram().total(), 0);
    EXPECT_EQ(Histogram().count_at_or_below(100), 0);
}

}  // namespace
}  // namespace greenlane::kpi
