#pragma once

#include "greenlane/experiment/calibration.h"

#include "io/scenario_edit.h"

namespace greenlane::io {

/// The station of a fitted stage, changed or new; of one that is left, why.
void write_stage(const experiment::StageFit& fit, ScenarioEdit& scenario);

}  // namespace greenlane::io
