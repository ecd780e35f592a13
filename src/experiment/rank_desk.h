#pragma once

#include "greenlane/experiment/work.h"

#include "experiment/told_failure.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::experiment {

/// How long to wait between two looks at what other ranks have sent: short where something has just
/// happened, else next to nothing of a processor. Units are asked for ahead, so that nobody waits
/// for the answer but at the end.
class Patience {
public:
    std::chrono::microseconds next() {
        return std::exchange(pause_, std::min(2 * pause_, longest));
    }
    void renew() { pause_ = shortest; }

private:
    static constexpr std::chrono::microseconds shortest{50};
    static constexpr std::chrono::microseconds longest{2000};
    std::chrono::microseconds pause_ = shortest;
};

/// Where the threads of a rank take their units and leave results, for the one thread that talks to
/// the other ranks.
class Desk final : public Queue {
public:
    using Result = std::pair<Unit, std::string>;

    /// So many units are kept ready.
    explicit Desk(std::size_t ready) : ready_(ready) {}

    /// Waits for units until closed.
    std::vector<Unit> take(std::size_t most) override {
        std::unique_lock lock(mutex_);
        most_ = std::max(most_, most);
        ++waiting_;
        talk_.notify_one();
        work_.wait(lock, [&] { return closed_ || !units_.empty(); });
        --waiting_;
        std::vector<Unit> taken;
        while (!units_.empty() && taken.size() < most) {
            taken.push_back(units_.front());
            units_.pop_front();
        }
        talk_.notify_one();
        return taken;
    }

    /// How many units to ask for; 0 before a thread has said how many it takes at a time, while
    /// there are enough, or no more.
    std::size_t wanted() {
        const std::lock_guard lock(mutex_);
        return closed_ || most_ == 0 || units_.size() >= ready_ + waiting_
                   ? 0
                   : std::max(most_, ready_);
    }
    /// None: nothing is left.
    void put(std::vector<Unit> units) {
        const std::lock_guard lock(mutex_);
        closed_ = closed_ || units.empty();
        units_.insert(units_.end(), units.begin(), units.end());
        work_.notify_all();
    }
    /// Units behind the one that failed are not wanted.
    void stop_after(const Unit& failed) {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        std::erase_if(units_, [&](const Unit& unit) { return failed < unit; });
        work_.notify_all();
    }

    void leave_result(const Unit& unit, std::string&& result) {
        const std::lock_guard lock(mutex_);
        results_.emplace_back(unit, std::move(result));
        talk_.notify_one();
    }
    /// All threads have ended, with a failure or without.
    void leave_for_good(std::optional<ToldFailure> failure) {
        const std::lock_guard lock(mutex_);
        all_left_ = true;
        failure_ = std::move(failure);
        talk_.notify_one();
    }
    /// Told once.
    std::optional<ToldFailure> failure() {
        const std::lock_guard lock(mutex_);
        return std::exchange(failure_, std::nullopt);
    }
    std::optional<Result> collect() {
        const std::lock_guard lock(mutex_);
        if (results_.empty()) {
            return std::nullopt;
        }
        std::optional<Result> first = std::move(results_.front());
        results_.pop_front();
        return first;
    }
    /// No thread works any more, and all that was left is collected.
    bool is_empty() {
        const std::lock_guard lock(mutex_);
        return all_left_ && results_.empty() && !failure_;
    }
    /// Until something is left, or as long as patience lasts.
    void wait(Patience& patience) {
        std::unique_lock lock(mutex_);
        if (results_.empty()) {
            talk_.wait_for(lock, patience.next());
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable work_;
    std::condition_variable talk_;
    std::size_t ready_;
    std::size_t most_ = 0;
    std::size_t waiting_ = 0;
    bool closed_ = false;
    bool all_left_ = false;
    std::deque<Unit> units_;
    std::deque<Result> results_;
    std::optional<ToldFailure> failure_;
};

}  // namespace greenlane::experiment
