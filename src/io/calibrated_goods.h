#pragma once

#include "greenlane/experiment/goods_fit.h"

#include "io/scenario_edit.h"

#include <string>

namespace greenlane::io {

/// `[goods]` of the scenario with what was fitted; `catalogue` is its file, beside the scenario.
void write_goods(const experiment::GoodsFit& fit, const std::string& catalogue,
                 ScenarioEdit& scenario);

}  // namespace greenlane::io
