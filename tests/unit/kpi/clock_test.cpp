#include "greenlane/kpi/clock.h"

#include <set>
#include <string_view>

#include <gtest/gtest.h>

namespace greenlane::kpi {
namespace {

TEST(Clock, IsNeededByDurationsAndTargetsButNotByOfficersWork) {
    const std::set<std::string_view> others{"due", "on_time", "due_compliant", "on_time_compliant"};
    const std::set<std::string_view> work{"control_work_ms", "assessment_work_ms"};
    for (std::size_t i = 0; i < measure_count; ++i) {
        const auto measure = static_cast<Measure>(i);
        const std::string_view name = info(measure).name;
        const bool expected =
            others.contains(name) || (name.ends_with("_ms") && !work.contains(name));
        EXPECT_EQ(needs_clock(measure), expected) << name;
    }
}

TEST(Clock, IsNeededByKpisOfTimesAndStationsAlone) {
    const std::set<std::string_view> timeless{"assessment.time.working"};
    for (const Kpi& kpi : kpis()) {
        const bool expected =
            !timeless.contains(kpi.id) &&
            (kpi.unit == Unit::hours || kpi.id.starts_with("release.on_time") ||
             kpi.id == "clearance.utilisation" ||
             (kpi.id.starts_with("environment.co2") && kpi.id != "environment.co2.scans" &&
              kpi.id != "environment.co2.paper"));
        EXPECT_EQ(needs_clock(kpi), expected) << kpi.id;
    }
}

}  // namespace
}  // namespace greenlane::kpi
