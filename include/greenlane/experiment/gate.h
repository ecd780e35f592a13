#pragma once

#include "greenlane/experiment/quantity.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace greenlane::experiment {

enum class Relation : std::uint8_t { above, at_least, below, at_most };

/// What `--fail-if` takes: `clearance.time.p90>24h`, a quantity and its limit.
struct Gate {
    std::string text;
    Quantity quantity{};
    Relation relation{};
    double limit = 0;

    /// Whether it is true of a figure; one that is undefined cannot be shown to hold: true.
    bool is_true(const std::optional<double>& value) const;
};

/// Throws InputError(usage) where it is no gate, names no quantity, or its limit is none
/// (parse_limit()), with a hint.
Gate parse_gate(std::string_view text);

}  // namespace greenlane::experiment
