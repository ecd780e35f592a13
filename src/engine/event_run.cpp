#include "engine/event_run.h"

#include <algorithm>

namespace greenlane::engine {

EventRun::EventRun(const clearance::CompiledProcess& process, const kpi::Window& window,
                   Instant begin, kpi::Tally& tally, std::span<kpi::StationTally> stations)
    : end_(window.end),
      in_process_(process, window, tally),
      stations_(process, window, begin, stations) {
    for (std::size_t i = 0; i < process.stations.size(); ++i) {
        if (stations_.by_class(i) != nullptr && process.stations[i].roster) {
            rostered_.push_back(i);
        }
    }
}

void EventRun::admit(const Plan& plan) {
    for (std::size_t row = 0; row < plan.rows(); ++row) {
        run_before(plan.lodged[row], plan.first_shipment + row);
        come(in_process_.admit(plan, row), plan.lodged[row]);
    }
}

std::vector<screening::Finding> EventRun::find_out_before(Instant time) {
    in_process_.follow_findings();
    run_before(std::min(time, end_), 0);
    return in_process_.take_findings();
}

void EventRun::close() {
    run_before(end_, 0);
    stations_.close();
    in_process_.close();
}

/// Everything before the arrival of `shipment` at `time`, in order.
void EventRun::run_before(Instant time, std::uint64_t shipment) {
    const EventKey limit = Event::of(time, EventKind::arrival, shipment, 0).key();
    for (;;) {
        PriorityServers* servers = next_to_change(time);
        const Instant change = servers != nullptr ? servers->next_change() : never;
        const bool event_is_next =
            !events_.empty() &&
            events_.next().key() < Event::of(change, EventKind::arrival, 0, 0).key();
        if (event_is_next && events_.next().key() < limit) {
            happen(events_.next());
        } else if (!event_is_next && change <= time && change < end_) {
            begun_.clear();
            servers->change(begun_);
            schedule(begun_);
        } else {
            return;
        }
    }
}

/// Those whose roster changes first, not after `time`, or nullptr.
PriorityServers* EventRun::next_to_change(Instant time) {
    PriorityServers* first = nullptr;
    for (const std::size_t station : rostered_) {
        PriorityServers* servers = stations_.by_class(station);
        const Instant change = servers->next_change();
        if (change <= time && (first == nullptr || change < first->next_change())) {
            first = servers;
        }
    }
    return first;
}

void EventRun::happen(Event event) {
    const Instant now = event.time;
    const Slot slot = event.slot;
    next_is_spent_ = true;
    if (event.kind() == EventKind::arrival) {
        come(slot, now);
    } else {
        PriorityServers& servers = *stations_.by_class(in_process_.station(slot));
        if (servers.completes(now, slot)) {
            events_.replace_next(
                Event::of(now, EventKind::arrival, in_process_.shipment(slot), slot));
            next_is_spent_ = false;
            begun_.clear();
            servers.complete(now, slot, begun_);
            schedule(begun_);
        }
    }
    if (next_is_spent_) {
        events_.pop();
        next_is_spent_ = false;
    }
}

/// A stay of the shipment is over, or it has just been lodged: it goes where its way leads.
void EventRun::come(Slot slot, Instant now) {
    in_process_.end_stay(slot, now);
    while (in_process_.next(slot) == Step::hold) {
        const Instant decided = in_process_.hold(slot, now);
        if (decided > now) {
            come_again(slot, decided);
            return;
        }
    }
    if (in_process_.next(slot) == InProcess::out) {
        in_process_.leave(slot, now);
        return;
    }
    const Step& step = in_process_.come(slot, now);
    if (PriorityServers* servers = stations_.by_class(step.station)) {
        begun_.clear();
        servers->arrive(now, slot, step.priority, step.work, begun_);
        schedule(begun_);
        return;
    }
    const Service service = stations_.serve(step.station, now, step.work);
    in_process_.set_start(slot, service.start);
    come_again(slot, service.end);
}

void EventRun::come_again(Slot slot, Instant time) {
    if (time >= end_) {
        return;
    }
    const Event event = Event::of(time, EventKind::arrival, in_process_.shipment(slot), slot);
    if (next_is_spent_) {
        events_.replace_next(event);
        next_is_spent_ = false;
    } else {
        events_.push(event);
    }
}

void EventRun::schedule(const std::vector<PriorityServers::Begun>& begun) {
    for (const PriorityServers::Begun& service : begun) {
        in_process_.set_start(service.slot, service.start);
        if (service.end < end_) {
            events_.push(Event::of(service.end, EventKind::completion,
                                   in_process_.shipment(service.slot), service.slot));
        }
    }
}

}  // namespace greenlane::engine
