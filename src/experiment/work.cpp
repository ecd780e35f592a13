#include "greenlane/experiment/work.h"

#include "greenlane/core/bytes.h"

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
        const std::vector<Unit> taken(units_.begin(),
                                      units_.begin() + static_cast<std::ptrdiff_t>(count));
        units_ = units_.subspan(count);
        return taken;
    }

private:
    std::mutex mutex_;
    std::span<const Unit> units_;
};

/// What the journal holds of the units, as the process that writes sees it, and as it tells the
/// others.
std::vector<std::optional<std::string>> known_results(const Execution& execution,
                                                      std::span<const Unit> units) {
    ByteWriter known;
    if (execution.workers->writes()) {
        std::vector<std::optional<std::string>> found(units.size());
        for (std::size_t i = 0; execution.journal != nullptr && i < units.size(); ++i) {
            found[i] = execution.journal->find(units[i]);
        }
        known(found);
    }
    const std::string shared = execution.workers->share(known.take());
    std::vector<std::optional<std::string>> results;
    ByteReader{shared}(results);
    return results;
}

void expect_all(std::size_t missing, std::size_t all) {
    if (missing > 0) {
        throw InputError(Failure::usage, "",
                         std::to_string(missing) + " of " + std::to_string(all) +
                             " replications are in no shard",
                         "a shard is missing or not done: run it, or finish it with --resume");
    }
}

}  // namespace

void ThreadWorkers::complete(Task& task, std::span<const Unit> units, const Receive& receive) {
    LocalQueue queue(units);
    task.work(queue, jobs_, receive);
}

void execute(Execution& execution, Task& task, std::span<const Unit> units,
             const Receive& receive) {
    std::vector<std::optional<std::string>> known = known_results(execution, units);
    std::vector<Unit> missing;
    std::size_t held = 0;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const bool is_held = !execution.shard || execution.shard->holds(i);
        held += is_held;
        if (known[i]) {
            receive(units[i], std::move(*known[i]));
        } else if (is_held) {
            missing.push_back(units[i]);
        }
    }
    if (std::exchange(execution.merges, false)) {
        expect_all(missing.size(), units.size());
    }
    execution.workers->complete(task, missing, [&](const Unit& unit, std::string&& result) {
        if (execution.journal != nullptr && execution.workers->writes()) {
            execution.journal->append(unit, result);
        }
        receive(unit, std::move(result));
    });
    if (execution.shard) {
        throw ShardDone(held);
    }
}

}  // namespace greenlane::experiment
