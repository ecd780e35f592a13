#include "engine/station_pass.h"

#include "greenlane/core/contract.h"

#include <algorithm>

namespace greenlane::engine {

StationPass::StationPass(const clearance::CompiledProcess& process, const kpi::Window& window,
                         Instant begin, kpi::Tally& tally, std::span<kpi::StationTally> stations)
    : end_(window.end),
      in_process_(process, window, tally),
      stations_(process, window, begin, stations),
      order_(process.topological_order),
      inboxes_(process.stations.size()) {
    GREENLANE_EXPECT(serves(process));
}

bool StationPass::serves(const clearance::CompiledProcess& process) {
    return process.feed_forward &&
           std::none_of(process.stations.begin(), process.stations.end(),
                        [](const clearance::Station& station) {
                            return station.discipline == clearance::Discipline::priority;
                        });
}

void StationPass::admit(const Plan& plan) {
    for (std::size_t row = 0; row < plan.rows(); ++row) {
        send(in_process_.admit(plan, row), plan.lodged[row]);
    }
    if (plan.rows() > 0) {
        run_before(plan.lodged.back());
    }
}

void StationPass::close() {
    run_before(end_);
    stations_.close();
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
        for (std::size_t i = 0; i < due; ++i) {
            const auto [now, slot] = inbox.coming[i];
            in_process_.end_stay(slot, now);
            const Step& step = in_process_.come(slot, now);
            const Service service = stations_.serve(station, now, step.work);
            in_process_.set_start(slot, service.start);
            send(slot, service.end);
        }
        inbox.coming.erase(inbox.coming.begin(),
                           inbox.coming.begin() + static_cast<std::ptrdiff_t>(due));
        inbox.sorted = inbox.coming.size();
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
