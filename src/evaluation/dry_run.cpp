#include "greenlane/evaluation/dry_run.h"

#include "greenlane/core/contract.h"

#include "screening/rule_words.h"

#include <algorithm>
#include <tuple>

namespace greenlane::evaluation {

using profile::CompiledRule;
using screening::for_each_rule;

DryRun::DryRun(const profile::CompiledProfile& profile) : profile_(profile) {
    for (const CompiledRule& rule : profile.rules) {
        counted_.rules.push_back({rule.code, {}, 0});
    }
}

/// Where the rules chosen for the row at hand, but for one, and `points` send it.
DryRun::Effect DryRun::effect_without(std::size_t rule, std::int32_t points) const {
    Effect effect;
    for (const std::size_t other : chosen_) {
        if (other != rule) {
            effect.lane = std::max(effect.lane, profile_.rules[other].lane.value_or(Lane::green));
            effect.nii = effect.nii || profile_.rules[other].nii;
        }
    }
    if (profile_.yellow_from && points >= *profile_.yellow_from) {
        effect.lane = std::max(effect.lane, Lane::yellow);
    }
    if (profile_.red_from && points >= *profile_.red_from) {
        effect.lane = Lane::red;
    }
    return effect;
}

void DryRun::count_rules(const screening::Decisions& decisions, std::size_t row) {
    matched_.clear();
    chosen_.clear();
    for_each_rule(decisions.matched_rules(row), [&](std::size_t r) { matched_.push_back(r); });
    for_each_rule(decisions.chosen_rules(row), [&](std::size_t r) { chosen_.push_back(r); });
    const std::int32_t points = decisions.points[row];
    const Effect whole = effect_without(profile_.rules.size(), points);
    for (auto first = matched_.begin(); first != matched_.end(); ++first) {
        const std::int32_t rest = points - profile_.rules[*first].points;
        counted_.rules[*first].decisive += effect_without(*first, rest) == whole ? 0 : 1;
        for (auto second = first + 1; second != matched_.end(); ++second) {
            ++both_[{*first, *second}];
        }
    }
}

void DryRun::add(const screening::Decisions& decisions) {
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const std::uint16_t traits = decisions.traits[row];
        const auto has = [traits](screening::Trait trait) { return (traits & trait) != 0 ? 1 : 0; };
        ++counted_.declarations;
        ++counted_.lanes[static_cast<std::size_t>(decisions.lane[row])];
        counted_.scanned += has(screening::nii);
        counted_.displaced += has(screening::displaced);
        counted_.lottery += has(screening::by_lottery);
        counted_.selected += has(screening::selected);
        count_rules(decisions, row);
    }
}

DryRunReport DryRun::report(std::span<const screening::RuleCounts> rules) const {
    GREENLANE_EXPECT(rules.size() == counted_.rules.size());
    DryRunReport report = counted_;
    for (std::size_t rule = 0; rule < rules.size(); ++rule) {
        report.rules[rule].counts = rules[rule];
    }
    for (const auto& [pair, both] : both_) {
        const std::int64_t either = rules[pair.first].matched + rules[pair.second].matched - both;
        report.overlaps.push_back({pair.first, pair.second, both,
                                   static_cast<double>(both) / static_cast<double>(either)});
    }
    std::sort(report.overlaps.begin(), report.overlaps.end(),
              [](const Overlap& a, const Overlap& b) {
                  return std::tuple(-a.jaccard, a.first, a.second) <
                         std::tuple(-b.jaccard, b.first, b.second);
              });
    return report;
}

}  // namespace greenlane::evaluation
