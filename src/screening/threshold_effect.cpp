#include "screening/threshold_effect.h"

#include "greenlane/core/contract.h"

#include "screening/bits.h"

#include <algorithm>

namespace greenlane::screening {

namespace {

template <typename Holds>
std::vector<std::uint64_t> rules_that(const profile::CompiledProfile& profile, Holds holds) {
    std::vector<std::uint64_t> rules(words_for(profile.rules.size()));
    for (std::size_t rule = 0; rule < profile.rules.size(); ++rule) {
        if (holds(profile.rules[rule])) {
            set(rules, rule);
        }
    }
    return rules;
}

bool meet(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
    std::uint64_t common = 0;
    for (std::size_t word = 0; word < a.size(); ++word) {
        common |= a[word] & b[word];
    }
    return common != 0;
}

}  // namespace

ThresholdEffect::ThresholdEffect(const profile::CompiledProfile& profile)
    : environmental_(rules_that(profile,
                                [](const profile::CompiledRule& rule) {
                                    return rule.points > 0 && rule.risk == Risk::environment;
                                })),
      mandatory_(rules_that(profile, [](const profile::CompiledRule& rule) {
          return rule.points > 0 && rule.mandatory;
      })) {}

void ThresholdEffect::apply(Lane reached, Decisions& decisions, std::size_t row) const {
    GREENLANE_EXPECT(reached >= Lane::yellow);
    Lane lane = decisions.lane[row];
    unsigned traits = decisions.traits[row];
    if ((traits & by_lottery) != 0) {
        // Whom a threshold selects is not in the lottery; who won it was green by all rules.
        traits &= ~unsigned{by_lottery};
        lane = Lane::green;
    }
    traits |= selected | by_rule;
    if (meet(environmental_, decisions.matched_rules(row))) {
        traits |= by_environment;
    }
    if (meet(mandatory_, decisions.matched_rules(row))) {
        traits |= mandatory;
    }
    if (reached == Lane::red && (traits & flagged) != 0) {
        traits |= high_risk;
    }
    decisions.lane[row] = std::max(lane, reached);
    decisions.traits[row] = static_cast<std::uint16_t>(traits);
}

}  // namespace greenlane::screening
