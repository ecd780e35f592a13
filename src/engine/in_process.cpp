#include "engine/in_process.h"

#include <algorithm>
#include <bit>

namespace greenlane::engine {

namespace {

void learn(const Establishment& established, bool is_released, kpi::Dossier& dossier) {
    const ControlSet control = bit(established.control);
    if (is_released) {
        dossier.audited |= control;
        dossier.facts |= established.found ? kpi::fact_audit_found : 0u;
    } else {
        dossier.inspected |= control;
        dossier.positive |= established.positive ? control : 0;
        dossier.hits |= established.hit ? control : 0;
        dossier.facts |= (established.found ? kpi::fact_found : 0u) |
                         (established.hit ? kpi::fact_found_environmental : 0u);
    }
    for (std::size_t kind = 0; kind < violation_count; ++kind) {
        dossier.detected[kind] =
            static_cast<std::uint16_t>(dossier.detected[kind] + established.detected[kind]);
    }
    dossier.green_items_controlled = static_cast<std::uint16_t>(dossier.green_items_controlled +
                                                                established.green_items_controlled);
    dossier.green_items_reclassified = static_cast<std::uint16_t>(
        dossier.green_items_reclassified + established.green_items_reclassified);
    dossier.recovered += established.recovered;
    dossier.duty_regulated += established.recovered_regulated;
    dossier.harm_stopped += established.harm_stopped;
    if (established.found) {
        // Relief is refused where a violation was established.
        dossier.exemption_granted = 0;
        dossier.exemption_eco_granted = 0;
    }
}

}  // namespace

InProcess::InProcess(const clearance::CompiledProcess& process, const kpi::Window& window,
                     kpi::Tally& tally)
    : process_(&process), window_(window), tally_(&tally) {}

InProcess::InProcess(const clearance::CompiledProcess& process, const kpi::Window& window)
    : process_(&process), window_(window), tally_(nullptr) {}

InProcess::Slot InProcess::free_slot() {
    if (free_.empty()) {
        shipments_.emplace_back();
        return static_cast<Slot>(shipments_.size() - 1);
    }
    const Slot slot = free_.back();
    free_.pop_back();
    return slot;
}

namespace {

/// Copied as one piece; `passage = {}` is put together on the stack first.
constexpr kpi::Passage blank;

}  // namespace

InProcess::Slot InProcess::admit(const Plan& plan, std::size_t row) {
    const auto steps = plan.steps_of(row);
    const Slot slot = free_slot();
    Shipment& shipment = shipments_[slot];
    shipment.passage = blank;
    shipment.passage.shipment = plan.first_shipment + row;
    shipment.passage.lodged = plan.lodged[row];
    shipment.passage.lane = plan.lane[row];
    shipment.exit = plan.exit[row];
    shipment.next = 0;
    shipment.known = 0;
    shipment.told = false;
    shipment.arrival = no_stay;
    if (shipment.way.size() <= steps.size()) {
        shipment.way.resize(steps.size() + 1);
    }
    Step* way = shipment.way.data();
    for (const Step& step : steps) {
        *way++ = step;
    }
    way->station = out;
    if (!plan.first_establishment.empty()) {
        const auto establishments = plan.establishments_of(row);
        shipment.establishments.assign(establishments.begin(), establishments.end());
    }
    if (!plan.dossiers.empty()) {
        dossiers_.resize(shipments_.size());
        dossiers_[slot] = plan.dossiers[row];
        if (plan.words_per_row > 0) {
            words_per_row_ = plan.words_per_row;
            chosen_.resize(shipments_.size() * words_per_row_);
            std::copy_n(&plan.chosen[row * words_per_row_], words_per_row_,
                        &chosen_[slot * words_per_row_]);
        }
    }
    ++counts_.lodged;
    if (watch_ != nullptr && watch_->journey != nullptr &&
        shipment.passage.shipment == watch_->journey->shipment) {
        followed_ = slot;
    }
    return slot;
}

/// It is released before an audit; its detention begins.
void InProcess::note_coming(Slot slot, const clearance::Station& station, Instant now) {
    Shipment& shipment = shipments_[slot];
    if (station.audits && shipment.passage.left == never) {
        release(shipment, now);
    }
    if (station.detains) {
        shipment.passage.detained = std::min(shipment.passage.detained, now);
        shipment.passage.resolved = never;
        if (!dossiers_.empty()) {
            dossiers_[slot].facts |= kpi::fact_detained;
        }
    }
}

void InProcess::end_control(Slot slot, const clearance::Station& station, Duration wait,
                            Instant now) {
    Shipment& shipment = shipments_[slot];
    kpi::Passage& passage = shipment.passage;
    if (station.inspection) {
        passage.control_wait += wait;
        passage.control_work += shipment.latest().work;
        const Establishment& established = shipment.establishments[shipment.known++];
        learn(established, passage.left != never, dossiers_[slot]);
        if (established.found) {
            tell(shipment, shipment::Outcome::violation, now);
        } else if (shipment.known == shipment.establishments.size()) {
            tell(shipment, shipment::Outcome::compliant, now);
        }
    }
    if (station.detains) {
        passage.resolved = now;
    }
}

/// A stay of the shipment that is followed, over at `end`, or cut short by the end of the run.
void InProcess::write_down(Slot slot, Instant end) {
    const Shipment& shipment = shipments_[slot];
    Stay& stay = watch_->journey->stays.emplace_back(
        Stay{station(slot), shipment.arrival, shipment.start, end, std::nullopt});
    if (end != never && station_of(slot).inspection) {
        const Establishment& established = shipment.establishments[shipment.known];
        stay.control = ControlOutcome{established.control, established.positive, established.found};
    }
}

void InProcess::tell(Shipment& shipment, shipment::Outcome outcome, Instant now) {
    if (follows_ && !shipment.told) {
        shipment.told = true;
        findings_.push_back({shipment.passage.shipment, outcome, now});
    }
}

Instant InProcess::hold(Slot slot, Instant now) {
    Shipment& shipment = shipments_[slot];
    const Instant decided = std::max(now, shipment.way[shipment.next++].work);
    if (slot == followed_) {
        watch_->journey->stays.push_back({std::nullopt, now, now, decided, std::nullopt});
    }
    kpi::Passage& passage = shipment.passage;
    passage.time_of[static_cast<std::size_t>(Actor::customs)] +=
        std::min(decided, window_.end) - now;
    if (decided < window_.end) {
        passage.completed[static_cast<std::size_t>(Stage::selectivity)] = decided;
    }
    return decided;
}

namespace {

/// Of the stages before `stage`, one without a stay was completed when the stage before it was.
void pass_stages_before(std::size_t stage, kpi::Passage& passage) {
    Instant before = passage.lodged;
    for (std::size_t i = 0; i < stage; ++i) {
        Instant& completed = passage.completed[i];
        if (completed == never) {
            completed = before;
        }
        before = completed;
    }
}

}  // namespace

/// That of its last stay.
std::size_t InProcess::stage(Slot slot) const {
    if (shipments_[slot].next == 0) {
        return 0;
    }
    return static_cast<std::size_t>(station(slot) == Step::hold ? Stage::selectivity
                                                                : station_of(slot).stage);
}

void InProcess::release(Shipment& shipment, Instant now) {
    shipment.passage.left = now;
    shipment.passage.exit = kpi::Exit::released;
    pass_stages_before(stage_count, shipment.passage);
}

void InProcess::leave(Slot slot, Instant now) {
    Shipment& shipment = shipments_[slot];
    if (shipment.exit == kpi::Exit::released) {
        if (shipment.passage.left == never) {
            release(shipment, now);
        }
    } else {
        shipment.passage.left = now;
        shipment.passage.exit = shipment.exit;
        pass_stages_before(stage(slot), shipment.passage);
    }
    tell(shipment, shipment::Outcome::unknown, now);
    count(slot);
}

/// Hands a shipment over to the KPIs and frees its slot.
void InProcess::count(Slot slot) {
    const kpi::Passage& passage = shipments_[slot].passage;
    ++counts_.exits[static_cast<std::size_t>(passage.exit)];
    if (slot == followed_) {
        followed_ = nobody;
        watch_->journey->passage = passage;
        watch_->journey->over = true;
    }
    if (passage.lodged >= window_.begin) {
        const kpi::Dossier* const dossier = dossiers_.empty() ? nullptr : &dossiers_[slot];
        if (tally_ != nullptr) {
            tally_->add(passage, dossier);
        }
        if (watch_ != nullptr && watch_->counted) {
            watch_->counted(passage, dossier);
        }
    }
    if (!chosen_.empty() && dossiers_[slot].controls() != 0 && kpi::is_settled(passage)) {
        count_yields(slot);
    }
    free_.push_back(slot);
}

void InProcess::count_yields(Slot slot) {
    constexpr std::size_t word_bits = 64;
    const kpi::Dossier& dossier = dossiers_[slot];
    const bool known = (dossier.facts & kpi::fact_findings_known) != 0;
    yields_.resize(words_per_row_ * word_bits);
    for (std::size_t word = 0; word < words_per_row_; ++word) {
        for (std::uint64_t left = chosen_[slot * words_per_row_ + word]; left != 0;
             left &= left - 1) {
            RuleYield& yield =
                yields_[word * word_bits + static_cast<std::size_t>(std::countr_zero(left))];
            ++yield.inspected;
            yield.hits += known && dossier.is_hit();
        }
    }
}

void InProcess::close() {
    std::vector<bool> is_free(shipments_.size());
    for (const Slot slot : free_) {
        is_free[slot] = true;
    }
    for (Slot slot = 0; slot < shipments_.size(); ++slot) {
        if (is_free[slot]) {
            continue;
        }
        if (slot == followed_ && shipments_[slot].arrival != no_stay) {
            write_down(slot, never);
        }
        if (shipments_[slot].passage.left == never) {
            interrupt(slot);
        }
        count(slot);
    }
}

/// Observation ends within its stay: neither the stage that it is in is completed, nor one that it
/// has gone back from.
void InProcess::interrupt(Slot slot) {
    const Shipment& shipment = shipments_[slot];
    kpi::Passage& passage = shipments_[slot].passage;
    if (shipment.arrival != no_stay) {
        const Actor actor = station_of(slot).actor;
        passage.idle += std::min(shipment.start, window_.end) - shipment.arrival;
        passage.time_of[static_cast<std::size_t>(actor)] += window_.end - shipment.arrival;
    }
    const std::size_t stage = this->stage(slot);
    pass_stages_before(stage, passage);
    std::fill(passage.completed.begin() + static_cast<std::ptrdiff_t>(stage),
              passage.completed.end(), never);
}

}  // namespace greenlane::engine
