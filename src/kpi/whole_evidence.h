#pragma once

#include "greenlane/kpi/cube.h"
#include "greenlane/kpi/kpi_value.h"

#include <array>

namespace greenlane::kpi {

/// What one replication's whole run adds up to; outlives the evidence that points into it.
class WholeEvidence {
public:
    /// The observation's tally outlives the evidence too.
    Evidence of(const Observation& observation);

private:
    Cell cell_;
    std::array<Histogram, clearance_of_count> clearance_;
};

/// What utilisation is made of, of one station.
inline void put_work(const StationTally& station, Evidence& evidence) {
    evidence.busy = station.busy;
    evidence.rostered = station.rostered;
}

}  // namespace greenlane::kpi
