#pragma once

#include "greenlane/experiment/quantity.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace greenlane::experiment {

enum class Relation : std::uint8_t { above, at_least, below, at_most };

/// What `--fail-if` takes: `clearance.time.p90>24h`, a quantity and its limit.
struct Gate {
    std::string text;
    Quantity quantity{};
    Relation relation{};
    double limit = 0;  ///< in the quantity's unit

    bool is_true(double value) const;
};

/// The limit is a number in the quantity's unit; a time may have one of its own (`90min`), a share
/// has a `%` or, below 1, none: 0.85 is 85 %. Throws InputError(usage), in the name of the option,
/// with a hint, where it is no gate, names no quantity, or its limit is none or beyond what the
/// quantity can be.
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
