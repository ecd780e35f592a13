#include "greenlane/experiment/tuning.h"

#include "greenlane/core/contract.h"
#include "greenlane/experiment/budget_allocation.h"

#include "experiment/doubt.h"
#include "experiment/setting_search.h"
#include "experiment/tried_settings.h"
#include "experiment/tuning_choice.h"
#include "experiment/unit_bytes.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace greenlane::experiment {

namespace {

/// Stages in which the last third of the budget is spent; the last of them is halved again and
/// again, so that what it brings to the front can be replicated too.
constexpr std::uint64_t rounds = 10;
/// Replications that a setting of the front has where not all is decided, as far as the budget
/// goes: what looks feasible, or better, after the first few often is so by luck.
constexpr std::uint64_t least_of_front = 10;
/// Replications up to which a setting that would be on the front by its means, though not with
/// feasible_confidence, comes first: few of skewed figures seldom show that a limit is kept.
constexpr std::uint64_t most_of_candidate = 40;

/// Settings whose standing is clear already get no more, unless that is so of all of them.
void leave_out_clear(std::vector<double>& doubts, const std::vector<std::uint64_t>& done) {
    constexpr double z = 3.09;  // of decided_confidence
    std::vector<double> open = doubts;
    for (std::size_t i = 0; i < open.size(); ++i) {
        const bool is_clear =
            done[i] >= least_of_front && static_cast<double>(done[i]) >= z * z * doubts[i];
        open[i] = is_clear ? 0 : doubts[i];
    }
    if (std::any_of(open.begin(), open.end(), [](double doubt) { return doubt > 0; })) {
        doubts = std::move(open);
    }
}

/// As Tuning::present_serves_better tells.
bool serves_better(const Tuning& tuning) {
    if (tuning.winner.value_or(0) == 0 || !tuning.present.tried.is_feasible()) {
        return false;
    }
    bool is_better = false;
    for (std::size_t i = 0; i < tuning.gains.size(); ++i) {
        const auto& [criterion, better] = tuning.problem.objectives[i];
        const auto& gain = tuning.gains[i];
        if (!gain ||
            (better == kpi::Better::lower ? gain->figure.mean < 0 : gain->figure.mean > 0)) {
            return false;
        }
        const auto& interval = gain->figure.interval;
        const bool is_sure =
            !criterion.quantity || (interval && (interval->low > 0 || interval->high < 0));
        is_better = is_better || (is_sure && gain->figure.mean != 0);
    }
    return is_better;
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
          tried_(problem) {
        GREENLANE_EXPECT(settings.empty() && !problem.objectives.empty());
        GREENLANE_EXPECT(problem.budget >= least_budget);
        GREENLANE_EXPECT(problem.fresh_replications <= first_searched);
        settings_.push_back({{}, problem.present});
        tried_.add(settings_.back(), search_.present_on_grid());
        further_.push_back(first_trials);
    }

    Tuning tune(const TryTogether& together) {
        if (together) {
            place(search_.start(most_points));
            run(together);
            end_ = SearchEnd::screened_once;
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
        place(search_.start(for_search() / first_trials - 1));
        run();
        while (spent_ < problem_.budget && plan()) {
            run();
        }
    }
    std::uint64_t for_search() const { return problem_.budget / 3 * 2; }
    std::uint64_t left() const { return problem_.budget - spent_; }
    void place(const std::vector<Place>& places) {
        for (const Place& place : places) {
            settings_.push_back(grid_.at(place));
            tried_.add(settings_.back(), true);
            further_.push_back(trials_);
        }
    }
    /// The next stage; false where nothing is left to be done.
    bool plan();
    /// Where no setting has a value of every criterion: twice the replications of each, and further
    /// settings; false where there is nothing to be run.
    bool insist();
    /// Further replications where they decide; false where nothing is in doubt.
    bool allocate();
    /// Further replications of settings with few, of the front or of what would be on it.
    bool strengthen(const std::vector<std::size_t>& front);
    /// One stage: what is planned in `further_`.
    void run();
    void run(const TryTogether& together);
    void count(const std::optional<Outcome>& outcome) {
        shipments_ += outcome ? outcome->counts.lodged : 0;
        visits_ += outcome ? outcome->visits : 0;
    }
    /// Replication counted from the search's first.
    void put(std::size_t setting, std::uint64_t replication, std::optional<Outcome>&& outcome) {
        tried_.put(setting, replication, outcome);
        if (outcome) {
            searched_[setting].push_back(std::move(outcome).value());
        }
    }
    Tuning result() const;
    void estimate_anew(Tuning& tuning);

    const TuningProblem& problem_;
    TuningSettings& settings_;
    Task& task_;
    Execution& execution_;
    SettingGrid grid_;
    SettingSearch search_;
    TriedSettings tried_;
    std::vector<std::uint64_t> further_;          ///< replications of the next stage, by setting
    std::vector<std::vector<Outcome>> searched_;  ///< by setting, as they came
    std::uint64_t trials_ = first_trials;         ///< replications of a setting that is tried
    std::uint64_t spent_ = 0;
    SearchEnd end_ = SearchEnd::budget_spent;
    std::int64_t shipments_ = 0;
    std::int64_t visits_ = 0;
};

bool Tuner::plan() {
    bool is_judged = false;
    for (std::size_t i = 0; i < tried_.size(); ++i) {
        is_judged = is_judged || tried_.is_judged(i);
    }
    if (!is_judged) {
        return insist();
    }
    const std::uint64_t to_search = for_search() - std::min(for_search(), spent_);
    auto places = search_.neighbours(tried_, to_search / trials_);
    if (places.empty() && !allocate()) {
        places = search_.neighbours(tried_, left() / trials_);
        if (places.empty() && !strengthen(choose(tried_).front)) {
            // With less left than a setting takes, there may be neighbours still.
            end_ = left() < trials_ ? SearchEnd::budget_spent : SearchEnd::decided;
            return false;
        }
    }
    place(places);
    return true;
}

bool Tuner::insist() {
    std::uint64_t left = this->left();
    const std::uint64_t twice = 2 * trials_;
    bool is_needed = false;
    for (std::size_t i = 0; i < tried_.size(); ++i) {
        if (tried_.is_candidate(i)) {
            further_[i] = std::min(left, twice - std::min(twice, tried_.replications(i)));
            left -= further_[i];
            is_needed = is_needed || further_[i] > 0;
        }
    }
    trials_ = is_needed ? twice : trials_;
    const auto places = search_.scattered(left / trials_);
    place(places);
    return is_needed || !places.empty();
}

bool Tuner::strengthen(const std::vector<std::size_t>& front) {
    std::uint64_t left = this->left();
    bool is_needed = false;
    const auto bring = [&](std::size_t setting, std::uint64_t replications) {
        const std::uint64_t done = std::min(tried_.replications(setting), replications);
        further_[setting] = std::min(left, replications - done);
        left -= further_[setting];
        is_needed = is_needed || further_[setting] > 0;
    };
    for (const std::size_t member : front) {
        bring(member, least_of_front);
    }
    std::vector<bool> meets(tried_.size());
    for (std::size_t i = 0; i < meets.size(); ++i) {
        meets[i] = tried_.meets_limits(i);
    }
    for (const std::size_t member : front_of(tried_, meets)) {
        if (std::find(front.begin(), front.end(), member) == front.end()) {
            bring(member,
                  std::clamp(2 * tried_.replications(member), least_of_front, most_of_candidate));
        }
    }
    return is_needed;
}

bool Tuner::allocate() {
    const TuningChoice choice = choose(tried_);
    if (is_decided(tried_, choice)) {
        return false;
    }
    if (strengthen(choice.front)) {
        return true;
    }
    std::vector<double> shares = doubts(tried_);
    std::vector<std::uint64_t> done;
    for (std::size_t i = 0; i < tried_.size(); ++i) {
        done.push_back(tried_.replications(i));
    }
    leave_out_clear(shares, done);
    if (std::count(shares.begin(), shares.end(), 0.0) == std::ssize(shares)) {
        for (std::size_t i = 0; i < tried_.size(); ++i) {
            shares[i] = tried_.comparable(i) ? 1 : 0;
        }
    }
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) {
        share /= sum;
    }
    const std::uint64_t round = std::min(problem_.budget / (3 * rounds), left() / 2);
    further_ = allocation(shares, done, std::max<std::uint64_t>(1, round));
    return true;
}

void Tuner::run() {
    Units units;
    searched_.resize(further_.size());
    for (std::size_t setting = 0; setting < further_.size(); ++setting) {
        const std::uint64_t first = tried_.extend(setting, further_[setting]);
        units.add(setting, first_searched + first, further_[setting]);
        further_[setting] = 0;
    }
    execute(execution_, task_, units, [&](const Unit& unit, std::string&& bytes) {
        Trial trial;
        from_bytes(bytes, trial);
        count(trial.outcome);
        spent_ += trial.outcome ? 1 : 0;
        if (!trial.overloads.empty()) {
            tried_.set_overloads(unit.system, std::move(trial.overloads));
        }
        put(unit.system, unit.replication - first_searched, std::move(trial.outcome));
    });
    tried_.estimate_means();
}

void Tuner::run(const TryTogether& together) {
    auto outcomes = together(settings_);
    for (const std::optional<Outcome>& outcome : outcomes.front()) {
        count(outcome);
    }
    spent_ += outcomes.front().size();
    searched_.resize(outcomes.size());
    for (std::size_t setting = 0; setting < outcomes.size(); ++setting) {
        tried_.extend(setting, outcomes[setting].size());
        for (std::size_t i = 0; i < outcomes[setting].size(); ++i) {
            put(setting, i, std::move(outcomes[setting][i]));
        }
    }
    tried_.estimate_means();
}

Tuning Tuner::result() const {
    TuningChoice choice = choose(tried_);
    Tuning tuning{.problem = problem_,
                  .settings = {},
                  .grid = grid_.size(),
                  .present_on_grid = search_.present_on_grid(),
                  .spent = spent_,
                  .end = end_,
                  .front = std::move(choice.front),
                  .knee = choice.knee,
                  .winner = choice.winner,
                  .nearest = choice.nearest,
                  .correct = choice.correct,
                  .equals = choice.equals,
                  .searched = {},
                  .present = {},
                  .chosen = {},
                  .gains = {}};
    for (std::size_t i = 0; i < tried_.size(); ++i) {
        tuning.settings.push_back(tried_.describe(i));
    }
    tuning.all_tried = static_cast<double>(tuning.tried_on_grid()) == tuning.grid;
    return tuning;
}

void Tuner::estimate_anew(Tuning& tuning) {
    const std::size_t choice = tuning.choice();
    TriedSettings fresh(problem_);
    Units units;
    std::vector<std::vector<Outcome>> outcomes;
    std::vector<std::size_t> systems{0};
    if (choice != 0) {
        systems.push_back(choice);
    }
    for (const std::size_t system : systems) {
        fresh.add(settings_[system], true);
        fresh.extend(fresh.size() - 1, problem_.fresh_replications);
        fresh.set_overloads(fresh.size() - 1, std::vector(tried_.overloads(system)));
        outcomes.emplace_back(problem_.fresh_replications);
        units.add(system, 0, problem_.fresh_replications);
    }
    execute(execution_, task_, units, [&](const Unit& unit, std::string&& bytes) {
        Trial trial;
        from_bytes(bytes, trial);
        count(trial.outcome);
        const std::size_t row = unit.system == 0 ? 0 : 1;
        GREENLANE_EXPECT(trial.outcome);
        fresh.put(row, unit.replication, trial.outcome);
        outcomes[row][unit.replication] = std::move(trial.outcome).value();
    });
    fresh.estimate_means();
    tuning.present = {fresh.describe(0), outcomes.front()};
    tuning.chosen = {fresh.describe(systems.size() - 1), std::move(outcomes.back())};
    tuning.confirmed = tuning.winner && tuning.chosen.tried.is_feasible();
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        tuning.gains.push_back(
            kpi::compare_paired(fresh.values(systems.size() - 1, i), fresh.values(0, i)));
    }
    tuning.present_serves_better = serves_better(tuning);
}

}  // namespace

bool TriedSetting::is_feasible() const {
    return possible && overloads.empty() &&
           std::all_of(objectives.begin(), objectives.end(),
                       [](const auto& figure) { return figure.has_value(); }) &&
           std::all_of(constraints.begin(), constraints.end(),
                       [](const ConstraintStanding& standing) {
                           return standing.confidence >= feasible_confidence;
                       });
}

std::size_t Tuning::possible() const {
    return static_cast<std::size_t>(
        std::count_if(settings.begin(), settings.end(),
                      [](const TriedSetting& tried) { return tried.possible; }));
}

std::size_t Tuning::overloaded() const {
    return static_cast<std::size_t>(
        std::count_if(settings.begin(), settings.end(),
                      [](const TriedSetting& tried) { return !tried.overloads.empty(); }));
}

Tuning tune(const TuningProblem& problem, TuningSettings& settings, Task& task,
            Execution& execution, const TryTogether& together) {
    return Tuner(problem, settings, task, execution).tune(together);
}

}  // namespace greenlane::experiment
