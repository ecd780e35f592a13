#include "engine/priority_servers.h"

#include <algorithm>

namespace greenlane::engine {

PriorityServers::PriorityServers(const clearance::CompiledProcess& process,
                                 const clearance::Station& station, const kpi::Window& window,
                                 Instant begin, kpi::StationTally& tally)
    : window_(window),
      tally_(&tally),
      servers_(station.servers),
      accounted_(begin),
      waiting_(station.priority.size() + 1) {
    if (station.roster) {
        const clearance::Roster& roster = process.rosters[*station.roster];
        cursor_.emplace(roster, begin);
        suspends_ = roster.at_shift_end() == clearance::ShiftEnd::suspend;
        servers_ = cursor_->servers();
    }
}

void PriorityServers::arrive(Instant now, Slot slot, std::uint8_t priority, Duration work,
                             std::vector<Begun>& begun) {
    waiting_[priority].push_back({slot, now, never, now, work});
    begin_next(now, begun);
}

bool PriorityServers::completes(Instant now, Slot slot) const {
    return std::any_of(in_service_.begin(), in_service_.end(), [&](const Job& job) {
        return job.slot == slot && job.from + job.left == now;
    });
}

PriorityServers::Begun PriorityServers::next_end() const {
    Begun next{0, never, never};
    for (const Job& job : in_service_) {
        if (job.from + job.left < next.end) {
            next = {job.slot, job.start, job.from + job.left};
        }
    }
    return next;
}

void PriorityServers::complete(Instant now, Slot slot, std::vector<Begun>& begun) {
    account(now);
    const auto job = std::find_if(in_service_.begin(), in_service_.end(),
                                  [slot](const Job& other) { return other.slot == slot; });
    stop(*job, now);
    in_service_.erase(job);
    if (next_change() > now) {
        begin_next(now, begun);
    }  // else the change of this instant comes first, and begins what there are servers for
}

void PriorityServers::change(std::vector<Begun>& begun) {
    const Instant now = cursor_->next_change();
    account(now);
    cursor_->advance_to(now);
    servers_ = cursor_->servers();
    while (suspends_ && in_service_.size() > static_cast<std::size_t>(servers_)) {
        Job job = in_service_.back();
        in_service_.pop_back();
        stop(job, now);
        job.left -= now - job.from;
        suspended_.push_front(job);
    }
    begin_next(now, begun);
}

void PriorityServers::begin_next(Instant now, std::vector<Begun>& begun) {
    while (in_service_.size() < static_cast<std::size_t>(servers_)) {
        if (!suspended_.empty()) {
            work_on(suspended_.front(), now, begun);
            suspended_.pop_front();
            continue;
        }
        const auto queue = std::find_if(waiting_.begin(), waiting_.end(),
                                        [](const auto& jobs) { return !jobs.empty(); });
        if (queue == waiting_.end()) {
            return;
        }
        work_on(queue->front(), now, begun);
        queue->pop_front();
    }
}

void PriorityServers::work_on(Job job, Instant now, std::vector<Begun>& begun) {
    if (job.start == never) {
        job.start = now;
        job.order = begun_++;
        tally_->visit(window_, job.arrival, now, job.left);
    }
    job.from = now;
    begun.push_back({job.slot, job.start, now + job.left});
    // Of those in service the one begun last is suspended first.
    const auto place =
        std::upper_bound(in_service_.begin(), in_service_.end(), job,
                         [](const Job& a, const Job& b) { return a.order < b.order; });
    in_service_.insert(place, job);
}

/// Accounts for the time that a server has worked on a job without a break.
void PriorityServers::stop(const Job& job, Instant now) {
    tally_->serve(window_, job.from, now);
}

/// Whoever is at work beyond the number on duty works overtime.
void PriorityServers::account(Instant now) {
    const auto beyond = static_cast<Duration>(in_service_.size()) - servers_;
    tally_->overtime += std::max<Duration>(0, beyond) * (now - accounted_);
    accounted_ = now;
}

void PriorityServers::close() {
    account(window_.end);
    for (const Job& job : in_service_) {
        stop(job, window_.end);
    }
    for (const auto& queue : waiting_) {
        for (const Job& job : queue) {
            tally_->visit(window_, job.arrival, window_.end, job.left);
        }
    }
}

}  // namespace greenlane::engine
