#include "greenlane/screening/group_key.h"
#include "greenlane/screening/pathway_state.h"
#include "greenlane/screening/screener.h"

#include "support/plain_rows.h"

#include <limits>
#include <string_view>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using profile::CompiledProfile;
using profile::SamplingPlan;
using shipment::Outcome;
using test::PlainItem;
using test::PlainRow;

/// The levels after each inspection; 'x' is a find.
std::string levels(const SamplingPlan& plan, std::string_view inspections) {
    PathwayState state;
    std::string text;
    for (const char inspection : inspections) {
        state.learn(plan, inspection == 'x');
        text += static_cast<char>('0' + state.level);
    }
    return text;
}

TEST(PathwayState, clears_level_by_level_and_falls_back_to_the_first) {
    const SamplingPlan plan{{1, 0.5, 0.25}, 2, 0, 0};
    EXPECT_EQ(levels(plan, "......"), "011222");
    EXPECT_EQ(levels(plan, ".x..x...."), "000100112");
    EXPECT_EQ(levels(plan, "....x...."), "011200112");
}

TEST(PathwayState, reinstates_the_level_that_was_lost) {
    const SamplingPlan plan{{1, 0.5, 0.25}, 3, 0, 2};
    EXPECT_EQ(levels(plan, "......x.."), "001112002");
    EXPECT_EQ(levels(plan, "...x......"), "0010011122");
    // A find on probation loses the claim.
    EXPECT_EQ(levels(plan, "......x.x......"), "001112000001112");
    // On the first level there is nothing to lose.
    EXPECT_EQ(levels(plan, "x..."), "0001");
}

TEST(PathwayState, csp_2_forgives_a_find_that_stands_alone) {
    const SamplingPlan plan{{1, 0.1}, 2, 3, 0};
    EXPECT_EQ(levels(plan, "..x...x...x"), "01111111111");
    EXPECT_EQ(levels(plan, "..x..x.."), "01111001");
    EXPECT_EQ(levels(plan, "..xx..x"), "0110011");
    EXPECT_EQ(levels(plan, "x.."), "001");  // not forgiven before clearance
}

constexpr std::int64_t any_day = std::numeric_limits<std::int64_t>::max() / 2;

/// All of a cleared pathway is released but for one in a billion.
CompiledProfile sampling_profile(std::uint32_t clearance = 2) {
    CompiledProfile profile;
    profile.conditions.atoms.push_back({profile::Field::hs, profile::Test::hs_in, {"06"}});
    profile::Program& program = profile.conditions.programs.emplace_back();
    program.instructions = {{profile::Program::Step::atom, 0}};
    program.about_items = true;
    profile::CompiledRule& rule = profile.rules.emplace_back();
    rule.code = "S1";
    rule.key = random::name_key("S1");
    rule.lane = Lane::red;
    rule.valid_from = -any_day;
    rule.valid_to = any_day;
    profile::Sampling& sampling = rule.sampling.emplace();
    sampling.plan.levels = {1, 1e-9};
    sampling.plan.clearance = clearance;
    sampling.pathway = "hs6*origin";
    return profile;
}

using Goods = std::pair<std::string, std::string>;  ///< HS code and origin

PlainRow declaration(Instant lodged, const std::vector<Goods>& goods) {
    PlainRow row;
    row.lodged = lodged;
    for (const auto& [hs, origin] : goods) {
        PlainItem& item = row.items.emplace_back();
        item.hs = hs;
        item.origin = origin.empty() ? std::nullopt : std::optional(origin);
    }
    return row;
}

class Post {
public:
    explicit Post(const CompiledProfile& profile) : screener_(profile, {1, 2}, {}) {}

    /// One letter a lane, for declarations on a day of one item each or of several.
    std::string lanes(std::int64_t on, const std::vector<std::vector<Goods>>& declarations) {
        std::vector<PlainRow> rows;
        for (const auto& goods : declarations) {
            rows.push_back(declaration(on * day, goods));
        }
        Decisions out;
        screener_.screen(test::encode(rows, next_, vocabulary_, false), {}, vocabulary_, out);
        next_ += rows.size();
        std::string text;
        for (const Lane lane : out.lane) {
            text += name(lane)[0];
        }
        return text;
    }
    void find(std::uint64_t shipment, Outcome outcome, Instant known_at) {
        const Finding finding{shipment, outcome, known_at};
        screener_.find_out({&finding, 1});
    }

private:
    Screener screener_;
    shipment::Vocabulary vocabulary_;
    std::uint64_t next_ = 0;
};

const Goods tulips{"060110", "NL"};
const Goods kenyan{"060110", "KE"};
const Goods roses{"060311", "NL"};
const Goods shirts{"610910", "NL"};

TEST(Pathways, each_pathway_earns_its_own_share) {
    const CompiledProfile profile = sampling_profile();
    Post post(profile);
    EXPECT_TRUE(Screener(profile, {}, {}).follows_findings());
    EXPECT_EQ(post.lanes(0, {{tulips}, {tulips}, {kenyan}, {roses}, {shirts}}), "rrrrg");
    post.find(0, Outcome::compliant, 1);
    post.find(1, Outcome::compliant, 1);
    post.find(2, Outcome::compliant, 1);
    post.find(3, Outcome::violation, 1);
    EXPECT_EQ(post.lanes(1, {{tulips}, {kenyan}, {roses}}), "grr");
}

TEST(Pathways, a_finding_counts_from_the_first_epoch_after_it_was_known) {
    const CompiledProfile profile = sampling_profile(1);
    Post post(profile);
    EXPECT_EQ(post.lanes(0, {{tulips}, {kenyan}, {roses}}), "rrr");
    post.find(0, Outcome::compliant, day - 1);
    post.find(1, Outcome::compliant, day);
    post.find(2, Outcome::compliant, 2 * day + 5);
    // Within its own epoch nothing changes.
    EXPECT_EQ(post.lanes(0, {{tulips}}), "r");
    EXPECT_EQ(post.lanes(1, {{tulips}, {kenyan}, {roses}}), "grr");
    EXPECT_EQ(post.lanes(2, {{tulips}, {kenyan}, {roses}}), "ggr");
    EXPECT_EQ(post.lanes(3, {{tulips}, {kenyan}, {roses}}), "ggg");
}

TEST(Pathways, findings_count_in_the_order_of_time_whatever_that_of_telling) {
    const CompiledProfile profile = sampling_profile(2);
    Post post(profile);
    post.lanes(0, {{tulips}, {tulips}, {tulips}});
    post.find(0, Outcome::compliant, 30);
    post.find(1, Outcome::compliant, 20);
    post.find(2, Outcome::violation, 10);
    EXPECT_EQ(post.lanes(1, {{tulips}}), "g");
}

TEST(Pathways, a_find_leads_back_and_the_unknown_teaches_nothing) {
    const CompiledProfile profile = sampling_profile(1);
    Post post(profile);
    post.lanes(0, {{tulips}, {tulips}, {tulips}});
    post.find(0, Outcome::unknown, 1);
    EXPECT_EQ(post.lanes(1, {{tulips}}), "r");
    post.find(1, Outcome::compliant, day + 1);
    EXPECT_EQ(post.lanes(2, {{tulips}}), "g");
    post.find(2, Outcome::violation, 2 * day + 1);
    EXPECT_EQ(post.lanes(3, {{tulips}}), "r");
    // What was found out is forgotten: a second finding about one shipment counts for nothing.
    post.find(1, Outcome::compliant, 3 * day + 1);
    EXPECT_EQ(post.lanes(4, {{tulips}}), "r");
}

TEST(Pathways, a_declaration_goes_by_the_highest_share_of_its_matching_items) {
    const CompiledProfile profile = sampling_profile(1);
    Post post(profile);
    post.lanes(0, {{tulips}, {tulips, tulips}});
    post.find(0, Outcome::compliant, 1);
    // Shirts are no part of the pathway; roses are one that was not cleared.
    EXPECT_EQ(post.lanes(1, {{shirts, tulips}, {tulips, roses}, {roses}, {tulips}}), "grrg");
    // A find counts once for each pathway that the declaration is on.
    post.find(3, Outcome::violation, day + 1);
    EXPECT_EQ(post.lanes(2, {{tulips}, {roses}}), "rr");
}

TEST(Pathways, one_inspection_counts_once_however_many_items_it_covers) {
    const CompiledProfile profile = sampling_profile(2);
    Post post(profile);
    post.lanes(0, {{tulips, tulips}});
    post.find(0, Outcome::compliant, 1);
    EXPECT_EQ(post.lanes(1, {{tulips}}), "r");
}

TEST(Pathways, who_does_not_tell_the_pathway_is_inspected) {
    const CompiledProfile profile = sampling_profile(1);
    Post post(profile);
    const Goods nowhere{"060110", ""};
    const Goods short_code{"0601", "NL"};
    EXPECT_EQ(post.lanes(0, {{nowhere}, {short_code}}), "rr");
    post.find(0, Outcome::compliant, 1);
    post.find(1, Outcome::compliant, 1);
    EXPECT_EQ(post.lanes(1, {{nowhere}, {short_code}}), "rr");
}

TEST(Pathways, every_field_that_a_profile_may_name_is_a_key_of_groups) {
    for (const std::string_view field : profile::pathway_fields) {
        EXPECT_TRUE(parse_key_field(field)) << field;
    }
}

}  // namespace
}  // namespace greenlane::screening
