#include "greenlane/kpi/cube.h"

#include "greenlane/kpi/proportion.h"

#include "support/kpi_run.h"

#include <cmath>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::dossier;
using test::KpiRun;
using test::released;

constexpr std::array<double, stage_count> soon{0, 0, 0, 0, 1};

std::vector<std::string> segments(const Cube& cube) {
    std::vector<std::string> labels;
    for (const Slice& slice : cube.slices()) {
        if (slice.segment != "all") {
            labels.push_back(slice.segment);
        }
    }
    return labels;
}

TEST(Cube, LabelsSegmentsInTheOrderOfTheirCodes) {
    KpiRun run;
    run.settings.stations = {"gate", "desk"};
    run.settings.agreements = {"Basel", "CITES", "Montreal"};
    run.settings.modes = {"unknown", "sea", "rail", "road"};
    run.settings.tiers = {"", "standard", "aeo"};
    run.settings.directions = {"unknown", "import"};
    run.offices = {"", "north", "east"};
    run.origins = {"", "KZ", "CN"};
    run.stations.resize(2);
    Dossier made;
    made.agreements = 0b110;
    made.chapter = 84;
    made.goods = Goods::regulated;
    made.origin = 1;
    made.office = 1;
    made.mode = 3;
    made.tier = 2;
    made.direction = 1;
    run.add(released(hour, soon), made);
    made.agreements = 0;
    made.chapter = 3;
    made.goods = Goods::eco;
    made.origin = 2;
    made.office = 2;
    made.mode = 1;
    made.tier = 0;
    run.add(released(hour, soon), made);
    made.chapter = 0;
    made.origin = 0;
    run.add(released(hour, soon), made);
    EXPECT_THAT(segments(run.cube()),
                testing::ElementsAre(
                    "lane=green", "lane=blue", "lane=yellow", "lane=red", "agreement=CITES",
                    "agreement=Montreal", "chapter=unknown", "chapter=03", "chapter=84",
                    "goods=eco", "goods=regulated", "origin=CN", "origin=KZ", "origin=unknown",
                    "mode=sea", "mode=road", "office=east", "office=north", "tier=unknown",
                    "tier=aeo", "direction=import", "station=gate", "station=desk"));
    EXPECT_EQ(run.cube().slices()[0], (Slice{"all", "all"}));
    EXPECT_EQ(run.cube().slice_index("all", "lane=purple"), run.cube().slices().size());
    EXPECT_EQ(run.cube().slice_index("2026-01-05", "lane=green"), run.cube().slices().size());
}

TEST(Cube, LeavesPeriodsOutWhereNobodyAsks) {
    KpiRun run;
    run.add(released(hour, {0, 0, 0, 0, 48}));
    const Cube all = run.cube();
    run.settings.periods = false;
    const Cube whole = run.cube();
    for (const Slice& slice : whole.slices()) {
        EXPECT_EQ(slice.period, "all");
    }
    EXPECT_EQ(segments(whole), segments(all));
    const std::size_t count = kpis().size();
    EXPECT_THAT(whole.values().first(count),
                testing::Pointwise(testing::NanSensitiveDoubleEq(), all.values().first(count)));
}

TEST(Cube, AShipmentCountsWhereItWasLodged) {
    KpiRun run;
    run.add(released(hour, {0, 0, 0, 0, 48}));  // Monday to Wednesday
    run.add(released(hour, {0, 0, 0, 0, 4}));
    run.add(released(6 * day + hour, {0, 0, 0, 0, 14}));  // Sunday
    run.add(released(7 * day + hour, {0, 0, 0, 0, 22}));  // the next Monday
    EXPECT_EQ(run("clearance.time", "all", "2026-01-05"), 26);
    EXPECT_EQ(run("clearance.time", "all", "2026-01-07"), std::nullopt);
    EXPECT_EQ(run("clearance.time", "all", "2026-W02"), 22);
    EXPECT_EQ(run("clearance.time", "all", "2026-W03"), 22);
    EXPECT_EQ(run("clearance.time", "all", "2026-01"), 22);
    EXPECT_EQ(run("clearance.time", "all", "2026-Q1"), 22);
    EXPECT_EQ(run("clearance.time", "all", "2026"), 22);
    EXPECT_EQ(run("clearance.time"), 22);
}

TEST(Cube, SegmentsMeetByWordNotByCode) {
    KpiRun first;
    first.origins = {"", "KZ", "CN"};
    KpiRun second;
    second.origins = {"", "CN", "UZ", "unknown"};
    const auto lodge = [](KpiRun& run, std::uint32_t origin, double hours) {
        Dossier made;
        made.origin = origin;
        run.add(released(hour, {0, 0, 0, 0, hours}), made);
    };
    lodge(first, 1, 10);
    lodge(first, 2, 20);
    lodge(second, 1, 40);
    lodge(second, 2, 50);
    lodge(second, 0, 60);
    lodge(second, 3, 80);  // an origin of this name is not told apart from none
    const std::array observations{Observation{&first.tally, {}, {}, first.origins},
                                  Observation{&second.tally, {}, {}, second.origins}};
    const Cube cube(observations, first.settings);
    const std::size_t time = kpi_index("clearance.time");
    const auto at = [&](std::size_t r, std::string_view segment) {
        return cube.value(r, cube.slice_index("all", segment), time);
    };
    EXPECT_EQ(at(0, "origin=CN"), 20);
    EXPECT_EQ(at(1, "origin=CN"), 40);
    EXPECT_EQ(at(0, "origin=KZ"), 10);
    EXPECT_EQ(at(1, "origin=KZ"), std::nullopt);
    EXPECT_EQ(at(0, "origin=UZ"), std::nullopt);
    EXPECT_EQ(at(1, "origin=UZ"), 50);
    EXPECT_EQ(at(1, "origin=unknown"), 70);
    EXPECT_EQ(cube.figure(cube.slice_index("all", "origin=CN"), time)->mean, 30);
    EXPECT_EQ(cube.figure(cube.slice_index("all", "origin=KZ"), time)->n, 1);
    EXPECT_EQ(cube.count(0, time), 6);
    EXPECT_EQ(cube.count(cube.slice_index("all", "origin=CN"), time), 2);
}

TEST(Cube, FiguresAreMeansOverReplicationsWithinTheirBounds) {
    std::array<KpiRun, 4> runs;
    std::vector<Observation> observations;
    std::vector<std::optional<double>> shares;
    for (std::size_t r = 0; r < runs.size(); ++r) {
        for (std::size_t i = 0; i < 10; ++i) {
            runs[r].add(released(hour, soon), dossier(i < r * r ? fact_flagged : 0u));
        }
        observations.push_back({&runs[r].tally, {}, {}, {}});
        shares.emplace_back(10.0 * static_cast<double>(r * r));
    }
    const Cube cube(observations, runs[0].settings);
    const std::size_t flagged = kpi_index("selectivity.flagged");
    EXPECT_EQ(cube.figure(0, flagged), estimate(shares, percentage));
    EXPECT_EQ(cube.figure(0, flagged)->interval->low, 0);
    EXPECT_EQ(cube.figure(0, kpi_index("selectivity.hit_rate")), std::nullopt);
    // nobody selected in 40 declarations: up to 8.8 % could be
    const auto none = cube.figure(0, kpi_index("selectivity.selected"));
    EXPECT_EQ(none->mean, 0);
    EXPECT_EQ(none->interval->low, 0);
    EXPECT_NEAR(none->interval->high, 100 * (1 - std::pow(0.025, 1 / 40.0)), 1e-9);
    // equal times are no counted share: their interval is a point
    const auto time = cube.figure(0, kpi_index("clearance.time"));
    EXPECT_EQ(time->interval, (Interval{1, 1}));
    EXPECT_EQ(cube.value(3, 0, flagged), 90);
    EXPECT_EQ(cube.values()[3 * cube.slices().size() * kpis().size() + flagged], 90);
    EXPECT_TRUE(std::isnan(cube.values()[kpi_index("selectivity.hit_rate")]));
    EXPECT_EQ(cube.values().size(), 4 * cube.slices().size() * kpis().size());
}

TEST(Cube, KnowsUnitsAndTargets) {
    KpiRun run;
    run.settings.targets = {{"release.on_time", 95}, {"clearance.time", 24}};
    const Cube cube = run.cube();
    EXPECT_EQ(cube.target(kpi_index("release.on_time")), 95);
    EXPECT_EQ(cube.target(kpi_index("clearance.time")), 24);
    EXPECT_EQ(cube.target(kpi_index("clearance.time.p90")), std::nullopt);
    EXPECT_EQ(cube.unit(kpi_index("release.on_time")), "%");
    EXPECT_EQ(cube.unit(kpi_index("targeting.hits_per_officer_hour")), "1/h");
    EXPECT_EQ(cube.unit(kpi_index("environment.paper_saved")), "documents");
    run.settings.targets = {{"release.in_time", 95}};
    EXPECT_THROW(run.cube(), ContractViolation);
}

}  // namespace
}  // namespace greenlane::kpi
