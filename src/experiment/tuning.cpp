#include "greenlane/experiment/tuning.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/budget_allocation.h"
#include "greenlane/experiment/pareto.h"
#include "greenlane/kpi/constraint.h"

#include "experiment/doubt.h"
#include "experiment/setting_search.h"
#include "experiment/trials.h"
#include "experiment/unit_bytes.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace greenlane::experiment {

namespace {

/// Stages in which the last third of the budget is spent.
constexpr std::uint64_t rounds = 10;

/// Whether the replications that both have show the same of both.
bool are_equal(const Trials& trials, std::size_t one, std::size_t other, std::size_t objective) {
    const auto difference = trials.difference(one, other, objective);
    return difference && difference->mean == 0 && difference->variance == 0;
}

/// That a setting's mean is at least as good as another's.
double probability_as_good(const Trials& trials, std::size_t setting, std::size_t other,
                           std::size_t objective) {
    const bool lower = trials.directions()[objective] == kpi::Better::lower;
    const kpi::Replicated first = trials.values(lower ? setting : other, objective);
    const kpi::Replicated second = trials.values(lower ? other : setting, objective);
    std::vector<std::optional<double>> values(std::min(first.size(), second.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (first[i] && second[i]) {
            values[i] = *first[i] - *second[i];
        }
    }
    return kpi::confidence_at_most(values, 0).value_or(1);
}

/// The search of one study.
class Tuner {
public:
    Tuner(const TuningProblem& problem, TuningSettings& settings, Task& task, Execution& execution)
        : problem_(problem),
          settings_(settings),
          task_(task),
          execution_(execution),
          grid_(problem.factors),
          search_(grid_, problem.present),
          trials_(problem) {
        GREENLANE_EXPECT(settings.empty() && !problem.objectives.empty());
        GREENLANE_EXPECT(problem.budget >= first_trials);
        settings_.push_back({{}, problem.present});
        trials_.add(settings_.back(), search_.present_on_grid());
        further_.push_back(first_trials);
    }

    Tuning tune(const TryTogether& together) {
        if (together) {
            place(search_.start(most_points));
            run(together);
        } else {
            search();
        }
        Tuning tuning = result();
        estimate_anew(tuning);
        tuning.searched = std::move(searched_);
        for (std::vector<Outcome>& outcomes : tuning.searched) {
            std::sort(outcomes.begin(), outcomes.end(),
                      [](const Outcome& a, const Outcome& b) { return a.number < b.number; });
        }
        tuning.shipments = shipments_;
        tuning.visits = visits_;
        return tuning;
    }

private:
    void search() {
        const std::uint64_t for_search = problem_.budget / 3 * 2;
        place(search_.start(for_search / first_trials - 1));
        run();
        while (spent_ < problem_.budget) {
            const std::uint64_t left = for_search - std::min(for_search, spent_);
            const auto places = search_.neighbours(trials_, left / first_trials);
            place(places);
            if (places.empty() && !allocate()) {
                break;
            }
            run();
        }
    }
    void place(const std::vector<Place>& places) {
        for (const Place& place : places) {
            settings_.push_back(grid_.at(place));
            trials_.add(settings_.back(), true);
            further_.push_back(first_trials);
        }
    }
    /// Further replications where they decide; false where nothing is in doubt.
    bool allocate();
    /// One stage: what is planned in `further_`.
    void run();
    void run(const TryTogether& together);
    void count(const std::optional<Outcome>& outcome) {
        shipments_ += outcome ? outcome->counts.lodged : 0;
        visits_ += outcome ? outcome->visits : 0;
    }
    /// Replication counted from the search's first.
    void put(std::size_t setting, std::uint64_t replication, std::optional<Outcome>&& outcome) {
        trials_.put(setting, replication, outcome);
        if (outcome) {
            searched_[setting].push_back(std::move(outcome).value());
        }
    }
    Tuning result() const;
    void choose(Tuning& tuning) const;
    double probability_correct(std::size_t winner) const;
    void estimate_anew(Tuning& tuning);

    const TuningProblem& problem_;
    TuningSettings& settings_;
    Task& task_;
    Execution& execution_;
    SettingGrid grid_;
    SettingSearch search_;
    Trials trials_;
    std::vector<std::uint64_t> further_;          ///< replications of the next stage, by setting
    std::vector<std::vector<Outcome>> searched_;  ///< by setting, as they came
    std::uint64_t spent_ = 0;
    std::int64_t shipments_ = 0;
    std::int64_t visits_ = 0;
};

bool Tuner::allocate() {
    std::vector<double> shares = doubts(trials_);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (sum == 0) {
        return false;
    }
    std::vector<std::uint64_t> done;
    for (std::size_t i = 0; i < trials_.size(); ++i) {
        shares[i] /= sum;
        done.push_back(trials_.replications(i));
    }
    const std::uint64_t round = std::max<std::uint64_t>(1, problem_.budget / (3 * rounds));
    further_ = allocation(shares, done, std::min(round, problem_.budget - spent_));
    return true;
}

void Tuner::run() {
    std::vector<Unit> units;
    searched_.resize(further_.size());
    for (std::size_t setting = 0; setting < further_.size(); ++setting) {
        const std::uint64_t first = trials_.extend(setting, further_[setting]);
        for (std::uint64_t i = 0; i < further_[setting]; ++i) {
            units.push_back({setting, problem_.fresh_replications + first + i});
        }
        further_[setting] = 0;
    }
    execute(execution_, task_, units, [&](const Unit& unit, std::string&& bytes) {
        std::optional<Outcome> outcome;
        from_bytes(bytes, outcome);
        count(outcome);
        put(unit.system, unit.replication - problem_.fresh_replications, std::move(outcome));
    });
    spent_ += units.size();
}

void Tuner::run(const TryTogether& together) {
    auto outcomes = together(settings_);
    for (const std::optional<Outcome>& outcome : outcomes.front()) {
        count(outcome);
    }
    spent_ += outcomes.front().size();
    searched_.resize(outcomes.size());
    for (std::size_t setting = 0; setting < outcomes.size(); ++setting) {
        trials_.extend(setting, outcomes[setting].size());
        for (std::size_t i = 0; i < outcomes[setting].size(); ++i) {
            put(setting, i, std::move(outcomes[setting][i]));
        }
    }
}

Tuning Tuner::result() const {
    Tuning tuning{.problem = problem_,
                  .settings = {},
                  .grid = grid_.size(),
                  .spent = spent_,
                  .front = {},
                  .knee = {},
                  .winner = {},
                  .nearest = {},
                  .searched = {},
                  .present = {},
                  .chosen = {},
                  .gains = {}};
    std::size_t on_grid = 0;
    for (std::size_t i = 0; i < trials_.size(); ++i) {
        tuning.settings.push_back(trials_.describe(i));
        on_grid += i > 0 || search_.present_on_grid();
    }
    tuning.all_tried = static_cast<double>(on_grid) == tuning.grid;
    choose(tuning);
    return tuning;
}

void Tuner::choose(Tuning& tuning) const {
    std::vector<bool> feasible(trials_.size());
    for (std::size_t i = 0; i < feasible.size(); ++i) {
        feasible[i] = trials_.comparable(i) && tuning.settings[i].is_feasible();
    }
    tuning.front = front_of(trials_, feasible);
    const auto violates_less = [&](std::size_t a, std::size_t b) {
        return tuning.settings[a].violation < tuning.settings[b].violation;
    };
    std::vector<std::size_t> comparable;
    for (std::size_t i = 0; i < trials_.size(); ++i) {
        if (trials_.comparable(i)) {
            comparable.push_back(i);
        }
    }
    if (comparable.empty()) {
        throw InputError(Failure::usage, "", "no setting has a value of every objective",
                         "an objective must be defined: run the scenario to see which KPIs are");
    }
    if (tuning.front.empty()) {
        tuning.nearest = *std::min_element(comparable.begin(), comparable.end(), violates_less);
        return;
    }
    const bool lower = trials_.directions().front() == kpi::Better::lower;
    std::stable_sort(tuning.front.begin(), tuning.front.end(), [&](std::size_t a, std::size_t b) {
        const double first = trials_.mean(a, 0).value();
        const double second = trials_.mean(b, 0).value();
        return lower ? first < second : first > second;
    });
    std::vector<Point> points;
    for (const std::size_t member : tuning.front) {
        points.push_back(trials_.point(member));
    }
    if (const auto found = knee(points, trials_.directions())) {
        tuning.knee = tuning.front[*found];
    }
    tuning.winner = tuning.knee.value_or(tuning.front.front());
    tuning.correct = probability_correct(*tuning.winner);
}

double Tuner::probability_correct(std::size_t winner) const {
    double wrong = 0;
    for (std::size_t other = 0; other < trials_.size(); ++other) {
        if (other == winner || !trials_.comparable(other)) {
            continue;
        }
        double least = 1;
        bool is_tie = true;  // either may be chosen
        for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
            is_tie = is_tie && are_equal(trials_, other, winner, i);
            least = std::min(least, probability_as_good(trials_, other, winner, i));
        }
        for (std::size_t i = 0; i < problem_.constraints.size(); ++i) {
            least = std::min(least, trials_.confidence(other, i).value_or(1));
        }
        wrong += is_tie ? 0 : least;
    }
    return std::max(0.0, 1 - wrong);
}

void Tuner::estimate_anew(Tuning& tuning) {
    const std::size_t choice = tuning.choice();
    Trials fresh(problem_);
    std::vector<Unit> units;
    std::vector<std::vector<Outcome>> outcomes;
    std::vector<std::size_t> systems{0};
    if (choice != 0) {
        systems.push_back(choice);
    }
    for (const std::size_t system : systems) {
        fresh.add(settings_[system], true);
        fresh.extend(fresh.size() - 1, problem_.fresh_replications);
        outcomes.emplace_back(problem_.fresh_replications);
        for (std::uint64_t i = 0; i < problem_.fresh_replications; ++i) {
            units.push_back({system, i});
        }
    }
    execute(execution_, task_, units, [&](const Unit& unit, std::string&& bytes) {
        std::optional<Outcome> outcome;
        from_bytes(bytes, outcome);
        count(outcome);
        const std::size_t row = unit.system == 0 ? 0 : 1;
        fresh.put(row, unit.replication, outcome);
        outcomes[row][unit.replication] = std::move(outcome).value();
    });
    tuning.present = {fresh.describe(0), outcomes.front()};
    tuning.chosen = {fresh.describe(systems.size() - 1), std::move(outcomes.back())};
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        tuning.gains.push_back(
            kpi::compare_paired(fresh.values(systems.size() - 1, i), fresh.values(0, i)));
    }
}

}  // namespace

bool TriedSetting::is_feasible() const {
    return possible &&
           std::all_of(objectives.begin(), objectives.end(),
                       [](const auto& figure) { return figure.has_value(); }) &&
           std::all_of(constraints.begin(), constraints.end(),
                       [](const ConstraintStanding& standing) {
                           return standing.confidence >= feasible_confidence;
                       });
}

Tuning tune(const TuningProblem& problem, TuningSettings& settings, Task& task,
            Execution& execution, const TryTogether& together) {
    return Tuner(problem, settings, task, execution).tune(together);
}

}  // namespace greenlane::experiment
