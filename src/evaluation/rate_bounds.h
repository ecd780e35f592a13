#pragma once

#include "greenlane/evaluation/bounds.h"

namespace greenlane::evaluation {

/// Bounds of a rate with their interval, clipped to [0, 1].
RateBounds rate_bounds(double low, double high, double se_low, double se_high, double confidence);

}  // namespace greenlane::evaluation
