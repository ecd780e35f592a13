#include "greenlane/experiment/simulation.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

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

/// What the threads of one process have in common while they work.
class Shift {
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
    void note_failure(const Unit& unit, std::exception_ptr failure) {
        const std::lock_guard lock(mutex_);
        if (!failed_ || unit < *failed_) {
            fail(unit, std::move(failure));
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

}  // namespace

void Simulation::work(Queue& queue, unsigned jobs, const Receive& receive) {
    Shift shift(observe_, receive);
    const auto run = [&](const Unit& unit) {
        engine::Watch watch;
        std::uint64_t reported = 0;
        watch.goes_on = [&](std::uint64_t lodged) {
            shift.report(lodged - reported, 0);
            reported = lodged;
            return shift.wants(unit);
        };
        std::uint64_t number = unit.replication;
        try {
            const auto scenario = this->scenario(unit);
            number += scenario->feed->first_replication();
            std::string result = simulate(unit, *scenario, watch);
            shift.report(0, 1);
            shift.deliver(unit, std::move(result));
        } catch (...) {
            shift.note_failure(unit, failure_of(number));
        }
    };
    const auto work = [&] {
        for (std::vector<Unit> units = queue.take(1); !units.empty() && shift.wants(units.front());
             units = queue.take(1)) {
            run(units.front());
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned job = 1; job < jobs; ++job) {
            threads.emplace_back(work);
        }
        work();
    }
    shift.finish();
}

}  // namespace greenlane::experiment
