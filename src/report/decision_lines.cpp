#include "report/decision_lines.h"

#include "greenlane/core/calendar.h"
#include "greenlane/profile/condition_compiler.h"
#include "greenlane/screening/reason_codes.h"

#include "report/number.h"
#include "report/table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using engine::Explanation;
using profile::CompiledProfile;
using screening::Answer;
using screening::Reasons;

std::string line(const Terminal& terminal, const std::string& text) {
    return wrapped(text, terminal.width, 2);
}

std::string decided(const CompiledProfile& profile, const Explanation& explanation) {
    const screening::Decisions& decisions = explanation.decisions;
    const std::size_t row = explanation.row;
    std::string codes;
    for (const std::string& code : screening::reason_codes(profile, decisions, row)) {
        codes += (codes.empty() ? ", by " : " ") + code;
    }
    const std::uint16_t traits = decisions.traits[row];
    return fmt::format("lane {}{}, decided {}{}{}", name(decisions.lane[row]),
                       (traits & screening::nii) != 0 ? " and the scanner" : "",
                       format_instant(decisions.decided[row]), codes,
                       (traits & screening::selected) != 0 ? "" : "; sent to no control");
}

std::string_view told(Answer answer) {
    switch (answer) {
        case Answer::yes:
            return "matched";
        case Answer::unknown:
            return "unknown";
        case Answer::off:
            return "off that day";
        case Answer::no:
            break;
    }
    return "nearly";
}

/// The numbers that a clause asks about, as the condition would write them.
std::string values_in(const CompiledProfile& profile, const profile::Program& clause,
                      const Explanation& explanation) {
    std::string text;
    for (const profile::Program::Instruction& step : clause.instructions) {
        if (step.step != profile::Program::Step::atom) {
            continue;
        }
        profile::Conditions one{{profile.conditions.atoms[step.atom]},
                                {{{{profile::Program::Step::atom, 0}}, false}},
                                profile.conditions.currency_minor_digits};
        profile::Atom& atom = one.atoms.front();
        for (const double value :
             screening::numbers_of(atom.field, explanation.block.declarations, explanation.row)) {
            atom.test = profile::Test::equal;
            atom.bound = value;
            text += (text.empty() ? " (" : ", ") + describe(one, 0);
        }
    }
    return text.empty() ? "" : text + ")";
}

/// Rules that matched, that are unknown, and that one clause kept from matching.
std::string rules(const CompiledProfile& profile, const Explanation& explanation,
                  const ExplanationView& view, const Terminal& terminal) {
    const Reasons& reasons = *explanation.reasons;
    Table table({{"rule", Align::left},
                 {"", Align::left},
                 {"lane", Align::left},
                 {"points"},
                 {"draw"},
                 {"rate"},
                 {"", Align::left}});
    std::string conditions;
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const profile::CompiledRule& rule = profile.rules[i];
        const screening::RuleReasons& of = reasons.rules[i];
        if (of.answer == Answer::off || (of.answer == Answer::no && of.in_the_way.empty())) {
            continue;
        }
        const bool matched = of.answer == Answer::yes;
        table.add({rule.code, std::string(told(of.answer)),
                   rule.lane ? std::string(name(*rule.lane)) : "",
                   rule.points != 0 ? std::to_string(rule.points) : "",
                   matched ? fmt::format("{:.4f}", of.draw) : "",
                   matched ? fmt::format("{:.4g}", of.share) : "",
                   matched ? (of.chosen() ? "chosen" : "not drawn") : ""});
        if (view.redacted) {
            continue;
        }
        conditions +=
            line(terminal, fmt::format("{}: {}{}", rule.code,
                                       describe(profile.conditions, rule.condition, *profile.lists),
                                       rule.reason.empty() ? "" : " (" + rule.reason + ")"));
        for (const profile::Program& clause : of.in_the_way) {
            profile::Conditions with = profile.conditions;
            with.programs.push_back(clause);
            conditions +=
                wrapped(fmt::format("but for {}{}",
                                    describe(with, with.programs.size() - 1, *profile.lists),
                                    values_in(profile, clause, explanation)),
                        terminal.width, 6);
        }
    }
    return table.empty() ? "  no rule matched, nor nearly\n"
                         : table.to_string(terminal) + conditions;
}

std::string points(const CompiledProfile& profile, const Reasons& reasons) {
    std::string text = fmt::format("{} points", reasons.points);
    if (reasons.model_points != 0) {
        text += fmt::format(" ({} by the model)", reasons.model_points);
    }
    const auto add = [&](const char* lane, std::optional<std::int32_t> from) {
        if (from) {
            text += fmt::format("; {} from {}: {}", lane, *from,
                                reasons.points >= *from ? "reached" : "not reached");
        }
    };
    add("yellow", profile.yellow_from);
    add("red", profile.red_from);
    return text;
}

std::string lottery(const CompiledProfile& profile, Reasons reasons) {
    const screening::Wanted wanted = screening::before_capacity(profile, reasons);
    return fmt::format("lottery of {}: {}", reasons.lottery_stratum,
                       !wanted.in_lottery ? std::string("not in it, a rule selects the shipment")
                                          : fmt::format("draw {:.4f}, rate {:.4g}: {}",
                                                        reasons.lottery_draw, profile.random_rate,
                                                        wanted.by_lottery ? "drawn" : "not drawn"));
}

std::string place_line(const screening::Place& place) {
    return fmt::format("capacity of {}: {} in line for {} places, {}", name(place.lane),
                       place.position, place.places,
                       place.taken
                           ? place.position > place.places ? "kept, beyond the last" : "got one"
                           : fmt::format("sent to {}", name(place.overflow)));
}

std::string score(const engine::ScoreReasons& score, bool redacted) {
    std::string text = fmt::format("score {:.4f} (item {})", score.probability, score.item + 1);
    if (redacted) {
        return text;
    }
    constexpr std::size_t shown = 6;
    auto parts = score.explanation.parts;
    const std::size_t count = std::min(shown, parts.size());
    std::partial_sort(
        parts.begin(), parts.begin() + static_cast<std::ptrdiff_t>(count), parts.end(),
        [](const auto& a, const auto& b) { return std::abs(a.margin) > std::abs(b.margin); });
    text += fmt::format(": log-odds {:+.3f}", score.explanation.base);
    for (std::size_t i = 0; i < count; ++i) {
        text += fmt::format(", {} {:+.3f}", parts[i].name, parts[i].margin);
    }
    return parts.size() > count ? text + fmt::format(", {} more", parts.size() - count) : text;
}

}  // namespace

std::string decision_lines(const engine::CompiledScenario& scenario, const Explanation& explanation,
                           const ExplanationView& view, const Terminal& terminal) {
    if (!scenario.profile) {
        return "  no profile: lane green, sent to no control\n";
    }
    const CompiledProfile& profile = *scenario.profile;
    std::string text = line(terminal, decided(profile, explanation));
    if (!explanation.reasons) {
        return text;
    }
    text += rules(profile, explanation, view, terminal);
    text += line(terminal, points(profile, *explanation.reasons));
    if (explanation.score) {
        text += line(terminal, score(*explanation.score, view.redacted));
    }
    text += line(terminal, lottery(profile, *explanation.reasons));
    for (const screening::Place& place : explanation.places) {
        text += line(terminal, place_line(place));
    }
    return text;
}

}  // namespace greenlane::report
