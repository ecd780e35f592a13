#include "greenlane/evaluation/rule_league.h"

#include "greenlane/evaluation/significance.h"

#include "screening/rule_words.h"

#include <algorithm>

namespace greenlane::evaluation {

using screening::Decisions;
using screening::for_each_rule;
using screening::has_rule;
using shipment::Outcome;

RuleLeague::RuleLeague(const profile::CompiledProfile& profile, const ControlHours& hours)
    : profile_(profile), hours_(hours), counts_(profile.rules.size()) {
    threshold_ = profile.yellow_from;
    if (profile.red_from) {
        threshold_ = std::min(threshold_.value_or(*profile.red_from), *profile.red_from);
    }
}

bool RuleLeague::sends(std::size_t rule) const {
    const profile::CompiledRule& compiled = profile_.rules[rule];
    return compiled.nii || (compiled.lane && *compiled.lane >= Lane::yellow);
}

double RuleLeague::hours(const Decisions& decisions, std::size_t row) const {
    double spent = (decisions.traits[row] & screening::nii) != 0 ? hours_.nii : 0;
    spent += decisions.lane[row] == Lane::red      ? hours_.physical
             : decisions.lane[row] == Lane::yellow ? hours_.documents
                                                   : 0;
    return spent;
}

void RuleLeague::add(const Decisions& decisions, std::span<const Outcome> outcome) {
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const bool known = outcome[row] != Outcome::unknown;
        const kpi::Proportion one{outcome[row] == Outcome::violation ? 1u : 0u, known ? 1u : 0u};
        all_.merge(one);
        for_each_rule(decisions.matched_rules(row),
                      [&](std::size_t rule) { ++counts_[rule].matched; });
        if ((decisions.traits[row] & screening::by_lottery) != 0) {
            lottery_.merge(one);
        }
        if ((decisions.traits[row] & screening::selected) != 0 &&
            (decisions.traits[row] & screening::by_rule) != 0) {
            add_selected(decisions, row, outcome[row]);
        }
    }
}

void RuleLeague::add_selected(const Decisions& decisions, std::size_t row, Outcome outcome) {
    const std::span<const std::uint64_t> chosen = decisions.chosen_rules(row);
    const std::int32_t points = decisions.points[row];
    const bool by_points = threshold_ && points >= *threshold_;
    std::size_t sending = 0;
    parts_.clear();
    for_each_rule(decisions.matched_rules(row), [&](std::size_t rule) {
        const bool sent = has_rule(chosen, rule) && sends(rule);
        sending += sent ? 1 : 0;
        if (sent || (by_points && profile_.rules[rule].points > 0)) {
            parts_.push_back(rule);
        }
    });
    for (const std::size_t rule : parts_) {
        Counts& counts = counts_[rule];
        ++counts.selected;
        counts.hours += hours(decisions, row);
        if (outcome == Outcome::unknown) {
            ++counts.unknown;
            continue;
        }
        counts.hits.merge({outcome == Outcome::violation ? 1u : 0u, 1});
        if (outcome != Outcome::violation) {
            continue;
        }
        counts.hits_alone += parts_.size() == 1 ? 1 : 0;
        const std::size_t itself = has_rule(chosen, rule) && sends(rule) ? 1 : 0;
        const bool points_suffice =
            threshold_ && points - profile_.rules[rule].points >= *threshold_;
        counts.hits_lost += sending == itself && !points_suffice ? 1 : 0;
    }
}

std::vector<RuleStanding> RuleLeague::standings() const {
    std::vector<RuleStanding> standings;
    std::vector<double> p;
    for (std::size_t rule = 0; rule < counts_.size(); ++rule) {
        const Counts& counts = counts_[rule];
        RuleStanding& standing = standings.emplace_back();
        standing.code = profile_.rules[rule].code;
        standing.matched = counts.matched;
        standing.selected = counts.selected;
        standing.unknown = counts.unknown;
        standing.hits = counts.hits;
        standing.hits_alone = counts.hits_alone;
        standing.hits_lost = counts.hits_lost;
        if (counts.hits.events > 0) {
            // Hours of rows with unknown outcome earn no known hit, so they are left out.
            const double known =
                static_cast<double>(counts.hits.trials) / static_cast<double>(counts.selected);
            standing.hours_per_hit = counts.hours * known / static_cast<double>(counts.hits.events);
        }
        if (counts.hits.trials > 0) {
            standing.p =
                fisher_upper_tail(counts.hits.events, counts.hits.trials, all_.events, all_.trials);
            p.push_back(*standing.p);
        }
    }
    const std::vector<double> q = benjamini_hochberg(p);
    auto next = q.begin();
    for (RuleStanding& standing : standings) {
        if (standing.p) {
            standing.q = *next++;
        }
    }
    return standings;
}

}  // namespace greenlane::evaluation
