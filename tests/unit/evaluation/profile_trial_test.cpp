#include "greenlane/evaluation/profile_trial.h"

#include <gmock/gmock.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
using ::testing::ElementsAre;

/// Tulips and roses, under a plan that inspects as good as nothing of what one inspection cleared.
profile::CompiledProfile sampling_profile() {
    profile::CompiledProfile profile;
    profile.conditions.programs.emplace_back();
    profile::CompiledRule& rule = profile.rules.emplace_back();
    rule.code = "S1";
    rule.key = random::name_key("S1");
    rule.lane = Lane::red;
    rule.valid_from = 0;
    rule.valid_to = 100;
    profile::Sampling& sampling = rule.sampling.emplace();
    sampling.plan.levels = {1, 1e-9};
    sampling.pathway = "hs6";
    return profile;
}

shipment::Block day_of_flowers(std::int64_t number, shipment::Vocabulary& vocabulary) {
    shipment::Block block;
    shipment::Declarations& rows = block.declarations;
    rows.first_shipment = static_cast<std::uint64_t>(2 * number);
    rows.lodged = {number * day, number * day};
    rows.first_item = {0, 1, 2};
    rows.items.hs = {vocabulary.hs.code("060110"), vocabulary.hs.code("060311")};
    return block;
}

TEST(ProfileTrial, SamplingPlansLearnWhatTheSelectedRowsWere) {
    const profile::CompiledProfile profile = sampling_profile();
    ProfileTrial trial(profile, nullptr, {}, 1, {});
    shipment::Vocabulary vocabulary;
    const std::vector<std::vector<Outcome>> outcomes = {
        {Outcome::compliant, Outcome::unknown},    // roses: nobody knows, so they stay
        {Outcome::violation, Outcome::compliant},  // tulips: not selected, so nobody learns
        {Outcome::compliant, Outcome::compliant}};
    for (std::size_t number = 0; number < outcomes.size(); ++number) {
        const auto block = day_of_flowers(static_cast<std::int64_t>(number), vocabulary);
        trial.add(block, vocabulary, outcomes[number]);
    }
    EXPECT_THAT(trial.finish(vocabulary).selected, ElementsAre(1, 1, 0, 1, 0, 0));
}

}  // namespace
}  // namespace greenlane::evaluation
