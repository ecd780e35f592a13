#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane::experiment {

enum class Relation : std::uint8_t { above, at_least, below, at_most };

/// What `--fail-if` takes: `clearance.time.p90>24`, a KPI by its id and a limit in its unit.
struct Gate {
    std::string text;
    std::size_t kpi = 0;
    Relation relation{};
    double limit = 0;

    /// Whether it is true of a figure; one that is undefined cannot be shown to hold: true.
    bool is_true(const std::optional<double>& value) const;
};

/// Throws InputError(usage) where it is no gate or names no KPI, with a hint. An hour's unit may
/// stand behind the limit of a time, a `%` behind that of a share.
Gate parse_gate(std::string_view text);

}  // namespace greenlane::experiment
