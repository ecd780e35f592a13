#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/passage.h"
#include "greenlane/shipment/records.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::engine {

/// One stay of a shipment: a service, a delay, or a wait for the hour of decision.
struct Step {
    static constexpr std::uint32_t hold = ~0u;

    std::uint32_t station = 0;  ///< index into CompiledProcess::stations, or hold
    std::uint8_t priority = 0;  ///< class at a priority station, 0 first
    Duration work = 0;          ///< service time or delay, at least 1; of a hold: until when
};

/// What one control establishes about one shipment, known when its stay there is over.
struct Establishment {
    Control control{};
    bool positive = false;  ///< it raised an alarm or established a violation
    bool found = false;     ///< it established a violation
    bool hit = false;       ///< an environmental one
    std::array<std::uint16_t, violation_count> detected{};  ///< items, not detected before
    std::uint16_t green_items_controlled = 0;               ///< not controlled before
    std::uint16_t green_items_reclassified = 0;
    Money recovered = 0;
    Money recovered_regulated = 0;  ///< of that, on regulated goods
    std::int64_t harm_stopped = 0;
};

/// The ways of a block's shipments, fixed before any of them moves: routes depend on what a
/// shipment is and on its draws, never on queues, so only the times are left to the engine.
struct Plan {
    std::uint64_t first_shipment = 0;
    std::vector<Instant> lodged;
    std::vector<Lane> lane;
    std::vector<kpi::Exit> exit;            ///< by which it leaves in the end
    std::vector<kpi::Dossier> dossiers;     ///< empty for blank declarations
    std::vector<std::uint64_t> chosen;      ///< as in screening::Decisions
    std::size_t words_per_row = 0;          ///< of `chosen`
    std::vector<std::uint32_t> first_step;  ///< rows + 1 offsets
    std::vector<Step> steps;
    std::vector<std::uint32_t> first_establishment;  ///< rows + 1 offsets; empty: none at all
    std::vector<Establishment> establishments;

    std::size_t rows() const { return lodged.size(); }
    std::span<const Step> steps_of(std::size_t row) const {
        return {steps.data() + first_step[row], first_step[row + 1] - first_step[row]};
    }
    /// What the controls on its way establish; unknown without any.
    shipment::Outcome outcome_of(std::size_t row) const {
        const auto all = establishments_of(row);
        return all.empty() ? shipment::Outcome::unknown
               : std::any_of(all.begin(), all.end(), [](const Establishment& e) { return e.found; })
                   ? shipment::Outcome::violation
                   : shipment::Outcome::compliant;
    }
    std::span<const Establishment> establishments_of(std::size_t row) const {
        if (first_establishment.empty()) {
            return {};
        }
        return {establishments.data() + first_establishment[row],
                first_establishment[row + 1] - first_establishment[row]};
    }
};

}  // namespace greenlane::engine
