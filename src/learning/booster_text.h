#pragma once

#include "greenlane/screening/forest_model.h"

#include <string_view>

namespace greenlane::learning {

/// The trees of XGBoost's JSON model (version 1.7, `gbtree`, logistic loss).
screening::ForestModel forest_of(std::string_view text);

}  // namespace greenlane::learning
