#include "greenlane/report/certainty.h"

#include <gmock/gmock.h>

namespace greenlane::report {
namespace {

TEST(ProbabilityText, ClaimsNoMoreThanIsKnown) {
    EXPECT_EQ(probability_text(0.9499), "94.9 %");
    EXPECT_EQ(probability_text(0.9496), "94.9 %");
    EXPECT_EQ(probability_text(0.95), "95.0 %");
    EXPECT_EQ(probability_text(0.9986), "99.8 %");
    EXPECT_EQ(probability_text(0.999), "99.9 %");
    EXPECT_EQ(probability_text(0.9991), "> 99.9 %");
    EXPECT_EQ(probability_text(1.0), "> 99.9 %");
    EXPECT_EQ(probability_text(0.001), "0.1 %");
    EXPECT_EQ(probability_text(0.0009), "< 0.1 %");
    EXPECT_EQ(probability_text(0.0), "< 0.1 %");
    EXPECT_EQ(probability_text(std::nullopt), "n/a");
    for (int tenths = 1; tenths <= 999; ++tenths) {
        EXPECT_EQ(probability_text(tenths / 1000.0),
                  std::to_string(tenths / 10) + '.' + std::to_string(tenths % 10) + " %");
    }
}

TEST(CertaintyText, SaysHowSureTheWinnerIs) {
    using testing::EndsWith;
    experiment::Tuning tuning;
    tuning.correct = 0.9986;
    EXPECT_THAT(certainty_text(tuning), EndsWith("with a probability of at least 99.8 %."));
    tuning.correct = 0.9992;
    EXPECT_THAT(certainty_text(tuning), EndsWith("with a probability of more than 99.9 %."));
    tuning.correct = 0.49;
    EXPECT_THAT(certainty_text(tuning), EndsWith("the replications do not tell them apart."));
}

}  // namespace
}  // namespace greenlane::report
