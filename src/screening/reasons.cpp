#include "greenlane/screening/reasons.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"
#include "greenlane/profile/clauses.h"
#include "greenlane/screening/evaluator.h"

#include "screening/bits.h"
#include "screening/column.h"
#include "screening/lottery.h"
#include "screening/number_reader.h"

#include <algorithm>

namespace greenlane::screening {

using profile::CompiledProfile;
using profile::CompiledRule;
using profile::Field;

namespace {

/// The conditions of a profile, and behind them each without each of its clauses.
struct Asked {
    profile::Conditions conditions;
    struct Clause {
        std::size_t rule;
        profile::Program program;
        std::size_t rest;  ///< index among the programs
    };
    std::vector<Clause> clauses;
};

Asked relaxed(const CompiledProfile& profile) {
    Asked asked{profile.conditions, {}};
    for (std::size_t rule = 0; rule < profile.rules.size(); ++rule) {
        const std::size_t condition = profile.rules[rule].condition;
        for (profile::Relaxation& relaxation :
             without_each_clause(profile.conditions, profile.conditions.programs[condition])) {
            asked.clauses.push_back(
                {rule, std::move(relaxation.clause), asked.conditions.programs.size()});
            asked.conditions.programs.push_back(std::move(relaxation.rest));
        }
    }
    return asked;
}

bool counts_on(const CompiledRule& rule, std::int64_t day) {
    return day >= rule.valid_from && day <= rule.valid_to;
}

}  // namespace

Wanted before_capacity(const CompiledProfile& profile, Reasons& reasons) {
    Wanted wanted;
    reasons.points = reasons.model_points;
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const CompiledRule& rule = profile.rules[i];
        if (reasons.rules[i].answer == Answer::yes) {
            reasons.points += rule.points;
        }
        if (reasons.rules[i].chosen()) {
            wanted.lane = std::max(wanted.lane, rule.lane.value_or(Lane::green));
            wanted.nii = wanted.nii || rule.nii;
        }
    }
    if (profile.yellow_from && reasons.points >= *profile.yellow_from) {
        wanted.lane = std::max(wanted.lane, Lane::yellow);
    }
    if (profile.red_from && reasons.points >= *profile.red_from) {
        wanted.lane = Lane::red;
    }
    wanted.in_lottery = wanted.lane == Lane::green && !wanted.nii;
    wanted.by_lottery = wanted.in_lottery && reasons.lottery_draw < profile.random_rate;
    if (wanted.by_lottery) {
        wanted.lane = profile.random_lane;
    }
    return wanted;
}

Reasons reasons_for(const CompiledProfile& profile, random::Key key, shipment::Epochs epochs,
                    Screener& screener, const shipment::Declarations& block,
                    const shipment::Vocabulary& vocabulary, std::size_t row, std::int32_t points) {
    GREENLANE_EXPECT(!profile.recorded);
    const std::uint64_t shipment = block.first_shipment + row;
    const auto uniform = [&](random::Stream stream) {
        return random::uniform(random::draw(key, shipment, stream).first);
    };
    const Asked asked = relaxed(profile);
    Evaluator evaluator(asked.conditions);
    evaluator.evaluate(block, vocabulary, screener.history(), epochs.utc_offset);
    const std::int64_t day = day_of(block.lodged[row] + epochs.utc_offset);
    Reasons reasons;
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const CompiledRule& rule = profile.rules[i];
        RuleReasons& of = reasons.rules.emplace_back();
        of.answer = !counts_on(rule, day)                          ? Answer::off
                    : test(evaluator.truth(rule.condition), row)   ? Answer::yes
                    : test(evaluator.unknown(rule.condition), row) ? Answer::unknown
                                                                   : Answer::no;
        of.draw = uniform({random::Purpose::rule_rate, rule.key});
        of.share = !rule.sampling             ? rule.rate
                   : of.answer == Answer::yes ? screener.sampling_share(i, block, vocabulary, row)
                                              : 0;
    }
    for (const Asked::Clause& clause : asked.clauses) {
        RuleReasons& of = reasons.rules[clause.rule];
        if ((of.answer == Answer::no || of.answer == Answer::unknown) &&
            test(evaluator.truth(clause.rest), row)) {
            of.in_the_way.push_back(clause.program);
        }
    }
    reasons.lottery_stratum = lottery_stratum(block, vocabulary, row);
    reasons.lottery_draw =
        uniform({random::Purpose::lottery, random::name_key(reasons.lottery_stratum)});
    before_capacity(profile, reasons);
    reasons.model_points = points - reasons.points;
    reasons.points = points;
    return reasons;
}

std::vector<double> numbers_of(Field field, const shipment::Declarations& block, std::size_t row) {
    std::vector<double> numbers;
    if (profile::info(field).type != profile::Type::number || field == Field::hour) {
        return numbers;
    }
    std::size_t first = row;
    std::size_t last = row + 1;
    if (about_items(field)) {
        first = block.first_item.empty() ? 0 : block.first_item[row];
        last = block.first_item.empty() ? 0 : block.first_item[row + 1];
    }
    if (field == Field::value_per_kg) {
        for (std::size_t item = first; item < last; ++item) {
            const double ratio = value_per_kg(block.items, item);
            if (ratio == ratio) {
                numbers.push_back(ratio);
            }
        }
        return numbers;
    }
    NumberReader reader;
    const auto column = reader.read(field, block);
    for (std::size_t i = first; i < last && !column.empty(); ++i) {
        if (column[i] != missing) {
            numbers.push_back(static_cast<double>(column[i]));
        }
    }
    return numbers;
}

}  // namespace greenlane::screening
