#pragma once

#include "greenlane/experiment/criterion.h"
#include "greenlane/experiment/factor.h"
#include "greenlane/experiment/measured_period.h"
#include "greenlane/experiment/outcome.h"
#include "greenlane/experiment/overload.h"
#include "greenlane/experiment/run.h"
#include "greenlane/experiment/warmup_choice.h"
#include "greenlane/experiment/work.h"
#include "greenlane/kpi/difference.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// A value of each factor, or the files as they stand.
struct TuningSetting {
    std::vector<std::string> texts;  ///< by factor, as `--set` takes them; empty: as they stand
    std::vector<double> values;      ///< by factor, in Factor::value()'s units
};
/// By system, in the order in which the search made them; the first one is the files as they stand.
using TuningSettings = std::vector<TuningSetting>;

/// What is to be found.
struct TuningProblem {
    std::vector<Factor> factors;           ///< numbers or durations, at least one
    std::vector<double> unit_costs;        ///< by factor; the cost is the sum of cost x value
    std::vector<Objective> objectives;     ///< at least one
    std::vector<Constraint> constraints;   ///< may be none
    std::vector<double> present;           ///< value by factor, as the files stand
    std::uint64_t budget = 0;              ///< replications of the search, at least least_budget
    std::uint64_t fresh_replications = 0;  ///< of the final estimates, at most first_searched

    /// A setting's value of a factor, as `--set` takes it.
    std::string value_text(const TuningSetting& setting, std::size_t factor) const;
};

/// At most so many settings of the grid, evenly over it, the lowest first.
TuningSettings spread(const std::vector<Factor>& factors, std::size_t most);

/// Replications of a setting that is tried, and twice as many as long as no setting has a value of
/// every criterion.
inline constexpr std::uint64_t first_trials = 4;
inline constexpr std::uint64_t least_budget = 20 * first_trials;
/// The first replication that a search uses: the final estimates may have as many as a run without
/// changing it.
inline constexpr std::uint64_t first_searched = most_run;
inline constexpr double feasible_confidence = 0.95;
inline constexpr double decided_confidence = 0.999;  ///< with which a search ends before its budget

/// Why a search ended.
enum class SearchEnd : std::uint8_t {
    budget_spent,
    decided,        ///< further replications would hardly change front, winner or feasibility
    screened_once,  ///< all settings were tried over one screening a replication
};

/// How a setting stands to a constraint.
struct ConstraintStanding {
    std::optional<kpi::Figure> figure;
    std::optional<double> confidence;  ///< that the mean meets the limit; of a cost 0 or 1
};

/// One replication of a setting: what the task of tune() gives, as bytes.
struct Trial {
    std::optional<Outcome> outcome;   ///< nullopt where the setting cannot be
    std::vector<Overload> overloads;  ///< of the setting; with its search's first replication

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.outcome, self.overloads);
    }
};

/// A setting as its replications show it. Settings of a search have more or fewer of them: means
/// are those on common draws (docs/tuning.md), by which front and winner are found; intervals and
/// confidences are as wide as its own replications make them.
struct TriedSetting {
    TuningSetting setting;
    bool possible = true;            ///< scenario and profile allow it
    std::uint64_t replications = 0;  ///< 0 where it is not possible
    double cost = 0;
    /// What its times are grows with the run, and is no figure of the setting: it is no candidate.
    std::vector<Overload> overloads;
    std::vector<std::optional<kpi::Figure>> objectives;  ///< by objective
    std::vector<ConstraintStanding> constraints;         ///< by constraint
    /// Sum over the constraints, of the means, and of what overloads are beyond a utilisation of 1;
    /// infinite where undefined.
    double violation = 0;

    /// It overloads no station, its objectives are defined and every constraint holds with
    /// feasible_confidence.
    bool is_feasible() const;
};

/// A setting on replications that the search did not use.
struct FreshEstimate {
    TriedSetting tried;
    std::vector<Outcome> outcomes;  ///< by replication
};

/// What tuning found. Indices are those of `settings`.
struct Tuning {
    TuningProblem problem;
    std::vector<TriedSetting> settings;  ///< all that were tried, as the search saw them
    double grid = 0;                     ///< settings that there are
    bool present_on_grid = true;         ///< the files as they stand are one of these
    bool all_tried = false;
    std::uint64_t spent = 0;  ///< replications of the search; screened once, of each
                              ///< setting; none of settings that cannot be
    SearchEnd end = SearchEnd::budget_spent;
    std::vector<std::size_t> front;     ///< feasible settings that no other dominates, by the first
                                        ///< objective, the best first
    std::optional<std::size_t> knee;    ///< of the front, for two objectives and more
    std::optional<std::size_t> winner;  ///< the best; of several objectives the knee, or the
                                        ///< first of the front where it has none
    /// Where nothing is feasible: least in violation, of equal ones the one whose least sure
    /// constraint is surest.
    std::optional<std::size_t> nearest;
    /// At least so probable is it that no other setting tried, the present one beside the grid
    /// included, is feasible and at least as good as the winner in every objective: one minus the
    /// sum over the others of the least of the probabilities that each of these holds (Bonferroni;
    /// Lee et al. 2012), from what the replications that both have show. Nominal, of one look.
    double correct = 0;

    /// Other feasible settings that equal the winner in every objective and replication: it is the
    /// one of them that changes the fewest factors, and changes them least.
    std::size_t equals = 0;

    std::vector<std::vector<Outcome>> searched;  ///< the search's, by setting, by replication

    std::int64_t shipments = 0;  ///< lodged, in all replications; of settings tried at once, once
    std::int64_t visits = 0;     ///< stays at stations begun

    FreshEstimate present;
    FreshEstimate chosen;  ///< of the winner, or of the nearest
    /// The fresh replications alone show that the winner meets every constraint, each with
    /// feasible_confidence: one look at one setting, which no search has bent. What the search
    /// found to be feasible may have been so by luck.
    bool confirmed = false;
    /// chosen - present, by objective, on common draws.
    std::vector<std::optional<kpi::Difference>> gains;
    /// By the fresh replications, the present setting keeps every constraint, is worse than the
    /// winner in no objective and with 95 % better in one: there is nothing to change.
    bool present_serves_better = false;

    /// Settings tried that scenario and profile allow.
    std::size_t possible() const;
    /// Settings tried that overload a station.
    std::size_t overloaded() const;
    std::size_t tried_on_grid() const { return settings.size() - (present_on_grid ? 0 : 1); }
    /// The winner or the nearest setting.
    std::size_t choice() const { return winner ? *winner : nearest.value_or(0); }
};

/// What a tuning is told beside what it found.
struct TuningLabel {
    std::string scenario;
    std::string profile;
    std::uint64_t seed = 0;
    std::string currency;
    std::vector<std::string> stations;  ///< of the process
    MeasuredPeriod searched;            ///< what the search's figures are of
    MeasuredPeriod reported;            ///< what the final estimates are of
    std::optional<WarmupChoice> warmup;
    std::vector<std::string> overrides;  ///< `--set` of all settings
    std::string refusal;                 ///< why one of the settings that cannot be cannot
    std::string repeat_by;               ///< the command that repeats the final estimates

    /// The search saw but the earlier part of a replay.
    bool is_split() const { return searched != reported; }

    /// Of a cost none.
    std::string_view unit(const Criterion& criterion) const {
        if (!criterion.quantity) {
            return "";
        }
        const kpi::Unit unit = criterion.quantity->info().unit;
        return unit == kpi::Unit::currency ? std::string_view(currency) : kpi::name(unit);
    }
};

/// What the search's replications of every setting give, by setting and replication, where trying
/// all of them costs about as much as trying one; nullopt of settings that cannot be.
using TryTogether =
    std::function<std::vector<std::vector<std::optional<Outcome>>>(const TuningSettings& settings)>;

/// Tunes. Units are (setting, replication): replications from first_searched on are the search's,
/// those below it the final estimates', so that a plain run of the winner repeats them, and more of
/// them leave the search as it is.
/// `task` gives a Trial as bytes; it reads `settings`, which grow between stages. All settings meet
/// the same draws.
///
/// Where the whole grid can be tried with two thirds of the budget, it is. Else the search is a
/// direct multisearch (Custodio, Madeira, Vaz and Vicente 2011, SIAM Journal on Optimization 21,
/// 1109-1140) on the grid, from the present setting, the middle, the corners of all low and all
/// high values and points of Sobol's sequence: around every setting that no other dominates, with
/// the violation of the constraints as one more objective (the filter of Audet and Dennis 2004,
/// SIAM Journal on Optimization 14, 980-1010), its neighbours along each factor are tried, far ones
/// first. The rest of the budget goes where the standing of a setting is in doubt, in proportion to
/// (s / d)^2 of the distance that decides it: OCBA for constraints and several objectives, on
/// common draws (docs/tuning.md).
///
/// A search ends before its budget where nothing is left to be decided (decided_confidence,
/// nominal: of each look and each statement for itself). While no setting has a value of every
/// criterion, all get twice the replications, and further points of the sequence are tried. With
/// `together` all settings of the grid are tried once and for all.
///
/// Throws InputError(usage) where none of the settings tried has a value of every objective.
Tuning tune(const TuningProblem& problem, TuningSettings& settings, Task& task,
            Execution& execution, const TryTogether& together = {});

}  // namespace greenlane::experiment
