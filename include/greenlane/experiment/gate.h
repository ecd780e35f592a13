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

/// Throws InputError(usage), in the name of the option, where it is no gate, names no quantity, or
/// its limit is none (parse_limit()), with a hint.
Gate parse_gate(std::string_view text, std::string_view option = "--fail-if");

/// `clearance.time.p90>24h`, or a constraint such as `clearance.time.p90<=24h`, in its parts.
struct LimitText {
    std::string_view quantity;
    Relation relation{};
    std::string_view limit;
};
/// Throws InputError(usage), in the name of the option, where there is no relation; the message
/// shows `usual`, the one that the option is mostly given with.
LimitText parse_limit_text(std::string_view text, std::string_view option, std::string_view usual);

}  // namespace greenlane::experiment
