#include "support/kpi_run.h"

#include <gmock/gmock.h>

// Targeting, clearance, revenue and environment on a few shipments, the figures worked out by hand.

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
constexpr ControlSet physical = bit(Control::physical);

Dossier inspected(std::uint32_t facts) {
    Dossier made = dossier(facts);
    made.inspected = physical;
    return made;
}

Dossier with(Violation kind, std::uint8_t items, std::uint8_t detected) {
    Dossier made = dossier(violating);
    made.violations[static_cast<std::size_t>(kind)] = items;
    made.detected[static_cast<std::size_t>(kind)] = detected;
    return made;
}

TEST(TargetingKpis, DetectionByItemAndKind) {
    KpiRun run;
    run.add(quick, with(Violation::missing_permit, 3, 1));
    run.add(quick, with(Violation::missing_permit, 1, 1));
    run.add(quick, with(Violation::undervaluation, 4, 0));
    run.add(quick, with(Violation::unspecified, 2, 2));
    run.add(quick, compliant);
    run.add(open_after(2, quick), with(Violation::forged_permit, 9, 0));  // may be detected yet
    Passage held = open_after(2, quick);
    held.detained = held.lodged + hour;
    run.add(held, with(Violation::concealed_wildlife, 2, 2));
    EXPECT_THAT(run("targeting.detection_rate"), is(50));
    EXPECT_THAT(run("targeting.detection_rate.missing_permit"), is(50));
    EXPECT_THAT(run("targeting.detection_rate.undervaluation"), is(0));
    EXPECT_THAT(run("targeting.detection_rate.unspecified"), is(100));
    EXPECT_THAT(run("targeting.detection_rate.concealed_wildlife"), is(100));
    EXPECT_EQ(run("targeting.detection_rate.forged_permit"), undefined);
    EXPECT_EQ(run.count("targeting.detection_rate"), 12);
}

TEST(TargetingKpis, EveryKindHasItsOwnRow) {
    for (const Violation kind : violations) {
        if (kind == Violation::none) {
            continue;
        }
        KpiRun run;
        run.add(quick, with(kind, 4, 3));
        for (const Violation other : violations) {
            if (other != Violation::none) {
                const std::string id =
                    "targeting.detection_rate." + std::string(greenlane::name(other));
                EXPECT_EQ(run(id), other == kind ? std::optional(75.0) : undefined) << id;
            }
        }
    }
}

TEST(TargetingKpis, FalsePositivesOfTrulyCompliantShipments) {
    KpiRun run;
    run.add(quick, inspected(compliant));
    run.add(quick, inspected(compliant | fact_eco));
    run.add(quick, compliant | fact_eco);
    run.add(quick, compliant | fact_eco);
    run.add(quick, compliant | fact_eco);
    run.add(quick, inspected(compliant | fact_aeo));
    run.add(quick, compliant | fact_aeo);
    Passage refused = open_after(0, quick);
    refused.left = refused.lodged + hour;
    refused.exit = Exit::refused;
    run.add(refused, compliant);
    run.add(quick, inspected(violating | fact_eco | fact_aeo));
    run.add(quick, inspected(fact_eco | fact_aeo));
    run.add(open_after(2, quick), compliant | fact_eco | fact_aeo);
    EXPECT_THAT(run("targeting.false_positive_rate"), is(37.5));
    EXPECT_THAT(run("targeting.false_positive_rate.eco"), is(25));
    EXPECT_THAT(run("targeting.false_positive_rate.aeo"), is(50));
}

TEST(TargetingKpis, StrataOfRulesAndLottery) {
    KpiRun run;
    run.add(quick, inspected(compliant | fact_by_rule | fact_selected));
    run.add(quick, inspected(violating | fact_by_rule | fact_selected | fact_found));
    run.add(quick, inspected(violating | fact_by_rule | fact_selected | fact_found));
    run.add(quick, inspected(violating | fact_by_rule | fact_selected | fact_found));
    run.add(quick, violating | fact_by_rule | fact_displaced);  // stands for its stratum
    for (int i = 0; i < 4; ++i) {
        run.add(quick, inspected(compliant | fact_lottery | fact_selected));
    }
    run.add(quick, inspected(violating | fact_lottery | fact_selected | fact_found));
    for (int i = 0; i < 9; ++i) {
        run.add(quick, violating);
    }
    run.add(quick, compliant | fact_lottery);  // no control looked
    run.add(open_after(2, quick), inspected(compliant | fact_lottery | fact_selected));
    run.add(open_after(2, quick), compliant | fact_lottery | fact_selected);
    EXPECT_THAT(run("targeting.hit_rate"), is(75));
    EXPECT_THAT(run("targeting.random_hit_rate"), is(20));
    EXPECT_THAT(run("targeting.random_hit_rate.all_traffic"),
                is(100 * (5 * 0.75 + 15 * 0.20) / 20));
    // 1 - 0.05^(1/5)
    EXPECT_NEAR(*run("targeting.random_hit_rate.smallest_detectable"), 45.07197283, 1e-8);
    EXPECT_EQ(run.count("targeting.random_hit_rate.all_traffic"), 5);
}

TEST(TargetingKpis, AllTrafficNeedsEveryStratumThatIsNotEmpty) {
    KpiRun rules_only;
    rules_only.add(quick, inspected(violating | fact_by_rule | fact_found));
    EXPECT_THAT(rules_only("targeting.random_hit_rate.all_traffic"), is(100));
    rules_only.add(quick, compliant);
    EXPECT_EQ(rules_only("targeting.random_hit_rate.all_traffic"), undefined);
    KpiRun lottery_only;
    lottery_only.add(quick, inspected(compliant | fact_lottery));
    EXPECT_THAT(lottery_only("targeting.random_hit_rate.all_traffic"), is(0));
    lottery_only.add(quick, compliant | fact_by_rule);
    EXPECT_EQ(lottery_only("targeting.random_hit_rate.all_traffic"), undefined);
}

TEST(TargetingKpis, HitsPerOfficerHour) {
    Passage worked = quick;
    worked.control_work = 30 * minute;
    KpiRun run;
    run.add(worked, inspected(compliant));
    run.add(worked, inspected(violating | fact_found));
    run.add(worked, inspected(violating | fact_found));
    run.add(worked, inspected(0));
    run.add(worked, compliant);
    EXPECT_THAT(run("targeting.hits_per_officer_hour"), is(2 / 1.5));
    EXPECT_EQ(run.count("targeting.hits_per_officer_hour"), 3);
}

Dossier audited(std::uint32_t facts) {
    Dossier made = dossier(facts);
    made.audited = bit(Control::documents);
    return made;
}

/// In whatever lane: a documentary check before release in lane blue is none.
TEST(TargetingKpis, AuditsAreControlsAfterRelease) {
    Passage blue = quick;
    blue.lane = Lane::blue;
    Dossier scanned = dossier(compliant);
    scanned.inspected = bit(Control::nii);
    KpiRun run;
    run.add(blue, audited(violating | fact_audit_found));
    run.add(quick, audited(compliant));
    run.add(blue, inspected(violating | fact_found));
    run.add(blue, scanned);
    run.add(blue, compliant);
    run.add(quick, inspected(violating | fact_found));
    EXPECT_THAT(run("targeting.audit_hit_rate"), is(50));
    EXPECT_EQ(run.count("targeting.audit_hit_rate"), 2);
}

TEST(ClearanceKpis, MeanAndQuantilesOfReleasedShipments) {
    KpiRun run;
    for (int i = 1; i <= 20; ++i) {
        Passage passage = released(hour, {0, 0, 0, 0, static_cast<double>(i)});
        passage.lane = i <= 15 ? Lane::green : Lane::red;
        passage.time_of = {i * hour / 2, i * hour / 4, i * hour / 8};
        run.add(passage);
    }
    Passage refused = released(hour, {0, 0, 0, 0, 90});
    refused.exit = Exit::refused;
    refused.time_of = {day, day, day};
    run.add(refused);
    run.add(open_after(4, quick));
    EXPECT_THAT(run("clearance.time"), is(10.5));
    EXPECT_THAT(run("clearance.time", "lane=green"), is(8));
    EXPECT_THAT(run("clearance.time", "lane=red"), is(18));
    EXPECT_THAT(run("clearance.time.customs"), is(5.25));
    EXPECT_THAT(run("clearance.time.trader"), is(2.625));
    EXPECT_THAT(run("clearance.time.agencies"), is(1.3125));
    const auto about = [](double hours) {
        return Optional(DoubleNear(hours, hours * Histogram::relative_error));
    };
    EXPECT_THAT(run("clearance.time.p50"), about(10));
    EXPECT_THAT(run("clearance.time.p90"), about(18));
    EXPECT_THAT(run("clearance.time.p95"), about(19));
    EXPECT_THAT(run("clearance.time.p50", "lane=green"), about(8));
    EXPECT_THAT(run("clearance.time.p90", "lane=red"), about(20));
    EXPECT_EQ(run("clearance.time.p50", "all", "2026-01-05"), undefined);
    EXPECT_EQ(run("clearance.time.p50", "lane=blue"), undefined);
    EXPECT_EQ(run.count("clearance.time"), 20);
}

TEST(ClearanceKpis, TrulyCompliantAndDetainedApart) {
    KpiRun run;
    run.add(released(hour, {0, 0, 0, 0, 2}), compliant);
    run.add(released(hour, {0, 0, 0, 0, 4}), compliant);
    Passage held = released(hour, {0, 0, 0, 0, 30});
    held.detained = held.lodged + hour;
    held.resolved = held.left;
    run.add(held, violating);
    EXPECT_THAT(run("clearance.time"), is(12));
    EXPECT_THAT(run("clearance.time.truly_compliant"), is(3));
    EXPECT_THAT(run("clearance.time.detained"), is(30));
    EXPECT_NEAR(*run("clearance.time.truly_compliant.p50"), 2, 0.01);
    EXPECT_NEAR(*run("clearance.time.truly_compliant.p90"), 4, 0.02);
    EXPECT_NEAR(*run("clearance.time.truly_compliant.p95"), 4, 0.02);
    EXPECT_NEAR(*run("clearance.time.detained.p50"), 30, 0.12);
    EXPECT_NEAR(*run("clearance.time.detained.p90"), 30, 0.12);
    EXPECT_NEAR(*run("clearance.time.detained.p95"), 30, 0.12);
}

TEST(ClearanceKpis, UtilisationByStationAndOverall) {
    KpiRun run;
    run.settings.stations = {"gate", "payment", "scanner"};
    run.stations.resize(3);
    run.stations[0].busy = 30 * hour;
    run.stations[0].rostered = 40 * hour;
    run.stations[1].busy = 100 * hour;  // a delay has no roster
    run.stations[2].busy = 70 * hour;
    run.stations[2].rostered = 60 * hour;
    EXPECT_THAT(run("clearance.utilisation", "station=gate"), is(75));
    EXPECT_EQ(run("clearance.utilisation", "station=payment"), undefined);
    EXPECT_THAT(run("clearance.utilisation", "station=scanner"), is(700.0 / 6));
    EXPECT_THAT(run("clearance.utilisation"), is(100));
    EXPECT_EQ(run("clearance.utilisation", "lane=green"), undefined);
    EXPECT_EQ(run.count("clearance.utilisation"), 100);
}

TEST(RevenueKpis, RecoveredAndLostInTheCurrency) {
    const auto evading = [](std::uint32_t facts, Money evaded, Money recovered) {
        Dossier made = dossier(facts);
        made.evaded = evaded;
        made.recovered = recovered;
        return made;
    };
    KpiRun run;
    run.add(quick, evading(violating | fact_evaded_known, 1000, 600));
    run.add(quick, evading(violating | fact_evaded_known, 500, 0));
    run.add(quick, evading(compliant | fact_evaded_known, 0, 0));
    run.add(open_after(2, quick), evading(violating | fact_evaded_known, 300, 50));
    EXPECT_THAT(run("revenue.recovered"), is(6.50));
    EXPECT_THAT(run("revenue.lost"), is(9.00));
    run.settings.assumptions.minor_digits = 0;
    EXPECT_THAT(run("revenue.lost"), is(900));
    EXPECT_EQ(run.cube().unit(kpi_index("revenue.lost")), "KGS");
    KpiRun unknown;
    unknown.add(quick, evading(violating, 0, 0));
    EXPECT_EQ(unknown("revenue.recovered"), undefined);
    EXPECT_EQ(unknown("revenue.lost"), undefined);
}

TEST(EnvironmentKpis, HarmPrevented) {
    const auto harmful = [](std::int64_t harm, std::int64_t stopped) {
        Dossier made = with(Violation::undeclared_waste, 1, stopped > 0);
        made.harm = harm;
        made.harm_stopped = stopped;
        return made;
    };
    KpiRun run;
    run.add(quick, harmful(3000, 3000));
    run.add(quick, harmful(9000, 0));
    run.add(open_after(2, quick), harmful(5000, 0));
    EXPECT_THAT(run("environment.harm_prevented"), is(25));
    EXPECT_EQ(run.count("environment.harm_prevented"), 2);
}

TEST(EnvironmentKpis, CarbonDioxideByAssumedFactors) {
    KpiRun run;
    Passage waiting = released(0, {0, 0, 0, 0, 10});
    waiting.idle = 6 * hour;
    Dossier reefer = dossier(fact_perishable_known | fact_refrigerated | fact_documents_known |
                             fact_electronic_known);
    reefer.inspected = bit(Control::nii);
    reefer.documents = 5;
    reefer.electronic_documents = 2;
    run.add(waiting, reefer);
    run.add(open_after(1, waiting), fact_perishable_known);
    // 12 h x 0.5 x 0.4 x 5 kg; 10 h x 0.5 x 6 kg; 0.2 kg; 3 x 5 g
    EXPECT_THAT(run("environment.co2.idling"), is(12));
    EXPECT_THAT(run("environment.co2.reefers"), is(30));
    EXPECT_THAT(run("environment.co2.scans"), is(0.2));
    EXPECT_THAT(run("environment.co2.paper"), is(0.015));
    EXPECT_THAT(run("environment.co2"), is(42.215));
    EXPECT_THAT(run("environment.co2.low"), is(12 * 0.25 * 0.1 * 4 + 10 * 0.25 * 5 + 0.1 + 0.012));
    EXPECT_THAT(run("environment.co2.high"), is(12 * 0.9 * 6 + 10 * 7 + 0.3 + 0.03));
    EXPECT_THAT(run("environment.paper_saved"), is(2));
    // one still in the process stands until the end of observation: nine days
    run.add(open_after(1, released(day, {0, 0, 0, 0, 0})),
            fact_perishable_known | fact_refrigerated);
    EXPECT_THAT(run("environment.co2.reefers"), is((10 + 9 * 24) * 3));
    run.settings.assumptions.emissions.scan_kg.reset();
    EXPECT_EQ(run("environment.co2.scans"), undefined);
    EXPECT_EQ(run("environment.co2"), undefined);
    EXPECT_THAT(run("environment.co2.idling"), is(12));
}

}  // namespace
}  // namespace greenlane::kpi
