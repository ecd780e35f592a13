#include "support/kpi_run.h"

#include <gmock/gmock.h>

// The KPIs of the five stages on a few shipments, the figures worked out by hand.

namespace greenlane::kpi {
namespace {

using test::dossier;
using test::KpiRun;
using test::open_after;
using test::released;
using testing::DoubleNear;
using testing::Optional;

constexpr double exact = 1e-12;
auto is(double figure) {
    return Optional(DoubleNear(figure, exact));
}
constexpr std::optional<double> undefined;

const Passage quick = released(hour, {1, 1, 2, 3, 4});
constexpr std::uint32_t compliant = fact_truth_known | fact_findings_known;
constexpr std::uint32_t violating = compliant | fact_violation;

TEST(AcceptanceKpis, CountDeclarationsWhoseRulesCouldBeEvaluated) {
    KpiRun run;
    run.add(quick, fact_uncovered);
    run.add(quick, 0u);
    run.add(quick, 0u);
    EXPECT_THAT(run("acceptance.risk_coverage"), is(200.0 / 3));
    EXPECT_EQ(run.count("acceptance.risk_coverage"), 3);
}

TEST(AcceptanceKpis, MeanTimeIsOfAcceptedOnesAndSplitByTruth) {
    KpiRun run;
    run.add(released(hour, {1, 1, 2, 3, 4}), compliant);
    run.add(released(hour, {3, 3, 3, 3, 4}), compliant);
    run.add(released(hour, {8, 8, 8, 8, 8}), violating);
    run.add(released(hour, {20, 20, 20, 20, 20}), fact_violation);  // truth not known
    run.add(open_after(1, released(hour, {5, 0, 0, 0, 0})), compliant);
    run.add(open_after(0, quick), compliant);
    EXPECT_THAT(run("acceptance.time"), is((1.0 + 3 + 8 + 20 + 5) / 5));
    EXPECT_THAT(run("acceptance.time.truly_compliant"), is(3));
    EXPECT_THAT(run("acceptance.time.truly_non_compliant"), is(8));
    EXPECT_EQ(run.count("acceptance.time"), 5);
}

TEST(AcceptanceKpis, CompleteDataNeedsDocumentsAndGoodsKnown) {
    constexpr std::uint32_t known = fact_documents_known | fact_items_known;
    KpiRun run;
    run.add(quick, known | fact_regulated | fact_complete);
    run.add(quick, known | fact_regulated);
    run.add(quick, known | fact_complete);
    run.add(quick, known);
    run.add(quick, known);
    run.add(quick, fact_items_known | fact_regulated);
    run.add(quick, fact_documents_known | fact_regulated);
    EXPECT_THAT(run("acceptance.complete_green_data"), is(50));
    EXPECT_THAT(run("acceptance.complete_green_data.of_all"), is(20));
    KpiRun unknown;
    unknown.add(quick, fact_items_known | fact_regulated);
    EXPECT_EQ(unknown("acceptance.complete_green_data"), undefined);
    EXPECT_EQ(unknown("acceptance.complete_green_data.of_all"), undefined);
}

TEST(SelectivityKpis, SharesOfDeclarations) {
    KpiRun run;
    run.add(quick, fact_flagged | fact_selected | fact_by_rule | fact_by_environment);
    run.add(quick, fact_flagged | fact_by_rule | fact_by_environment | fact_displaced);
    run.add(quick, fact_selected | fact_by_rule);
    run.add(quick, fact_selected | fact_lottery);
    run.add(quick, fact_flagged);
    run.add(quick, fact_lottery);  // to be audited
    for (int i = 0; i < 2; ++i) {
        run.add(quick, 0u);
    }
    EXPECT_THAT(run("selectivity.flagged"), is(37.5));
    EXPECT_THAT(run("selectivity.selected"), is(37.5));
    EXPECT_THAT(run("selectivity.selected.environmental"), is(12.5));
    EXPECT_THAT(run("selectivity.selected.lottery"), is(12.5));
    EXPECT_THAT(run("selectivity.overflow"), is(12.5));
}

constexpr std::uint32_t by_environment =
    compliant | fact_selected | fact_by_rule | fact_by_environment;
constexpr ControlSet documents = bit(Control::documents);
constexpr ControlSet nii = bit(Control::nii);
constexpr ControlSet physical = bit(Control::physical);
constexpr ControlSet laboratory = bit(Control::laboratory);

Dossier inspected(std::uint32_t facts, ControlSet controls, ControlSet positive = 0,
                  ControlSet hits = 0) {
    Dossier made = dossier(facts);
    made.inspected = controls;
    made.positive = positive;
    made.hits = hits;
    made.facts |= hits != 0 ? fact_found | fact_found_environmental : 0u;
    return made;
}

TEST(SelectivityKpis, HitRateOfEnvironmentalRulesByControl) {
    KpiRun run;
    run.add(quick, inspected(by_environment, documents | physical, documents | physical, physical));
    run.add(quick, inspected(by_environment, documents, documents, documents));
    run.add(quick, inspected(by_environment, documents));
    run.add(quick, inspected(by_environment, nii | physical, nii | physical, physical));
    run.add(quick, inspected(by_environment, nii | physical, nii));
    run.add(quick, inspected(by_environment, nii | physical, physical, physical));
    run.add(quick, inspected(by_environment, nii));
    run.add(quick, inspected(by_environment, laboratory));
    run.add(quick, inspected(by_environment, 0));
    // not on an environmental rule, not sent to a control, truth unknown: none of them counts
    run.add(quick, inspected(by_environment & ~fact_by_environment, physical, physical, physical));
    run.add(quick, inspected(by_environment & ~fact_selected, physical, physical, physical));
    run.add(quick, inspected(by_environment & ~compliant, physical));
    // under way: its checks count by control, the shipment does not yet
    run.add(open_after(2, quick), inspected(by_environment, documents));
    EXPECT_THAT(run("selectivity.hit_rate"), is(100 * 4.0 / 7));
    EXPECT_THAT(run("selectivity.hit_rate.documents"), is(25));
    EXPECT_THAT(run("selectivity.hit_rate.nii"), is(25));
    EXPECT_THAT(run("selectivity.hit_rate.physical"), is(75));
    EXPECT_THAT(run("selectivity.hit_rate.laboratory"), is(0));
    EXPECT_EQ(run.count("selectivity.hit_rate"), 7);
}

TEST(SelectivityKpis, AuditsAreNoInspections) {
    KpiRun run;
    Dossier audited = dossier(by_environment | fact_audit_found);
    audited.audited = documents;
    run.add(quick, audited);
    EXPECT_EQ(run("selectivity.hit_rate"), undefined);
    EXPECT_EQ(run("selectivity.hit_rate.documents"), undefined);
    EXPECT_EQ(run("assessment.time"), undefined);
    EXPECT_THAT(run("targeting.audit_hit_rate"), is(100));
    // documents checked before release too, without a suspicion: what the audit finds came later
    audited.inspected = nii | documents;
    audited.facts |= fact_high_risk;
    run.add(quick, audited);
    EXPECT_THAT(run("selectivity.hit_rate"), is(0));
    EXPECT_THAT(run("targeting.audit_hit_rate"), is(100));
    EXPECT_THAT(run("assessment.verified_compliant"), is(100));
    EXPECT_EQ(run.count("assessment.time.pass"), 1);
}

TEST(SelectivityKpis, HighRiskShipmentsPastAssessment) {
    constexpr std::uint32_t high = compliant | fact_high_risk;
    KpiRun run;
    run.add(quick, inspected(high, nii));
    run.add(quick, inspected(high, nii | physical, nii | physical, physical));
    run.add(quick, inspected(high, documents));
    run.add(quick, inspected(high, 0));
    run.add(open_after(2, quick), inspected(high, nii));
    run.add(open_after(3, quick), inspected(high, physical));
    run.add(quick, inspected(compliant, nii));
    EXPECT_THAT(run("selectivity.nii_use"), is(40));
    EXPECT_THAT(run("assessment.verified_compliant"), is(75));
    EXPECT_THAT(run("assessment.verified_compliant.released"), is(75));
    EXPECT_EQ(run.count("selectivity.nii_use"), 5);
    EXPECT_EQ(run.count("assessment.verified_compliant"), 4);
    EXPECT_EQ(run.count("assessment.verified_compliant.released"), 4);
}

Passage controlled(double selected, double assessed, Duration wait, Duration work) {
    Passage passage = released(hour, {selected, selected, assessed, assessed, assessed});
    passage.control_wait = wait;
    passage.control_work = work;
    return passage;
}

TEST(AssessmentKpis, TimeOfAssessedShipments) {
    constexpr std::uint32_t selected = compliant | fact_selected;
    KpiRun run;
    run.add(controlled(1, 5, 2 * hour, hour), inspected(selected, documents));
    run.add(controlled(1, 9, 3 * hour, 4 * hour), inspected(selected | fact_found, physical));
    run.add(controlled(2, 4, hour, hour), inspected(fact_selected, documents));
    run.add(controlled(2, 40, 0, hour), inspected(compliant, documents));  // not selected
    run.add(controlled(2, 40, 0, 0), inspected(selected, 0));              // not controlled
    run.add(open_after(2, controlled(2, 40, 0, hour)), inspected(selected, documents));
    EXPECT_THAT(run("assessment.time"), is(14.0 / 3));
    EXPECT_THAT(run("assessment.time.pass"), is(4));
    EXPECT_THAT(run("assessment.time.fail"), is(8));
    EXPECT_THAT(run("assessment.time.waiting"), is(2));
    EXPECT_THAT(run("assessment.time.working"), is(2));
    EXPECT_EQ(run.count("assessment.time"), 3);
}

Dossier green(std::uint32_t facts, std::uint16_t items, std::uint16_t wrong,
              std::uint16_t controlled, std::uint16_t reclassified) {
    Dossier made = dossier(facts);
    made.green_items = items;
    made.green_items_wrong = wrong;
    made.green_items_controlled = controlled;
    made.green_items_reclassified = reclassified;
    return made;
}

TEST(AssessmentKpis, HsCodesOfGreenItems) {
    KpiRun run;
    run.add(quick, green(fact_true_hs_known, 4, 1, 3, 1));
    run.add(quick, green(fact_true_hs_known | fact_lottery, 6, 2, 5, 2));
    run.add(quick, green(0, 100, 0, 100, 0));  // true codes not known
    EXPECT_THAT(run("assessment.correct_hs"), is(100 * 5.0 / 8));
    EXPECT_THAT(run("assessment.correct_hs.random"), is(60));
    EXPECT_THAT(run("assessment.correct_hs.truth"), is(70));
    EXPECT_EQ(run.count("assessment.correct_hs.truth"), 10);
}

Dossier owing(std::uint32_t facts, Money duty) {
    Dossier made = dossier(facts);
    made.duty_regulated = duty;
    return made;
}

TEST(PaymentKpis, DutyCollectedOfDutyDue) {
    Passage refused = open_after(3, quick);
    refused.left = refused.lodged + 5 * hour;
    refused.exit = Exit::refused;
    KpiRun run;
    run.add(quick, owing(0, 700));
    run.add(open_after(3, quick), owing(0, 300));
    run.add(open_after(2, quick), owing(0, 10'000));  // not assessed yet
    run.add(quick, owing(fact_deferred_payment, 10'000));
    run.add(refused, owing(0, 10'000));
    EXPECT_THAT(run("payment.collected"), is(70));
    EXPECT_EQ(run.count("payment.collected"), 2);
}

TEST(PaymentKpis, TimeToPaymentWithCensoringAndDeferredApart) {
    KpiRun run;
    run.add(released(hour, {0, 0, 1, 3, 4}));
    run.add(released(hour, {0, 0, 2, 8, 9}), 0u);
    run.add(released(hour, {0, 0, 4, 1, 5}));  // paid before assessment: no time
    run.add(released(hour, {0, 0, 0, 48, 48}), fact_deferred_payment);
    Passage refused = open_after(3, quick);
    refused.left = refused.lodged + 5 * hour;
    refused.exit = Exit::refused;
    run.add(refused);
    EXPECT_NEAR(*run("payment.time"), (2.0 + 6 + 0) / 3, 0.02);
    EXPECT_NEAR(*run("payment.time.deferred"), 48, 0.2);
    EXPECT_EQ(run.count("payment.time"), 3);
    EXPECT_EQ(run.count("payment.time.deferred"), 1);
    // assessed 4 h before the end and not paid: one more at risk at 0 h and 2 h, then censored
    run.add(open_after(3, released(10 * day - 6 * hour, {0, 0, 2, 0, 0})));
    EXPECT_NEAR(*run("payment.time"), 0.75 * 2 + 0.5 * 4, 0.02);
    EXPECT_EQ(run.count("payment.time"), 4);
}

TEST(PaymentKpis, ReliefOnEcoGoods) {
    const auto relief = [](Money requested, Money granted, Money all) {
        Dossier made;
        made.exemption_eco_requested = requested;
        made.exemption_eco_granted = granted;
        made.exemption_granted = all;
        return made;
    };
    KpiRun run;
    run.add(quick, relief(100, 100, 150));
    run.add(quick, relief(100, 0, 0));
    run.add(quick, relief(0, 0, 50));
    run.add(open_after(2, quick), relief(900, 900, 900));  // not decided yet
    EXPECT_THAT(run("payment.incentives"), is(50));
    EXPECT_THAT(run("payment.incentives.share_of_granted"), is(50));
    EXPECT_EQ(run.count("payment.incentives"), 2);
    EXPECT_EQ(run.count("payment.incentives.share_of_granted"), 2);
}

TEST(PaymentKpis, ElectronicPaymentsOfPaymentsWhoseWayIsKnown) {
    KpiRun run;
    run.add(quick, fact_payment_known | fact_electronic_payment);
    run.add(quick, fact_payment_known | fact_electronic_payment);
    run.add(quick, fact_payment_known);
    run.add(quick, 0u);
    run.add(open_after(3, quick), fact_payment_known);
    EXPECT_THAT(run("payment.electronic"), is(200.0 / 3));
}

TEST(ReleaseKpis, OnTimeOfThoseWhoseTargetFellDue) {
    KpiRun run;  // the target is two days, the run lasts ten
    run.add(released(0, {0, 0, 0, 0, 48}), compliant);
    run.add(released(0, {0, 0, 0, 0, 48.001}), compliant);
    run.add(released(0, {0, 0, 0, 0, 1}), violating);
    run.add(open_after(1, quick), compliant);
    run.add(open_after(1, released(8 * day - 1, {0, 0, 0, 0, 0})), compliant);
    run.add(released(8 * day, {0, 0, 0, 0, 1}), compliant);  // falls due when the run is over
    Passage refused = quick;
    refused.exit = Exit::refused;
    run.add(refused, 0u);
    EXPECT_THAT(run("release.on_time"), is(25));
    EXPECT_THAT(run("release.on_time.all"), is(100 * 2.0 / 6));
    EXPECT_EQ(run.count("release.on_time"), 4);
    EXPECT_EQ(run.count("release.on_time.all"), 6);
}

Passage detained(Duration at, double from, std::optional<double> to) {
    Passage passage = released(at, {0, 0, from, from, to.value_or(from)});
    passage.detained = passage.completed[2];
    if (to) {
        passage.resolved = passage.completed[4];
    } else {
        passage = open_after(3, passage);
    }
    return passage;
}

TEST(ReleaseKpis, DetainedForEnvironmentalNonCompliance) {
    KpiRun run;
    run.add(detained(0, 1, 5), violating | fact_found | fact_found_environmental);
    run.add(detained(0, 1, 5), violating | fact_found);
    run.add(quick, violating | fact_found | fact_found_environmental);
    run.add(quick, compliant);
    run.add(detained(0, 1, 5), fact_found_environmental);  // truth not known
    EXPECT_THAT(run("release.detained"), is(25));
}

TEST(ReleaseKpis, DetentionTimeCensorsOpenCases) {
    KpiRun run;
    run.add(detained(0, 0, 10));
    run.add(detained(0, 0, 20));
    run.add(detained(9 * day, 0, std::nullopt));  // open for 24 h
    run.add(detained(0, 0, 60));
    // survival: 3/4 after 10 h, 1/2 after 20 h, 0 after 60 h
    EXPECT_NEAR(*run("release.detention_time"), 10 + 0.75 * 10 + 0.5 * 40, 0.2);
    EXPECT_NEAR(*run("release.detention_time.median"), 20, 0.1);
    EXPECT_EQ(run.count("release.detention_time"), 4);
    run.settings.assumptions.restricted_to = 15 * hour;
    EXPECT_NEAR(*run("release.detention_time"), 10 + 0.75 * 5, 0.05);
    KpiRun open;
    open.add(detained(9 * day, 0, std::nullopt));
    EXPECT_EQ(open("release.detention_time"), undefined);
    EXPECT_EQ(open("release.detention_time.median"), undefined);
    EXPECT_EQ(KpiRun()("release.detention_time"), undefined);
}

}  // namespace
}  // namespace greenlane::kpi
