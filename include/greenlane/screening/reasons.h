#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/screener.h"

#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::screening {

/// What a rule's condition says of a declaration; `off`: the rule does not count on that day.
enum class Answer : std::uint8_t { no, yes, unknown, off };

/// Why a rule has chosen a declaration, or has not.
struct RuleReasons {
    Answer answer = Answer::no;
    double draw = 0;   ///< its uniform: a declaration that it matches is chosen where draw < share
    double share = 1;  ///< its rate, or that of the pathway; of a plan that did not match, 0
    /// Where the answer is no or unknown: each clause without which it would be yes.
    std::vector<profile::Program> in_the_way;

    bool chosen() const { return answer == Answer::yes && draw < share; }
};

/// Why a declaration is where it is, before capacity: what is drawn and what is known.
struct Reasons {
    std::vector<RuleReasons> rules;  ///< one a rule of the profile
    std::int32_t points = 0;         ///< of the model and of the rules that match
    std::int32_t model_points = 0;   ///< of these, by the score model
    std::string lottery_stratum;     ///< what its draw in the lottery is named for
    double lottery_draw = 0;         ///< its uniform: it would win where lottery_draw < random_rate
};

/// Where rules, thresholds and lottery send a declaration, before capacity.
struct Wanted {
    Lane lane = Lane::green;
    bool nii = false;
    bool in_lottery = false;  ///< no rule selects it
    bool by_lottery = false;  ///< it is drawn
};
/// By the laws of a row (screener.h): the same as Screener's, one row at a time. Adds up the
/// points.
Wanted before_capacity(const profile::CompiledProfile& profile, Reasons& reasons);

/// The reasons for one row of a block of the screener's current epoch, which it has screened and
/// given `points`. Not of the profile `recorded`.
Reasons reasons_for(const profile::CompiledProfile& profile, random::Key key,
                    shipment::Epochs epochs, Screener& screener,
                    const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                    std::size_t row, std::int32_t points);

/// What a numeric field of a declaration (or of each of its items) holds, in the unit of the
/// columns; what is not given is left out. Empty for the hour and for what is no number.
std::vector<double> numbers_of(profile::Field field, const shipment::Declarations& block,
                               std::size_t row);

}  // namespace greenlane::screening
