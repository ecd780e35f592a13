#include "engine/seen_through.h"

#include "greenlane/kpi/clock.h"

namespace greenlane::engine {

SeenThrough::SeenThrough(const clearance::CompiledProcess& process, const kpi::Window& window)
    : in_process_(process, window), end_(window.end) {
    watch_.counted = [this](const kpi::Passage& passage, const kpi::Dossier* dossier) {
        count(passage, *dossier);
    };
    in_process_.follow(watch_);
}

const LaneTotals& SeenThrough::totals_of(const Plan& plan, std::size_t row) {
    totals_ = {};
    const Instant now = plan.lodged[row];
    const InProcess::Slot slot = in_process_.admit(plan, row);
    while (in_process_.next(slot) != InProcess::out) {
        in_process_.come(slot, now);
        in_process_.set_start(slot, now);
        in_process_.end_stay(slot, now);
    }
    in_process_.leave(slot, now);
    return totals_;
}

void SeenThrough::count(const kpi::Passage& passage, const kpi::Dossier& dossier) {
    kpi::measure(passage, &dossier, end_, 0, totals_.cell);
    for (std::size_t i = 0; i < kpi::measure_count; ++i) {
        const auto measure = static_cast<kpi::Measure>(i);
        if (kpi::needs_clock(measure)) {
            totals_.cell[measure] = 0;
        }
    }
    totals_.lanes[static_cast<std::size_t>(passage.lane)] = 1;
    for (const Control control : controls) {
        totals_.controls[static_cast<std::size_t>(control)] =
            (dossier.controls() & bit(control)) != 0;
    }
}

}  // namespace greenlane::engine
