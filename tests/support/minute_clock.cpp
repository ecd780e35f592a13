#include "support/minute_clock.h"

#include <algorithm>
#include <utility>

namespace greenlane::test {

namespace {

/// Servers that become free look at who is waiting already; then those who come now are served, or
/// begin to wait, one by one.
std::pair<bool, std::uint8_t> rank(const MinuteJob& job, Instant now) {
    return job.arrival < now ? std::pair(false, job.priority) : std::pair(true, std::uint8_t{0});
}

}  // namespace

void MinuteClock::run(std::vector<MinuteJob>& jobs, Instant until) {
    for (MinuteJob& job : jobs) {
        job.left = job.work;
    }
    std::vector<MinuteJob*> working;
    std::vector<MinuteJob*> suspended;
    std::uint64_t begun = 0;
    for (Instant now = 0; now < until; now += minute) {
        const std::int32_t on_duty = roster != nullptr ? roster->servers_at(now) : servers;
        std::erase_if(working, [&](MinuteJob* job) {
            if (job->left == 0) {
                job->end = now;
            }
            return job->left == 0;
        });
        while (suspends && static_cast<std::int32_t>(working.size()) > on_duty) {
            // The one that started last.
            auto last = working.begin();
            for (auto other = working.begin(); other != working.end(); ++other) {
                last = (*other)->order > (*last)->order ? other : last;
            }
            suspended.push_back(*last);
            working.erase(last);
        }
        std::sort(suspended.begin(), suspended.end(),
                  [](const MinuteJob* a, const MinuteJob* b) { return a->order < b->order; });
        while (static_cast<std::int32_t>(working.size()) < on_duty) {
            MinuteJob* next = nullptr;
            if (!suspended.empty()) {
                next = suspended.front();
                suspended.erase(suspended.begin());
            } else {
                for (MinuteJob& job : jobs) {
                    const bool before = next == nullptr || rank(job, now) < rank(*next, now);
                    if (job.arrival <= now && job.start == never && before) {
                        next = &job;
                    }
                }
                if (next == nullptr) {
                    break;
                }
                next->start = now;
                next->order = begun++;
            }
            working.push_back(next);
        }
        for (MinuteJob* job : working) {
            job->left -= minute;
        }
        const auto at_work = static_cast<std::int32_t>(working.size());
        busy += at_work * minute;
        overtime += std::max(0, at_work - on_duty) * minute;
        queueing += minute * std::count_if(jobs.begin(), jobs.end(), [now](const MinuteJob& job) {
                        return job.arrival <= now && job.start == never;
                    });
    }
}

}  // namespace greenlane::test
