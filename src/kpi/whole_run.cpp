#include "greenlane/kpi/whole_run.h"

#include "kpi/whole_evidence.h"

namespace greenlane::kpi {

WholeRun whole_run(const Observation& observation, const Assumptions& assumptions) {
    WholeEvidence whole;
    const Evidence evidence = whole.of(observation);
    WholeRun run;
    for (const Kpi& kpi : kpis()) {
        run.values.push_back(value(kpi, evidence, assumptions));
        run.counted.push_back(count(kpi, evidence));
    }
    const Kpi& utilisation = kpis()[kpi_index("clearance.utilisation")];
    for (const StationTally& station : observation.stations) {
        Evidence work = evidence;
        put_work(station, work);
        run.utilisation.push_back(value(utilisation, work, assumptions));
    }
    return run;
}

}  // namespace greenlane::kpi
