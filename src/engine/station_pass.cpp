#include "engine/station_pass.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::engine {

namespace {

/// So many shipments stay in the processor's first cache while they are admitted and served.
constexpr std::size_t run_length = 128;
/// So many who are still to come are merged with less work than a heap makes.
constexpr std::size_t most_sorted = 2048;

}  // namespace

StationPass::StationPass(const clearance::CompiledProcess& process, const kpi::Window& window,
                         Instant begin, kpi::Tally& tally, std::span<kpi::StationTally> stations)
    : end_(window.end),
      in_process_(process, window, tally),
      stations_(process, window, begin, stations),
      order_(process.topological_order),
      inboxes_(process.stations.size()) {
    GREENLANE_EXPECT(process.feed_forward);
}

/// The shipment's stay is over at `now`: into the inbox of the station that is next.
inline void StationPass::send(Slot slot, Instant now) {
    if (now >= end_) {
        return;
    }
    in_process_.end_stay(slot, now);
    std::uint32_t next = in_process_.next(slot);
    for (; next == Step::hold; next = in_process_.next(slot)) {
        now = in_process_.hold(slot, now);
        if (now >= end_) {
            return;
        }
    }
    if (next == InProcess::out) {
        in_process_.leave(slot, now);
        return;
    }
    inboxes_[next].coming.push_back(
        Event::of(now, EventKind::arrival, in_process_.shipment(slot), slot));
}

void StationPass::admit(const Plan& plan) {
    for (std::size_t row = 0; row < plan.rows();) {
        const std::size_t end = std::min(row + run_length, plan.rows());
        for (; row < end; ++row) {
            send(in_process_.admit(plan, row), plan.lodged[row]);
        }
        run_before(plan.lodged[end - 1]);
    }
}

std::vector<screening::Finding> StationPass::find_out_before(Instant time) {
    in_process_.follow_findings();
    run_before(std::min(time, end_));
    return in_process_.take_findings();
}

void StationPass::close() {
    run_before(end_);
    stations_.close();
    in_process_.close();
}

/// Every way leads to a later station of the order, and no stay is over when it begins: when a
/// station's turn comes, all who come to it before `time` are in its inbox.
void StationPass::run_before(Instant time) {
    for (const std::size_t station : order_) {
        Inbox& inbox = inboxes_[station];
        const std::size_t due = sort_before(inbox, time);
        const std::span<const Event> coming(inbox.coming.data(), due);
        if (PriorityServers* servers = stations_.by_class(station)) {
            serve_by_class(*servers, coming, time);
        } else {
            serve_in_order(station, coming);
        }
        drop_first(inbox, due);
    }
}

void StationPass::serve_in_order(std::size_t station, std::span<const Event> coming) {
    for (const Event& next : coming) {
        const Service service =
            stations_.serve(station, next.time, in_process_.come(next.slot, next.time).work);
        in_process_.set_start(next.slot, service.start);
        send(next.slot, service.end);
    }
}

/// Everything at the station before `time`, in the order of EventRun.
void StationPass::serve_by_class(PriorityServers& servers, std::span<const Event> coming,
                                 Instant time) {
    auto next = coming.begin();
    for (;;) {
        const Instant arrival = next != coming.end() ? next->time : never;
        const PriorityServers::Begun ending = servers.next_end();
        const Instant change = servers.next_change();
        const Instant now = std::min({arrival, ending.end, change});
        if (now >= time) {
            return;
        }
        begun_.clear();
        if (ending.end == now) {
            servers.complete(now, ending.slot, begun_);
            send(ending.slot, now);
        } else if (change == now) {
            servers.change(begun_);
        } else {
            const Step& step = in_process_.come(next->slot, now);
            servers.arrive(now, next->slot, step.priority, step.work, begun_);
            ++next;
        }
        for (const PriorityServers::Begun& service : begun_) {
            in_process_.set_start(service.slot, service.start);
        }
    }
}

/// Sorts an inbox and returns how many come before `time`.
std::size_t StationPass::sort_before(Inbox& inbox, Instant time) {
    for (; !inbox.later.empty() && inbox.later.next().time < time; inbox.later.pop()) {
        inbox.coming.push_back(inbox.later.next());
    }
    const auto earlier = [](const Event& a, const Event& b) { return a.key() < b.key(); };
    const auto fresh = inbox.coming.begin() + static_cast<std::ptrdiff_t>(inbox.sorted);
    if (!std::is_sorted(fresh, inbox.coming.end(), earlier)) {
        std::sort(fresh, inbox.coming.end(), earlier);
    }
    std::inplace_merge(inbox.coming.begin(), fresh, inbox.coming.end(), earlier);
    const auto later = std::partition_point(inbox.coming.begin(), inbox.coming.end(),
                                            [time](const Event& e) { return e.time < time; });
    return static_cast<std::size_t>(later - inbox.coming.begin());
}

/// Those served are gone; of the others the last ones make room, where there are too many.
void StationPass::drop_first(Inbox& inbox, std::size_t due) {
    inbox.coming.erase(inbox.coming.begin(),
                       inbox.coming.begin() + static_cast<std::ptrdiff_t>(due));
    if (inbox.coming.size() > most_sorted) {
        std::for_each(inbox.coming.begin() + most_sorted, inbox.coming.end(),
                      [&](const Event& event) { inbox.later.push(event); });
        inbox.coming.erase(inbox.coming.begin() + most_sorted, inbox.coming.end());
    }
    inbox.sorted = inbox.coming.size();
}

}  // namespace greenlane::engine
