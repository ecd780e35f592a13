#include "profile/rule_compiler.h"

#include "greenlane/random/draw.h"

#include "profile/sampling_compiler.h"
#include "profile/words.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <string_view>
#include <utility>

namespace greenlane::profile {

namespace {

/// Twenty thousand rules of so many points still add up within 32 bits.
constexpr std::int64_t points_at_most = 100'000;

std::string quoted(std::string_view text) {
    return '\'' + std::string(text) + '\'';
}

template <typename Enum, std::size_t Count>
std::array<std::string_view, Count> names_of(const std::array<Enum, Count>& all) {
    std::array<std::string_view, Count> names;
    std::transform(all.begin(), all.end(), names.begin(), [](Enum one) { return name(one); });
    return names;
}

/// Whether only part of the goods under an HS prefix are controlled: an "ex" entry covers it, and
/// no whole entry does.
bool is_ex_code(const std::string& prefix, const std::vector<const WatchList*>& watch_lists) {
    bool ex = false;
    for (const WatchList* list : watch_lists) {
        for (const WatchEntry& entry : list->entries) {
            if (prefix.starts_with(entry.prefix)) {
                if (!entry.ex) {
                    return false;
                }
                ex = true;
            }
        }
    }
    return ex;
}

}  // namespace

std::optional<Lane> checked_lane(const Located<std::string>& text, Diagnostics& diagnostics) {
    const auto lane = parse_lane(text.value);
    if (!lane) {
        diagnostics.error(text.position, "unknown lane " + quoted(text.value),
                          suggestion(text.value, names_of(lanes)));
    }
    return lane;
}

double checked_share(const std::optional<Located<double>>& share, double otherwise,
                     std::string_view what, Diagnostics& diagnostics) {
    if (!share) {
        return otherwise;
    }
    if (!(share->value >= 0 && share->value <= 1)) {
        diagnostics.error(share->position, std::string(what) + " is not between 0 and 1",
                          share->value > 1 && share->value <= 100
                              ? "a share is written as 0.02, not as 2 (percent)"
                              : "");
    }
    return share->value;
}

CompiledRule RuleCompiler::compile(const RuleDefinition& rule) {
    CompiledRule compiled;
    compiled.code = rule.code.value;
    compiled.key = random::name_key(rule.code.value);
    if (rule.code.value.empty()) {
        diagnostics_.error(rule.code.position, "the rule has no code",
                           "write code = \"P001\": decisions and audits name the rule by it");
    }
    check_effect(rule);
    if (rule.lane) {
        compiled.lane = checked_lane(*rule.lane, diagnostics_);
    }
    compiled.rate = checked_share(rule.rate, 1, "rate", diagnostics_);
    if (rule.sampling) {
        compiled.sampling = compile_sampling(rule, diagnostics_);
    }
    if (rule.points) {
        if (std::abs(rule.points->value) > points_at_most) {
            diagnostics_.error(rule.points->position, "points are not between -100000 and 100000");
        }
        compiled.points = static_cast<std::int32_t>(rule.points->value);
    }
    compiled.nii = rule.nii && rule.nii->value;
    compiled.mandatory = rule.mandatory && rule.mandatory->value;
    compiled.reason = rule.reason;
    set_labels(rule, compiled);
    set_validity(rule, compiled);
    set_condition(rule, compiled);
    return compiled;
}

/// A rule without a lane only adds points; a sampling plan has none to add.
void RuleCompiler::check_effect(const RuleDefinition& rule) {
    if (rule.sampling) {
        if (!rule.lane ||
            (rule.lane->value == name(Lane::green) && !(rule.nii && rule.nii->value))) {
            diagnostics_.error(rule.lane ? rule.lane->position : rule.code.position,
                               "sampling " + quoted(rule.code.value) + " inspects nothing",
                               "write lane = \"red\": where the shipments that it selects go");
        }
        return;
    }
    if (rule.lane) {
        return;
    }
    if (!rule.points) {
        diagnostics_.error(rule.code.position,
                           "rule " + quoted(rule.code.value) + " has neither lane nor points",
                           "write lane = \"red\" to select, or points = 10 to add to the score");
    }
    const auto needs_lane = [this](const std::optional<Located<bool>>& flag, std::string_view key) {
        if (flag && flag->value) {
            diagnostics_.error(flag->position,
                               std::string(key) + " needs a lane: points alone select nothing",
                               "write a lane, or leave " + std::string(key) + " out");
        }
    };
    needs_lane(rule.nii, "nii");
    needs_lane(rule.mandatory, "mandatory");
}

void RuleCompiler::set_labels(const RuleDefinition& rule, CompiledRule& compiled) {
    if (rule.risk) {
        const auto risk = parse_risk(rule.risk->value);
        if (!risk) {
            diagnostics_.error(rule.risk->position, "unknown risk " + quoted(rule.risk->value),
                               suggestion(rule.risk->value, names_of(risks)));
        }
        compiled.risk = risk.value_or(Risk::revenue);
    }
    if (rule.agreement) {
        const WatchList* list = lists_.find_watch_list(rule.agreement->value);
        if (list != nullptr) {
            compiled.agreement = static_cast<std::size_t>(list - lists_.watch_lists.data());
            return;
        }
        std::vector<std::string_view> agreements;
        for (const WatchList& known : lists_.watch_lists) {
            agreements.push_back(known.agreement);
        }
        diagnostics_.error(rule.agreement->position,
                           "unknown agreement " + quoted(rule.agreement->value),
                           suggestion(rule.agreement->value, agreements));
    }
}

void RuleCompiler::set_validity(const RuleDefinition& rule, CompiledRule& compiled) {
    const auto& [from, to] = rule.valid;
    compiled.valid_from =
        from ? days_since_epoch(from->value) : std::numeric_limits<std::int64_t>::min();
    compiled.valid_to = to ? days_since_epoch(to->value) : std::numeric_limits<std::int64_t>::max();
    if (compiled.valid_from > compiled.valid_to) {
        diagnostics_.error(from->position, "the rule is never valid: it begins on " +
                                               to_string(from->value) + " and ends on " +
                                               to_string(to->value));
    }
}

void RuleCompiler::set_condition(const RuleDefinition& rule, CompiledRule& compiled) {
    if (!rule.when) {
        compiled.condition = condition_compiler_.add_always();
        return;
    }
    const auto program = condition_compiler_.add(*rule.when, Scope::declaration, diagnostics_);
    if (program) {
        compiled.condition = *program;
        warn_of_ex_codes(rule, compiled);
    }
}

/// A rule for the environment whose HS codes are all "ex" selects much that no agreement controls,
/// unless something narrows it.
void RuleCompiler::warn_of_ex_codes(const RuleDefinition& rule, const CompiledRule& compiled) {
    if (compiled.risk != Risk::environment || compiled.rate < 1 || compiled.sampling) {
        return;
    }
    std::vector<const WatchList*> watch_lists;
    for (const WatchList& list : lists_.watch_lists) {
        if (compiled.agreement == CompiledRule::no_agreement ||
            &list == &lists_.watch_lists[compiled.agreement]) {
            watch_lists.push_back(&list);
        }
    }
    const auto& steps = conditions().programs[compiled.condition].instructions;
    bool any_code = false;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (steps[i].step != Program::Step::atom) {
            continue;
        }
        const Atom& atom = conditions().atoms[steps[i].atom];
        if (atom.test == Test::contains || atom.test == Test::has_document) {
            return;
        }
        const bool excluded = i + 1 < steps.size() && steps[i + 1].step == Program::Step::negate;
        if (atom.test != Test::hs_in || excluded) {
            continue;
        }
        any_code = any_code || !atom.words.empty();
        if (!std::all_of(atom.words.begin(), atom.words.end(), [&](const std::string& prefix) {
                return is_ex_code(prefix, watch_lists);
            })) {
            return;
        }
    }
    if (any_code) {
        diagnostics_.warning(rule.when->position,
                             "rule " + quoted(rule.code.value) +
                                 " selects by \"ex\" codes alone, of which only part is controlled",
                             "add a description, a document or a rate below 1");
    }
}

}  // namespace greenlane::profile
