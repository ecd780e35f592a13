#include "kpi/whole_evidence.h"

namespace greenlane::kpi {

Evidence WholeEvidence::of(const Observation& observation) {
    const Tally& tally = *observation.tally;
    cell_ = tally.overall();
    Evidence whole;
    whole.cell = &cell_;
    whole.kinds_known = kinds_known(cell_);
    whole.stays_known = tally.stays_known();
    for (const ClearanceOf of :
         {ClearanceOf::all, ClearanceOf::truly_compliant, ClearanceOf::detained}) {
        const auto i = static_cast<std::size_t>(of);
        clearance_[i] = tally.clearance(of);
        whole.clearance[i] = &clearance_[i];
    }
    for (std::size_t i = 0; i < lasting_count; ++i) {
        whole.lasting[i] = &tally.lasting(static_cast<Lasting>(i));
    }
    for (const StationTally& station : observation.stations) {
        whole.busy += station.rostered > 0 ? station.busy : 0;
        whole.rostered += station.rostered;
    }
    return whole;
}

}  // namespace greenlane::kpi
