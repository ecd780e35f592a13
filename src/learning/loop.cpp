#include "greenlane/learning/loop.h"

#include "greenlane/evaluation/curve.h"
#include "greenlane/random/draw.h"

#include "learning/loop_replication.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <thread>

namespace greenlane::learning {

namespace {

using shipment::Outcome;

[[noreturn]] void refuse(std::string message, std::string hint = {}) {
    throw InputError(Failure::declarations, "", std::move(message), std::move(hint));
}

/// The weeks of the input that a loop plays: [first, end).
struct Span {
    std::size_t first;
    std::size_t end;
};

Span weeks_of(const LearningDefinition& definition, std::size_t there) {
    const std::size_t first = definition.initial_weeks;
    if (there <= first) {
        refuse("the declarations span " + std::to_string(there) + " weeks, and 'initial' takes " +
                   std::to_string(first) + ": no week is left to play",
               "shorten 'initial'");
    }
    const std::size_t asked = definition.weeks;
    if (asked > there - first) {
        refuse("the declarations span " + std::to_string(there) + " weeks, of which " +
                   std::to_string(there - first) + " can be played, not " + std::to_string(asked),
               "lower 'weeks'");
    }
    return {first, asked > 0 ? first + asked : there};
}

/// A declaration's number, or its place in order of lodgement.
std::string name_of(const Week& week, std::size_t row) {
    for (const shipment::Declarations& block : week.blocks) {
        const std::uint64_t before = block.first_shipment - week.first_shipment;
        if (row < before + block.rows() && !block.number.absent()) {
            return '\'' + std::string(block.number[row - before]) + '\'';
        }
    }
    return std::to_string(week.first_shipment + row + 1) + " in order of lodgement";
}

void expect_outcomes(const WeeklyDeclarations& declarations, Span span) {
    std::size_t violations = 0;
    std::size_t rows = 0;
    for (std::size_t w = span.first; w < span.end; ++w) {
        const std::vector<Outcome>& outcome = declarations.truth[w].outcome;
        const auto unknown = std::find(outcome.begin(), outcome.end(), Outcome::unknown);
        if (unknown != outcome.end()) {
            const auto row = static_cast<std::size_t>(unknown - outcome.begin());
            refuse("week " + std::to_string(w + 1) + ": the outcome of declaration " +
                       name_of(declarations.weeks[w], row) +
                       " is not known, so nobody can say what inspecting it would have found",
                   "the loop needs an outcome for every declaration, as [truth] violation gives; "
                   "`evaluate` has estimators for partly labelled history");
        }
        violations += static_cast<std::size_t>(
            std::count(outcome.begin(), outcome.end(), Outcome::violation));
        rows += outcome.size();
    }
    if (violations == 0 || violations == rows) {
        refuse(violations == 0
                   ? "no declaration is a violation: there is nothing to find"
                   : "every declaration is a violation: there is nothing to tell apart");
    }
}

void expect_columns(const WeeklyDeclarations& declarations, const LearningDefinition& definition) {
    if (definition.initial_weeks == 0) {
        return;
    }
    if (definition.masking == Masking::as_given && declarations.truth.front().recorded.empty()) {
        refuse("masking 'as-given' needs a record of who was inspected",
               "[recorded] inspected in the mapping names its column");
    }
    if (definition.masking == Masking::importer &&
        declarations.weeks.front().blocks.front().importer.empty()) {
        refuse("masking by importer, but the declarations name none",
               "[declaration] importer in the mapping names its column");
    }
}

/// What of a week is the same for all replications.
LearningWeek describe(const Week& week, const WeekTruth& truth, double rate) {
    LearningWeek told;
    told.begin = week.begin;
    told.rate = rate;
    told.rows = week.rows;
    told.violations = static_cast<std::uint64_t>(
        std::count(truth.outcome.begin(), truth.outcome.end(), Outcome::violation));
    told.selected = evaluation::rows_at(rate, week.rows);
    told.best_hits = std::min(told.selected, told.violations);
    std::vector<Money> revenue;
    for (std::size_t row = 0; row < truth.revenue.size(); ++row) {
        if (truth.outcome[row] == Outcome::violation) {
            revenue.push_back(truth.revenue[row]);
        }
    }
    told.revenue = std::accumulate(revenue.begin(), revenue.end(), Money{0});
    const auto best = static_cast<std::ptrdiff_t>(std::min(told.selected, revenue.size()));
    std::partial_sort(revenue.begin(), revenue.begin() + best, revenue.end(), std::greater<>());
    told.best_revenue = std::accumulate(revenue.begin(), revenue.begin() + best, Money{0});
    return told;
}

/// The replications of a loop and their twins, taken one by one by as many threads as there are.
class Replications {
public:
    Replications(const WeeklyDeclarations& declarations, const shipment::Vocabulary& vocabulary,
                 const LoopOptions& options, LearningResult& result)
        : declarations_(declarations),
          vocabulary_(vocabulary),
          options_(options),
          result_(result),
          twin_(result.definition) {
        twin_.explore = {ExplorationDefinition::Kind::fixed, 0};
        const bool explores =
            result.definition.explore.kind != ExplorationDefinition::Kind::fixed ||
            result.definition.explore.share > 0;
        plays_ = result.definition.replications * (explores ? 2 : 1);
        failures_.resize(plays_);
        for (LearningWeek& week : result.weeks) {
            week.replications.resize(result.definition.replications);
            week.without_exploration.resize(explores ? result.definition.replications : 0);
        }
    }

    /// False where it was stopped.
    bool run() {
        {
            std::vector<std::jthread> threads;
            for (std::size_t job = 1; job < std::min<std::size_t>(options_.jobs, plays_); ++job) {
                threads.emplace_back([this] { work(); });
            }
            work();
        }
        for (const std::exception_ptr& failure : failures_) {
            if (failure) {
                std::rethrow_exception(failure);
            }
        }
        return !stopped_;
    }

private:
    void work() {
        for (std::size_t index = next_++; index < plays_ && !stopped_; index = next_++) {
            try {
                play(index);
            } catch (...) {
                failures_[index] = std::current_exception();
                stopped_ = true;
            }
        }
    }

    void play(std::size_t index) {
        const std::size_t replication = index % result_.definition.replications;
        const bool twin = index >= result_.definition.replications;
        const LearningDefinition& definition = twin ? twin_ : result_.definition;
        const StrategyParts parts{.first = &declarations_.weeks.front().blocks.front(),
                                  .vocabulary = &vocabulary_,
                                  .profile = options_.profile,
                                  .score = options_.score,
                                  .mix = definition.mix,
                                  .epochs = options_.epochs,
                                  .half_life = definition.half_life,
                                  .key = random::make_key(definition.seed, replication)};
        LoopReplication loop(declarations_, definition, parts);
        for (std::size_t w = 0; w < result_.weeks.size() && !stopped_; ++w) {
            LearningWeek& week = result_.weeks[w];
            (twin ? week.without_exploration : week.replications)[replication] =
                loop.play(w, week.selected, week.drift);
            report();
        }
    }

    void report() {
        if (options_.observe) {
            const std::lock_guard lock(mutex_);
            stopped_ = stopped_ || !options_.observe();
        }
    }

    const WeeklyDeclarations& declarations_;
    const shipment::Vocabulary& vocabulary_;
    const LoopOptions& options_;
    LearningResult& result_;
    LearningDefinition twin_;  ///< without exploration
    std::size_t plays_ = 0;
    std::atomic<std::size_t> next_ = 0;
    std::atomic<bool> stopped_ = false;
    std::mutex mutex_;
    std::vector<std::exception_ptr> failures_;
};

}  // namespace

std::optional<LearningResult> run_loop(const WeeklyDeclarations& declarations,
                                       const shipment::Vocabulary& vocabulary,
                                       const LearningDefinition& definition,
                                       const LoopOptions& options) {
    const Span span = weeks_of(definition, declarations.weeks.size());
    expect_outcomes(declarations, span);
    expect_columns(declarations, definition);
    LearningResult result;
    result.definition = definition;
    result.utc_offset = options.epochs.utc_offset;
    std::vector<std::optional<Drift>> drift = drift_by_week(declarations.weeks, vocabulary);
    for (std::size_t w = span.first; w < span.end; ++w) {
        const WeekTruth& truth = declarations.truth[w];
        result.revenue_known = result.revenue_known || !truth.revenue.empty();
        result.weeks.push_back(
            describe(declarations.weeks[w], truth, definition.rate.at(w - span.first)));
        result.weeks.back().drift = std::move(drift[w]);
    }
    if (!Replications(declarations, vocabulary, options, result).run()) {
        return std::nullopt;
    }
    return result;
}

}  // namespace greenlane::learning
