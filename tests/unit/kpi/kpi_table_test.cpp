#include "greenlane/kpi/kpi_table.h"

#include "support/kpi_page.h"
#include "support/kpi_run.h"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::KpiRun;
using test::open_after;
using test::released;

TEST(KpiTable, IdsAreUniqueAndFound) {
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < kpis().size(); ++i) {
        EXPECT_TRUE(ids.insert(kpis()[i].id).second) << kpis()[i].id;
        EXPECT_EQ(kpi_index(kpis()[i].id), i);
    }
    EXPECT_EQ(kpi_index("release.on_tim"), kpis().size());
    EXPECT_EQ(kpi_index(""), kpis().size());
}

TEST(KpiTable, EveryRowOfTheDesignIsThere) {
    for (const char* id : {"acceptance.risk_coverage",
                           "acceptance.time",
                           "acceptance.complete_green_data",
                           "selectivity.flagged",
                           "selectivity.hit_rate",
                           "selectivity.nii_use",
                           "assessment.verified_compliant",
                           "assessment.time",
                           "assessment.correct_hs",
                           "payment.collected",
                           "payment.time",
                           "payment.incentives",
                           "release.on_time",
                           "release.detained",
                           "release.detention_time",
                           "targeting.detection_rate",
                           "targeting.false_positive_rate",
                           "targeting.random_hit_rate",
                           "targeting.hits_per_officer_hour",
                           "targeting.audit_hit_rate",
                           "clearance.time",
                           "clearance.utilisation",
                           "revenue.recovered",
                           "revenue.lost",
                           "environment.harm_prevented",
                           "environment.co2",
                           "environment.paper_saved"}) {
        EXPECT_LT(kpi_index(id), kpis().size()) << id;
    }
}

TEST(KpiTable, RowsAreWholeAndInOrder) {
    const std::vector<std::string_view> sections{"acceptance", "selectivity", "assessment",
                                                 "payment",    "release",     "targeting",
                                                 "clearance",  "revenue",     "environment"};
    std::vector<std::string_view> seen;
    for (const Kpi& kpi : kpis()) {
        EXPECT_FALSE(kpi.name.empty() || kpi.formula.empty() || kpi.practice.actors.empty() ||
                     kpi.practice.sources.empty() || kpi.practice.frequency.empty())
            << kpi.id;
        if (seen.empty() || seen.back() != kpi.section()) {
            seen.push_back(kpi.section());
        }
        const auto part = kpi.id.rfind('.');
        if (part != kpi.section().size()) {  // a part follows what it is a part of
            const std::size_t whole = kpi_index(kpi.id.substr(0, part));
            EXPECT_TRUE(whole < kpi_index(kpi.id) || kpi.id.ends_with(".all")) << kpi.id;
        }
    }
    EXPECT_EQ(seen, sections);
}

TEST(KpiTable, EveryMeasureIsUsed) {
    std::set<Measure> used{Measure::by_rule,          Measure::by_rule_inspected,
                           Measure::by_rule_hits,     Measure::not_by_rule,
                           Measure::lottery_hits,  // of all traffic
                           Measure::lottery_inspected};
    for (const Kpi& kpi : kpis()) {
        for (const Measures& measures :
             {kpi.how.numerators, kpi.how.denominators, kpi.how.counted}) {
            used.insert(measures.begin(), measures.end());
        }
    }
    for (std::size_t i = 0; i < measure_count; ++i) {
        EXPECT_TRUE(used.contains(static_cast<Measure>(i))) << info(static_cast<Measure>(i)).name;
    }
}

TEST(KpiTable, ThePageIsWhatTheTableSays) {
    const std::string page = test::kpi_page();
    if (std::getenv("GREENLANE_UPDATE_PAGES") != nullptr) {
        std::ofstream(GREENLANE_KPI_PAGE) << page;
    }
    std::ostringstream written;
    written << std::ifstream(GREENLANE_KPI_PAGE).rdbuf();
    EXPECT_EQ(written.str(), page)
        << "docs/kpis.md is out of date: run this test with GREENLANE_UPDATE_PAGES=1";
}

std::vector<std::string_view> defined(const KpiRun& run) {
    const Cube cube = run.cube();
    std::vector<std::string_view> ids;
    for (std::size_t kpi = 0; kpi < kpis().size(); ++kpi) {
        if (cube.value(0, 0, kpi)) {
            ids.push_back(kpis()[kpi].id);
        }
    }
    return ids;
}

TEST(UndefinedKpis, NothingIsKnownOfAnEmptyRun) {
    EXPECT_THAT(defined(KpiRun()), testing::IsEmpty());
}

TEST(UndefinedKpis, BlankDeclarationsHaveTimesOnly) {
    KpiRun run;
    run.add(released(hour, {1, 1, 2, 3, 4}));
    EXPECT_THAT(defined(run),
                testing::ElementsAre("acceptance.time", "payment.time", "release.on_time.all",
                                     "clearance.time", "clearance.time.p50", "clearance.time.p90",
                                     "clearance.time.p95", "clearance.time.customs",
                                     "clearance.time.trader", "clearance.time.agencies",
                                     "environment.co2.idling"));
}

/// A shipment of which all is known, inspected on an environmental rule.
Dossier everything() {
    Dossier made;
    made.facts = ~std::uint32_t{0} & ~(fact_violation | fact_environmental | fact_lottery);
    made.goods = Goods::regulated;
    made.inspected = made.audited = made.positive = made.hits = 0b1111;
    made.documents = 2;
    made.electronic_documents = 1;
    made.violations[static_cast<std::size_t>(Violation::missing_permit)] = 1;
    made.green_items = made.green_items_controlled = 1;
    made.duty_regulated = made.recovered = made.evaded = 5;
    made.harm = made.harm_stopped = 1;
    made.exemption_eco_requested = made.exemption_eco_granted = made.exemption_granted = 1;
    return made;
}

TEST(UndefinedKpis, WithoutTruthNothingIsSaidOfFindings) {
    Dossier made = everything();
    made.facts &= ~std::uint32_t{fact_truth_known | fact_findings_known | fact_evaded_known |
                                 fact_true_hs_known};
    KpiRun run;
    run.add(released(hour, {1, 1, 2, 3, 4}), made);
    for (const std::string_view id : defined(run)) {
        EXPECT_FALSE(id.starts_with("targeting.") || id.starts_with("revenue.") ||
                     id.starts_with("selectivity.hit_rate") ||
                     id.starts_with("assessment.correct_hs") ||
                     id.find("truly") != std::string_view::npos)
            << id;
    }
    EXPECT_EQ(run("assessment.verified_compliant"), std::nullopt);
    EXPECT_EQ(run("assessment.time.fail"), std::nullopt);
    EXPECT_EQ(run("release.detained"), std::nullopt);
    EXPECT_EQ(run("release.on_time"), std::nullopt);
    EXPECT_EQ(run("environment.harm_prevented"), std::nullopt);
    EXPECT_EQ(run("assessment.time"), 1);
}

TEST(UndefinedKpis, EnvironmentalFindingsNeedKindsOfViolations) {
    const Passage passage = released(hour, {1, 1, 2, 3, 4});
    Dossier fraud = everything();
    fraud.facts |= fact_violation;
    fraud.hits = 0;
    fraud.violations = {};
    fraud.violations[static_cast<std::size_t>(Violation::unspecified)] = 1;
    Dossier honest = everything();
    honest.hits = 0;
    honest.violations = {};
    KpiRun run;
    run.add(passage, honest);
    EXPECT_EQ(run("selectivity.hit_rate"), 0);  // no violation is known, and none is unknown
    run.add(passage, fraud);
    EXPECT_EQ(run("selectivity.hit_rate"), std::nullopt);
    EXPECT_EQ(run("selectivity.hit_rate.physical"), std::nullopt);
    EXPECT_EQ(run("release.detained"), std::nullopt);
    EXPECT_EQ(run("selectivity.hit_rate", "all", "2026-01-05"), std::nullopt);
    EXPECT_EQ(run("targeting.hit_rate"), 100);
    EXPECT_EQ(run("targeting.detection_rate"), 0);
    Dossier waste = everything();
    waste.facts |= fact_violation | fact_environmental;
    run.add(passage, waste);  // now some are known: the unspecified one is not environmental
    EXPECT_NEAR(*run("selectivity.hit_rate"), 100.0 / 3, 1e-12);
    run.add(released(day, {1, 1, 2, 3, 4}), fraud);  // alone on its day, but not in its run
    EXPECT_EQ(run("selectivity.hit_rate", "all", "2026-01-06"), 0);
}

}  // namespace
}  // namespace greenlane::kpi
