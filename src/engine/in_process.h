#pragma once

#include "greenlane/engine/journey.h"
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
    /// Where a way ends, in place of a station.
    static constexpr std::uint32_t out = Step::hold - 1;

    /// `process` and `tally` outlive it.
    InProcess(const clearance::CompiledProcess& process, const kpi::Window& window,
              kpi::Tally& tally);
    /// Adds nothing up: who is counted is told to the watch alone.
    InProcess(const clearance::CompiledProcess& process, const kpi::Window& window);

    Slot admit(const Plan& plan, std::size_t row);
    std::uint64_t shipment(Slot slot) const { return shipments_[slot].passage.shipment; }

    /// Whose way is to be written down, and who is told of those counted. `watch` outlives it.
    void follow(const Watch& watch) { watch_ = &watch; }

    /// Where it goes next: to a station, to Step::hold, or out.
    std::uint32_t next(Slot slot) const { return shipments_[slot].coming().station; }
    /// The station it is at, or came from last.
    std::uint32_t station(Slot slot) const { return shipments_[slot].latest().station; }

    /// It comes to its next station, to be served from some time on.
    const Step& come(Slot slot, Instant now) {
        Shipment& shipment = shipments_[slot];
        const Step& step = shipment.way[shipment.next++];
        const clearance::Station& station = process_->stations[step.station];
        shipment.arrival = now;
        shipment.start = never;
        if (station.audits || station.detains) [[unlikely]] {
            note_coming(slot, station, now);
        }
        return step;
    }
    /// Service begins at `start`, which may lie ahead.
    void set_start(Slot slot, Instant start) { shipments_[slot].start = start; }
    /// The stay under way, if there is one, is over.
    void end_stay(Slot slot, Instant now) {
        Shipment& shipment = shipments_[slot];
        if (shipment.arrival == no_stay) {
            return;
        }
        const Step& step = shipment.latest();
        const clearance::Station& station = process_->stations[step.station];
        kpi::Passage& passage = shipment.passage;
        const Duration wait = shipment.start - shipment.arrival;
        if (passage.left == never) {
            passage.idle += wait;
            passage.time_of[static_cast<std::size_t>(station.actor)] += now - shipment.arrival;
            passage.completed[static_cast<std::size_t>(station.stage)] = now;
        }
        if (slot == followed_) [[unlikely]] {
            write_down(slot, now);
        }
        shipment.arrival = no_stay;
        if (station.inspection || station.detains) [[unlikely]] {
            end_control(slot, station, wait, now);
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
    static constexpr Slot nobody = ~Slot{0};

    struct Shipment {
        kpi::Passage passage;
        kpi::Exit exit = kpi::Exit::in_process;  ///< by which it leaves in the end
        std::uint32_t next = 0;                  ///< index of the step after the current one
        std::uint32_t known = 0;                 ///< establishments that are known
        bool told = false;                       ///< its finding is written down
        Instant arrival = no_stay;
        Instant start = 0;
        std::vector<Step> way;  ///< up to `out`; the places behind it are kept for longer ways
        std::vector<Establishment> establishments;

        const Step& coming() const { return way[next]; }
        const Step& latest() const { return way[next - 1]; }
    };

    const clearance::Station& station_of(Slot slot) const {
        return process_->stations[station(slot)];
    }
    Slot free_slot();
    void note_coming(Slot slot, const clearance::Station& station, Instant now);
    void end_control(Slot slot, const clearance::Station& station, Duration wait, Instant now);
    void write_down(Slot slot, Instant end);
    void tell(Shipment& shipment, shipment::Outcome outcome, Instant now);
    std::size_t stage(Slot slot) const;
    void release(Shipment& shipment, Instant now);
    void interrupt(Slot slot);
    void count(Slot slot);
    void count_yields(Slot slot);

    const clearance::CompiledProcess* process_;
    kpi::Window window_;
    kpi::Tally* tally_;  ///< may be none
    Counts counts_;
    std::vector<Shipment> shipments_;
    std::vector<kpi::Dossier> dossiers_;  ///< by slot; empty for blank declarations
    std::vector<std::uint64_t> chosen_;   ///< rules by slot, as in Plan; empty without a profile
    std::size_t words_per_row_ = 0;       ///< of `chosen_`
    std::vector<RuleYield> yields_;
    std::vector<Slot> free_;
    bool follows_ = false;
    const Watch* watch_ = nullptr;
    Slot followed_ = nobody;  ///< where the shipment that is followed is
    std::vector<screening::Finding> findings_;
};

}  // namespace greenlane::engine
