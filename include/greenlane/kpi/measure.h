#pragma once

#include "greenlane/core/contract.h"
#include "greenlane/kpi/passage.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace greenlane::kpi {

/// What is summed: counts, milliseconds (`_ms`), minor currency units, documents, items, harm in
/// thousandths. info() says what each one means. They stand in groups that shipments touch
/// together; a blank declaration touches the first core_measure_count only.
enum class Measure : std::uint8_t {
    lodged,
    accepted,
    acceptance_ms,
    released,
    clearance_ms,
    customs_ms,
    trader_ms,
    agency_ms,
    due,
    on_time,
    idle_ms,
    released_detained,
    clearance_detained_ms,

    described,
    covered,
    documented,

    truth_known,
    accepted_compliant,
    acceptance_compliant_ms,
    due_compliant,
    on_time_compliant,
    released_compliant,
    clearance_compliant_ms,
    compliant,

    compliant_inspected,
    compliant_eco,
    compliant_eco_inspected,
    compliant_aeo,
    compliant_aeo_inspected,
    not_by_rule,
    payments,
    electronic_payments,

    evasion_known,
    recovered,
    lost,
    media_known,
    electronic_documents,
    paper_documents,
    perishable_known,
    refrigerated_ms,

    selected,
    selected_by_environment,
    selected_by_lottery,
    displaced,
    assessed,
    assessment_ms,
    assessment_wait_ms,
    assessment_work_ms,

    passed,
    passed_ms,
    failed,
    failed_ms,
    controlled,
    control_work_ms,
    hits,
    scans,

    by_rule,
    by_rule_inspected,
    by_rule_hits,
    lottery_inspected,
    lottery_hits,
    audited,
    audit_hits,
    detained_environmental,

    regulated,
    regulated_complete,
    flagged,
    green_items,
    green_items_right,
    green_controlled,
    green_standing,
    random_green_controlled,
    random_green_standing,

    relief_requests,
    relief_grants,
    eco_relief_requested,
    eco_relief_granted,
    relief_granted,
    debtors,
    duty_due,
    duty_collected,

    high_risk,
    high_risk_scanned,
    high_risk_assessed,
    high_risk_verified,
    high_risk_released,
    high_risk_released_verified,
    environmental_inspected,
    environmental_hits,
    documents_inspected,  ///< by Control, from here on
    nii_inspected,
    physical_inspected,
    laboratory_inspected,
    documents_hits,  ///< by Control, from here on
    nii_hits,
    physical_hits,
    laboratory_hits,

    accepted_violating,
    acceptance_violating_ms,
    harm,
    harm_stopped,
    undeclared_waste,  ///< by Violation, from here on
    missing_permit,
    forged_permit,
    misclassification,
    concealed_wildlife,
    smuggled_refrigerant,
    undervaluation,
    unspecified,
    undeclared_waste_detected,  ///< by Violation, from here on
    missing_permit_detected,
    forged_permit_detected,
    misclassification_detected,
    concealed_wildlife_detected,
    smuggled_refrigerant_detected,
    undervaluation_detected,
    unspecified_detected,
};

inline constexpr std::size_t measure_count =
    static_cast<std::size_t>(Measure::unspecified_detected) + 1;
inline constexpr std::size_t core_measure_count = static_cast<std::size_t>(Measure::described);

struct MeasureInfo {
    Measure measure;
    std::string_view name;
    std::string_view meaning;
};
const MeasureInfo& info(Measure measure);

/// The core measures of one shipment.
using Core = std::array<std::int64_t, core_measure_count>;

/// The sums of one period or segment, or what one shipment adds to them. Exact, so adding is
/// order-free.
class alignas(64) Cell {
public:
    /// Measures are added by lines of the processor's cache.
    static constexpr std::size_t line = 8;
    static constexpr std::size_t lines = (measure_count + line - 1) / line;

    std::int64_t& operator[](Measure measure) { return sums_[static_cast<std::size_t>(measure)]; }
    std::int64_t operator[](Measure measure) const {
        return sums_[static_cast<std::size_t>(measure)];
    }
    Cell& operator+=(const Cell& other) {
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            sums_[i] += other.sums_[i];
        }
        return *this;
    }
    void add(const Core& core) {
        for (std::size_t i = 0; i < core.size(); ++i) {
            sums_[i] += core[i];
        }
    }
    /// Lines [begin, end).
    void add_lines(std::size_t begin, std::size_t end, const Cell& other) {
        std::int64_t* to = sums_.data();
        const std::int64_t* from = other.sums_.data();
#pragma GCC ivdep
        for (std::size_t i = begin * line; i < end * line; ++i) {
            to[i] += from[i];
        }
    }
    /// The other cell so many times.
    void add(const Cell& other, std::int64_t times) {
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            sums_[i] += times * other.sums_[i];
        }
    }
    bool has_line(std::size_t index) const {
        const std::int64_t* at = &sums_[index * line];
        return (at[0] | at[1] | at[2] | at[3] | at[4] | at[5] | at[6] | at[7]) != 0;
    }
    friend bool operator==(const Cell&, const Cell&) = default;

private:
    std::array<std::int64_t, lines * line> sums_{};
};

/// Controls can hardly add anything: the shipment is assessed, detained or gone.
constexpr bool is_settled(const Passage& passage) {
    return passage.left != never || passage.detained != never ||
           passage.completed[static_cast<std::size_t>(Stage::assessment)] != never;
}

/// Observation ends at `end`; a release is due `release_within` after lodgement.
inline Core core_measures(const Passage& passage, Instant end, Duration release_within) {
    const Instant acceptance = passage.completed[static_cast<std::size_t>(Stage::acceptance)];
    const std::int64_t accepted = acceptance != never;
    const std::int64_t released = passage.exit == Exit::released;
    const std::int64_t detained = released & (passage.detained != never);
    const std::int64_t due = passage.lodged < end - release_within;
    const Duration stay = released ? passage.left - passage.lodged : 0;
    const auto time_of = [&](Actor actor) {
        return released ? passage.time_of[static_cast<std::size_t>(actor)] : 0;
    };
    return {1,
            accepted,
            accepted ? acceptance - passage.lodged : 0,
            released,
            stay,
            time_of(Actor::customs),
            time_of(Actor::trader),
            time_of(Actor::agency),
            due,
            due & released & (stay <= release_within),
            passage.idle,
            detained,
            detained ? stay : 0};
}

/// Writes all measures of one shipment into `out`, which is zero: the core ones only where there is
/// no dossier.
void measure(const Passage& passage, const Dossier* dossier, Instant end, Duration release_within,
             Cell& out);

}  // namespace greenlane::kpi
