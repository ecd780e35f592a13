#include "unit/profile/reading.h"

#include <gmock/gmock.h>

namespace greenlane::profile::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Step = Program::Step;

TEST(Condition, BecomesAProgramOverItsAtoms) {
    const Reading reading = read("aeo and mass >= 20.5 or not has_document('invoice')");
    ASSERT_EQ(reading.program, 0u);
    EXPECT_THAT(reading.conditions.atoms,
                ElementsAre(Atom{Field::aeo, profile::Test::flag, {}},
                            Atom{Field::mass, profile::Test::less, {}, 20'500},
                            Atom{Field::document, profile::Test::has_document, {"invoice"}}));
    EXPECT_THAT(
        reading.conditions.programs.front().instructions,
        ElementsAre(Program::Instruction{Step::atom, 0}, Program::Instruction{Step::atom, 1},
                    Program::Instruction{Step::negate}, Program::Instruction{Step::both},
                    Program::Instruction{Step::atom, 2}, Program::Instruction{Step::negate},
                    Program::Instruction{Step::either}));
    EXPECT_TRUE(reading.conditions.programs.front().about_items);
}

TEST(Condition, KnowsWhetherItAsksAboutItems) {
    const auto about_items = [](const std::string& text) {
        return read(text).conditions.programs.at(0).about_items;
    };
    EXPECT_FALSE(about_items("aeo and departure != destination and total_mass > 5"));
    EXPECT_TRUE(about_items("aeo or description contains 'x'"));
    EXPECT_TRUE(about_items("departure == origin"));
}

TEST(Condition, AsksTheSameQuestionOnce) {
    const Lists lists = example_lists();
    ConditionCompiler compiler(lists, 2);
    Diagnostics diagnostics;
    const auto add = [&](const std::string& text) {
        return compiler.add({text, {}}, Scope::declaration, diagnostics);
    };
    EXPECT_EQ(add("hs in ['3915.10', '2620', '262011'] and value > 10"), 0u);
    EXPECT_EQ(add("value <= 10.00 or hs not in mea('Basel')"), 1u);
    EXPECT_EQ(add("10.001 <= value or not hs in ['26 20', '39 15 10']"), 2u);
    EXPECT_EQ(compiler.add_always(), 3u);
    EXPECT_EQ(compiler.conditions().atoms.size(), 2u);
    EXPECT_THAT(compiler.conditions().programs[3].instructions, IsEmpty());
    EXPECT_FALSE(diagnostics.has_errors());
}

TEST(Condition, HasACanonicalForm) {
    EXPECT_EQ(canonical("5 <= mass < 20"), "mass >= 5 and mass < 20");
    EXPECT_EQ(canonical("20 > mass > 5"), "mass < 20 and mass > 5");
    EXPECT_EQ(canonical("1_000.50 == value"), "value == 1000.5");
    EXPECT_EQ(canonical("not value == 7"), "value != 7");
    EXPECT_EQ(canonical("\"air\" == mode or mode in ['sea', 'air', 'sea']"),
              "mode == 'air' or mode in ['air', 'sea']");
    EXPECT_EQ(canonical("destination != origin"), "origin != destination");
    EXPECT_EQ(canonical("description contains \"Waste Öl\""), "description contains 'waste Öl'");
    EXPECT_EQ(canonical("seller == \"O'Brien\""), "seller == 'O''Brien'");
    EXPECT_EQ(canonical("hour in [22, 23]"), "hour == 22 or hour == 23");
    EXPECT_EQ(canonical("hour not in [22, 23]"), "not (hour == 22 or hour == 23)");
    EXPECT_EQ(canonical("aeo and (perishable and first_time)"),
              "aeo and (perishable and first_time)");
    EXPECT_EQ(canonical("(aeo and perishable) or (first_time)"),
              "aeo and perishable or first_time");
    EXPECT_EQ(canonical("aeo and not (perishable or not first_time)"),
              "aeo and not (perishable or not first_time)");
    EXPECT_EQ(canonical("importer in list('suspects')"), "importer in ['Alpha', 'Omega']");
}

TEST(Condition, NamesItsListsWhereItCan) {
    const Lists lists = example_lists();
    const auto named = [&lists](const std::string& text) {
        const Reading reading = read(text);
        return describe(reading.conditions, reading.program.value(), lists);
    };
    for (const std::string text :
         {"hs in mea('Basel')", "hs not in mea('Basel', 'with ex')", "hs in mea('Basel', 'all')",
          "hs in mea('any')", "hs in mea('any', 'all')", "hs in green_goods()",
          "importer in list('suspects')", "hs in list('waste')"}) {
        EXPECT_EQ(named(text), text);
    }
    EXPECT_EQ(named("hs in mea('CITES') and mode == 'sea'"), "hs in ['0106'] and mode == 'sea'");
}

TEST(Condition, ReachesAsFarIntoAWatchListAsAsked) {
    const auto prefixes_in = [](const std::string& text) { return read(text).only_atom().words; };
    EXPECT_THAT(prefixes_in("hs in mea('Basel')"), ElementsAre("2620", "391510"));
    EXPECT_THAT(prefixes_in("hs in mea('Basel', 'with ex')"),
                ElementsAre("252410", "2620", "391510"));
    EXPECT_THAT(prefixes_in("hs in mea('Basel', 'all')"),
                ElementsAre("252410", "252490", "2620", "391510"));
    EXPECT_THAT(prefixes_in("hs in mea('any')"), ElementsAre("0106", "2620", "391510"));
    EXPECT_THAT(prefixes_in("hs in list('waste')"), ElementsAre("2620", "3915"));
}

TEST(Condition, KeepsOnlyPrefixesThatNoOtherCovers) {
    EXPECT_THAT(read("hs in ['3915.1', '39.15.10', '3916', '39151']").only_atom().words,
                ElementsAre("39151", "3916"));
    EXPECT_EQ(read("hs == '391510'").only_atom(), read("hs in ['3915.10']").only_atom());
}

TEST(Condition, ComparesDecimalsExactly) {
    const auto bound = [](const std::string& text, int minor_digits = 2) {
        return read(text, Scope::declaration, minor_digits).only_atom().bound;
    };
    EXPECT_EQ(bound("value > 1000.50"), 100'050);
    EXPECT_EQ(bound("value > 0.29"), 29);
    EXPECT_EQ(bound("value == 4.35"), 435);
    EXPECT_EQ(bound("value > 1000", 0), 1000);
    EXPECT_EQ(bound("total_duty > 1.001", 3), 1001);
    EXPECT_EQ(bound("mass > 0.07"), 70);
    EXPECT_EQ(bound("quantity > 1.001"), 1001);
    EXPECT_EQ(bound("tax_rate >= 8.25"), 825);
    EXPECT_EQ(bound("containers > 2"), 2);
    EXPECT_EQ(bound("value_per_kg < 0.355"), 35.5);
    EXPECT_EQ(bound("value == 9999999999999.99"), 999'999'999'999'999);
}

TEST(Condition, PutsABoundBetweenTwoStepsOnTheLowerOne) {
    EXPECT_EQ(read("value < 10.005").only_atom(),
              (Atom{Field::value, profile::Test::less_equal, {}, 1000}));
    EXPECT_EQ(read("value <= 10.005").only_atom(),
              (Atom{Field::value, profile::Test::less_equal, {}, 1000}));
    EXPECT_EQ(canonical("value >= 10.005"), "value > 10");
    EXPECT_EQ(canonical("value > 10.005"), "value > 10");
}

TEST(Condition, MayAskOfDecisionsAndControlsInAProcess) {
    EXPECT_EQ(canonical("lane == 'red' or nii and not alarm and finding in ['missing_permit']",
                        Scope::process),
              "lane == 'red' or nii and not alarm and finding == 'missing_permit'");
}

TEST(Condition, TextsRunOverSeveralLines) {
    EXPECT_EQ(canonical("\n  aeo\n  and\tmode == 'sea'\r\n"), "aeo and mode == 'sea'");
}

}  // namespace
}  // namespace greenlane::profile::test
