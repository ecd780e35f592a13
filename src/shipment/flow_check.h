#pragma once

#include "greenlane/core/located.h"
#include "greenlane/shipment/goods.h"

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::shipment {

/// Reports a number outside [low, high], or no number.
inline void check_between(const Located<double>& number, std::string_view name, double low,
                          double high, std::string_view range, Diagnostics& diagnostics) {
    if (!(number.value >= low && number.value <= high)) {
        diagnostics.error(number.position,
                          std::string(name) + " is not between " + std::string(range));
    }
}

inline void check_share(const Located<double>& share, std::string_view name,
                        Diagnostics& diagnostics) {
    check_between(share, name, 0, 1, "0 and 1", diagnostics);
}

/// Reports weights that are negative or no number, and lists without a positive one. An empty list
/// passes.
template <typename T>
void check_weights(const std::vector<Weighted<T>>& weights, std::string_view name,
                   Diagnostics& diagnostics) {
    double sum = 0;
    for (const Weighted<T>& weight : weights) {
        if (!(weight.weight >= 0 && std::isfinite(weight.weight))) {
            diagnostics.error(weight.position,
                              std::string(name) + ": a weight is negative or no number");
            return;
        }
        sum += weight.weight;
    }
    if (!weights.empty() && sum == 0) {
        diagnostics.error(weights.front().position, std::string(name) + ": all weights are 0");
    }
}

}  // namespace greenlane::shipment
