#include "greenlane/kpi/kpi_table.h"

#include <algorithm>

namespace greenlane::kpi {

namespace {

using enum Unit;
using enum Better;
using M = Measure;

constexpr Formula share(Measures numerators, Measures denominators) {
    return {.numerators = numerators, .denominators = denominators, .counted = denominators};
}
constexpr Formula environmental(Measures numerators, Measures denominators) {
    Formula formula = share(numerators, denominators);
    formula.needs_kinds = true;
    return formula;
}
/// A ratio of amounts, with what is counted beneath.
constexpr Formula of_amounts(Measures numerators, Measures denominators, Measures counted) {
    return {.numerators = numerators, .denominators = denominators, .counted = counted};
}
constexpr Formula sum(Measures numerators, Measures counted) {
    return {.kind = Kind::sum, .numerators = numerators, .counted = counted};
}
constexpr Formula quantile(double p, ClearanceOf of, Measures counted) {
    return {.kind = Kind::clearance_quantile, .counted = counted, .p = p, .clearance = of};
}
constexpr Formula lasting(Kind kind, Lasting what) {
    return {.kind = kind, .lasting = what};
}
constexpr Formula emission(EmissionSource source, Measures numerators, Measures counted) {
    return {.kind = Kind::emission, .numerators = numerators, .counted = counted, .source = source};
}
constexpr Formula all_emissions(Level level) {
    return {.kind = Kind::emission, .counted = {M::lodged}, .level = level};
}

constexpr Measures violations_in_truth{
    M::undeclared_waste,   M::missing_permit,       M::forged_permit,  M::misclassification,
    M::concealed_wildlife, M::smuggled_refrigerant, M::undervaluation, M::unspecified};
constexpr Measures violations_detected{
    M::undeclared_waste_detected,  M::missing_permit_detected,     M::forged_permit_detected,
    M::misclassification_detected, M::concealed_wildlife_detected, M::smuggled_refrigerant_detected,
    M::undervaluation_detected,    M::unspecified_detected};

constexpr Practice lodgement{"customs, declarants", "declarations, single window", "daily"};
constexpr Practice permits{"declarants, permit agencies", "declarations, electronic permits",
                           "monthly"};
constexpr Practice profiling{"risk management unit", "risk engine, lane assignments", "weekly"};
constexpr Practice inspecting{"risk management unit, inspectors",
                              "lane assignments, inspection reports", "monthly"};
constexpr Practice scanning{"scanner teams, risk management unit", "scan records, lane assignments",
                            "weekly"};
constexpr Practice examining{"inspectors, laboratories, agencies",
                             "inspection reports, time stamps of stages", "monthly"};
constexpr Practice classifying{"classification officers, laboratories",
                               "declarations, inspection reports", "quarterly"};
constexpr Practice collecting{"customs, treasury, banks", "payment system, declarations",
                              "monthly"};
constexpr Practice relieving{"customs, ministry of finance", "exemption records, declarations",
                             "quarterly"};
constexpr Practice releasing{"customs, agencies, traders", "time stamps of stages", "weekly"};
constexpr Practice detaining{"customs, environmental agencies", "detention records", "monthly"};
constexpr Practice modelling{"risk management unit", "simulation: ground truth", "each study"};
constexpr Practice sampling{"risk management unit, inspectors", "results of the lottery",
                            "quarterly"};
constexpr Practice auditing{"post-clearance audit", "audit reports", "quarterly"};
constexpr Practice staffing{"heads of post", "rosters, station logs", "weekly"};
constexpr Practice estimating{"customs, environment ministry", "station logs, assumed factors",
                              "yearly"};

constexpr std::array stages_table{
    Kpi{"acceptance.risk_coverage", "Risk checks possible",
        "declarations for which every applicable environmental rule could be evaluated / "
        "declarations",
        percent, higher, lodgement, share({M::covered}, {M::described})},
    Kpi{"acceptance.time", "Lodgement to acceptance", "mean time from lodged to accepted", hours,
        lower, lodgement, share({M::acceptance_ms}, {M::accepted})},
    Kpi{"acceptance.time.truly_compliant", "of truly compliant",
        "the same of truly compliant shipments", hours, lower, lodgement,
        share({M::acceptance_compliant_ms}, {M::accepted_compliant})},
    Kpi{"acceptance.time.truly_non_compliant", "of truly non-compliant",
        "the same of truly non-compliant shipments", hours, neither, lodgement,
        share({M::acceptance_violating_ms}, {M::accepted_violating})},
    Kpi{"acceptance.complete_green_data", "Complete green data",
        "regulated declarations with every required document and data element at first lodgement / "
        "regulated declarations",
        percent, higher, permits, share({M::regulated_complete}, {M::regulated})},
    Kpi{"acceptance.complete_green_data.of_all", "as a share of all",
        "the same declarations / all declarations", percent, neither, permits,
        share({M::regulated_complete}, {M::documented})},

    Kpi{"selectivity.flagged", "Flagged for environmental risk",
        "declarations that match an environmental rule, before rate and capacity / declarations",
        percent, neither, profiling, share({M::flagged}, {M::described})},
    Kpi{"selectivity.selected", "Selected",
        "declarations sent to a control, for whatever reason / declarations", percent, neither,
        profiling, share({M::selected}, {M::described})},
    Kpi{"selectivity.selected.environmental", "by an environmental rule",
        "of these, by an environmental rule / declarations", percent, neither, profiling,
        share({M::selected_by_environment}, {M::described})},
    Kpi{"selectivity.selected.lottery", "by the lottery", "of these, by the lottery / declarations",
        percent, neither, profiling, share({M::selected_by_lottery}, {M::described})},
    Kpi{"selectivity.overflow", "Overflow",
        "declarations displaced because their lane was full / declarations", percent, lower,
        profiling, share({M::displaced}, {M::described})},
    Kpi{"selectivity.hit_rate", "Environmental hit rate",
        "shipments in which a control established an environmental violation / shipments inspected "
        "on an environmental rule (documents, physical or laboratory)",
        percent, higher, inspecting,
        environmental({M::environmental_hits}, {M::environmental_inspected})},
    Kpi{"selectivity.hit_rate.documents", "documentary check",
        "documentary checks that established one / documentary checks on an environmental rule",
        percent, higher, inspecting, environmental({M::documents_hits}, {M::documents_inspected})},
    Kpi{"selectivity.hit_rate.nii", "NII scan",
        "scans whose alarm another control bore out / scans on an environmental rule", percent,
        higher, scanning, environmental({M::nii_hits}, {M::nii_inspected})},
    Kpi{"selectivity.hit_rate.physical", "physical examination",
        "examinations that established one / examinations on an environmental rule", percent,
        higher, inspecting, environmental({M::physical_hits}, {M::physical_inspected})},
    Kpi{"selectivity.hit_rate.laboratory", "laboratory test",
        "tests that established one / tests on an environmental rule", percent, higher, inspecting,
        environmental({M::laboratory_hits}, {M::laboratory_inspected})},
    Kpi{"selectivity.nii_use", "NII use on high risk",
        "high-risk shipments scanned / high-risk shipments past assessment", percent, higher,
        scanning, share({M::high_risk_scanned}, {M::high_risk})},

    Kpi{"assessment.verified_compliant", "High risk verified compliant",
        "high-risk shipments in which controls established nothing / high-risk shipments assessed",
        percent, neither, examining, share({M::high_risk_verified}, {M::high_risk_assessed})},
    Kpi{"assessment.verified_compliant.released", "High risk released after verification",
        "high-risk shipments released after a control / high-risk shipments released", percent,
        higher, examining, share({M::high_risk_released_verified}, {M::high_risk_released})},
    Kpi{"assessment.time", "Selection to assessment complete",
        "mean time from selected to assessment complete, of assessed shipments", hours, lower,
        examining, share({M::assessment_ms}, {M::assessed})},
    Kpi{"assessment.time.pass", "pass", "the same where nothing was established", hours, lower,
        examining, share({M::passed_ms}, {M::passed})},
    Kpi{"assessment.time.fail", "fail", "the same where a violation was established", hours,
        neither, examining, share({M::failed_ms}, {M::failed})},
    Kpi{"assessment.time.waiting", "waiting", "mean time waiting for controls, of the same", hours,
        lower, examining, share({M::assessment_wait_ms}, {M::assessed})},
    Kpi{"assessment.time.working", "working", "mean time under control, of the same", hours,
        neither, examining, share({M::assessment_work_ms}, {M::assessed})},
    Kpi{"assessment.correct_hs", "HS code stands after control",
        "regulated and eco-goods whose declared HS code stands after control / those controlled",
        percent, higher, classifying, share({M::green_standing}, {M::green_controlled})},
    Kpi{"assessment.correct_hs.random", "in the lottery", "the same in the random stratum", percent,
        higher, classifying, share({M::random_green_standing}, {M::random_green_controlled})},
    Kpi{"assessment.correct_hs.truth", "in truth",
        "regulated and eco-goods declared under their true HS code / all of them", percent, higher,
        modelling, share({M::green_items_right}, {M::green_items})},

    Kpi{"payment.collected", "Green duties collected",
        "duties, levies and fees on regulated goods paid by the end of observation, post-control "
        "duty included / due by then, in value",
        percent, higher, collecting, of_amounts({M::duty_collected}, {M::duty_due}, {M::debtors})},
    Kpi{"payment.time", "Assessment to payment",
        "mean time from assessed to paid, restricted to the scenario's limit, unpaid censored, "
        "deferred payers apart",
        hours, lower, collecting, lasting(Kind::restricted_mean, Lasting::payment)},
    Kpi{"payment.time.deferred", "of deferred payers", "the same of deferred payers", hours,
        neither, collecting, lasting(Kind::restricted_mean, Lasting::deferred_payment)},
    Kpi{"payment.incentives", "Relief on eco-goods granted",
        "exemptions and incentives granted to eco-goods / requested for them, in value", percent,
        higher, relieving,
        of_amounts({M::eco_relief_granted}, {M::eco_relief_requested}, {M::relief_requests})},
    Kpi{"payment.incentives.share_of_granted", "eco-goods' share of all relief",
        "exemptions and incentives granted to eco-goods / granted to all goods, in value", percent,
        neither, relieving,
        of_amounts({M::eco_relief_granted}, {M::relief_granted}, {M::relief_grants})},
    Kpi{"payment.electronic", "Electronic payments", "electronic payments / payments", percent,
        higher, collecting, share({M::electronic_payments}, {M::payments})},

    Kpi{"release.on_time", "Truly compliant released on time",
        "truly compliant shipments released within the target / those whose target fell due",
        percent, higher, releasing, share({M::on_time_compliant}, {M::due_compliant})},
    Kpi{"release.on_time.all", "all shipments", "the same of all shipments", percent, higher,
        releasing, share({M::on_time}, {M::due})},
    Kpi{"release.detained", "Detained for environmental non-compliance",
        "shipments detained in which an environmental violation was established / shipments",
        percent, neither, detaining, environmental({M::detained_environmental}, {M::truth_known})},
    Kpi{"release.detention_time", "Detention",
        "mean time from detained to resolved, for whatever reason, restricted to the scenario's "
        "limit, open cases censored",
        hours, lower, detaining, lasting(Kind::restricted_mean, Lasting::detention)},
    Kpi{"release.detention_time.median", "median",
        "the same time's median (Kaplan and Meier), open cases censored", hours, lower, detaining,
        lasting(Kind::median, Lasting::detention)},
};

constexpr Kpi detection(std::string_view id, std::string_view name, Measure detected,
                        Measure violations) {
    return {id,     name,      "the same of one kind",         percent,
            higher, modelling, share({detected}, {violations})};
}

constexpr std::array outcomes_table{
    Kpi{"targeting.hit_rate", "Hit rate of the rules",
        "shipments in which a control established a violation of any kind / shipments that rules "
        "selected and a control looked at, audits included",
        percent, higher, inspecting, share({M::by_rule_hits}, {M::by_rule_inspected})},
    Kpi{"targeting.detection_rate", "Violations detected",
        "violations that controls established / violations in truth, by item", percent, higher,
        modelling, share(violations_detected, violations_in_truth)},
    detection("targeting.detection_rate.undeclared_waste", "undeclared waste",
              M::undeclared_waste_detected, M::undeclared_waste),
    detection("targeting.detection_rate.missing_permit", "missing permit",
              M::missing_permit_detected, M::missing_permit),
    detection("targeting.detection_rate.forged_permit", "forged permit", M::forged_permit_detected,
              M::forged_permit),
    detection("targeting.detection_rate.misclassification", "misclassification",
              M::misclassification_detected, M::misclassification),
    detection("targeting.detection_rate.concealed_wildlife", "concealed wildlife",
              M::concealed_wildlife_detected, M::concealed_wildlife),
    detection("targeting.detection_rate.smuggled_refrigerant", "smuggled refrigerant",
              M::smuggled_refrigerant_detected, M::smuggled_refrigerant),
    detection("targeting.detection_rate.undervaluation", "undervaluation",
              M::undervaluation_detected, M::undervaluation),
    detection("targeting.detection_rate.unspecified", "kind unspecified", M::unspecified_detected,
              M::unspecified),
    Kpi{"targeting.false_positive_rate", "False positives",
        "truly compliant shipments inspected / truly compliant shipments", percent, lower,
        modelling, share({M::compliant_inspected}, {M::compliant})},
    Kpi{"targeting.false_positive_rate.eco", "eco-goods", "the same of shipments with an eco-good",
        percent, lower, modelling, share({M::compliant_eco_inspected}, {M::compliant_eco})},
    Kpi{"targeting.false_positive_rate.aeo", "authorised operators",
        "the same of authorised economic operators", percent, lower, modelling,
        share({M::compliant_aeo_inspected}, {M::compliant_aeo})},
    Kpi{"targeting.random_hit_rate", "Hit rate of the lottery",
        "shipments in which a control established a violation of any kind / shipments that the "
        "lottery drew and a control looked at: the detectable violation rate among what no rule "
        "selected",
        percent, neither, sampling, share({M::lottery_hits}, {M::lottery_inspected})},
    Kpi{"targeting.random_hit_rate.all_traffic", "weighted for all traffic",
        "(selected by rules x hit rate of the rules + the others x hit rate of the lottery) / all: "
        "the detectable violation rate of all traffic",
        percent, neither, sampling,
        Formula{.kind = Kind::all_traffic, .counted = {M::lottery_inspected}}},
    Kpi{"targeting.random_hit_rate.smallest_detectable", "smallest detectable rate",
        "violation rate that the lottery's inspections would show at least once with probability "
        "95 %",
        percent, lower, sampling,
        Formula{.kind = Kind::smallest_detectable, .counted = {M::lottery_inspected}}},
    Kpi{"targeting.hits_per_officer_hour", "Hits per officer hour",
        "shipments in which a control established a violation of any kind / hours in service at "
        "stations that control",
        per_hour, higher, inspecting, of_amounts({M::hits}, {M::control_work_ms}, {M::controlled})},
    Kpi{"targeting.audit_hit_rate", "Hit rate of audits",
        "audits after release that established a violation of any kind / audits", percent, higher,
        auditing, share({M::audit_hits}, {M::audited})},

    Kpi{"clearance.time", "Lodgement to release", "mean time from lodged to released", hours, lower,
        releasing, share({M::clearance_ms}, {M::released})},
    Kpi{"clearance.time.p50", "median", "the same time's median", hours, lower, releasing,
        quantile(0.50, ClearanceOf::all, {M::released})},
    Kpi{"clearance.time.p90", "90th percentile", "the same time's 90th percentile", hours, lower,
        releasing, quantile(0.90, ClearanceOf::all, {M::released})},
    Kpi{"clearance.time.p95", "95th percentile", "the same time's 95th percentile", hours, lower,
        releasing, quantile(0.95, ClearanceOf::all, {M::released})},
    Kpi{"clearance.time.customs", "with customs",
        "mean stay at stations of customs, of released shipments", hours, lower, releasing,
        share({M::customs_ms}, {M::released})},
    Kpi{"clearance.time.trader", "with the trader",
        "mean stay at stations that wait for the trader, of the same", hours, lower, releasing,
        share({M::trader_ms}, {M::released})},
    Kpi{"clearance.time.agencies", "with other agencies",
        "mean stay at stations of other agencies, of the same", hours, lower, releasing,
        share({M::agency_ms}, {M::released})},
    Kpi{"clearance.time.truly_compliant", "truly compliant",
        "mean time from lodged to released, of truly compliant shipments", hours, lower, releasing,
        share({M::clearance_compliant_ms}, {M::released_compliant})},
    Kpi{"clearance.time.truly_compliant.p50", "truly compliant, median", "the same time's median",
        hours, lower, releasing,
        quantile(0.50, ClearanceOf::truly_compliant, {M::released_compliant})},
    Kpi{"clearance.time.truly_compliant.p90", "truly compliant, 90th percentile",
        "the same time's 90th percentile", hours, lower, releasing,
        quantile(0.90, ClearanceOf::truly_compliant, {M::released_compliant})},
    Kpi{"clearance.time.truly_compliant.p95", "truly compliant, 95th percentile",
        "the same time's 95th percentile", hours, lower, releasing,
        quantile(0.95, ClearanceOf::truly_compliant, {M::released_compliant})},
    Kpi{"clearance.time.detained", "detained",
        "mean time from lodged to released, of shipments detained in between", hours, lower,
        releasing, share({M::clearance_detained_ms}, {M::released_detained})},
    Kpi{"clearance.time.detained.p50", "detained, median", "the same time's median", hours, lower,
        releasing, quantile(0.50, ClearanceOf::detained, {M::released_detained})},
    Kpi{"clearance.time.detained.p90", "detained, 90th percentile",
        "the same time's 90th percentile", hours, lower, releasing,
        quantile(0.90, ClearanceOf::detained, {M::released_detained})},
    Kpi{"clearance.time.detained.p95", "detained, 95th percentile",
        "the same time's 95th percentile", hours, lower, releasing,
        quantile(0.95, ClearanceOf::detained, {M::released_detained})},
    Kpi{"clearance.utilisation", "Utilisation",
        "busy time / rostered time of a station's servers, overtime included in the first", percent,
        neither, staffing, Formula{.kind = Kind::utilisation}},

    Kpi{"revenue.recovered", "Duty recovered", "evaded duty that controls found", currency, higher,
        inspecting, sum({M::recovered}, {M::evasion_known})},
    Kpi{"revenue.lost", "Duty lost", "evaded duty that no control found", currency, lower,
        modelling, sum({M::lost}, {M::evasion_known})},

    Kpi{"environment.harm_prevented", "Harm prevented",
        "harm index of violations that controls established / of all violations", percent, higher,
        modelling, of_amounts({M::harm_stopped}, {M::harm}, violations_in_truth)},
    Kpi{"environment.co2", "CO2 at the post", "sum of the four sources", kilograms, lower,
        estimating, all_emissions(Level::value)},
    Kpi{"environment.co2.low", "with low factors", "the same with every factor at its low end",
        kilograms, lower, estimating, all_emissions(Level::low)},
    Kpi{"environment.co2.high", "with high factors", "the same with every factor at its high end",
        kilograms, lower, estimating, all_emissions(Level::high)},
    Kpi{"environment.co2.idling", "idling trucks",
        "waiting hours x share at the post x share with the engine on x kg per hour", kilograms,
        lower, estimating, emission(EmissionSource::idling, {M::idle_ms}, {M::lodged})},
    Kpi{"environment.co2.reefers", "refrigerated units",
        "hours of perishable shipments in the process x share at the post x kg per hour", kilograms,
        lower, estimating,
        emission(EmissionSource::reefers, {M::refrigerated_ms}, {M::perishable_known})},
    Kpi{"environment.co2.scans", "scans", "NII scans x kg per scan", kilograms, lower, estimating,
        emission(EmissionSource::scans, {M::scans}, {M::described})},
    Kpi{"environment.co2.paper", "paper", "paper documents x kg per document", kilograms, lower,
        estimating, emission(EmissionSource::paper, {M::paper_documents}, {M::media_known})},
    Kpi{"environment.paper_saved", "Paper saved", "documents held electronically at lodgement",
        documents, higher, estimating, sum({M::electronic_documents}, {M::media_known})},
};

constexpr auto table = [] {
    std::array<Kpi, stages_table.size() + outcomes_table.size()> all{};
    const auto rest = std::copy(stages_table.begin(), stages_table.end(), all.begin());
    std::copy(outcomes_table.begin(), outcomes_table.end(), rest);
    return all;
}();

constexpr std::array<std::string_view, 3> better_names{"higher", "lower", "neither"};
constexpr std::array<std::string_view, 6> unit_names{"%",        "h",  "1/h",
                                                     "currency", "kg", "documents"};

}  // namespace

std::string_view name(Better better) {
    return better_names[static_cast<std::size_t>(better)];
}

std::string_view name(Unit unit) {
    return unit_names[static_cast<std::size_t>(unit)];
}

std::span<const Kpi> kpis() {
    return table;
}

std::size_t kpi_index(std::string_view id) {
    const auto found =
        std::find_if(table.begin(), table.end(), [id](const Kpi& kpi) { return kpi.id == id; });
    return static_cast<std::size_t>(found - table.begin());
}

}  // namespace greenlane::kpi
