#include "experiment/tuning_choice.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/pareto.h"
#include "greenlane/kpi/constraint.h"

#include "experiment/doubt.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace greenlane::experiment {

namespace {

/// That a setting's mean is at least as good as another's; nullopt where too few replications have
/// both.
std::optional<double> as_good(const TriedSettings& tried, std::size_t setting, std::size_t other,
                              std::size_t objective) {
    const bool lower = tried.directions()[objective] == kpi::Better::lower;
    const kpi::Replicated first = tried.values(lower ? setting : other, objective);
    const kpi::Replicated second = tried.values(lower ? other : setting, objective);
    std::vector<std::optional<double>> values(std::min(first.size(), second.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (first[i] && second[i]) {
            values[i] = *first[i] - *second[i];
        }
    }
    return kpi::confidence_at_most(values, 0);
}

/// Whether the replications that both have show the same of both.
bool are_equal(const TriedSettings& tried, std::size_t one, std::size_t other) {
    for (std::size_t i = 0; i < tried.problem().objectives.size(); ++i) {
        const auto difference = tried.difference(one, other, i);
        if (!difference || difference->mean != 0 || difference->variance != 0) {
            return false;
        }
    }
    return true;
}

/// Of the constraint that is least sure to hold, one of which nothing is known counting as
/// `unknown`; 1 without any. 0 where a station is overloaded.
double least_confidence(const TriedSettings& tried, std::size_t setting, double unknown) {
    double least = tried.overloads(setting).empty() ? 1 : 0;
    for (std::size_t i = 0; i < tried.problem().constraints.size(); ++i) {
        least = std::min(least, tried.confidence(setting, i).value_or(unknown));
    }
    return least;
}

/// At most so probable is it that another setting is feasible and at least as good as the winner.
double probability_as_good(const TriedSettings& tried, std::size_t other, std::size_t winner) {
    // Of equal ones either may be chosen.
    if (other == winner || !tried.is_measured(other) || are_equal(tried, other, winner)) {
        return 0;
    }
    double least = least_confidence(tried, other, 1);
    for (std::size_t i = 0; i < tried.problem().objectives.size(); ++i) {
        least = std::min(least, as_good(tried, other, winner, i).value_or(1));
    }
    return least;
}

void find_correct(const TriedSettings& tried, TuningChoice& choice) {
    double wrong = 0;
    double wrong_on_grid = 0;
    for (std::size_t other = 0; other < tried.size(); ++other) {
        const double as_good = probability_as_good(tried, other, choice.winner.value());
        wrong += as_good;
        wrong_on_grid += tried.is_candidate(other) ? as_good : 0;
    }
    choice.correct = std::max(0.0, 1 - wrong);
    choice.correct_on_grid = std::max(0.0, 1 - wrong_on_grid);
}

/// How many factors of the present setting one changes, and by how much of their ranges in all.
std::pair<std::size_t, double> change_of(const TriedSettings& tried, std::size_t setting) {
    const TuningProblem& problem = tried.problem();
    std::pair<std::size_t, double> change;
    for (std::size_t i = 0; i < problem.factors.size(); ++i) {
        const Factor& factor = problem.factors[i];
        const double by = std::abs(tried.setting(setting).values[i] - problem.present[i]);
        change.first += by > 0 ? 1 : 0;
        change.second += by / (factor.value(factor.high) - factor.value(factor.low));
    }
    return change;
}

/// Of the winner and of what equals it, the one that changes least takes its place.
void keep_what_changes_nothing(const TriedSettings& tried, const std::vector<bool>& feasible,
                               TuningChoice& choice) {
    const std::size_t first = choice.winner.value();
    for (std::size_t other = 0; other < tried.size(); ++other) {
        if (other != first && feasible[other] && are_equal(tried, other, first)) {
            ++choice.equals;
            if (change_of(tried, other) < change_of(tried, *choice.winner)) {
                choice.winner = other;
            }
        }
    }
    std::replace(choice.front.begin(), choice.front.end(), first, *choice.winner);
    choice.knee = choice.knee ? choice.winner : std::nullopt;
}

std::size_t nearest_of(const TriedSettings& tried, const std::vector<std::size_t>& comparable) {
    const auto distance = [&](std::size_t setting) {
        return std::pair(tried.violation(setting), -least_confidence(tried, setting, 0));
    };
    return *std::min_element(
        comparable.begin(), comparable.end(),
        [&](std::size_t a, std::size_t b) { return distance(a) < distance(b); });
}

/// That the first is at least as good in every objective, for sure.
bool surely_covers(const TriedSettings& tried, std::size_t one, std::size_t other) {
    for (std::size_t i = 0; i < tried.problem().objectives.size(); ++i) {
        if (as_good(tried, one, other, i).value_or(0) < decided_confidence) {
            return false;
        }
    }
    return true;
}

/// That the first is better in some objective, for sure.
bool surely_stands(const TriedSettings& tried, std::size_t one, std::size_t other) {
    for (std::size_t i = 0; i < tried.problem().objectives.size(); ++i) {
        if (as_good(tried, other, one, i).value_or(1) <= 1 - decided_confidence) {
            return true;
        }
    }
    return false;
}

}  // namespace

TuningChoice choose(const TriedSettings& tried) {
    std::vector<bool> feasible(tried.size());
    std::vector<std::size_t> comparable;
    for (std::size_t i = 0; i < tried.size(); ++i) {
        if (tried.comparable(i)) {
            comparable.push_back(i);
            feasible[i] = least_confidence(tried, i, 0) >= feasible_confidence;
        }
    }
    if (comparable.empty()) {
        throw InputError(Failure::usage, "",
                         "no setting has a value of every objective, of " +
                             std::to_string(tried.size()) + " tried",
                         "an objective must be defined: run the scenario to see which KPIs are");
    }
    TuningChoice choice;
    choice.front = front_of(tried, feasible);
    if (choice.front.empty()) {
        choice.nearest = nearest_of(tried, comparable);
        return choice;
    }
    const bool lower = tried.directions().front() == kpi::Better::lower;
    std::stable_sort(choice.front.begin(), choice.front.end(), [&](std::size_t a, std::size_t b) {
        const double first = tried.mean(a, 0).value();
        const double second = tried.mean(b, 0).value();
        return lower ? first < second : first > second;
    });
    std::vector<Point> points;
    for (const std::size_t member : choice.front) {
        points.push_back(tried.point(member));
    }
    if (const auto found = knee(points, tried.directions())) {
        choice.knee = choice.front[*found];
    }
    choice.winner = choice.knee.value_or(choice.front.front());
    keep_what_changes_nothing(tried, feasible, choice);
    find_correct(tried, choice);
    return choice;
}

bool is_decided(const TriedSettings& tried, const TuningChoice& choice) {
    const std::vector<std::size_t>& front = choice.front;
    const auto member_is_sure = [&](std::size_t member) {
        return least_confidence(tried, member, 0) >= decided_confidence &&
               std::all_of(front.begin(), front.end(), [&](std::size_t other) {
                   return other == member || surely_stands(tried, member, other);
               });
    };
    const auto outsider_is_sure = [&](std::size_t setting) {
        return least_confidence(tried, setting, 1) <= 1 - decided_confidence ||
               std::any_of(front.begin(), front.end(), [&](std::size_t member) {
                   return surely_covers(tried, member, setting);
               });
    };
    if (choice.winner && choice.correct_on_grid < decided_confidence) {
        return false;
    }
    for (std::size_t i = 0; i < tried.size(); ++i) {
        const bool on_front = std::find(front.begin(), front.end(), i) != front.end();
        if (tried.comparable(i) && !(on_front ? member_is_sure(i) : outsider_is_sure(i))) {
            return false;
        }
    }
    return true;
}

}  // namespace greenlane::experiment
