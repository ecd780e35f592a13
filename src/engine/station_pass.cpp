#include "engine/station_pass.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::engine {

namespace {

/// So many shipments stay in the processor's first cache while they are admitted and served.
constexpr std::size_t run_length = 128;

}  // namespace

StationPass::StationPass(const clearance::CompiledProcess& process, const kpi::Window& window,
                         Instant begin, kpi::Tally& tally, std::span<kpi::StationTally> stations)
    : end_(window.end),
      in_process_(process, window, tally),
      stations_(process, window, begin, stations),
      order_(process.topological_order),
      inboxes_(process.stations.size()),
      priority_(PriorityServers::of(process, window, begin, stations)) {
    GREENLANE_EXPECT(process.feed_forward);
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

void StationPass::close() {
    run_before(end_);
    stations_.close();
    for (auto& servers : priority_) {
        if (servers) {
            servers->close();
        }
    }
    in_process_.close();
}

/// The shipment's stay is over at `now`: into the inbox of the station that is next.
void StationPass::send(Slot slot, Instant now) {
    if (now >= end_) {
        return;
    }
    while (in_process_.next(slot) == InProcess::Next::hold) {
        in_process_.end_stay(slot, now);
        now = in_process_.hold(slot, now);
        if (now >= end_) {
            return;
        }
    }
    if (in_process_.next(slot) == InProcess::Next::out) {
        in_process_.end_stay(slot, now);
        in_process_.leave(slot, now);
        return;
    }
    inboxes_[in_process_.next_station(slot)].coming.push_back({now, slot});
}

/// Every way leads to a later station of the order, and no stay is over when it begins: when a
/// station's turn comes, all who come to it before `time` are in its inbox.
void StationPass::run_before(Instant time) {
    for (const std::size_t station : order_) {
        Inbox& inbox = inboxes_[station];
        const std::size_t due = sort_before(inbox, time);
        const std::span<const Coming> coming(inbox.coming.data(), due);
        if (priority_[station]) {
            serve_by_class(*priority_[station], coming, time);
        } else {
            serve_in_order(station, coming);
        }
        inbox.coming.erase(inbox.coming.begin(),
                           inbox.coming.begin() + static_cast<std::ptrdiff_t>(due));
        inbox.sorted = inbox.coming.size();
    }
}

const Step& StationPass::come(const Coming& coming) {
    in_process_.end_stay(coming.slot, coming.time);
    return in_process_.come(coming.slot, coming.time);
}

void StationPass::serve_in_order(std::size_t station, std::span<const Coming> coming) {
    for (const Coming& next : coming) {
        const Service service = stations_.serve(station, next.time, come(next).work);
        in_process_.set_start(next.slot, service.start);
        send(next.slot, service.end);
    }
}

/// Everything at the station before `time`, in the order of EventRun.
void StationPass::serve_by_class(PriorityServers& servers, std::span<const Coming> coming,
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
            const Step& step = come(*next);
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
    const auto earlier = [this](const Coming& a, const Coming& b) {
        return a.time != b.time ? a.time < b.time
                                : in_process_.shipment(a.slot) < in_process_.shipment(b.slot);
    };
    const auto fresh = inbox.coming.begin() + static_cast<std::ptrdiff_t>(inbox.sorted);
    if (!std::is_sorted(fresh, inbox.coming.end(), earlier)) {
        std::sort(fresh, inbox.coming.end(), earlier);
    }
    std::inplace_merge(inbox.coming.begin(), fresh, inbox.coming.end(), earlier);
    const auto later = std::partition_point(inbox.coming.begin(), inbox.coming.end(),
                                            [time](const Coming& c) { return c.time < time; });
    return static_cast<std::size_t>(later - inbox.coming.begin());
}

}  // namespace greenlane::engine
