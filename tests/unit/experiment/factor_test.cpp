#include "greenlane/experiment/factor.h"

#include "greenlane/core/diagnostics.h"

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

std::vector<std::string> levels(const char* text) {
    const Factor factor = parse_factor(text);
    std::vector<std::string> levels;
    for (std::size_t level = 0; level < factor.levels(); ++level) {
        levels.push_back(factor.level_text(level));
    }
    return levels;
}

using Texts = std::vector<std::string>;

TEST(Factor, TakesRangesExactly) {
    EXPECT_EQ(levels("a=1:4:1"), (Texts{"1", "2", "3", "4"}));
    EXPECT_EQ(levels("a=0.1:0.3:0.1"), (Texts{"0.1", "0.2", "0.3"}));
    EXPECT_EQ(levels("a=-1:1:0.5"), (Texts{"-1", "-0.5", "0", "0.5", "1"}));
    EXPECT_EQ(levels("a=1%:2.5%:0.5%"), (Texts{"0.01", "0.015", "0.02", "0.025"}));
    EXPECT_EQ(levels("a=0:100%:50%"), (Texts{"0", "0.5", "1"}));
    EXPECT_EQ(levels("a=0:1h:30min"), (Texts{"0s", "30min", "1h"}));
    EXPECT_EQ(levels("a=4%,0"), (Texts{"0.04", "0"}));
    EXPECT_EQ(levels("a=4min:12min:4min"), (Texts{"4min", "8min", "12min"}));
    EXPECT_EQ(levels("a=1h:2h:30min"), (Texts{"1h", "90min", "2h"}));
    EXPECT_EQ(levels("a=0:10:4"), (Texts{"0", "4", "8"})) << "the end need not be met";
    EXPECT_EQ(parse_factor("a=0:10:4").high, 8);
}

TEST(Factor, TakesListsOfNumbersAndOfWords) {
    EXPECT_EQ(levels("a=50,7.5,100"), (Texts{"50", "7.5", "100"}));
    EXPECT_EQ(parse_factor("a=50,7.5").scale, Scale::number);
    EXPECT_EQ(levels("a=90s,1h"), (Texts{"90s", "1h"}));
    EXPECT_EQ(levels("a=fifo,priority"), (Texts{"fifo", "priority"}));
    EXPECT_EQ(levels("a=16:00,18:00"), (Texts{"16:00", "18:00"}));
    EXPECT_EQ(levels("a=['x', 'y'],[]"), (Texts{"['x', 'y']", "[]"}));
    EXPECT_EQ(parse_factor("a=fifo,2").scale, Scale::words);
}

TEST(Factor, TellsAMillionthOfARangeApart) {
    const Factor factor = parse_factor("a=0.01:0.05");
    EXPECT_TRUE(factor.is_continuous());
    EXPECT_EQ(factor.text(factor.low), "0.01");
    EXPECT_EQ(factor.text(factor.high), "0.05");
    EXPECT_GE(factor.high - factor.low, 1'000'000);
    EXPECT_DOUBLE_EQ(factor.value(factor.tick_at(0.5)), 0.03);
    EXPECT_EQ(factor.tick_at(1e-12), factor.low);
    EXPECT_EQ(factor.tick_at(1 - 1e-12), factor.high);
}

TEST(Factor, TakesExponentsAsSetDoes) {
    EXPECT_EQ(levels("a=1e1:3e1:1e1"), (Texts{"10", "20", "30"}));
    EXPECT_EQ(levels("a=1e-2:3e-2:0.01"), (Texts{"0.01", "0.02", "0.03"}));
    EXPECT_EQ(levels("a=-2.5e+3,1E9"), (Texts{"-2500", "1000000000"}));
    EXPECT_EQ(levels("a=100e-1,2"), (Texts{"10", "2"}));
    EXPECT_EQ(parse_factor("a=1e99,2").scale, Scale::words) << "beyond what is told apart";
    EXPECT_EQ(parse_factor("a=1e-13,2").scale, Scale::words);
    EXPECT_EQ(parse_factor("a=1e,2").scale, Scale::words);
}

TEST(Factor, TellsTheValueOfItsTexts) {
    EXPECT_EQ(parse_factor("a=0.1:0.3:0.1").value_of("0.3"), 0.3);
    EXPECT_EQ(parse_factor("a=90s,1h").value_of("90s"), 90'000);
    EXPECT_FALSE(parse_factor("a=fifo,2").value_of("2"));
}

TEST(Factor, GivesWholeNumbersEqualShares) {
    Factor factor = parse_factor("a=1:4");
    ASSERT_TRUE(factor.take_whole_numbers());
    std::vector<int> counts(5);
    for (int i = 0; i < 400; ++i) {
        ++counts[static_cast<std::size_t>(factor.tick_at((i + 0.5) / 400))];
    }
    EXPECT_EQ(counts, (std::vector<int>{0, 100, 100, 100, 100}));
    EXPECT_EQ(factor.text(3), "3");
    Factor fraction = parse_factor("a=1:4.5");
    EXPECT_FALSE(fraction.take_whole_numbers());
}

struct Refused {
    const char* text;
    const char* why;
};

class FactorRefused : public testing::TestWithParam<Refused> {};

TEST_P(FactorRefused, SaysWhyAndNamesTheOption) {
    try {
        parse_factor(GetParam().text);
        FAIL() << GetParam().text;
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::usage);
        const std::string message = error.diagnostics().all().front().message;
        EXPECT_NE(message.find("--vary " + std::string(GetParam().text)), std::string::npos);
        EXPECT_NE(message.find(GetParam().why), std::string::npos) << message;
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, FactorRefused,
    testing::Values(Refused{"a", "not of the form"}, Refused{"=1:2:1", "not of the form"},
                    Refused{"a=", "not of the form"}, Refused{"a=3", "does not vary"},
                    Refused{"a=fifo", "does not vary"}, Refused{"a=4:2:1", "empty range"},
                    Refused{"a=2:2:1", "empty range"}, Refused{"a=1:4:-1", "never leads"},
                    Refused{"a=1:4:0", "never leads"}, Refused{"a=1:4:5", "leads beyond"},
                    Refused{"a=1:x:1", "'x' is no number"}, Refused{"a=1:2:1:1", "more than"},
                    Refused{"a=4:12min:2min", "unit"}, Refused{"a=1%:2:1", "unit"},
                    Refused{"a=0h:2:1", "unit"}, Refused{"a=0%:2:1", "unit"},
                    Refused{"a=1,,2", "empty"}, Refused{"a=1,1.0", "twice"},
                    Refused{"a=x,y,x", "twice"}, Refused{"a=0:1:0.00001", "at most 10000"},
                    Refused{"a=1,2min", "unit"}));

TEST(Factors, AreNamedByTheFewestPartsThatTellThemApart) {
    const auto names = [](const Texts& texts) { return short_keys(parse_factors(texts)); };
    EXPECT_EQ(names({"station.nii.servers=1,2", "thresholds.red=5,6"}), (Texts{"servers", "red"}));
    EXPECT_EQ(names({"station.a.servers=1,2", "station.b.servers=1,2"}),
              (Texts{"a.servers", "b.servers"}));
    EXPECT_EQ(names({"rate=1,2", "rule.P1.rate=1,2"}), (Texts{"rate", "P1.rate"}));
    EXPECT_THROW(parse_factors({"a=1,2", "a=3,4"}), InputError);
}

}  // namespace
}  // namespace greenlane::experiment
