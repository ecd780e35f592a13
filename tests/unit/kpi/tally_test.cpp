#include "greenlane/kpi/tally.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/kpi_run.h"

#include <algorithm>
#include <numeric>

#include <gmock/gmock.h>

namespace greenlane::kpi {
namespace {

using test::Draws;
using test::open_after;
using test::released;

struct Shipment {
    Passage passage;
    Dossier dossier;
};

Shipment random_shipment(Draws& draws) {
    const auto below = [&](std::uint64_t count) {
        return static_cast<std::uint8_t>(draws.below(count));
    };
    Shipment made;
    const double first = 10 * draws.uniform();
    made.passage =
        released(static_cast<Duration>(draws.below(10 * day)),
                 {first, first + 1, first + 2, first + 30 * draws.uniform(), first + 40});
    Passage& passage = made.passage;
    passage.idle = static_cast<Duration>(draws.below(hour));
    passage.control_wait = static_cast<Duration>(draws.below(hour));
    passage.control_work = static_cast<Duration>(draws.below(hour));
    passage.time_of = {1 + below(9), below(9), below(9)};
    passage.lane = lanes[below(lane_count)];
    if (below(4) == 0) {
        passage.detained = passage.lodged + hour;
        passage.resolved = below(2) == 0 ? never : passage.lodged + 2 * hour;
    }
    if (below(5) == 0 || passage.left >= test::window.end) {
        passage = open_after(below(stage_count), passage);
    } else if (below(5) == 0) {
        passage.exit = Exit::refused;
    }
    Dossier& dossier = made.dossier;
    dossier.facts = static_cast<std::uint32_t>(draws.word());
    dossier.office = below(4);
    dossier.origin = below(30);
    dossier.goods = static_cast<Goods>(below(goods_count));
    dossier.direction = below(4);
    dossier.mode = below(7);
    dossier.tier = below(3);
    dossier.agreements = static_cast<std::uint16_t>(draws.word() & draws.word() & draws.word());
    dossier.chapter = below(98);
    dossier.importer_group = below(Clusters::groups);
    dossier.inspected = below(3) == 0 ? below(16) : 0;
    dossier.audited = below(9) == 0 ? below(16) : 0;
    dossier.positive = dossier.inspected & below(16);
    dossier.hits = dossier.positive & below(16);
    dossier.violations[1 + below(8)] = 2;
    dossier.duty_regulated = below(100);
    dossier.evaded = below(100);
    dossier.green_items = below(2);
    return made;
}

std::vector<Shipment> random_shipments(std::size_t count) {
    Draws draws(11);
    std::vector<Shipment> all(count);
    std::generate(all.begin(), all.end(), [&] { return random_shipment(draws); });
    return all;
}

Tally tally_of(std::span<const Shipment> shipments) {
    Tally tally(test::window, 2 * day);
    for (const Shipment& shipment : shipments) {
        tally.add(shipment.passage, &shipment.dossier);
    }
    return tally;
}

Cell sum(std::span<const Cell> cells) {
    Cell total;
    for (const Cell& cell : cells) {
        total += cell;
    }
    return total;
}

TEST(Tally, MergingIsExactAndOrderFree) {
    auto shipments = random_shipments(600);
    const Tally all = tally_of(shipments);
    const std::span<const Shipment> view(shipments);
    Tally merged = tally_of(view.subspan(400));
    merged.merge(tally_of(view.subspan(0, 150)));
    merged.merge(tally_of({}));
    merged.merge(tally_of(view.subspan(150, 250)));
    EXPECT_EQ(merged, all);
    std::reverse(shipments.begin(), shipments.end());
    EXPECT_EQ(tally_of(shipments), all);
    EXPECT_NE(tally_of(view.subspan(1)), all);
}

TEST(Tally, EveryDimensionAddsUpToTheWhole) {
    const auto shipments = random_shipments(500);
    const Tally tally = tally_of(shipments);
    Cell whole;
    for (const Shipment& shipment : shipments) {
        Cell row;
        measure(shipment.passage, &shipment.dossier, test::window.end, 2 * day, row);
        whole += row;
    }
    EXPECT_EQ(tally.overall(), whole);
    EXPECT_EQ(sum(tally.days()), whole);
    for (const Dimension dimension :
         {Dimension::lane, Dimension::chapter, Dimension::goods, Dimension::origin, Dimension::mode,
          Dimension::office, Dimension::tier, Dimension::direction}) {
        EXPECT_EQ(sum(tally.segments(dimension)), whole) << name(dimension);
    }
}

TEST(Tally, EachSegmentHoldsItsOwn) {
    const auto shipments = random_shipments(500);
    const Tally tally = tally_of(shipments);
    const auto holds = [&](Dimension dimension, std::size_t code, auto belongs) {
        const auto expected = std::count_if(shipments.begin(), shipments.end(), belongs);
        ASSERT_GT(expected, 0) << name(dimension);
        EXPECT_EQ(tally.segments(dimension)[code][Measure::lodged], expected) << name(dimension);
    };
    holds(Dimension::lane, 3, [](auto& s) { return s.passage.lane == Lane::red; });
    holds(Dimension::agreement, 2, [](auto& s) { return (s.dossier.agreements & 4) != 0; });
    holds(Dimension::agreement, 15, [](auto& s) { return (s.dossier.agreements >> 15) != 0; });
    holds(Dimension::chapter, 84, [](auto& s) { return s.dossier.chapter == 84; });
    holds(Dimension::goods, 2, [](auto& s) { return s.dossier.goods == Goods::regulated; });
    holds(Dimension::origin, 29, [](auto& s) { return s.dossier.origin == 29; });
    holds(Dimension::mode, 4, [](auto& s) { return s.dossier.mode == 4; });
    holds(Dimension::office, 3, [](auto& s) { return s.dossier.office == 3; });
    holds(Dimension::tier, 2, [](auto& s) { return s.dossier.tier == 2; });
    holds(Dimension::direction, 1, [](auto& s) { return s.dossier.direction == 1; });
}

TEST(Tally, ClustersAreCellsOfWeekAndImporterGroup) {
    const auto shipments = random_shipments(500);
    Tally tally(test::window, 2 * day);  // ten days from a Monday
    tally.keep_clusters();
    Tally rest = tally;
    for (std::size_t i = 0; i < shipments.size(); ++i) {
        (i % 2 == 0 ? tally : rest).add(shipments[i].passage, &shipments[i].dossier);
    }
    tally.merge(rest);
    ASSERT_EQ(tally.clusters()->weeks().size(), 2);
    Cell whole;
    for (std::size_t week = 0; week < 2; ++week) {
        Cell of_week;
        for (const Cell& cell : tally.clusters()->weeks()[week]) {
            of_week += cell;
        }
        EXPECT_EQ(of_week, sum(tally.days().subspan(7 * week, week == 0 ? 7 : 3)));
        whole += of_week;
    }
    EXPECT_EQ(whole, tally.overall());
    const auto in_group = std::count_if(shipments.begin(), shipments.end(), [](auto& s) {
        return s.dossier.importer_group == 63 && s.passage.lodged < test::window.begin + 7 * day;
    });
    ASSERT_GT(in_group, 0);
    EXPECT_EQ(tally.clusters()->weeks()[0][63][Measure::lodged], in_group);

    Tally blank(test::window, 2 * day);
    blank.keep_clusters();
    blank.add(shipments.front().passage, nullptr);
    EXPECT_EQ(sum(blank.clusters()->weeks().back())[Measure::lodged], 1);
    EXPECT_EQ(blank.clusters()->weeks().back()[Clusters::no_importer][Measure::lodged], 1);
    EXPECT_TRUE(blank.take_clusters());
    EXPECT_FALSE(blank.clusters());
}

TEST(Tally, BlankDeclarationsHaveCoreMeasuresAndALane) {
    const auto shipments = random_shipments(200);
    Tally blank(test::window, 2 * day);
    for (const Shipment& shipment : shipments) {
        blank.add(shipment.passage, nullptr);
    }
    const Tally described = tally_of(shipments);
    for (std::size_t i = 0; i < measure_count; ++i) {
        const auto measure = static_cast<Measure>(i);
        EXPECT_EQ(blank.overall()[measure],
                  i < core_measure_count ? described.overall()[measure] : 0)
            << info(measure).name;
    }
    EXPECT_EQ(sum(blank.days()), blank.overall());
    EXPECT_EQ(blank.clearance(ClearanceOf::all), described.clearance(ClearanceOf::all));
    EXPECT_EQ(blank.lasting(Lasting::detention), described.lasting(Lasting::detention));
    EXPECT_TRUE(blank.segments(Dimension::chapter).empty());
}

TEST(Tally, TimesAreThoseOfReleasedShipments) {
    const auto shipments = random_shipments(500);
    const Tally tally = tally_of(shipments);
    Histogram red;
    Histogram compliant;
    Histogram detained;
    Histogram all;
    for (const auto& [passage, dossier] : shipments) {
        if (passage.exit != Exit::released) {
            continue;
        }
        const Duration stay = passage.left - passage.lodged;
        all.add(stay);
        red.add(stay, passage.lane == Lane::red);
        compliant.add(stay,
                      (dossier.facts & fact_truth_known) && !(dossier.facts & fact_violation));
        detained.add(stay, passage.detained != never);
    }
    EXPECT_EQ(tally.clearance(ClearanceOf::all), all);
    EXPECT_EQ(tally.clearance(Lane::red), red);
    EXPECT_EQ(tally.clearance(ClearanceOf::truly_compliant), compliant);
    EXPECT_EQ(tally.clearance(ClearanceOf::detained), detained);
    EXPECT_EQ(static_cast<std::int64_t>(all.total()), tally.overall()[Measure::released]);
    EXPECT_EQ(static_cast<std::int64_t>(detained.total()),
              tally.overall()[Measure::released_detained]);
}

TEST(Tally, DaysAreLocal) {
    Window window{days_since_epoch({2026, 1, 5}) * day, days_since_epoch({2026, 1, 7}) * day,
                  6 * hour};
    Tally tally(window, day);
    ASSERT_EQ(tally.days().size(), 3);  // from 06:00 on the 5th to 06:00 on the 7th
    EXPECT_EQ(tally.first_day(), days_since_epoch({2026, 1, 5}));
    const auto lodge = [&](Duration after) {
        Passage passage;
        passage.lodged = window.begin + after;
        tally.add(passage, nullptr);
    };
    lodge(0);
    lodge(18 * hour - 1);
    lodge(18 * hour);
    lodge(2 * day - 1);
    EXPECT_EQ(tally.days()[0][Measure::lodged], 2);
    EXPECT_EQ(tally.days()[1][Measure::lodged], 1);
    EXPECT_EQ(tally.days()[2][Measure::lodged], 1);
    EXPECT_THROW(lodge(-day), ContractViolation);
    EXPECT_THROW(lodge(3 * day), ContractViolation);
    EXPECT_EQ(Tally(test::window, day).days().size(), 10);
    window.utc_offset = -hour;  // west: the run begins on the evening before
    EXPECT_EQ(Tally(window, day).first_day(), days_since_epoch({2026, 1, 4}));
}

TEST(Tally, MergesLikeWithLikeOnly) {
    Tally tally(test::window, 2 * day);
    EXPECT_THROW(tally.merge(Tally(test::window, day)), ContractViolation);
    Window other = test::window;
    other.end += day;
    EXPECT_THROW(tally.merge(Tally(other, 2 * day)), ContractViolation);
}

}  // namespace
}  // namespace greenlane::kpi
