#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/units.h"
#include "greenlane/kpi/passage.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::engine {

/// What a control said when a stay at its station was over.
struct ControlOutcome {
    Control control{};
    bool alarm = false;    ///< it raised a suspicion, justified or not
    bool finding = false;  ///< it established a violation
};

/// A stay of a shipment at a station, or its wait for the hour at which its lane is decided.
struct Stay {
    std::optional<std::size_t> station;  ///< index into the process; none: the wait for a decision
    Instant arrival = 0;
    Instant start = 0;    ///< of service; `never` where it had not begun when the run ended
    Instant end = never;  ///< `never` where it was not over when the run ended
    std::optional<ControlOutcome> control;
};

/// The way of one shipment through the process, stay by stay.
struct Journey {
    std::uint64_t shipment = 0;
    bool over = false;  ///< nothing will be added
    std::vector<Stay> stays;
    kpi::Passage passage;  ///< as the KPIs count it, once over
};

}  // namespace greenlane::engine
