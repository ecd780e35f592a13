#include "report/number.h"

#include <gtest/gtest.h>

namespace greenlane::report {
namespace {

kpi::Figure figure(double mean, double low, double high) {
    return {mean, kpi::Interval{low, high}, 10};
}

TEST(Number, HasThousandsSeparators) {
    EXPECT_EQ(with_separators(std::int64_t{0}), "0");
    EXPECT_EQ(with_separators(std::int64_t{999}), "999");
    EXPECT_EQ(with_separators(std::int64_t{66139}), "66,139");
    EXPECT_EQ(with_separators(std::int64_t{-1234567}), "-1,234,567");
    EXPECT_EQ(with_separators(1234.56, 1), "1,234.6");
    EXPECT_EQ(with_separators(-123.4, 1), "-123.4");
}

TEST(Number, HasThreeDigitsWithTheirPointsInOneColumn) {
    EXPECT_EQ(show(figure(51.58, 51, 52), "%").value, "51.6  ");
    EXPECT_EQ(show(figure(5.749, 5, 6), "%").value, "5.75 ");
    EXPECT_EQ(show(figure(0.4137, 0.3, 0.5), "%").value, "0.414");
    EXPECT_EQ(show(figure(139752.3, 1, 2), "USD").value, "139,752    ");
}

TEST(Number, TellsHoursInTheUnitThatReadsWell) {
    const ShownFigure minutes = show(figure(0.5, 0.25, 0.75), "h");
    EXPECT_EQ(minutes.unit, "min");
    EXPECT_EQ(minutes.value, "30.0  ");
    EXPECT_EQ(minutes.low, "15.0");
    EXPECT_EQ(minutes.high, "45.0");
    EXPECT_EQ(show(figure(47, 40, 50), "h").unit, "h");
    EXPECT_EQ(show(figure(72, 70, 75), "h").unit, "d");
    EXPECT_EQ(show(figure(0.001, 0, 0.002), "h").unit, "s");
    EXPECT_EQ(show_hours(std::optional(figure(0.4, 0, 1))), "24 min");
    EXPECT_EQ(show_hours(6.5), "6.5 h");
}

TEST(Number, TellsNoIntervalWhereThereIsNone) {
    const ShownFigure shown = show({3.5, std::nullopt, 1}, "%");
    EXPECT_EQ(shown.low, "");
    EXPECT_EQ(shown.high, "");
}

TEST(Number, IsADashWhereUndefined) {
    EXPECT_EQ(show_share(std::nullopt), "–");
    EXPECT_EQ(show_hours(std::nullopt), "–");
    EXPECT_EQ(show_share(figure(0.516, 0, 1)), "51.6 %");
}

TEST(Number, TellsADifferenceAndItsIntervalInOneUnit) {
    const ShownDifference time = show_difference(figure(0.842, 0.607, 1.04), "h");
    EXPECT_EQ(time.value, "+0.84 h");
    EXPECT_EQ(time.interval, "+0.61 to +1.04");
    const ShownDifference share = show_difference(figure(-1.324, -2.708, -0.92), "%");
    EXPECT_EQ(share.value, "-1.32 pp");
    EXPECT_EQ(share.interval, "-2.71 to -0.92");
    // The interval decides the unit and the digits where the mean is as good as nothing.
    const ShownDifference wide = show_difference(figure(0.00002, -0.0165, 0.0379), "h");
    EXPECT_EQ(wide.value, "0.00 min");
    EXPECT_EQ(wide.interval, "-0.99 to +2.27");
    EXPECT_EQ(show_difference({0, std::nullopt, 10}, "%").value, "0 pp");
    EXPECT_EQ(show_difference({-1e-12, std::nullopt, 10}, "h").value, "0.000000 s");
    // Beside figures in hours neither days nor less than what reads well.
    const ShownDifference beside = show_difference(figure(-8.9, -202, 184), "h", 14.1);
    EXPECT_EQ(beside.value, "-9 h");
    EXPECT_EQ(beside.interval, "-202 to +184");
    EXPECT_EQ(show_difference({0.001, std::nullopt, 10}, "h", 14.1).value, "+3.60 s");
    const ShownDifference large = show_difference(figure(-179984, -44148528, 43788561), "USD");
    EXPECT_EQ(large.value, "-0.2 M USD");
    EXPECT_EQ(large.interval, "-44.1 to +43.8");
    EXPECT_EQ(show_difference({0, std::nullopt, 10}, "%").interval, "–");
    EXPECT_EQ(show_mean(figure(14.1, 13, 15), "h"), "14.1 h");
    EXPECT_EQ(show_mean(std::nullopt, "h"), "n/a");
}

}  // namespace
}  // namespace greenlane::report
