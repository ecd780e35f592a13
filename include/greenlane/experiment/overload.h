#pragma once

#include "greenlane/engine/compiled_scenario.h"

#include <cstddef>
#include <vector>

namespace greenlane::experiment {

/// A station that gets as much work as its servers can do, or more: its queue grows for as long as
/// a run lasts, and shipments in it are missing from the figures of those released.
struct Overload {
    std::size_t station = 0;  ///< of the process
    double utilisation = 0;   ///< that is expected, 1 or more

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.station, self.utilisation);
    }
};

/// By engine::expected_traffic(): known before a run. None where no queue is simulated, as the
/// times are those of records.
std::vector<Overload> overloads(const engine::CompiledScenario& scenario);

}  // namespace greenlane::experiment
