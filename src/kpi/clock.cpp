#include "greenlane/kpi/clock.h"

#include <algorithm>

namespace greenlane::kpi {

bool needs_clock(Measure measure) {
    switch (measure) {
        case Measure::acceptance_ms:
        case Measure::clearance_ms:
        case Measure::customs_ms:
        case Measure::trader_ms:
        case Measure::agency_ms:
        case Measure::due:
        case Measure::on_time:
        case Measure::idle_ms:
        case Measure::clearance_detained_ms:
        case Measure::acceptance_compliant_ms:
        case Measure::due_compliant:
        case Measure::on_time_compliant:
        case Measure::clearance_compliant_ms:
        case Measure::refrigerated_ms:
        case Measure::assessment_ms:
        case Measure::assessment_wait_ms:
        case Measure::passed_ms:
        case Measure::failed_ms:
        case Measure::acceptance_violating_ms:
            return true;
        default:
            return false;
    }
}

bool needs_clock(const Kpi& kpi) {
    const Formula& formula = kpi.how;
    switch (formula.kind) {
        case Kind::clearance_quantile:
        case Kind::restricted_mean:
        case Kind::median:
        case Kind::utilisation:
            return true;
        case Kind::emission:
            return formula.source != EmissionSource::scans &&
                   formula.source != EmissionSource::paper;
        case Kind::ratio:
        case Kind::sum:
        case Kind::all_traffic:
        case Kind::smallest_detectable:
            break;
    }
    const auto any = [](const Measures& measures) {
        return std::any_of(measures.begin(), measures.end(),
                           [](Measure measure) { return needs_clock(measure); });
    };
    return any(formula.numerators) || any(formula.denominators) || any(formula.counted);
}

}  // namespace greenlane::kpi
