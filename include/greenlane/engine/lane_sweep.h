#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/lane.h"
#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/kpi/kpi_table.h"
#include "greenlane/kpi/kpi_value.h"
#include "greenlane/kpi/measure.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace greenlane::engine {

/// What a profile does once its rules are matched: from how many points on a lane begins, and how
/// many shipments a limited lane takes in an epoch.
struct LaneSetting {
    std::optional<std::int32_t> yellow_from;  ///< points; none: points never lead there
    std::optional<std::int32_t> red_from;
    /// Of the lanes that the profile limits; what stands for others is not read.
    std::array<std::int64_t, lane_count> per_day{};
    friend bool operator==(const LaneSetting&, const LaneSetting&) = default;
};
/// As the profile has it.
LaneSetting lane_setting(const profile::CompiledProfile& profile);

/// What the shipments of one replication, lodged within the window, add up to under one setting
/// when every one of them is seen through to its end: integers only.
struct LaneTotals {
    kpi::Cell cell;                                      ///< 0 where kpi::needs_clock()
    std::array<std::int64_t, lane_count> lanes{};        ///< shipments by lane
    std::array<std::int64_t, control_count> controls{};  ///< by control done, audits included

    void add(const LaneTotals& other, std::int64_t times = 1);
    friend bool operator==(const LaneTotals&, const LaneTotals&) = default;
};

/// The KPI's figure in its unit; nullopt where it is undefined or needs a clock.
std::optional<double> value(const kpi::Kpi& kpi, const LaneTotals& totals,
                            const kpi::Assumptions& assumptions);

/// Why settings of the scenario's lanes must each be run by itself; nullopt where sweep_lanes()
/// takes them together.
std::optional<std::string_view> why_no_lane_sweep(const CompiledScenario& scenario);

/// One replication under many settings: a pure function of (scenario, number, settings), one result
/// a setting. Declarations are made or read, screened and controlled once, whatever the number of
/// settings; queues are not simulated. What the scenario's own profile says of thresholds and
/// places is not read.
///
/// The totals are those of run_replication() with the profile so set, integer for integer, as far
/// as it leaves nobody in process: there, a control that the horizon's end forestalls does not
/// count.
///
/// A setting costs a look-up; where lanes are limited, also some nanoseconds for each shipment that
/// a limited lane may get. Memory follows the shipments of one epoch that a limited lane may get
/// (some 300 bytes each) and the settings (7 KiB each).
/// Expects that why_no_lane_sweep() has no objection. `goes_on` as in Watch: Interrupted is thrown
/// where it says false.
std::vector<LaneTotals> sweep_lanes(const CompiledScenario& scenario, std::uint64_t number,
                                    std::span<const LaneSetting> settings,
                                    const std::function<bool(std::uint64_t lodged)>& goes_on = {});

/// The same with declarations that someone else has opened: `source` gives what the scenario's feed
/// would.
std::vector<LaneTotals> sweep_lanes(const CompiledScenario& scenario, shipment::Source& source,
                                    std::uint64_t number, std::span<const LaneSetting> settings,
                                    const std::function<bool(std::uint64_t lodged)>& goes_on = {});

}  // namespace greenlane::engine
