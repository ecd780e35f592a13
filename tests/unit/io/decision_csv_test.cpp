#include "greenlane/io/decision_csv.h"

#include "io/csv_text.h"

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

TEST(CsvText, QuotesWhatRfc4180AsksFor) {
    EXPECT_EQ(csv_text("plain words"), "plain words");
    EXPECT_EQ(csv_text("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_text("say \"no\""), "\"say \"\"no\"\"\"");
    EXPECT_EQ(csv_text("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_text(""), "");
}

TEST(CsvText, DisarmsFormulas) {
    for (const char* const word : {"=1+1", "+1", "-1", "@sum", "\tx", "\rx"}) {
        EXPECT_EQ(csv_text(word), "\"'" + std::string(word) + "\"");
    }
    EXPECT_EQ(csv_text("a=b"), "a=b");
}

TEST(CsvNumber, IsShortAndReadsBack) {
    EXPECT_EQ(csv_number(0.1), "0.1");
    EXPECT_EQ(csv_number(100), "100");
    EXPECT_EQ(std::stod(csv_number(1.0 / 3)), 1.0 / 3);
}

/// From an implementation in Python that gives the vector of the paper's appendix.
TEST(TraderPseudonym, IsSipHash24OfTheName) {
    EXPECT_EQ(trader_pseudonym("Acme", 1), "tfc263a20a1e2193d");
    EXPECT_EQ(trader_pseudonym("Acme Trading and Shipping", 42), "t7a6fa8f806fbbf50");
}

TEST(TraderPseudonym, DependsOnNameAndSeedAlone) {
    const std::string first = trader_pseudonym("Acme", 1);
    EXPECT_EQ(first.size(), 17u);
    EXPECT_EQ(first.front(), 't');
    EXPECT_EQ(trader_pseudonym("Acme", 1), first);
    EXPECT_NE(trader_pseudonym("Acme", 2), first);
    EXPECT_NE(trader_pseudonym("Acne", 1), first);
    EXPECT_NE(trader_pseudonym("Acme, a name longer than one block", 1),
              trader_pseudonym("Acme, a name longer than one bloc", 1));
    EXPECT_EQ(trader_pseudonym("", 1), "");
}

}  // namespace
}  // namespace greenlane::io
