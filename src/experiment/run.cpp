#include "greenlane/experiment/run.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>

namespace greenlane::experiment {

namespace {

/// The exception at hand; where it is the replication's own, with its number, to repeat it alone.
std::exception_ptr failure_of(std::uint64_t number) {
    const std::string which = "replication " + std::to_string(number);
    const auto failed = [&](const std::string& why) {
        return std::make_exception_ptr(
            InputError(Failure::replication, "", which + " failed: " + why));
    };
    try {
        throw;
    } catch (const InputError&) {
        return std::current_exception();
    } catch (const engine::Interrupted&) {
        return std::current_exception();
    } catch (const ContractViolation& bug) {
        return std::make_exception_ptr(ContractViolation(which + ": " + bug.what()));
    } catch (const std::bad_alloc&) {
        return failed("out of memory");
    } catch (const std::length_error&) {
        return failed("out of memory");
    } catch (const std::exception& error) {
        return failed(error.what());
    } catch (...) {
        return std::current_exception();
    }
}

/// The replications of one run, taken one by one by as many threads as there are.
class Pool {
public:
    Pool(const engine::CompiledScenario& scenario, const RunOptions& options)
        : scenario_(scenario),
          options_(options),
          stop_(options.replications),
          results_(options.replications),
          failures_(options.replications) {}

    Run run() {
        {
            std::vector<std::jthread> threads;
            const std::uint64_t jobs =
                std::min<std::uint64_t>(std::max(1u, options_.jobs), options_.replications);
            for (std::uint64_t job = 1; job < jobs; ++job) {
                threads.emplace_back([this] { work(); });
            }
            work();
        }
        for (const std::exception_ptr& failure : failures_) {
            if (failure) {
                std::rethrow_exception(failure);
            }
        }
        Run done;
        done.replications.reserve(results_.size());
        for (std::optional<engine::Replication>& result : results_) {
            if (!result) {
                break;  // stopped between two replications
            }
            done.replications.push_back(std::move(*result));
        }
        done.clusters = std::move(clusters_);
        return done;
    }

private:
    void work() {
        for (;;) {
            const std::uint64_t index = next_.fetch_add(1);
            if (index >= stop_) {
                return;
            }
            try {
                results_[index] = replicate(index);
                gather_clusters(results_[index]->tally);
            } catch (...) {
                failures_[index] = failure_of(scenario_.feed->first_replication() + index);
                stop_from(index);
            }
        }
    }

    engine::Replication replicate(std::uint64_t index) {
        engine::Watch watch;
        std::uint64_t reported = 0;
        watch.goes_on = [&](std::uint64_t lodged) {
            report(lodged - reported, 0);
            reported = lodged;
            return index < stop_;
        };
        if (index == 0) {
            watch.decided = options_.decided;
            watch.counted = options_.counted;
        }
        engine::Replication result = engine::run_replication(
            scenario_, scenario_.feed->first_replication() + index, watch, options_.method);
        report(0, 1);
        return result;
    }

    void gather_clusters(kpi::Tally& tally) {
        if (std::optional<kpi::Clusters> clusters = tally.take_clusters()) {
            const std::lock_guard lock(mutex_);
            if (clusters_) {
                clusters_->merge(*clusters);
            } else {
                clusters_ = std::move(clusters);
            }
        }
    }

    void report(std::uint64_t lodged, std::uint64_t replications) {
        if (options_.observe) {
            const std::lock_guard lock(mutex_);
            progress_.lodged += lodged;
            progress_.replications += replications;
            if (!options_.observe(progress_)) {
                stop_from(0);
            }
        }
    }

    /// Those before go on, for one of them may fail too, and then is the one to be told of.
    void stop_from(std::uint64_t index) {
        std::uint64_t stop = stop_;
        while (index < stop && !stop_.compare_exchange_weak(stop, index)) {
        }
    }

    const engine::CompiledScenario& scenario_;
    const RunOptions& options_;
    std::atomic<std::uint64_t> next_{0};
    std::atomic<std::uint64_t> stop_;  ///< replications from this one on are not wanted
    std::mutex mutex_;
    Progress progress_;
    std::optional<kpi::Clusters> clusters_;
    std::vector<std::optional<engine::Replication>> results_;
    std::vector<std::exception_ptr> failures_;
};

}  // namespace

Run run(const engine::CompiledScenario& scenario, const RunOptions& options) {
    Run done = Pool(scenario, options).run();
    if (done.replications.size() < options.replications) {
        throw engine::Interrupted();
    }
    return done;
}

}  // namespace greenlane::experiment
