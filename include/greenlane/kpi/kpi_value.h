#pragma once

#include "greenlane/kpi/kpi_table.h"

#include <array>
#include <cstdint>
#include <optional>

namespace greenlane::kpi {

/// An assumed factor with its range.
struct AssumedFactor {
    double low = 0;
    double value = 0;
    double high = 0;
};

/// What emissions are estimated from; a figure that needs a factor that is not given is undefined.
struct EmissionFactors {
    std::optional<AssumedFactor> idling_kg_per_hour;  ///< of a truck with its engine on
    std::optional<AssumedFactor> engine_on_share;     ///< of the time a truck waits at the post
    std::optional<AssumedFactor> reefer_kg_per_hour;  ///< of a refrigerated unit at the post
    std::optional<AssumedFactor> scan_kg;             ///< of one NII scan
    std::optional<AssumedFactor> paper_g_per_document;
    /// Of the time between lodgement and release, that a vehicle stands at the post.
    std::optional<AssumedFactor> at_post_share;
};

/// What KPIs need beside what was added up.
struct Assumptions {
    Duration restricted_to = 0;  ///< limit of restricted means
    int minor_digits = 0;        ///< decimal places of the currency
    EmissionFactors emissions{};
};

/// What is known of one period and segment. What is not kept for it is null, and what needs it is
/// undefined.
struct Evidence {
    const Cell* cell = nullptr;
    std::array<const Histogram*, clearance_of_count> clearance{};  ///< by ClearanceOf
    std::array<const Survival*, lasting_count> lasting{};          ///< by Lasting
    /// Some violation's kind is known, or there are no violations at all, in the whole run.
    bool kinds_known = true;
    bool stays_known = true;  ///< see Tally::forget_stays()
    Duration busy = 0;        ///< of stations
    Duration rostered = 0;    ///< of stations
};

/// Whether truth names the kind of at least one violation of a run, or holds none.
bool kinds_known(const Cell& overall);

/// The KPI's figure in its unit; nullopt where it is undefined.
std::optional<double> value(const Kpi& kpi, const Evidence& evidence,
                            const Assumptions& assumptions);
/// How many shipments, items or events stand in its denominator; of utilisation, rostered hours.
std::int64_t count(const Kpi& kpi, const Evidence& evidence);

}  // namespace greenlane::kpi
