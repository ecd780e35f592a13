#pragma once

#include "greenlane/evaluation/bounds.h"
#include "greenlane/kpi/interval.h"

#include <optional>

#include <nlohmann/json.hpp>

namespace greenlane::io {

using Json = nlohmann::ordered_json;

inline Json json_of(const std::optional<double>& value) {
    return value ? Json(*value) : Json();
}

inline Json json_of(const std::optional<kpi::Interval>& interval) {
    return interval ? Json{{"low", interval->low}, {"high", interval->high}} : Json();
}

/// `{"mean": 0, "ci_low": 0, "ci_high": 0}`, null where undefined, limits null where there are
/// none.
inline Json json_of(const std::optional<kpi::Figure>& figure) {
    if (!figure) {
        return {};
    }
    const bool limited = figure->interval.has_value();
    return {{"mean", figure->mean},
            {"ci_low", limited ? Json(figure->interval->low) : Json()},
            {"ci_high", limited ? Json(figure->interval->high) : Json()}};
}

}  // namespace greenlane::io
