#include "greenlane/experiment/simulation.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/shared_reading.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

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

}  // namespace

/// What the threads of one process have in common while they work.
class Simulation::Shift {
public:
    Shift(const Observe& observe, const Receive& receive) : observe_(observe), receive_(receive) {}

    /// Units before the one that failed go on, for one of them may fail too, and then is the one to
    /// be told of.
    bool wants(const Unit& unit) {
        const std::lock_guard lock(mutex_);
        return !failed_ || unit < *failed_;
    }
    void report(std::uint64_t lodged, std::uint64_t replications) {
        const std::lock_guard lock(mutex_);
        progress_.lodged += lodged;
        progress_.replications += replications;
        if (observe_ && !observe_(progress_) && !failed_) {
            fail(Unit{}, std::make_exception_ptr(engine::Interrupted()));
        }
    }
    void deliver(const Unit& unit, std::string&& result) {
        const std::lock_guard lock(mutex_);
        receive_(unit, std::move(result));
    }
    /// What `work` throws is the failure of the unit, whose replication has that number.
    template <typename Work>
    void attempt(const Unit& unit, std::uint64_t number, Work&& work) {
        try {
            work();
        } catch (...) {
            std::exception_ptr failure = failure_of(number);
            const std::lock_guard lock(mutex_);
            if (!failed_ || unit < *failed_) {
                fail(unit, std::move(failure));
            }
        }
    }
    void finish() const {
        if (failure_) {
            throw UnitFailure(*failed_, failure_);
        }
    }

private:
    void fail(const Unit& unit, std::exception_ptr failure) {
        failed_ = unit;
        failure_ = std::move(failure);
    }

    const Observe& observe_;
    const Receive& receive_;
    std::mutex mutex_;
    Progress progress_;
    std::optional<Unit> failed_;
    std::exception_ptr failure_;
};

namespace {

/// Units that are done over one reading. A thread and the memory of a replication each, some 15
/// MiB; reading takes a third of a replication's time, so that more would save next to nothing.
constexpr std::size_t most_together = 64;

struct Together {
    Unit first;
    std::shared_ptr<const engine::CompiledScenario> scenario;  ///< of the first
    std::vector<Pass> passes;
};

bool read_alike(const engine::CompiledScenario& a, const engine::CompiledScenario& b) {
    return a.replayed && b.replayed && a.feed == b.feed &&
           a.epochs.utc_offset == b.epochs.utc_offset && a.epochs.starts_at == b.epochs.starts_at;
}

std::uint64_t number_of(const Unit& unit, const engine::CompiledScenario& scenario) {
    return scenario.feed->first_replication() + unit.replication;
}

}  // namespace

void Simulation::run(const Unit& unit, const engine::CompiledScenario& scenario,
                     shipment::Source& declarations, Shift& shift) {
    shift.attempt(unit, number_of(unit, scenario), [&] {
        engine::Watch watch;
        std::uint64_t reported = 0;
        watch.goes_on = [&](std::uint64_t lodged) {
            shift.report(lodged - reported, 0);
            reported = lodged;
            return shift.wants(unit);
        };
        std::string result = simulate(unit, scenario, declarations, watch);
        shift.report(0, 1);
        shift.deliver(unit, std::move(result));
    });
}

void Simulation::run(std::span<const Unit> units, unsigned jobs, Shift& shift) {
    std::vector<Together> readings;
    for (const Unit& unit : units) {
        shift.attempt(unit, unit.replication, [&] {
            const auto scenario = this->scenario(unit);
            auto reading = std::find_if(
                readings.begin(), readings.end(),
                [&](const Together& each) { return read_alike(*each.scenario, *scenario); });
            if (reading == readings.end()) {
                reading = readings.insert(readings.end(), {unit, scenario, {}});
            }
            reading->passes.emplace_back([this, unit, scenario, &shift](shipment::Source& source) {
                run(unit, *scenario, source, shift);
            });
        });
    }
    for (const Together& reading : readings) {
        const std::uint64_t number = number_of(reading.first, *reading.scenario);
        shift.attempt(reading.first, number, [&] {
            make_passes(*engine::declarations_of(*reading.scenario, number), reading.passes, jobs);
        });
    }
}

void Simulation::work(Queue& queue, unsigned jobs, const Receive& receive) {
    Shift shift(observe_, receive);
    const std::size_t most = replays_ ? most_together : 1;
    const auto work = [&] {
        for (std::vector<Unit> units = queue.take(most);
             !units.empty() && shift.wants(units.front()); units = queue.take(most)) {
            run(units, jobs, shift);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned job = 1; job < jobs && !replays_; ++job) {
            threads.emplace_back(work);
        }
        work();
    }
    shift.finish();
}

}  // namespace greenlane::experiment
