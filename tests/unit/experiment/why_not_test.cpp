/// Every change that why_not() proposes does stop the shipment, and what it says of the others is
/// what a run under the changed profile does.

#include "greenlane/experiment/why_not.h"

#include "greenlane/engine/replication.h"

#include "support/small_post.h"
#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

namespace build = clearance::test;
using profile::ProfileDefinition;

profile::RuleDefinition rule(const std::string& code, const std::string& lane,
                             const std::string& when) {
    profile::RuleDefinition made;
    made.code = build::text(code, 1);
    made.when = build::text(when, 1);
    if (!lane.empty()) {
        made.lane = build::text(lane, 1);
    }
    return made;
}

/// Lanes by rules, rates, points and a lottery; few places in red.
ProfileDefinition small_profile() {
    ProfileDefinition profile;
    profile.name = build::text("small", 1);
    profile.random_rate = build::located(0.05, 1);
    profile.thresholds = {build::located(std::int64_t{30}, 1), build::located(std::int64_t{60}, 1)};
    profile.rules = {
        rule("WASTE", "red", "hs in ['8549'] and origin == 'CN'"),
        rule("SOME", "yellow", "origin == 'RU'"),
        rule("DEAR", "", "value > 1500 and mode == 'sea'"),
        rule("LIGHT", "", "not (mass >= 100 or tier == 'aeo')"),
    };
    profile.rules[1].rate = build::located(0.2, 1);
    profile.rules[2].points = build::located(std::int64_t{40}, 1);
    profile.rules[3].points = build::located(std::int64_t{15}, 1);
    profile.capacity.push_back({build::text("red", 1), build::located(std::int64_t{8}, 1), {}, {}});
    return profile;
}

engine::CompiledScenario scenario(const ProfileDefinition& profile, double per_hour = 20) {
    engine::ScenarioDefinition definition;
    definition.position = build::at(1, 1);
    definition.name = build::text("why not", 1);
    definition.seed = build::located(std::uint64_t{3}, 1);
    definition.duration = build::located(2 * day, 1);
    definition.flow = shipment::small_flow();
    definition.flow.arrivals.per_hour = build::located(per_hour, 1);
    return test::compiled(definition, &profile);
}

struct Decided {
    std::vector<Lane> lane;
    std::vector<bool> controlled;
    bool meets(const WhyNot& asked, std::size_t shipment) const {
        return asked.lane ? lane[shipment] >= *asked.lane : controlled[shipment];
    }
};

Decided run(const engine::CompiledScenario& scenario) {
    Decided decided;
    engine::Watch watch;
    watch.decided = [&](const shipment::Block&, const shipment::Vocabulary&,
                        const screening::Decisions& decisions) {
        for (std::size_t row = 0; row < decisions.rows(); ++row) {
            decided.lane.push_back(decisions.lane[row]);
            decided.controlled.push_back((decisions.traits[row] & screening::selected) != 0);
        }
    };
    engine::run_replication(scenario, 0, watch);
    return decided;
}

/// The edits made in the definition, as --set would make them.
void make_edits(const std::vector<Edit>& edits, ProfileDefinition& profile) {
    for (const Edit& edit : edits) {
        SCOPED_TRACE(edit.key + " = " + edit.to);
        const auto whole = [&] { return std::stoll(edit.to); };
        if (edit.key == "profile.random_rate") {
            profile.random_rate = build::located(std::stod(edit.to), 1);
        } else if (edit.key == "thresholds.yellow") {
            profile.thresholds.yellow = build::located(std::int64_t{whole()}, 1);
        } else if (edit.key == "thresholds.red") {
            profile.thresholds.red = build::located(std::int64_t{whole()}, 1);
        } else if (edit.key == "capacity.red.per_day") {
            profile.capacity.front().per_day.value = whole();
        } else {
            const std::size_t dot = edit.key.rfind('.');
            ASSERT_EQ(edit.key.substr(0, 5), "rule.");
            const auto changed = std::find_if(
                profile.rules.begin(), profile.rules.end(),
                [&](const auto& rule) { return rule.code.value == edit.key.substr(5, dot - 5); });
            ASSERT_NE(changed, profile.rules.end());
            if (edit.key.substr(dot) == ".rate") {
                changed->rate = build::located(std::stod(edit.to), 1);
            } else {
                ASSERT_EQ(edit.key.substr(dot), ".when");
                changed->when->value = edit.to.substr(1, edit.to.size() - 2);
            }
        }
    }
}

const auto always = [] { return true; };

class WhyNotTest : public testing::TestWithParam<bool> {
protected:
    WhyNotTest() {
        if (GetParam()) {
            definition.capacity.front().decide = build::text("16:00", 1);
        }
    }
    ProfileDefinition definition = small_profile();
};

TEST_P(WhyNotTest, ProposesWhatStopsTheShipmentAndSaysWhatElseItStops) {
    const engine::CompiledScenario original = scenario(definition);
    const Decided before = run(original);
    std::size_t tried = 0;
    for (std::uint64_t shipment = 0; shipment < before.lane.size(); shipment += 37) {
        SCOPED_TRACE("shipment " + std::to_string(shipment));
        const engine::Explanation explanation = engine::explain(original, 0, shipment, always);
        const WhyNot answer = why_not(original, explanation, 6, always);
        EXPECT_EQ(answer.is_stopped, before.lane[shipment] == Lane::red);
        for (const ProfileChange& change : answer.changes) {
            EXPECT_FALSE(before.meets(answer, shipment));
            ProfileDefinition edited = definition;
            make_edits(change.edits, edited);
            const Decided after = run(scenario(edited));
            EXPECT_TRUE(after.meets(answer, shipment));
            std::int64_t also = -1;  // itself
            std::int64_t let_go = 0;
            for (std::size_t i = 0; i < before.lane.size(); ++i) {
                also += after.meets(answer, i) && !before.meets(answer, i) ? 1 : 0;
                let_go += !after.meets(answer, i) && before.meets(answer, i) ? 1 : 0;
            }
            EXPECT_EQ(change.also_stopped, also);
            EXPECT_EQ(change.let_go, let_go);
            ++tried;
        }
    }
    EXPECT_GT(tried, 50u);
}

/// One place, one step of the threshold or of the bound less, and it would not be stopped.
TEST_P(WhyNotTest, ProposesNoMoreThanItTakes) {
    const engine::CompiledScenario original = scenario(definition);
    const Decided before = run(original);
    std::size_t tried = 0;
    for (std::uint64_t shipment = 0; shipment < before.lane.size() && tried < 20; shipment += 11) {
        const engine::Explanation explanation = engine::explain(original, 0, shipment, always);
        const WhyNot answer = why_not(original, explanation, 6, always);
        for (const ProfileChange& change : answer.changes) {
            const Edit& last = change.edits.back();
            const bool places = last.key == "capacity.red.per_day";
            if (!places && last.key.substr(0, 10) != "thresholds") {
                continue;
            }
            SCOPED_TRACE("shipment " + std::to_string(shipment) + ": " + last.key);
            std::vector<Edit> less = change.edits;
            less.back().to = std::to_string(std::stoll(last.to) + (places ? -1 : 1));
            ProfileDefinition edited = definition;
            make_edits(less, edited);
            EXPECT_FALSE(run(scenario(edited)).meets(answer, shipment));
            ++tried;
        }
    }
    EXPECT_GE(tried, 10u);
}

INSTANTIATE_TEST_SUITE_P(AtLodgementAndInABatch, WhyNotTest, testing::Bool());

/// What is asked of one rule alone has one answer that a hand finds.
TEST(WhyNotByHand, MovesTheBoundToTheValue) {
    ProfileDefinition definition;
    definition.name = build::text("one", 1);
    definition.rules = {rule("DEAR", "red", "value > 100000000")};
    const engine::CompiledScenario original = scenario(definition);
    const engine::Explanation explanation = engine::explain(original, 0, 5, always);
    const WhyNot answer = why_not(original, explanation, 6, always);
    Money largest = 0;
    const shipment::Declarations& block = explanation.block.declarations;
    for (std::uint32_t i = block.first_item[5]; i < block.first_item[6]; ++i) {
        largest = std::max(largest, block.items.value[i]);
    }
    const auto moved = std::find_if(
        answer.changes.begin(), answer.changes.end(),
        [](const ProfileChange& change) { return change.edits.front().key == "rule.DEAR.when"; });
    ASSERT_NE(moved, answer.changes.end());
    const Edit& edit = moved->edits.front();
    EXPECT_EQ(edit.from, "\"value > 100000000\"");
    // A minor unit below the value.
    const Money bound = largest - 1;
    const std::string cents = std::to_string(bound % 100 + 100).substr(1);
    std::string text = std::to_string(bound / 100) + "." + cents;
    text.erase(text.find_last_not_of('0') + 1);
    text.erase(text.find_last_not_of('.') + 1);
    EXPECT_EQ(edit.to, "\"value > " + text + "\"");
}

}  // namespace
}  // namespace greenlane::experiment
