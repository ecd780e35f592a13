#include "greenlane/screening/relational_risk.h"

#include "support/plain_rows.h"

#include <array>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;
using test::PlainRow;

const std::vector<GroupKey> keys = {
    {seller}, {importer}, {declarant}, {importer, seller}, {importer, declarant}};

struct Link {
    std::string importer, declarant, seller;
    int hits = 0;       ///< of `inspected` declarations
    int inspected = 0;  ///< of one declaration each
};

RiskHistory told(const std::vector<Link>& links, Instant known_at = 0) {
    RiskHistory history(keys);
    GroupReader reader(history.groups());
    shipment::Vocabulary vocabulary;
    ItemGroups groups;
    for (const Link& link : links) {
        PlainRow row;
        row.importer = link.importer;
        row.declarant = link.declarant;
        row.seller = link.seller;
        row.items.resize(1);
        const shipment::Declarations block = test::encode(std::vector{row}, 0, vocabulary, false);
        reader.read(block, vocabulary, groups);
        history.declare(block, groups);
        for (int i = 0; i < link.inspected; ++i) {
            history.find_out(groups.of(0), i < link.hits, known_at);
        }
    }
    history.enter(day);
    return history;
}

float risk(const RiskHistory& history, Trader trader, const std::string& word, double restart) {
    const KeyField field = std::array{importer, declarant, seller}[static_cast<int>(trader)];
    const shipment::Code code = history.groups().words(field).find(word);
    return relational_risk(history, restart).of(trader, code - 1);
}

TEST(RelationalRisk, without_a_step_it_is_the_traders_own_rate) {
    const RiskHistory history = told({{"A", "D", "S", 3, 4}, {"B", "D", "", 0, 5}});
    const double base = 3.5 / 10;
    EXPECT_NEAR(risk(history, Trader::importer, "A", 1), (3 + base) / 5, 1e-7);
    EXPECT_NEAR(risk(history, Trader::declarant, "D", 1), (3 + base) / 10, 1e-7);
    EXPECT_NEAR(risk(history, Trader::seller, "S", 1), (3 + base) / 5, 1e-7);
}

TEST(RelationalRisk, the_walk_is_the_solution_of_its_equations) {
    // One importer, one declarant: (a, d) = r x + (1 - r) (d, a) has a closed solution.
    const RiskHistory history = told({{"A", "D", "", 2, 2}, {"", "D", "", 0, 4}});
    const double r = 0.5;
    const auto at_importer = [&](double own, double other) {
        return (r * own + (1 - r) * r * other) / (1 - (1 - r) * (1 - r));
    };
    const double base = 2.5 / 7;
    const double expected = (at_importer(2, 2) + base) / (at_importer(2, 6) + 1);
    EXPECT_NEAR(risk(history, Trader::importer, "A", r), expected, 1e-3);
}

TEST(RelationalRisk, steps_go_by_the_declarations_in_common) {
    // D has three declarations with A and one with B. In one step, three quarters of what D's hits
    // weigh go to A; further steps weigh (1 - r)^2 and less.
    const RiskHistory history =
        told({{"A", "D", ""}, {"A", "D", ""}, {"A", "D", ""}, {"B", "D", ""}, {"", "D", "", 9, 9}});
    const double r = 0.999;
    const double base = 9.5 / 10;
    const auto expected = [&](double share) {
        const double reached = 9 * r * (1 - r) * share;
        return (reached + base) / (reached + 1);
    };
    EXPECT_NEAR(risk(history, Trader::importer, "A", r), expected(0.75), 1e-6);
    EXPECT_NEAR(risk(history, Trader::importer, "B", r), expected(0.25), 1e-6);
}

TEST(RelationalRisk, the_nearer_to_offenders_the_higher) {
    std::vector<Link> links = {{"bad", "agent", "maker", 20, 20},
                               {"shares agent", "agent", "x"},
                               {"two steps", "y", "x"},
                               {"apart", "z", "w"},
                               {"good", "good agent", "v", 0, 80},
                               {"with good", "good agent", "u"}};
    const RiskHistory history = told(links);
    const auto of = [&](const std::string& word) {
        return risk(history, Trader::importer, word, 0.3);
    };
    EXPECT_GT(of("bad"), of("shares agent"));
    EXPECT_GT(of("shares agent"), of("two steps"));
    EXPECT_GT(of("two steps"), of("apart"));
    EXPECT_FLOAT_EQ(of("apart"), static_cast<float>(history.base_rate()));
    EXPECT_GT(of("apart"), of("with good"));
    EXPECT_EQ(relational_risk(history).of(Trader::seller, no_group), of("apart"));
}

TEST(RelationalRisk, outcomes_not_yet_known_do_not_matter) {
    const RiskHistory history = told({{"A", "D", "S", 3, 4}}, 5 * day);
    EXPECT_FLOAT_EQ(risk(history, Trader::importer, "A", 0.3), 0.5);
}

TEST(RelationalRisk, traders_without_a_network_have_the_base_rate) {
    const RiskHistory history({{hs6}});
    EXPECT_FLOAT_EQ(relational_risk(history).of(Trader::importer, 0), 0.5);
}

}  // namespace
}  // namespace greenlane::screening
