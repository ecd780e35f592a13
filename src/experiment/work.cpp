#include "greenlane/experiment/work.h"

#include "experiment/unit_bytes.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace greenlane::experiment {

namespace {

/// The units of this process alone.
class LocalQueue final : public Queue {
public:
    explicit LocalQueue(std::span<const Unit> units) : units_(units) {}

    std::vector<Unit> take(std::size_t most) override {
        const std::lock_guard lock(mutex_);
        const std::size_t count = std::min(most, units_.size());
        std::vector<Unit> taken(units_.begin(),
                                units_.begin() + static_cast<std::ptrdiff_t>(count));
        units_ = units_.subspan(count);
        return taken;
    }

private:
    std::mutex mutex_;
    std::span<const Unit> units_;
};

/// What the journal holds of the units; in processes that do not write, results only where they are
/// wanted `everywhere`, and else the empty text.
std::vector<std::optional<std::string>> known_results(const Execution& execution,
                                                      std::span<const Unit> units) {
    std::vector<std::optional<std::string>> found(units.size());
    std::vector<std::optional<std::string>> told(units.size());
    for (std::size_t i = 0; execution.journal != nullptr && i < units.size(); ++i) {
        found[i] = execution.workers->writes() ? execution.journal->find(units[i]) : std::nullopt;
        if (found[i]) {
            told[i] = execution.everywhere ? *found[i] : std::string();
        }
    }
    const std::string shared = execution.workers->share(to_bytes(told));
    if (!execution.workers->writes()) {
        from_bytes(shared, found);
    }
    return found;
}

/// Every shard has done its part of the units; `is_missing` by position.
void expect_all(const std::vector<bool>& is_missing, std::uint64_t shards) {
    std::vector<std::size_t> all(shards);
    std::vector<std::size_t> missing(shards);
    for (std::size_t i = 0; shards > 0 && i < is_missing.size(); ++i) {
        const std::uint64_t shard = Shard::holding(i, shards) - 1;
        ++all[shard];
        missing[shard] += is_missing[i];
    }
    std::string unfinished;
    for (std::uint64_t i = 0; i < shards; ++i) {
        if (missing[i] > 0) {
            unfinished += (unfinished.empty() ? "" : ", ") + std::to_string(i + 1) + '/' +
                          std::to_string(shards) + " (" + std::to_string(missing[i]) + " of " +
                          std::to_string(all[i]) + " replications are missing)";
        }
    }
    if (!unfinished.empty()) {
        throw InputError(Failure::usage, "", "shards are not finished: " + unfinished,
                         "finish them with --resume, all with the same --replications");
    }
}

}  // namespace

void ThreadWorkers::complete(Task& task, std::span<const Unit> units, const Receive& receive,
                             bool) {
    LocalQueue queue(units);
    try {
        task.work(queue, jobs_, receive);
    } catch (const UnitFailure& failure) {
        failure.rethrow_cause();
    }
}

void execute(Execution& execution, Task& task, std::span<const Unit> units,
             const Receive& receive) {
    const bool receives = execution.workers->writes() || execution.everywhere;
    std::vector<std::optional<std::string>> known = known_results(execution, units);
    std::vector<Unit> missing;
    std::vector<bool> is_missing(units.size());
    std::size_t held = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const bool is_held = !execution.shard || execution.shard->holds(i);
        held += is_held;
        is_missing[i] = !known[i];
        if (!known[i] && is_held) {
            missing.push_back(units[i]);
        } else if (known[i] && receives) {
            receive(units[i], std::move(*known[i]));
        }
    }
    expect_all(is_missing, std::exchange(execution.merges, 0));
    const auto keep = [&](const Unit& unit, std::string&& result) {
        if (execution.journal != nullptr && execution.workers->writes()) {
            execution.journal->append(unit, result);
        }
        receive(unit, std::move(result));
    };
    execution.workers->complete(task, missing, keep, execution.everywhere);
    if (execution.shard) {
        throw ShardDone(held, units.size());
    }
    if (!receives) {
        throw DoneElsewhere();
    }
}

}  // namespace greenlane::experiment
