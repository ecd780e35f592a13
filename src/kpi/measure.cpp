#include "greenlane/kpi/measure.h"

#include <algorithm>

namespace greenlane::kpi {

namespace {

/// One shipment, and what several measures ask of it.
struct Case {
    const Passage& passage;
    const Dossier& dossier;
    Cell& out;
    bool truth;
    bool findings;  ///< what controls established is known
    bool violating;
    bool released;
    bool assessment_over;
    bool settled;

    bool is(std::uint32_t fact) const { return (dossier.facts & fact) != 0; }
    bool compliant() const { return truth && !violating; }
    Instant completed(Stage stage) const {
        return passage.completed[static_cast<std::size_t>(stage)];
    }
};

Measure at(Measure first, std::size_t offset) {
    return static_cast<Measure>(static_cast<std::size_t>(first) + offset);
}

void measure_declaration(const Case& c) {
    Cell& out = c.out;
    const bool documented = c.is(fact_documents_known) && c.is(fact_items_known);
    const bool regulated = documented && c.is(fact_regulated);
    out[Measure::described] = 1;
    out[Measure::covered] = !c.is(fact_uncovered);
    out[Measure::documented] = documented;
    out[Measure::regulated] = regulated;
    out[Measure::regulated_complete] = regulated && c.is(fact_complete);
    const bool media_known = c.is(fact_documents_known) && c.is(fact_electronic_known);
    out[Measure::media_known] = media_known;
    out[Measure::electronic_documents] = media_known ? c.dossier.electronic_documents : 0;
    out[Measure::paper_documents] =
        media_known ? c.dossier.documents - c.dossier.electronic_documents : 0;
}

void measure_compliance(const Case& c) {
    Cell& out = c.out;
    const bool compliant = c.compliant();
    const auto if_compliant = [&](Measure measure) { return compliant ? out[measure] : 0; };
    out[Measure::truth_known] = c.truth;
    out[Measure::accepted_compliant] = if_compliant(Measure::accepted);
    out[Measure::acceptance_compliant_ms] = if_compliant(Measure::acceptance_ms);
    out[Measure::accepted_violating] = c.violating ? out[Measure::accepted] : 0;
    out[Measure::acceptance_violating_ms] = c.violating ? out[Measure::acceptance_ms] : 0;
    out[Measure::due_compliant] = if_compliant(Measure::due);
    out[Measure::on_time_compliant] = if_compliant(Measure::on_time);
    out[Measure::released_compliant] = if_compliant(Measure::released);
    out[Measure::clearance_compliant_ms] = if_compliant(Measure::clearance_ms);
    if (compliant && c.settled) {
        const bool stopped = c.dossier.controls() != 0;
        out[Measure::compliant] = 1;
        out[Measure::compliant_inspected] = stopped;
        out[Measure::compliant_eco] = c.is(fact_eco);
        out[Measure::compliant_eco_inspected] = stopped && c.is(fact_eco);
        out[Measure::compliant_aeo] = c.is(fact_aeo);
        out[Measure::compliant_aeo_inspected] = stopped && c.is(fact_aeo);
    }
}

void measure_violations(const Case& c) {
    Cell& out = c.out;
    const Dossier& dossier = c.dossier;
    if (c.is(fact_evaded_known)) {
        out[Measure::evasion_known] = 1;
        out[Measure::recovered] = dossier.recovered;
        out[Measure::lost] = c.settled ? dossier.evaded - dossier.recovered : 0;
    }
    if (c.violating && c.settled) {
        out[Measure::harm] = dossier.harm;
        out[Measure::harm_stopped] = dossier.harm_stopped;
        for (std::size_t kind = 1; kind < violation_count; ++kind) {
            out[at(Measure::undeclared_waste, kind - 1)] = dossier.violations[kind];
            out[at(Measure::undeclared_waste_detected, kind - 1)] = dossier.detected[kind];
        }
    }
    out[Measure::detained_environmental] =
        c.findings && c.passage.detained != never && c.is(fact_found_environmental);
}

void measure_selection(const Case& c) {
    Cell& out = c.out;
    const bool selected = c.is(fact_selected);
    out[Measure::flagged] = c.is(fact_flagged);
    out[Measure::selected] = selected;
    out[Measure::selected_by_environment] = selected && c.is(fact_by_environment);
    out[Measure::selected_by_lottery] = selected && c.is(fact_lottery);
    out[Measure::displaced] = c.is(fact_displaced);
    if (selected && c.assessment_over && c.dossier.inspected != 0) {
        const Duration time =
            std::max<Duration>(0, c.completed(Stage::assessment) - c.completed(Stage::selectivity));
        const bool failed = c.findings && c.is(fact_found);
        const bool passed = c.findings && !c.is(fact_found);
        out[Measure::assessed] = 1;
        out[Measure::assessment_ms] = time;
        out[Measure::assessment_wait_ms] = c.passage.control_wait;
        out[Measure::assessment_work_ms] = c.passage.control_work;
        out[Measure::passed] = passed;
        out[Measure::passed_ms] = passed ? time : 0;
        out[Measure::failed] = failed;
        out[Measure::failed_ms] = failed ? time : 0;
    }
}

void measure_strata(const Case& c) {
    if (!c.findings || !c.settled) {
        return;
    }
    Cell& out = c.out;
    const bool by_rule = c.is(fact_by_rule);
    const bool inspected = c.dossier.controls() != 0;
    const bool hit = inspected && c.dossier.is_hit();
    const bool lottery = c.is(fact_lottery);
    out[Measure::by_rule] = by_rule;
    out[Measure::by_rule_inspected] = by_rule && inspected;
    out[Measure::by_rule_hits] = by_rule && hit;
    out[Measure::not_by_rule] = !by_rule;
    out[Measure::lottery_inspected] = lottery && inspected;
    out[Measure::lottery_hits] = lottery && hit;
}

void measure_controls(const Case& c) {
    Cell& out = c.out;
    const Dossier& dossier = c.dossier;
    if (dossier.controls() == 0) {
        return;
    }
    out[Measure::scans] = (dossier.controls() & bit(Control::nii)) != 0;
    if (!c.findings) {
        return;
    }
    const bool audited = dossier.audited != 0;
    out[Measure::controlled] = 1;
    out[Measure::control_work_ms] = c.passage.control_work;
    out[Measure::hits] = dossier.is_hit();
    out[Measure::audited] = audited;
    out[Measure::audit_hits] = audited && c.is(fact_audit_found);
    if (!c.is(fact_selected) || !c.is(fact_by_environment)) {
        return;
    }
    constexpr ControlSet establishing =
        bit(Control::documents) | bit(Control::physical) | bit(Control::laboratory);
    out[Measure::environmental_inspected] = c.settled && (dossier.inspected & establishing) != 0;
    out[Measure::environmental_hits] = c.settled && dossier.hits != 0;
    for (const Control control : controls) {
        const auto offset = static_cast<std::size_t>(control);
        const bool completed = (dossier.inspected & bit(control)) != 0;
        // A scan establishes nothing: its hit is an alarm that another control bears out.
        const bool hit = control == Control::nii
                             ? (dossier.positive & bit(control)) != 0 && dossier.hits != 0
                             : (dossier.hits & bit(control)) != 0;
        out[at(Measure::documents_inspected, offset)] = completed;
        out[at(Measure::documents_hits, offset)] = completed && hit;
    }
}

void measure_high_risk(const Case& c) {
    if (!c.is(fact_high_risk)) {
        return;
    }
    Cell& out = c.out;
    const ControlSet inspected = c.dossier.inspected;
    const bool assessed = c.findings && c.assessment_over && inspected != 0;
    out[Measure::high_risk] = c.assessment_over;
    out[Measure::high_risk_scanned] = c.assessment_over && (inspected & bit(Control::nii)) != 0;
    out[Measure::high_risk_assessed] = assessed;
    out[Measure::high_risk_verified] = assessed && !c.is(fact_found);
    out[Measure::high_risk_released] = c.released;
    out[Measure::high_risk_released_verified] = c.released && inspected != 0;
}

void measure_goods(const Case& c) {
    Cell& out = c.out;
    const Dossier& dossier = c.dossier;
    if (!c.is(fact_true_hs_known) || dossier.green_items == 0) {
        return;
    }
    const std::int64_t controlled = dossier.green_items_controlled;
    const std::int64_t standing = controlled - dossier.green_items_reclassified;
    const bool lottery = c.is(fact_lottery);
    out[Measure::green_items] = dossier.green_items;
    out[Measure::green_items_right] = dossier.green_items - dossier.green_items_wrong;
    out[Measure::green_controlled] = controlled;
    out[Measure::green_standing] = standing;
    out[Measure::random_green_controlled] = lottery ? controlled : 0;
    out[Measure::random_green_standing] = lottery ? standing : 0;
}

void measure_payment(const Case& c) {
    Cell& out = c.out;
    const Dossier& dossier = c.dossier;
    const bool paid = c.completed(Stage::payment) != never;
    const bool payment_known = paid && c.is(fact_payment_known);
    out[Measure::payments] = payment_known;
    out[Measure::electronic_payments] = payment_known && c.is(fact_electronic_payment);
    const bool owes = c.assessment_over && (c.released || c.passage.left == never);
    if (owes && !c.is(fact_deferred_payment)) {
        out[Measure::debtors] = dossier.duty_regulated > 0;
        out[Measure::duty_due] = dossier.duty_regulated;
        out[Measure::duty_collected] = paid ? dossier.duty_regulated : 0;
    }
    if (c.settled) {
        out[Measure::relief_requests] = dossier.exemption_eco_requested > 0;
        out[Measure::relief_grants] = dossier.exemption_granted > 0;
        out[Measure::eco_relief_requested] = dossier.exemption_eco_requested;
        out[Measure::eco_relief_granted] = dossier.exemption_eco_granted;
        out[Measure::relief_granted] = dossier.exemption_granted;
    }
}

void measure_vehicle(const Case& c, Instant end) {
    const bool known = c.is(fact_perishable_known);
    c.out[Measure::perishable_known] = known;
    c.out[Measure::refrigerated_ms] =
        known && c.is(fact_refrigerated) ? std::min(c.passage.left, end) - c.passage.lodged : 0;
}

}  // namespace

void measure(const Passage& passage, const Dossier* dossier, Instant end, Duration release_within,
             Cell& out) {
    out.add(core_measures(passage, end, release_within));
    if (dossier == nullptr) {
        return;
    }
    const bool over = passage.completed[static_cast<std::size_t>(Stage::assessment)] != never;
    const Case c{.passage = passage,
                 .dossier = *dossier,
                 .out = out,
                 .truth = (dossier->facts & fact_truth_known) != 0,
                 .findings = (dossier->facts & fact_findings_known) != 0,
                 .violating = (dossier->facts & fact_truth_known) != 0 &&
                              (dossier->facts & fact_violation) != 0,
                 .released = passage.exit == Exit::released,
                 .assessment_over = over,
                 .settled = is_settled(passage)};
    measure_declaration(c);
    measure_compliance(c);
    measure_violations(c);
    measure_selection(c);
    measure_strata(c);
    measure_controls(c);
    measure_high_risk(c);
    measure_goods(c);
    measure_payment(c);
    measure_vehicle(c, end);
}

}  // namespace greenlane::kpi
