#pragma once

#include "greenlane/core/actor.h"
#include "greenlane/core/control.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/stage.h"
#include "greenlane/core/units.h"
#include "greenlane/core/violation.h"

#include <array>
#include <cstdint>

namespace greenlane::kpi {

/// How a shipment left the process.
enum class Exit : std::uint8_t { released, refused, re_exported, destroyed, in_process };
inline constexpr std::size_t exit_count = 5;

/// Goods of environmental relevance. Regulated goods stand on a watch list, eco-goods on the list
/// of environmental goods; a shipment with any regulated item is regulated.
enum class Goods : std::uint8_t { other, eco, regulated };
inline constexpr std::size_t goods_count = 3;

/// Yes/no facts of a shipment; bits of Passage::facts.
enum Fact : std::uint32_t {
    fact_flagged = 1u << 0,  ///< for environmental risk, before rate and capacity
    fact_high_risk = 1u << 1,
    fact_selected = 1u << 2,        ///< sent to a control
    fact_by_environment = 1u << 3,  ///< by an environmental rule
    fact_lottery = 1u << 4,         ///< drawn in the random stratum
    fact_by_rule = 1u << 5,
    fact_displaced = 1u << 6,  ///< overflow of a full lane
    fact_uncovered = 1u << 7,  ///< some environmental rule could not be evaluated
    fact_regulated = 1u << 8,  ///< a regulated item in it
    fact_eco = 1u << 9,        ///< an eco-good in it
    fact_complete = 1u << 10,  ///< every required document and data element at lodgement
    fact_aeo = 1u << 11,
    fact_electronic_payment = 1u << 12,
    fact_deferred_payment = 1u << 13,
    fact_refrigerated = 1u << 14,  ///< perishable goods
    fact_truth_known = 1u << 15,
    fact_violation = 1u << 16,      ///< in truth
    fact_environmental = 1u << 17,  ///< in truth, of an environmental kind
    fact_found = 1u << 18,          ///< a control before release established a violation
    fact_found_environmental = 1u << 19,
    fact_detained = 1u << 20,
    fact_payment_known = 1u << 21,  ///< how it is paid is known
    fact_items_known = 1u << 22,    ///< goods are described
    fact_documents_known = 1u << 23,
    fact_kinds_known = 1u << 24,  ///< truth names the kinds of violations
    fact_evaded_known = 1u << 25,
    fact_true_hs_known = 1u << 26,
    fact_electronic_known = 1u << 27,  ///< which documents are electronic is known
    fact_perishable_known = 1u << 28,  ///< whether its goods are perishable is known
    fact_findings_known = 1u << 29,    ///< what controls established is known
    fact_audit_found = 1u << 30,       ///< an audit established a violation
};

/// What declaration, decision, ground truth and controls say of one shipment. Figures that the
/// input does not tell are 0, with the fact that says so unset. A shipment still in process carries
/// what the controls completed so far have established.
struct Dossier {
    std::uint32_t facts = 0;   ///< bits of Fact
    std::uint32_t office = 0;  ///< code
    std::uint32_t origin = 0;  ///< code, of the item of highest value
    Goods goods = Goods::other;
    std::uint8_t direction = 0;       ///< shipment::Procedure
    std::uint8_t mode = 0;            ///< shipment::Mode
    std::uint8_t tier = 0;            ///< shipment::Tier
    std::uint16_t agreements = 0;     ///< bit a watch list
    std::uint8_t chapter = 0;         ///< HS chapter of that item; 0: unknown
    std::uint8_t importer_group = 0;  ///< of a replay: see Clusters
    ControlSet inspected = 0;         ///< controls completed before release
    ControlSet audited = 0;           ///< controls completed after it
    ControlSet positive = 0;      ///< of `inspected`: raised an alarm or established a violation
    ControlSet hits = 0;          ///< of `inspected`: established an environmental violation
    std::uint16_t documents = 0;  ///< held at lodgement
    std::uint16_t electronic_documents = 0;
    std::array<std::uint16_t, violation_count> violations{};  ///< items by kind, in truth
    std::array<std::uint16_t, violation_count> detected{};    ///< of those, established
    std::uint16_t green_items = 0;                            ///< eco or regulated items
    std::uint16_t green_items_wrong = 0;         ///< of those, another HS code in truth
    std::uint16_t green_items_controlled = 0;    ///< of all green items
    std::uint16_t green_items_reclassified = 0;  ///< of those controlled, code changed
    Money duty_regulated = 0;       ///< due on regulated goods, found by controls included
    Money recovered = 0;            ///< evaded duty that controls found
    Money evaded = 0;               ///< all of it, in truth
    std::int64_t harm = 0;          ///< thousandths, in truth
    std::int64_t harm_stopped = 0;  ///< of violations found
    Money exemption_eco_requested = 0;
    Money exemption_eco_granted = 0;
    Money exemption_granted = 0;  ///< on all goods

    /// All controls completed.
    constexpr ControlSet controls() const { return inspected | audited; }
    /// One of them established a violation.
    constexpr bool is_hit() const { return (facts & (fact_found | fact_audit_found)) != 0; }
};

/// One shipment's way through the process, when it has left it or observation has ended. Times are
/// `never` where not reached.
struct Passage {
    std::uint64_t shipment = 0;
    Instant lodged = 0;
    /// When each stage was completed for the last time; a stage passed in no time, when it was
    /// passed.
    std::array<Instant, stage_count> completed{never, never, never, never, never};
    Instant left = never;                         ///< the process, by whatever exit
    Instant detained = never;                     ///< start of its first detention
    Instant resolved = never;                     ///< end of its last
    Duration idle = 0;                            ///< waiting at all stations
    Duration control_wait = 0;                    ///< waiting at stations that control
    Duration control_work = 0;                    ///< in service there
    std::array<Duration, actor_count> time_of{};  ///< stay by actor, waiting included
    Lane lane = Lane::green;
    Exit exit = Exit::in_process;
};

}  // namespace greenlane::kpi
