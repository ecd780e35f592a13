#include "greenlane/profile/clauses.h"

#include "unit/profile/reading.h"

#include <gtest/gtest.h>

namespace greenlane::profile {
namespace {

using Texts = std::vector<std::string>;

/// "what is left out | what remains" for each clause.
Texts relaxed(const std::string& text) {
    const test::Reading reading = test::read(text);
    Texts texts;
    for (const Relaxation& relaxation :
         without_each_clause(reading.conditions, reading.conditions.programs[*reading.program])) {
        Conditions with = reading.conditions;
        with.programs = {relaxation.clause, relaxation.rest};
        texts.push_back(describe(with, 0) + " | " + describe(with, 1));
    }
    return texts;
}

TEST(Clauses, AreTheOperandsOfAnAnd) {
    EXPECT_EQ(relaxed("aeo and value > 5 and perishable"),
              (Texts{"aeo | value > 5 and perishable", "value > 5 | aeo and perishable",
                     "perishable | aeo and value > 5"}));
    EXPECT_EQ(relaxed("aeo and (value > 5 and perishable)").size(), 3u);
}

TEST(Clauses, OfOneClauseThereIsNone) {
    EXPECT_EQ(relaxed("aeo"), Texts{});
    EXPECT_EQ(relaxed("aeo or perishable"), Texts{});
    EXPECT_EQ(relaxed("not (aeo and perishable)"), Texts{});
}

TEST(Clauses, AreFoundWithinAnOr) {
    EXPECT_EQ(relaxed("(aeo and value > 5) or perishable"),
              (Texts{"aeo | value > 5 or perishable", "value > 5 | aeo or perishable"}));
}

TEST(Clauses, AreTheOperandsOfAnOrUnderANot) {
    EXPECT_EQ(relaxed("not (aeo or perishable)"),
              (Texts{"aeo | not perishable", "perishable | not aeo"}));
}

TEST(Clauses, KnowWhetherTheRestIsAboutItems) {
    const test::Reading reading = test::read("aeo and value > 5");
    const auto relaxations =
        without_each_clause(reading.conditions, reading.conditions.programs[*reading.program]);
    ASSERT_EQ(relaxations.size(), 2u);
    EXPECT_TRUE(relaxations[0].rest.about_items);
    EXPECT_FALSE(relaxations[1].rest.about_items);
}

TEST(AtomUses, TellWhichWayWidens) {
    const test::Reading reading = test::read("aeo and not (perishable or value > 5)");
    std::vector<std::pair<Field, bool>> uses;
    const Program& program = reading.conditions.programs[*reading.program];
    for (const AtomUse& use : atom_uses(program)) {
        uses.emplace_back(
            reading.conditions.atoms[program.instructions[use.instruction].atom].field,
            use.positive);
    }
    // value > 5 is the negation of value <= 5, under another negation.
    EXPECT_EQ(uses, (std::vector<std::pair<Field, bool>>{
                        {Field::aeo, true}, {Field::perishable, false}, {Field::value, true}}));
}

}  // namespace
}  // namespace greenlane::profile
