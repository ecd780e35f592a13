#include "experiment/profile_edits.h"

#include "greenlane/core/calendar.h"
#include "greenlane/profile/clauses.h"
#include "greenlane/profile/condition_compiler.h"
#include "greenlane/screening/evaluator.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

namespace greenlane::experiment {

using profile::Atom;
using profile::CompiledProfile;
using profile::Field;
using profile::Program;
using profile::Test;
using screening::Answer;
using screening::Reasons;

namespace {

std::string decimal(double value) {
    char text[32];
    const auto [end, error] = std::to_chars(text, text + sizeof text, value);
    return {text, end};
}

/// A share of few decimals, two digits at least, that is just above a draw.
double share_above(double draw) {
    double scale = 1e4;
    while (scale < 1e16 && draw * scale < 10) {
        scale *= 10;
    }
    double steps = std::floor(draw * scale) + 1;
    while (steps / scale <= draw) {
        ++steps;
    }
    return std::min(steps / scale, 1.0);
}

Edit number_edit(std::string key, const std::string& from, const std::string& to) {
    return {std::move(key), from, to, false};
}

/// A TOML basic string.
std::string quoted(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    }
    return quoted + '"';
}

/// Lets an ordered comparison hold of `value`; the bound moves no further than that. False for
/// other tests.
bool move_bound(Atom& atom, bool positive, double value) {
    if (atom.test != Test::less && atom.test != Test::less_equal) {
        return false;
    }
    // Value per kg is no whole number: its bound moves in thousandths of a minor unit.
    const double scale = atom.field == Field::value_per_kg ? 1000 : 1;
    const bool strict = atom.test == Test::less;
    const double scaled = value * scale;
    if (positive) {
        atom.bound = (strict ? std::floor(scaled) + 1 : std::ceil(scaled)) / scale;
    } else {
        atom.bound = (strict ? std::floor(scaled) : std::ceil(scaled) - 1) / scale;
    }
    return atom.bound >= 0;
}

/// Conditions of one rule, relaxed, behind those of the profile.
struct Relaxed {
    std::size_t rule;
    Program program;
};

class Search {
public:
    Search(const CompiledProfile& profile, const engine::Explanation& explanation,
           shipment::Epochs epochs, const Goal& goal)
        : profile_(profile),
          explanation_(explanation),
          reasons_(*explanation.reasons),
          epochs_(epochs),
          goal_(goal) {}

    std::vector<EditedProfile> run() {
        lower_thresholds();
        raise_random_rate();
        for (std::size_t rule = 0; rule < profile_.rules.size(); ++rule) {
            raise_rate(rule, {profile_, {}}, reasons_);
        }
        relax_conditions();
        std::stable_sort(found_.begin(), found_.end(),
                         [](const EditedProfile& a, const EditedProfile& b) {
                             return a.edits.size() < b.edits.size();
                         });
        return std::move(found_);
    }

private:
    void keep_if_met(EditedProfile edited, Reasons reasons) {
        const screening::Wanted wanted = screening::before_capacity(edited.profile, reasons);
        if (goal_.met(wanted.lane, wanted.lane >= Lane::yellow || wanted.nii)) {
            found_.push_back(std::move(edited));
        }
    }

    void lower_thresholds() {
        const std::int32_t points = reasons_.points;
        const auto lower = [&](const char* lane,
                               std::optional<std::int32_t> CompiledProfile::*from) {
            const std::optional<std::int32_t> old = profile_.*from;
            // No threshold lies below one point.
            if (!old || points >= *old || points < 1) {
                return;
            }
            EditedProfile edited{profile_, {}};
            edited.profile.*from = points;
            const bool in_order = !edited.profile.yellow_from || !edited.profile.red_from ||
                                  *edited.profile.yellow_from < *edited.profile.red_from;
            if (in_order) {
                edited.edits.push_back(number_edit(std::string("thresholds.") + lane,
                                                   std::to_string(*old), std::to_string(points)));
                keep_if_met(std::move(edited), reasons_);
            }
        };
        lower("yellow", &CompiledProfile::yellow_from);
        lower("red", &CompiledProfile::red_from);
    }

    void raise_random_rate() {
        if (reasons_.lottery_draw < profile_.random_rate) {
            return;
        }
        EditedProfile edited{profile_, {}};
        edited.profile.random_rate = share_above(reasons_.lottery_draw);
        edited.edits.push_back(number_edit("profile.random_rate", decimal(profile_.random_rate),
                                           decimal(edited.profile.random_rate)));
        keep_if_met(std::move(edited), reasons_);
    }

    /// Of a rule that matches, and was not drawn.
    void raise_rate(std::size_t rule, EditedProfile edited, const Reasons& reasons) {
        const screening::RuleReasons& of = reasons.rules[rule];
        if (of.answer != Answer::yes || of.chosen() || profile_.rules[rule].sampling) {
            return;
        }
        Reasons raised = reasons;
        profile::CompiledRule& law = edited.profile.rules[rule];
        law.rate = share_above(of.draw);
        raised.rules[rule].share = law.rate;
        edited.edits.push_back(number_edit("rule." + law.code + ".rate",
                                           decimal(profile_.rules[rule].rate), decimal(law.rate)));
        keep_if_met(std::move(edited), std::move(raised));
    }

    void relax_conditions() {
        conditions_ = profile_.conditions;
        std::vector<Relaxed> relaxed;
        for (std::size_t rule = 0; rule < profile_.rules.size(); ++rule) {
            const Answer answer = reasons_.rules[rule].answer;
            if (profile_.rules[rule].sampling ||
                (answer != Answer::no && answer != Answer::unknown)) {
                continue;
            }
            const Program& program = profile_.conditions.programs[profile_.rules[rule].condition];
            for (profile::Relaxation& left : without_each_clause(conditions_, program)) {
                relaxed.push_back({rule, std::move(left.rest)});
            }
            for (const profile::AtomUse& use : profile::atom_uses(program)) {
                move_bounds(rule, program, use, relaxed);
            }
        }
        const std::size_t first = conditions_.programs.size();
        for (const Relaxed& one : relaxed) {
            conditions_.programs.push_back(one.program);
        }
        screening::Evaluator evaluator(conditions_);
        evaluator.evaluate(explanation_.block.declarations, explanation_.vocabulary,
                           explanation_.history, epochs_.utc_offset);
        for (std::size_t i = 0; i < relaxed.size(); ++i) {
            const screening::Bitmap& truth = evaluator.truth(first + i);
            if ((truth[explanation_.row / 64] >> explanation_.row % 64 & 1) != 0) {
                relax(relaxed[i]);
            }
        }
    }

    void move_bounds(std::size_t rule, const Program& program, const profile::AtomUse& use,
                     std::vector<Relaxed>& relaxed) {
        const Atom old = conditions_.atoms[program.instructions[use.instruction].atom];
        for (const double value :
             screening::numbers_of(old.field, explanation_.block.declarations, explanation_.row)) {
            Atom moved = old;
            const bool wider = move_bound(moved, use.positive, value) &&
                               (moved.bound > old.bound) == use.positive && moved != old;
            if (wider) {
                Relaxed one{rule, program};
                one.program.instructions[use.instruction].atom =
                    static_cast<std::uint32_t>(conditions_.atoms.size());
                conditions_.atoms.push_back(std::move(moved));
                relaxed.push_back(std::move(one));
            }
        }
    }

    /// The rule matches now; where its rate does not choose the shipment, that is raised too.
    void relax(const Relaxed& one) {
        EditedProfile edited{profile_, {}};
        profile::CompiledRule& law = edited.profile.rules[one.rule];
        const auto text = [&](const profile::Conditions& conditions, std::size_t program) {
            return quoted(describe(conditions, program, *profile_.lists));
        };
        const std::string from = text(profile_.conditions, law.condition);
        edited.profile.conditions.atoms = conditions_.atoms;
        law.condition = edited.profile.conditions.programs.size();
        edited.profile.conditions.programs.push_back(one.program);
        edited.edits.push_back({"rule." + law.code + ".when", from,
                                text(edited.profile.conditions, law.condition), true});
        Reasons reasons = reasons_;
        reasons.rules[one.rule].answer = Answer::yes;
        if (reasons.rules[one.rule].chosen()) {
            keep_if_met(std::move(edited), std::move(reasons));
        } else {
            raise_rate(one.rule, std::move(edited), reasons);
        }
    }

    const CompiledProfile& profile_;
    const engine::Explanation& explanation_;
    const Reasons& reasons_;
    shipment::Epochs epochs_;
    const Goal& goal_;
    profile::Conditions conditions_;  ///< with the atoms and programs that relaxing adds
    std::vector<EditedProfile> found_;
};

}  // namespace

std::vector<EditedProfile> selecting_edits(const CompiledProfile& profile,
                                           const engine::Explanation& explanation,
                                           shipment::Epochs epochs, const Goal& goal) {
    return Search(profile, explanation, epochs, goal).run();
}

void raise_capacity(EditedProfile& edited, const screening::Place& place) {
    auto& capacity = edited.profile.capacity[static_cast<std::size_t>(place.lane)];
    edited.edits.push_back(number_edit("capacity." + std::string(name(place.lane)) + ".per_day",
                                       std::to_string(capacity->per_day),
                                       std::to_string(place.position)));
    capacity->per_day = place.position;
}

}  // namespace greenlane::experiment
