#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/kpi/passage.h"
#include "greenlane/kpi/station_tally.h"
#include "greenlane/kpi/tally.h"
#include "greenlane/screening/screener.h"

#include "engine/plan.h"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace greenlane::engine {

/// The shipments in the process: their ways still to go and what has happened to them. Their places
/// ("slots") are used again, so memory follows the shipments in the process, not the horizon.
class InProcess {
public:
    using Slot = std::uint32_t;

    /// `process` and `tally` outlive it.
    InProcess(const clearance::CompiledProcess& process, const kpi::Window& window,
              kpi::Tally& tally);

    Slot admit(const Plan& plan, std::size_t row);
    std::uint64_t shipment(Slot slot) const { return shipments_[slot].passage.shipment; }

    enum class Next : std::uint8_t { station, hold, out };
    Next next(Slot slot) const {
        const Shipment& shipment = shipments_[slot];
        if (shipment.next == shipment.steps) {
            return Next::out;
        }
        return step(slot, shipment.next).station == Step::hold ? Next::hold : Next::station;
    }
    /// Of the next stay.
    std::uint32_t next_station(Slot slot) const {
        return step(slot, shipments_[slot].next).station;
    }
    /// The station it is at, or came from last.
    std::uint32_t station(Slot slot) const { return step(slot, shipments_[slot].next - 1).station; }

    /// It comes to its next station, to be served from some time on.
    const Step& come(Slot slot, Instant now);
    /// Service begins at `start`, which may lie ahead.
    void set_start(Slot slot, Instant start) { shipments_[slot].start = start; }
    /// The stay under way, if there is one, is over.
    void end_stay(Slot slot, Instant now) {
        if (shipments_[slot].arrival != no_stay) {
            close_stay(slot, now);
        }
    }
    /// It waits for its lane to be decided: until when?
    Instant hold(Slot slot, Instant now);
    /// It leaves the process. Its slot is free.
    void leave(Slot slot, Instant now);
    /// Observation ends: everyone still here is counted as in process.
    void close();

    /// From now on findings() are written down: one a shipment, of the first violation that a
    /// control established; compliant with its last control; unknown when it leaves uncontrolled.
    void follow_findings() { follows_ = true; }
    /// Those since the last call. Some may lie ahead of the time that the run has come to.
    std::vector<screening::Finding> take_findings() { return std::exchange(findings_, {}); }

    const Counts& counts() const { return counts_; }
    /// By rule; at least as many as the profile has.
    std::span<const RuleYield> yields() const { return yields_; }

private:
    static constexpr Instant no_stay = -1;

    struct Shipment {
        kpi::Passage passage;
        kpi::Exit exit = kpi::Exit::in_process;  ///< by which it leaves in the end
        std::uint32_t steps = 0;                 ///< of its way
        std::uint32_t next = 0;                  ///< index of the step after the current one
        std::uint32_t known = 0;                 ///< establishments that are known
        bool told = false;                       ///< its finding is written down
        Instant arrival = no_stay;
        Instant start = 0;
        std::vector<Establishment> establishments;
    };

    const Step& step(Slot slot, std::uint32_t index) const {
        return steps_[slot * stride_ + index];
    }
    const clearance::Station& station_of(Slot slot) const {
        return process_->stations[station(slot)];
    }
    Slot free_slot(std::size_t steps);
    void close_stay(Slot slot, Instant now);
    void tell(Shipment& shipment, shipment::Outcome outcome, Instant now);
    std::size_t stage(Slot slot) const;
    void release(Shipment& shipment, Instant now);
    void interrupt(Slot slot);
    void count(Slot slot);
    void count_yields(Slot slot);

    const clearance::CompiledProcess* process_;
    kpi::Window window_;
    kpi::Tally* tally_;
    Counts counts_;
    std::vector<Shipment> shipments_;
    std::vector<Step> steps_;  ///< by slot, stride_ places each
    std::size_t stride_ = 4;
    std::vector<kpi::Dossier> dossiers_;  ///< by slot; empty for blank declarations
    std::vector<std::uint64_t> chosen_;   ///< rules by slot, as in Plan; empty without a profile
    std::size_t words_per_row_ = 0;       ///< of `chosen_`
    std::vector<RuleYield> yields_;
    std::vector<Slot> free_;
    bool follows_ = false;
    std::vector<screening::Finding> findings_;
};

}  // namespace greenlane::engine
