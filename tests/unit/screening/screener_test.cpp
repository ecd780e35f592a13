#include "greenlane/screening/screener.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/control.h"

#include "support/plain_rows.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using profile::CompiledProfile;
using profile::CompiledRule;
using profile::Field;
using Step = profile::Program::Step;
using test::PlainRow;

constexpr random::Key key{1, 2};
constexpr std::int64_t any_day = std::numeric_limits<std::int64_t>::max() / 2;

/// A rule about one office.
CompiledRule& add_rule(CompiledProfile& profile, const std::string& code,
                       const std::string& office) {
    const auto number = static_cast<std::uint32_t>(profile.conditions.atoms.size());
    profile.conditions.atoms.push_back({Field::office, profile::Test::word_in, {office}});
    profile.conditions.programs.emplace_back().instructions = {{Step::atom, number}};
    CompiledRule& rule = profile.rules.emplace_back();
    rule.code = code;
    rule.key = random::name_key(code);
    rule.condition = profile.conditions.programs.size() - 1;
    rule.valid_from = -any_day;
    rule.valid_to = any_day;
    return rule;
}

PlainRow at(const std::string& office, Instant lodged = 0) {
    PlainRow row;
    row.office = office;
    row.lodged = lodged;
    return row;
}

class Desk {
public:
    explicit Desk(const CompiledProfile& profile, shipment::Epochs epochs = {},
                  random::Key draws = key)
        : screener(profile, draws, epochs) {}

    Decisions screen(const std::vector<PlainRow>& rows, std::uint64_t first_shipment = 0) {
        Decisions out;
        screener.screen(test::encode(rows, first_shipment, vocabulary_, false), {}, vocabulary_,
                        out);
        return out;
    }

    Screener screener;

private:
    shipment::Vocabulary vocabulary_;
};

/// One letter a lane, in capitals where displaced.
std::string shown(const Decisions& decisions) {
    std::string text;
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const char letter = name(decisions.lane[row])[0];
        text += (decisions.traits[row] & displaced) != 0 ? static_cast<char>(letter - 32) : letter;
    }
    return text;
}

TEST(Screener, the_strictest_lane_wins_and_all_rules_are_kept) {
    CompiledProfile profile;
    add_rule(profile, "Y", "A").lane = Lane::yellow;
    add_rule(profile, "R", "A").lane = Lane::red;
    add_rule(profile, "B", "A").lane = Lane::blue;
    const Decisions decisions = Desk(profile).screen({at("A"), at("Z")});
    EXPECT_EQ(shown(decisions), "rg");
    EXPECT_EQ(decisions.matched_rules(0)[0], 7u);
    EXPECT_EQ(decisions.chosen_rules(0)[0], 7u);
    EXPECT_EQ(decisions.matched_rules(1)[0], 0u);
    EXPECT_EQ(decisions.traits[0], selected | by_rule);
    EXPECT_EQ(decisions.traits[1], 0);
}

TEST(Screener, a_rule_is_valid_on_both_its_ends_in_local_days) {
    CompiledProfile profile;
    CompiledRule& rule = add_rule(profile, "R", "A");
    rule.lane = Lane::red;
    rule.valid_from = 10;
    rule.valid_to = 11;
    const shipment::Epochs epochs{.utc_offset = 2 * hour, .starts_at = 0};
    Desk run(profile, epochs);
    const auto lane_at = [&](Instant local) {
        return shown(run.screen({at("A", local - epochs.utc_offset)}));
    };
    EXPECT_EQ(lane_at(10 * day - 1), "g");
    EXPECT_EQ(lane_at(10 * day), "r");
    EXPECT_EQ(lane_at(12 * day - 1), "r");
    EXPECT_EQ(lane_at(12 * day), "g");
    EXPECT_EQ(run.screener.rule_counts()[0].matched, 2);
}

TEST(Screener, an_epoch_from_afternoon_to_afternoon_sees_two_days) {
    CompiledProfile profile;
    profile.decide_at = 16 * hour;
    CompiledRule& rule = add_rule(profile, "R", "A");
    rule.lane = Lane::red;
    rule.valid_from = 5;
    rule.valid_to = 5;
    const Decisions decisions =
        Desk(profile, {.utc_offset = 0, .starts_at = 16 * hour})
            .screen({at("A", 5 * day - 1), at("A", 5 * day), at("A", 5 * day + 16 * hour - 1)});
    EXPECT_EQ(shown(decisions), "grr");
}

TEST(Screener, points_reach_thresholds_whatever_the_rate) {
    CompiledProfile profile;
    profile.yellow_from = 10;
    profile.red_from = 30;
    CompiledRule& first = add_rule(profile, "P", "A");
    first.points = 10;
    first.rate = 0;
    first.risk = Risk::environment;
    CompiledRule& second = add_rule(profile, "Q", "B");
    second.points = 30;
    const Decisions decisions = Desk(profile).screen({at("A"), at("B"), at("C")});
    EXPECT_EQ(shown(decisions), "yrg");
    EXPECT_EQ(decisions.points, (std::vector{10, 30, 0}));
    EXPECT_EQ(decisions.chosen_rules(0)[0], 0u);
    EXPECT_EQ(decisions.traits[0], flagged | selected | by_rule | by_environment);
    EXPECT_EQ(decisions.traits[1], selected | by_rule);
}

TEST(Screener, places_are_given_in_order_and_mandatory_rows_take_them_first) {
    CompiledProfile profile;
    add_rule(profile, "R", "A").lane = Lane::red;
    CompiledRule& must = add_rule(profile, "M", "M");
    must.lane = Lane::red;
    must.mandatory = true;
    profile.capacity[static_cast<int>(Lane::red)] = {2, Lane::yellow};
    Desk run(profile);
    EXPECT_EQ(shown(run.screen({at("M"), at("A"), at("A")})), "rrY");
    // The day goes on: no place is left, and a mandatory row comes late.
    EXPECT_EQ(shown(run.screen({at("A", hour), at("M", hour), at("A", hour)}, 3)), "YrY");
    // The next day.
    EXPECT_EQ(shown(run.screen({at("A", day), at("A", day), at("A", day)}, 6)), "rrY");
}

TEST(Screener, overflow_cascades_and_leaves_the_scanner_where_control_ends) {
    CompiledProfile profile;
    CompiledRule& rule = add_rule(profile, "R", "A");
    rule.lane = Lane::red;
    rule.nii = true;
    profile.capacity[static_cast<int>(Lane::red)] = {1, Lane::yellow};
    profile.capacity[static_cast<int>(Lane::yellow)] = {1, Lane::blue};
    const Decisions decisions = Desk(profile).screen({at("A"), at("A"), at("A")});
    EXPECT_EQ(shown(decisions), "rYB");
    EXPECT_EQ(decisions.traits[0], selected | by_rule | nii);
    EXPECT_EQ(decisions.traits[1], selected | by_rule | nii | displaced);
    EXPECT_EQ(decisions.traits[2], by_rule | displaced);
}

TEST(Screener, a_batch_fills_lanes_by_points_then_by_shipment) {
    CompiledProfile profile;
    profile.decide_at = 16 * hour;
    profile.capacity[static_cast<int>(Lane::red)] = {2, Lane::yellow};
    profile.capacity[static_cast<int>(Lane::yellow)] = {1, Lane::green};
    for (const auto& [office, points] : {std::pair{"A", 5}, {"B", 9}, {"C", 7}}) {
        CompiledRule& rule = add_rule(profile, office, office);
        rule.lane = Lane::red;
        rule.points = points;
    }
    CompiledRule& low = add_rule(profile, "L", "L");
    low.lane = Lane::yellow;
    low.points = 6;
    Desk run(profile, {.utc_offset = 0, .starts_at = 16 * hour});
    ASSERT_TRUE(run.screener.settles());
    Decisions first = run.screen({at("A"), at("C"), at("L"), at("Z", 5)});
    Decisions second = run.screen({at("C", hour), at("B", hour)}, 4);
    Decisions* const epoch[] = {&first, &second};
    run.screener.settle(epoch);
    EXPECT_EQ(shown(first), "GrGg");  // of 5, 7, 6: the first 7 has the earlier shipment
    EXPECT_EQ(shown(second), "Yr");   // 7 comes before 6 in yellow
    EXPECT_EQ(first.decided, (std::vector<Instant>{16 * hour, 16 * hour, 16 * hour, 5}));
}

TEST(Screener, the_lottery_draws_among_what_no_rule_selected) {
    CompiledProfile profile;
    add_rule(profile, "B", "B").lane = Lane::blue;
    add_rule(profile, "N", "N").nii = true;
    profile.random_rate = 1;
    profile.random_lane = Lane::red;
    profile.capacity[static_cast<int>(Lane::red)] = {0, Lane::green};
    const Decisions decisions = Desk(profile).screen({at("Z"), at("B"), at("N"), at("Z")});
    EXPECT_EQ(shown(decisions), "rbgr");
    EXPECT_EQ(decisions.traits[0], selected | by_lottery);
    EXPECT_EQ(decisions.traits[1], by_rule);
    EXPECT_EQ(decisions.traits[2], selected | by_rule | nii);
}

TEST(Screener, rates_and_the_lottery_hold_their_share) {
    CompiledProfile profile;
    CompiledRule& rule = add_rule(profile, "R", "A");
    rule.lane = Lane::red;
    rule.rate = 0.3;
    profile.random_rate = 0.1;
    profile.random_lane = Lane::yellow;
    Desk run(profile);
    constexpr int rows = 40000;
    std::vector<PlainRow> flow(rows / 2, at("A"));
    flow.resize(rows, at("B"));
    const Decisions decisions = run.screen(flow);
    double chosen = 0;
    double drawn = 0;
    for (int i = 0; i < rows; ++i) {
        (i < rows / 2 ? chosen : drawn) +=
            i < rows / 2 ? decisions.lane[i] == Lane::red : decisions.lane[i] == Lane::yellow;
    }
    const auto z = [](double count, double n, double p) {
        return std::abs(count - n * p) / std::sqrt(n * p * (1 - p));
    };
    // Two figures at z = 4: a false alarm once in 8,000 keys, and the key is fixed.
    EXPECT_LT(z(chosen, rows / 2, 0.3), 4);
    EXPECT_LT(z(drawn, rows / 2, 0.1), 4);
}

TEST(Screener, a_rule_more_leaves_the_draws_of_others_alone) {
    CompiledProfile one;
    CompiledRule& rule = add_rule(one, "R", "A");
    rule.lane = Lane::red;
    rule.rate = 0.5;
    one.random_rate = 0.2;
    CompiledProfile two;
    CompiledRule& before = add_rule(two, "BEFORE", "Q");
    before.lane = Lane::red;
    before.rate = 0.5;
    CompiledRule& same = add_rule(two, "R", "A");
    same.lane = Lane::red;
    same.rate = 0.5;
    two.random_rate = 0.2;
    const std::vector<PlainRow> flow(500, at("A"));
    EXPECT_EQ(shown(Desk(one).screen(flow)), shown(Desk(two).screen(flow)));
    EXPECT_NE(shown(Desk(one).screen(flow)), shown(Desk(one, {}, {1, 3}).screen(flow)));
}

TEST(Screener, unknown_environmental_rules_leave_a_row_uncovered) {
    CompiledProfile profile;
    add_rule(profile, "E", "A").risk = Risk::environment;
    add_rule(profile, "S", "A").risk = Risk::safety;
    Desk run(profile);
    const Decisions decisions = run.screen({at("A"), PlainRow{}});
    EXPECT_EQ(decisions.traits[0], flagged);
    EXPECT_EQ(decisions.traits[1], uncovered);
    EXPECT_EQ(run.screener.rule_counts()[1].unknown, 1);
}

TEST(Screener, the_recorded_profile_replays_lanes_and_scans) {
    CompiledProfile profile;
    profile.recorded = true;
    profile.random_rate = 1;
    profile.capacity[static_cast<int>(Lane::red)] = {0, Lane::green};
    Screener screener(profile, key, {});
    shipment::Vocabulary vocabulary;
    shipment::Records records;
    records.lane = {3, 2, 1, shipment::Records::no_lane, 0};
    records.controls = {0, bit(Control::nii), 0, 0, bit(Control::physical)};
    Decisions out;
    const auto block = test::encode(std::vector<PlainRow>(5), 0, vocabulary, false);
    screener.screen(block, records, vocabulary, out);
    EXPECT_FALSE(screener.settles());
    EXPECT_EQ(shown(out), "rybgg");
    EXPECT_EQ(out.traits, (std::vector<std::uint16_t>{selected | by_rule, selected | by_rule | nii,
                                                      0, uncovered, selected | by_rule}));
    screener.screen(block, {}, vocabulary, out);
    EXPECT_EQ(out.traits, std::vector<std::uint16_t>(5, uncovered));
}

TEST(Screener, a_profile_without_rules_releases_all) {
    const CompiledProfile profile;
    Desk run(profile);
    const Decisions decisions = run.screen({at("A"), at("B", 7)});
    EXPECT_EQ(shown(decisions), "gg");
    EXPECT_EQ(decisions.words_per_row, 0u);
    EXPECT_EQ(decisions.decided, (std::vector<Instant>{0, 7}));
    EXPECT_EQ(run.screen({}).rows(), 0u);
}

TEST(Screener, blocks_cross_no_epoch) {
    const CompiledProfile profile;
    EXPECT_THROW(Desk(profile).screen({at("A"), at("A", day)}), ContractViolation);
}

TEST(Screener, an_importer_is_new_until_its_epoch_ends) {
    CompiledProfile profile;
    add_rule(profile, "N", "A").lane = Lane::red;
    profile.conditions.atoms[0] = {Field::first_time, profile::Test::flag, {}};
    Desk run(profile);
    PlainRow row = at("A");
    row.importer = "T";
    EXPECT_EQ(shown(run.screen({row, row})), "rr");
    EXPECT_EQ(shown(run.screen({row}, 2)), "r");
    row.lodged = day;
    EXPECT_EQ(shown(run.screen({row}, 3)), "g");
    EXPECT_FALSE(run.screener.history().first_time(1));
}

}  // namespace
}  // namespace greenlane::screening
