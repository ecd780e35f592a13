#include "greenlane/profile/compile.h"

#include "greenlane/core/contract.h"

#include "profile/rule_compiler.h"

#include <limits>
#include <map>
#include <string>
#include <utility>

namespace greenlane::profile {

namespace {

std::string quoted(const std::string& text) {
    return '\'' + text + '\'';
}

void compile_name(const ProfileDefinition& definition, CompiledProfile& profile,
                  Diagnostics& diagnostics) {
    profile.name = definition.name.value;
    if (profile.name.empty()) {
        diagnostics.error(definition.name.position, "the profile has no name",
                          "write name = \"...\" under [profile]");
    } else if (profile.name == recorded_profile().name.value) {
        diagnostics.error(definition.name.position,
                          "'recorded' is the name of the built-in profile that replays the records",
                          "give the profile another name");
    }
}

std::optional<std::int32_t> threshold(const std::optional<Located<std::int64_t>>& points,
                                      Diagnostics& diagnostics) {
    if (!points) {
        return std::nullopt;
    }
    if (points->value < 1 || points->value > std::numeric_limits<std::int32_t>::max()) {
        diagnostics.error(points->position, "a threshold is at least 1 point, and within 32 bits");
    }
    return static_cast<std::int32_t>(points->value);
}

void compile_model(const ProfileDefinition& definition, CompiledProfile& profile,
                   Diagnostics& diagnostics) {
    if (!definition.model) {
        return;
    }
    constexpr std::int64_t most_points = 1'000'000;
    const Located<std::int64_t>& points = definition.model->points;
    if (points.value < 1 || points.value > most_points) {
        diagnostics.error(points.position, "a model gives 1 to 1,000,000 points",
                          "100 makes points of percents");
        return;
    }
    profile.model_points = static_cast<std::int32_t>(points.value);
}

void compile_thresholds(const ProfileDefinition& definition, CompiledProfile& profile,
                        Diagnostics& diagnostics) {
    const auto& [yellow, red] = definition.thresholds;
    profile.yellow_from = threshold(yellow, diagnostics);
    profile.red_from = threshold(red, diagnostics);
    if (yellow && red && yellow->value >= red->value) {
        diagnostics.error(red->position,
                          "red begins at " + std::to_string(red->value) +
                              " points, which is not above yellow's " +
                              std::to_string(yellow->value),
                          "red is the stricter lane and begins above yellow");
    }
    if (yellow || red) {
        return;
    }
    if (definition.model) {
        diagnostics.warning(definition.model->file.position,
                            "a model selects nothing in a profile without thresholds",
                            "write [thresholds] yellow = 30, red = 60");
        return;
    }
    for (const RuleDefinition& rule : definition.rules) {
        if (rule.points && !rule.lane) {
            diagnostics.warning(rule.points->position,
                                "points select nothing in a profile without thresholds",
                                "write [thresholds] yellow = 30, red = 60");
            return;
        }
    }
}

/// The local time of day that `decide` names; nullopt for "lodgement" and after an error.
std::optional<Duration> decision_time(const Located<std::string>& decide,
                                      Diagnostics& diagnostics) {
    if (decide.value == "lodgement") {
        return std::nullopt;
    }
    const auto instant = decide.value.size() == 5 ? parse_instant("1970-01-01T" + decide.value)
                                                  : std::optional<Instant>();
    if (!instant) {
        diagnostics.error(decide.position, "unknown time of decision " + quoted(decide.value),
                          "write \"lodgement\", or a local time such as \"16:00\"");
    }
    return instant;
}

void compile_capacity(const ProfileDefinition& definition, CompiledProfile& profile,
                      Diagnostics& diagnostics) {
    std::optional<std::string> first_decide;
    for (const CapacityDefinition& entry : definition.capacity) {
        const auto lane = checked_lane(entry.lane, diagnostics);
        Capacity capacity{entry.per_day.value, Lane::green};
        if (capacity.per_day < 0) {
            diagnostics.error(entry.per_day.position, "per_day is negative");
        }
        const auto overflow = entry.overflow ? checked_lane(*entry.overflow, diagnostics)
                                             : std::optional(Lane::green);
        if (lane == Lane::green) {
            diagnostics.error(entry.lane.position, "the green lane has no capacity",
                              "it takes what the other lanes cannot");
        } else if (lane && overflow && *overflow >= *lane) {
            diagnostics.error(entry.overflow->position,
                              "overflow goes to a less strict lane, and " + entry.overflow->value +
                                  " is not less strict than " + entry.lane.value);
        }
        capacity.overflow = overflow.value_or(Lane::green);
        const Located<std::string> decide =
            entry.decide.value_or(Located<std::string>{"lodgement", entry.lane.position});
        const auto time = decision_time(decide, diagnostics);
        if (!first_decide) {
            profile.decide_at = time;
            first_decide = decide.value;
        } else if (decide.value != *first_decide) {
            diagnostics.error(decide.position, "a profile decides all its lanes at one time, and " +
                                                   quoted(decide.value) + " is not " +
                                                   quoted(*first_decide));
        }
        if (lane) {
            profile.capacity[static_cast<std::size_t>(*lane)] = capacity;
        }
    }
}

void compile_rules(const ProfileDefinition& definition, const Lists& lists, int minor_digits,
                   CompiledProfile& profile, Diagnostics& diagnostics) {
    RuleCompiler compiler(lists, minor_digits, diagnostics);
    std::map<std::uint32_t, std::string> codes;
    for (const RuleDefinition& rule : definition.rules) {
        profile.rules.push_back(compiler.compile(rule));
        const std::string& code = rule.code.value;
        const auto [other, fresh] = codes.try_emplace(profile.rules.back().key, code);
        if (fresh || code.empty()) {
            continue;
        }
        if (other->second == code) {
            diagnostics.error(rule.code.position, "a second rule has the code " + quoted(code));
        } else {
            diagnostics.error(rule.code.position,
                              "the codes " + quoted(code) + " and " + quoted(other->second) +
                                  " have the same key and would share their draws",
                              "change one of them");
        }
    }
    profile.conditions = compiler.conditions();
}

}  // namespace

std::optional<CompiledProfile> compile(const ProfileDefinition& definition,
                                       std::shared_ptr<const Lists> lists,
                                       int currency_minor_digits, Diagnostics& diagnostics) {
    GREENLANE_EXPECT(lists != nullptr);
    CompiledProfile profile;
    profile.recorded = definition.recorded;
    profile.lists = lists;
    if (definition.recorded) {
        profile.name = definition.name.value;
        profile.conditions.currency_minor_digits = currency_minor_digits;
        return profile;
    }
    const std::size_t errors_before = diagnostics.error_count();
    compile_name(definition, profile, diagnostics);
    profile.random_rate = checked_share(definition.random_rate, 0, "random_rate", diagnostics);
    if (definition.random_lane) {
        profile.random_lane =
            checked_lane(*definition.random_lane, diagnostics).value_or(Lane::red);
    }
    compile_model(definition, profile, diagnostics);
    compile_thresholds(definition, profile, diagnostics);
    compile_capacity(definition, profile, diagnostics);
    compile_rules(definition, *lists, currency_minor_digits, profile, diagnostics);
    return diagnostics.error_count() == errors_before ? std::optional(std::move(profile))
                                                      : std::nullopt;
}

}  // namespace greenlane::profile
