#include "greenlane/experiment/shipment_changes.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <type_traits>

namespace greenlane::experiment {

namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
    hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
    return hash ^ (hash >> 32);
}

template <typename T>
std::uint64_t mixed(std::uint64_t hash, const std::vector<T>& column) {
    for (const T value : column) {
        if constexpr (std::is_enum_v<T>) {
            hash = mixed(hash, static_cast<std::uint64_t>(value));
        } else {
            hash = mixed(hash, static_cast<std::uint64_t>(std::int64_t{value}));
        }
    }
    return hash;
}

void turn(bool before, bool after, Turnover& turnover) {
    turnover.kept += before && after;
    turnover.gained += !before && after;
    turnover.lost += before && !after;
}

}  // namespace

void Fates::meet(const shipment::Block& block) {
    const shipment::Declarations& declarations = block.declarations;
    traffic_ = mixed(traffic_, declarations.lodged);
    traffic_ = mixed(traffic_, declarations.importer);
    for (const shipment::DocumentSet held : declarations.documents) {
        traffic_ = mixed(traffic_, held);
    }
    traffic_ = mixed(traffic_, declarations.items.hs);
    traffic_ = mixed(traffic_, declarations.items.origin);
    traffic_ = mixed(traffic_, declarations.items.value);
    traffic_ = mixed(traffic_, block.truth.violation);
}

void Fates::add(const kpi::Passage& passage, const kpi::Dossier* dossier) {
    if (remembers_shipments_ && passage.shipment >= by_shipment_.size()) {
        by_shipment_.resize(passage.shipment + 1);
    }
    Fate forgotten;
    Fate& fate = remembers_shipments_ ? by_shipment_[passage.shipment] : forgotten;
    fate.counted = 1;
    fate.lane = static_cast<std::uint64_t>(passage.lane) & 3u;
    if (passage.exit == kpi::Exit::released) {
        const Duration time = passage.left - passage.lodged;
        GREENLANE_EXPECT(time >= 0 && time < (Duration{1} << 48));
        fate.released = 1;
        fate.clearance = static_cast<std::uint64_t>(time) & ((std::uint64_t{1} << 48) - 1);
        clearance_.add(time);
    }
    if (dossier != nullptr) {
        const auto has = [&](kpi::Fact fact) { return (dossier->facts & fact) != 0; };
        fate.controlled = dossier->controls() != 0;
        fate.hit = dossier->is_hit();
        fate.findings_known = has(kpi::fact_findings_known);
        fate.truth_known = has(kpi::fact_truth_known);
        fate.violation = has(kpi::fact_violation);
    }
}

ShipmentChanges compare_fates(const Fates& before, const Fates& after) {
    ShipmentChanges changes;
    Turnover hits;
    Turnover compliant;
    bool outcomes_known = false;
    bool truth_known = false;
    const std::size_t rows = std::min(before.by_shipment_.size(), after.by_shipment_.size());
    for (std::size_t i = 0; i < rows; ++i) {
        const Fates::Fate& was = before.by_shipment_[i];
        const Fates::Fate& is = after.by_shipment_[i];
        if (!was.counted || !is.counted) {
            continue;
        }
        ++changes.shipments;
        changes.moved += was.lane != is.lane;
        LaneMove& move = changes.lanes[was.lane][is.lane];
        ++move.shipments;
        if (was.released && is.released) {
            ++move.released;
            const auto change =
                static_cast<Duration>(is.clearance) - static_cast<Duration>(was.clearance);
            move.won += std::max<Duration>(0, -change);
            move.lost += std::max<Duration>(0, change);
        }
        turn(was.controlled, is.controlled, changes.controlled);
        if (was.findings_known && is.findings_known) {
            outcomes_known = true;
            turn(was.hit, is.hit, hits);
        }
        if (was.truth_known) {
            truth_known = true;
            turn(was.controlled && !was.violation, is.controlled && !is.violation, compliant);
        }
    }
    changes.hits = outcomes_known ? std::optional(hits) : std::nullopt;
    changes.compliant_controlled = truth_known ? std::optional(compliant) : std::nullopt;
    return changes;
}

}  // namespace greenlane::experiment
