#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/kpi/interval.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// What a study of many systems keeps of one replication.
struct Outcome {
    std::uint64_t number = 0;           ///< of the replication
    engine::Counts counts;              ///< of all shipments
    std::int64_t visits = 0;            ///< stays at stations begun
    std::int64_t lodged = 0;            ///< declarations that count
    std::vector<double> values;         ///< by column (experiment/quantity.h); NaN where undefined
    std::vector<std::int64_t> counted;  ///< by KPI, in its denominator

    std::optional<double> value(std::size_t column) const;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.number, self.counts, self.visits, self.lodged, self.values, self.counted);
    }
};

Outcome outcome_of(const engine::CompiledScenario& scenario,
                   const engine::Replication& replication);

/// Mean and interval of a column over replications; nullopt where it is undefined in all of them.
std::optional<kpi::Figure> figure_of(std::size_t column, std::span<const Outcome> outcomes);

}  // namespace greenlane::experiment
