#include "greenlane/experiment/rank_workers.h"

#include "experiment/rank_desk.h"
#include "experiment/rank_follower.h"
#include "experiment/rank_leader.h"
#include "experiment/rank_messages.h"
#include "experiment/result_copies.h"
#include "experiment/told_failure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace greenlane::experiment {

namespace {

/// The same for equal units.
std::string text_of(const Units& units) {
    std::uint64_t hash = 0;
    units.each([&](const Unit& unit) {
        for (const std::uint64_t part : {unit.system, unit.replication}) {
            hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
            hash ^= hash >> 32;
        }
    });
    return std::to_string(units.size()) + " units " + std::to_string(hash);
}

/// The threads of one rank that work, and the end of their work.
std::jthread set_to_work(Task& task, unsigned threads, Desk& desk) {
    return std::jthread([&task, threads, &desk] {
        std::optional<ToldFailure> failure;
        try {
            task.work(desk, threads, [&](const Unit& unit, std::string&& bytes) {
                desk.leave_result(unit, std::move(bytes));
            });
        } catch (...) {
            failure = told_failure();
        }
        desk.leave_for_good(std::move(failure));
    });
}

}  // namespace

void RankWorkers::complete(Task& task, Units units, const Receive& receive, bool everywhere) {
    ranks_.meet(text_of(units));
    std::vector<std::pair<Unit, std::string>> received;
    const Receive receive_and_keep = [&](const Unit& unit, std::string&& bytes) {
        if (everywhere) {
            received.emplace_back(unit, bytes);
        }
        receive(unit, std::move(bytes));
    };
    std::optional<ToldFailure> failure;
    {
        Desk desk(threads_);
        const std::jthread work = set_to_work(task, threads_, desk);
        failure = writes() ? Leader(desk, ranks_.count(), std::move(units), receive_and_keep).lead()
                           : follow(desk);
    }
    if (failure) {
        throw_again(*failure);
    }
    if (writes()) {
        ResultCopies copies(*this, everywhere);
        for (const auto& [unit, bytes] : received) {
            copies.send(unit, bytes);
        }
        copies.finish();
    } else if (everywhere) {
        receive_copies(*this, receive);
    }
}

std::string RankWorkers::share(std::string text) {
    ranks_.meet("share");
    return broadcast(std::move(text));
}

}  // namespace greenlane::experiment
