#pragma once

#include "greenlane/core/calendar.h"
#include "greenlane/kpi/cube.h"

#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace greenlane::test {

/// A run of ten days from Monday, 2026-01-05, that a test fills by hand.
inline const kpi::Window window{days_since_epoch({2026, 1, 5}) * day,
                                days_since_epoch({2026, 1, 15}) * day, 0};

/// Lodged `at` after the window's begin and released; stages are completed so many hours after
/// lodgement, the last one being release.
inline kpi::Passage released(Duration at, std::array<double, stage_count> hours) {
    kpi::Passage passage;
    passage.lodged = window.begin + at;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        passage.completed[stage] =
            passage.lodged + static_cast<Duration>(hours[stage] * static_cast<double>(hour));
    }
    passage.left = passage.completed.back();
    passage.exit = kpi::Exit::released;
    return passage;
}

/// The same, still in process: it has completed the first `stages` only.
inline kpi::Passage open_after(std::size_t stages, kpi::Passage passage) {
    for (std::size_t stage = stages; stage < stage_count; ++stage) {
        passage.completed[stage] = never;
    }
    passage.left = never;
    passage.exit = kpi::Exit::in_process;
    return passage;
}

inline kpi::Dossier dossier(std::uint32_t facts) {
    kpi::Dossier made;
    made.facts = facts;
    return made;
}

/// One replication, and the figures it gives.
class KpiRun {
public:
    KpiRun() : tally(window, 2 * day) {
        settings.assumptions = {.restricted_to = 3 * day,
                                .minor_digits = 2,
                                .emissions = {.idling_kg_per_hour = {{4, 5, 6}},
                                              .engine_on_share = {{0.1, 0.4, 0.9}},
                                              .reefer_kg_per_hour = {{5, 6, 7}},
                                              .scan_kg = {{0.1, 0.2, 0.3}},
                                              .paper_g_per_document = {{4, 5, 10}},
                                              .at_post_share = {{0.25, 0.5, 1}}}};
        settings.currency = "KGS";
    }

    void add(const kpi::Passage& passage) { tally.add(passage, nullptr); }
    void add(const kpi::Passage& passage, const kpi::Dossier& made) { tally.add(passage, &made); }
    void add(const kpi::Passage& passage, std::uint32_t facts) { add(passage, dossier(facts)); }

    kpi::Cube cube() const {
        const kpi::Observation observation{&tally, stations, offices, origins};
        return {{&observation, 1}, settings};
    }
    /// The figure of a KPI that exists, in a slice that exists.
    std::optional<double> operator()(std::string_view id, std::string_view segment = "all",
                                     std::string_view period = "all") const {
        const kpi::Cube made = cube();
        GREENLANE_EXPECT(made.slice_index(period, segment) < made.slices().size());
        GREENLANE_EXPECT(kpi::kpi_index(id) < kpi::kpis().size());
        return made.value(0, made.slice_index(period, segment), kpi::kpi_index(id));
    }
    std::int64_t count(std::string_view id) const { return cube().count(0, kpi::kpi_index(id)); }

    kpi::Tally tally;
    kpi::CubeSettings settings;
    std::vector<kpi::StationTally> stations;
    std::vector<std::string> offices;
    std::vector<std::string> origins;
};

}  // namespace greenlane::test
