#include "greenlane/screening/reason_codes.h"

#include "screening/rule_words.h"

#include <algorithm>
#include <optional>

namespace greenlane::screening {

using profile::CompiledProfile;
using profile::CompiledRule;

namespace {

/// The lane of the strictest threshold that the points reach.
std::optional<Lane> lane_by_points(const CompiledProfile& profile, std::int32_t points) {
    if (profile.red_from && points >= *profile.red_from) {
        return Lane::red;
    }
    return profile.yellow_from && points >= *profile.yellow_from ? std::optional(Lane::yellow)
                                                                 : std::nullopt;
}

std::string upper(std::string_view lane) {
    std::string text(lane);
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return static_cast<char>(c - 'a' + 'A'); });
    return text;
}

}  // namespace

Lane lane_before_capacity(const CompiledProfile& profile, const Decisions& decisions,
                          std::size_t row) {
    if ((decisions.traits[row] & displaced) == 0) {
        return decisions.lane[row];
    }
    // The lottery's winners are never displaced.
    Lane lane = lane_by_points(profile, decisions.points[row]).value_or(Lane::green);
    const auto chosen = decisions.chosen_rules(row);
    for (std::size_t rule = 0; rule < profile.rules.size(); ++rule) {
        if (has_rule(chosen, rule)) {
            lane = std::max(lane, profile.rules[rule].lane.value_or(Lane::green));
        }
    }
    return lane;
}

std::vector<std::string> reason_codes(const CompiledProfile& profile, const Decisions& decisions,
                                      std::size_t row) {
    std::vector<std::string> codes;
    const std::uint16_t traits = decisions.traits[row];
    if (profile.recorded) {
        if ((traits & uncovered) == 0) {
            codes.emplace_back("RECORDED");
        }
        return codes;
    }
    const auto chosen = decisions.chosen_rules(row);
    const auto matched = decisions.matched_rules(row);
    std::int32_t model_points = decisions.points[row];
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const CompiledRule& rule = profile.rules[i];
        if (has_rule(matched, i)) {
            model_points -= rule.points;
        }
        if (has_rule(chosen, i) && (rule.nii || rule.lane.value_or(Lane::green) > Lane::green)) {
            codes.push_back(rule.code);
        }
    }
    if (const auto reached = lane_by_points(profile, decisions.points[row])) {
        if (model_points > 0) {
            codes.emplace_back("MODEL");
        }
        codes.push_back("THRESHOLD-" + upper(name(*reached)));
    }
    if ((traits & by_lottery) != 0) {
        codes.emplace_back("LOTTERY");
    }
    for (Lane lane = lane_before_capacity(profile, decisions, row); lane != decisions.lane[row];) {
        const Lane next = profile.capacity[static_cast<std::size_t>(lane)]->overflow;
        codes.push_back("CAPACITY-" + std::string(name(lane)) + "-" + std::string(name(next)));
        lane = next;
    }
    return codes;
}

}  // namespace greenlane::screening
