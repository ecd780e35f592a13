#include "support/reference_network.h"

#include <algorithm>

namespace greenlane::test {

using clearance::Discipline;
using clearance::StationKind;

std::int32_t ReferenceNetwork::servers_at(std::size_t index, Instant now) const {
    const clearance::Station& station = process_->stations[index];
    return station.roster ? process_->rosters[*station.roster].servers_at(now) : station.servers;
}

bool ReferenceNetwork::suspends(std::size_t index) const {
    const auto& roster = process_->stations[index].roster;
    return roster && process_->rosters[*roster].at_shift_end() == clearance::ShiftEnd::suspend;
}

/// The first instant after `now` at which anything may happen.
Instant ReferenceNetwork::next_instant(Instant now) const {
    Instant next = until_;
    const auto note = [&](Instant instant) {
        if (instant > now) {
            next = std::min(next, instant);
        }
    };
    for (const Instant instant : free_at_) {
        note(instant);
    }
    for (std::size_t station = 0; station < desks_.size(); ++station) {
        for (const Job& job : desks_[station].working) {
            note(job.from + job.left);
        }
        if (const auto& roster = process_->stations[station].roster) {
            note(process_->rosters[*roster].next_change(now));
        }
    }
    return next;
}

void ReferenceNetwork::stop(std::size_t station, const Job& job, Instant now) {
    spells_.push_back({station, job.from, now});
}

void ReferenceNetwork::complete(std::size_t station, Instant now) {
    std::erase_if(desks_[station].working, [&](const Job& job) {
        if (job.from + job.left > now) {
            return false;
        }
        stop(station, job, now);
        stays_[job.row].back().end = now;
        free_at_[job.row] = now;
        return true;
    });
}

void ReferenceNetwork::suspend(std::size_t station, Instant now) {
    Desk& desk = desks_[station];
    while (suspends(station) &&
           static_cast<std::int32_t>(desk.working.size()) > servers_at(station, now)) {
        const auto last =
            std::max_element(desk.working.begin(), desk.working.end(),
                             [](const Job& a, const Job& b) { return a.order < b.order; });
        stop(station, *last, now);
        last->left -= now - last->from;
        desk.suspended.push_back(*last);
        desk.working.erase(last);
        std::sort(desk.suspended.begin(), desk.suspended.end(),
                  [](const Job& a, const Job& b) { return a.order < b.order; });
    }
}

void ReferenceNetwork::begin_work(std::size_t station, Instant now) {
    Desk& desk = desks_[station];
    while (static_cast<std::int32_t>(desk.working.size()) < servers_at(station, now)) {
        std::vector<Job>& from = desk.suspended.empty() ? desk.waiting : desk.suspended;
        if (from.empty()) {
            return;
        }
        // The first of the lowest class; suspended work has no class any more.
        const auto next =
            &from == &desk.suspended
                ? from.begin()
                : std::min_element(from.begin(), from.end(), [](const Job& a, const Job& b) {
                      return a.priority < b.priority;
                  });
        Job job = *next;
        from.erase(next);
        job.from = now;
        Stay& stay = stays_[job.row].back();
        if (stay.start == never) {
            stay.start = now;
            job.order = begun_++;
        }
        desk.working.push_back(job);
    }
}

/// The row's last stay is over: on to its next station, or out.
void ReferenceNetwork::come(std::size_t row, Instant now) {
    free_at_[row] = never;
    const auto steps = plan_->steps_of(row);
    const std::size_t next = stays_[row].size();
    if (next == steps.size()) {
        left_[row] = now;
        return;
    }
    const engine::Step& step = steps[next];
    stays_[row].push_back({step.station, now, never, never});
    const clearance::Station& station = process_->stations[step.station];
    if (station.kind == StationKind::delay) {
        stays_[row].back().start = now;
        if (now + step.work < until_) {
            stays_[row].back().end = now + step.work;
        }
        free_at_[row] = now + step.work;
        return;
    }
    const bool by_class = station.discipline == Discipline::priority;
    desks_[step.station].waiting.push_back(
        {row, by_class ? step.priority : std::uint8_t{0}, step.work, never, 0});
    begin_work(step.station, now);
}

void ReferenceNetwork::run(const engine::Plan& plan, Instant begin, Instant until) {
    plan_ = &plan;
    until_ = until;
    desks_.assign(process_->stations.size(), {});
    overtime_.assign(process_->stations.size(), 0);
    stays_.assign(plan.rows(), {});
    free_at_ = plan.lodged;
    left_.assign(plan.rows(), never);
    spells_.clear();
    for (Instant now = begin; now < until;) {
        for (std::size_t station = 0; station < desks_.size(); ++station) {
            complete(station, now);
        }
        for (std::size_t station = 0; station < desks_.size(); ++station) {
            suspend(station, now);
            begin_work(station, now);
        }
        for (std::size_t row = 0; row < plan.rows(); ++row) {
            if (free_at_[row] == now) {
                come(row, now);
            }
        }
        const Instant next = next_instant(now);
        for (std::size_t station = 0; station < desks_.size(); ++station) {
            const auto beyond =
                static_cast<Duration>(desks_[station].working.size()) - servers_at(station, now);
            overtime_[station] += std::max<Duration>(0, beyond) * (next - now);
        }
        now = next;
    }
    for (std::size_t station = 0; station < desks_.size(); ++station) {
        for (const Job& job : desks_[station].working) {
            stop(station, job, until);
        }
    }
}

kpi::StationTally ReferenceNetwork::tally(std::size_t station, const kpi::Window& window) const {
    kpi::StationTally tally;
    for (std::size_t row = 0; row < stays_.size(); ++row) {
        for (std::size_t visit = 0; visit < stays_[row].size(); ++visit) {
            const Stay& stay = stays_[row][visit];
            if (stay.station == station) {
                tally.visit(window, stay.arrival, std::min(stay.start, window.end),
                            plan_->steps_of(row)[visit].work);
            }
        }
    }
    for (const Spell& spell : spells_) {
        if (spell.station == station) {
            tally.serve(window, spell.from, spell.to);
        }
    }
    tally.rostered = process_->rostered_time(process_->stations[station], window.begin, window.end);
    tally.overtime = overtime_[station];
    return tally;
}

}  // namespace greenlane::test
