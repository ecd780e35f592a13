#include "support/draws.h"
#include "unit/profile/reading.h"

#include <string_view>

#include <gmock/gmock.h>

namespace greenlane::profile::test {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (; times > 0; --times) {
        all += text;
    }
    return all;
}

TEST(HostileText, NestsTwoHundredDeepAndNoDeeper) {
    const auto nested = [](std::size_t depth) {
        return repeated("(", depth) + "aeo" + repeated(")", depth);
    };
    EXPECT_EQ(canonical(nested(200)), "aeo");
    EXPECT_EQ(canonical(nested(150) + " or not " + nested(150)), "aeo or not aeo");
    const std::string message =
        "7:211: more than 200 parentheses and 'not's within each other | split the rule, or put "
        "its words into a list";
    EXPECT_THAT(messages(read(nested(201)).diagnostics), ElementsAre(message));
    EXPECT_THAT(messages(read(repeated("(", 1'000'000)).diagnostics), ElementsAre(message));
    EXPECT_THAT(messages(read(repeated("not ", 1'000'000)).diagnostics),
                ElementsAre(::testing::HasSubstr("more than 200")));
}

TEST(HostileText, MayBeVeryLong) {
    const std::string chain = repeated("aeo or perishable and ", 50'000) + "aeo";
    EXPECT_EQ(canonical(chain), chain);
    const std::string list = "importer in [" + repeated("'x', ", 100'000) + "]";
    EXPECT_EQ(canonical(list), "importer == 'x'");
    EXPECT_EQ(canonical("mass > 0." + repeated("0", 100'000)), "mass > 0");
}

TEST(HostileText, ReportsTwentyMistakesAndCountsTheRest) {
    const Reading reading = read(repeated("% ", 5000) + "aeo");
    EXPECT_THAT(reading.diagnostics.all(), SizeIs(20));
    EXPECT_EQ(reading.diagnostics.all().back().message,
              "unexpected '%' (and 4980 more in this condition)");
}

TEST(HostileText, EndsWhereAQuoteIsNeverClosed) {
    EXPECT_THAT(messages(read("mode == 'sea and aeo").diagnostics),
                ElementsAre("7:19: this ' is never closed",
                            "7:19: 'sea and aeo' is no mode | one of 'sea', 'rail', 'road', "
                            "'air', 'post', 'other'"));
    EXPECT_FALSE(read("'").program);
    EXPECT_FALSE(read("aeo and \"").program);
}

TEST(HostileText, HoldsNoControlCharacters) {
    EXPECT_THAT(messages(read(std::string("aeo \0\x01 and perishable", 21)).diagnostics),
                ElementsAre("7:15: control character 0x00"));
    EXPECT_THAT(messages(read("seller == 'a\x1b[31m'").diagnostics),
                ElementsAre("7:23: control character 0x1B in a text"));
}

/// Whatever the pieces, a condition is refused with a message or read back from its own text.
TEST(HostileText, IsRefusedOrUnderstood) {
    constexpr std::string_view pieces[] = {"and",
                                           "or",
                                           "not",
                                           "in",
                                           "contains",
                                           "(",
                                           ")",
                                           "[",
                                           "]",
                                           ",",
                                           "==",
                                           "!=",
                                           "<",
                                           "<=",
                                           ">",
                                           "hs",
                                           "origin",
                                           "departure",
                                           "mass",
                                           "value_per_kg",
                                           "hour",
                                           "mode",
                                           "aeo",
                                           "lane",
                                           "description",
                                           "document",
                                           "importer",
                                           "mea",
                                           "list",
                                           "green_goods",
                                           "has_document",
                                           "'sea'",
                                           "'KZ'",
                                           "'2620'",
                                           "'Basel'",
                                           "'with ex'",
                                           "'suspects'",
                                           "5",
                                           "0.5",
                                           "1_000",
                                           "23",
                                           "'",
                                           "\"",
                                           "-",
                                           "%",
                                           "\xff",
                                           "\x01",
                                           "\n",
                                           "=",
                                           "&&",
                                           "xyz",
                                           "'unclosed"};
    greenlane::test::Draws draws(7);
    std::size_t understood = 0;
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (std::uint64_t left = draws.below(9); left > 0; --left) {
            text += pieces[draws.below(std::size(pieces))];
            text += draws.below(8) == 0 ? "" : " ";
        }
        const Reading reading = read(text, Scope::process);
        ASSERT_EQ(reading.program.has_value(), !reading.diagnostics.has_errors()) << text;
        if (reading.program) {
            ++understood;
            const std::string again = describe(reading.conditions, 0);
            EXPECT_EQ(canonical(again, Scope::process), again) << text;
        }
    }
    EXPECT_GT(understood, 50u);
}

}  // namespace
}  // namespace greenlane::profile::test
