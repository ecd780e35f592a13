#include "greenlane/experiment/work.h"

#include "experiment/result_copies.h"
#include "experiment/unit_bytes.h"

#include <mutex>
#include <span>
#include <utility>

namespace greenlane::experiment {

namespace {

/// The units of this process alone.
class LocalQueue final : public Queue {
public:
    explicit LocalQueue(Units units) : units_(std::move(units)) {}

    std::vector<Unit> take(std::size_t most) override {
        const std::lock_guard lock(mutex_);
        return units_.take(most);
    }

private:
    std::mutex mutex_;
    Units units_;
};

/// What is to be done of a stage: the same in every process.
struct Plan {
    Units missing;           ///< that the journal does not hold, of the shard's
    std::uint64_t held = 0;  ///< units of the shard

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.missing, self.held);
    }
};

/// Every shard has done its part; `missing` units of each.
void expect_none(std::span<const std::uint64_t> missing, std::uint64_t units) {
    const std::uint64_t shards = missing.size();
    std::string unfinished;
    for (std::uint64_t i = 0; i < shards; ++i) {
        if (missing[i] > 0) {
            unfinished += (unfinished.empty() ? "" : ", ") + std::to_string(i + 1) + '/' +
                          std::to_string(shards) + " (" + std::to_string(missing[i]) + " of " +
                          std::to_string((units + shards - 1 - i) / shards) +
                          " replications are missing)";
        }
    }
    if (!unfinished.empty()) {
        throw InputError(Failure::usage, "", "shards are not finished: " + unfinished,
                         "finish them with --resume, all with the same --replications");
    }
}

/// Asks the journal for all units. `receive` gets the results that it holds.
Plan look_up(Execution& execution, const Units& units, const Receive& receive) {
    Plan plan;
    std::vector<std::uint64_t> missing(std::exchange(execution.merges, 0));
    std::uint64_t position = 0;
    units.each([&](const Unit& unit) {
        const bool is_held = !execution.shard || execution.shard->holds(position);
        plan.held += is_held;
        auto known = execution.journal == nullptr ? std::nullopt : execution.journal->find(unit);
        if (known) {
            receive(unit, std::move(*known));
        } else if (is_held) {
            plan.missing.add(unit.system, unit.replication, 1);
        }
        if (!known && !missing.empty()) {
            ++missing[Shard::holding(position, missing.size()) - 1];
        }
        ++position;
    });
    expect_none(missing, units.size());
    return plan;
}

/// What is left to do, in every process; known results are received where they are wanted.
Plan plan_of(Execution& execution, const Units& units, const Receive& receive) {
    Workers& workers = *execution.workers;
    Plan plan;
    if (workers.writes()) {
        ResultCopies copies(workers, execution.everywhere);
        plan = look_up(execution, units, [&](const Unit& unit, std::string&& result) {
            copies.send(unit, result);
            receive(unit, std::move(result));
        });
        copies.finish();
    } else if (execution.everywhere) {
        receive_copies(workers, receive);
    }
    const std::string told = workers.share(workers.writes() ? to_bytes(plan) : "");
    from_bytes(told, plan);
    return plan;
}

}  // namespace

void ThreadWorkers::complete(Task& task, Units units, const Receive& receive, bool) {
    LocalQueue queue(std::move(units));
    try {
        task.work(queue, jobs_, receive);
    } catch (const UnitFailure& failure) {
        failure.rethrow_cause();
    }
}

void execute(Execution& execution, Task& task, const Units& units, const Receive& receive) {
    const bool receives = execution.workers->writes() || execution.everywhere;
    Plan plan = plan_of(execution, units, receive);
    const auto keep = [&](const Unit& unit, std::string&& result) {
        if (execution.journal != nullptr && execution.workers->writes()) {
            execution.journal->append(unit, result);
        }
        receive(unit, std::move(result));
    };
    execution.workers->complete(task, std::move(plan.missing), keep, execution.everywhere);
    if (execution.shard) {
        throw ShardDone(plan.held, units.size());
    }
    if (!receives) {
        throw DoneElsewhere();
    }
}

}  // namespace greenlane::experiment
