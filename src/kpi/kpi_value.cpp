#include "greenlane/kpi/kpi_value.h"

#include "greenlane/kpi/proportion.h"

#include <algorithm>
#include <cmath>

namespace greenlane::kpi {

namespace {

using Value = std::optional<double>;

std::int64_t sum(const Cell& cell, const Measures& measures) {
    std::int64_t total = 0;
    for (const Measure measure : measures) {
        total += cell[measure];
    }
    return total;
}

Value quotient(std::int64_t numerator, std::int64_t denominator) {
    if (denominator == 0) {
        return std::nullopt;
    }
    return static_cast<double>(numerator) / static_cast<double>(denominator);
}

double in_hours(double milliseconds) {
    return milliseconds / static_cast<double>(hour);
}

/// From a ratio or sum of measures to the unit.
double scaled(double raw, Unit unit, const Assumptions& assumptions) {
    switch (unit) {
        case Unit::percent:
            return 100 * raw;
        case Unit::hours:
            return in_hours(raw);
        case Unit::per_hour:
            return raw * static_cast<double>(hour);
        case Unit::currency:
            return raw / std::pow(10.0, assumptions.minor_digits);
        case Unit::kilograms:
        case Unit::documents:
            break;
    }
    return raw;
}

Value quantile(const Formula& formula, const Evidence& evidence) {
    const Histogram* times = evidence.clearance[static_cast<std::size_t>(formula.clearance)];
    const auto time = times != nullptr ? times->quantile(formula.p) : std::nullopt;
    return time ? Value(in_hours(static_cast<double>(*time))) : std::nullopt;
}

Value lasting(const Formula& formula, const Evidence& evidence, const Assumptions& assumptions) {
    const Survival* times = evidence.lasting[static_cast<std::size_t>(formula.lasting)];
    if (times == nullptr) {
        return std::nullopt;
    }
    if (formula.kind == Kind::median) {
        const auto median = times->median();
        return median ? Value(in_hours(static_cast<double>(*median))) : std::nullopt;
    }
    const auto mean = times->restricted_mean(assumptions.restricted_to);
    return mean ? Value(in_hours(*mean)) : std::nullopt;
}

/// Shipments that rules selected were not drawn at random: each stratum counts by its size.
Value all_traffic(const Cell& cell) {
    const std::int64_t by_rule = cell[Measure::by_rule];
    const std::int64_t others = cell[Measure::not_by_rule];
    const Value among_rules =
        by_rule > 0 ? quotient(cell[Measure::by_rule_hits], cell[Measure::by_rule_inspected]) : 0.0;
    const Value among_others =
        others > 0 ? quotient(cell[Measure::lottery_hits], cell[Measure::lottery_inspected]) : 0.0;
    if (by_rule + others == 0 || !among_rules || !among_others) {
        return std::nullopt;
    }
    return 100 *
           (static_cast<double>(by_rule) * *among_rules +
            static_cast<double>(others) * *among_others) /
           static_cast<double>(by_rule + others);
}

Value smallest_detectable(const Cell& cell) {
    const auto rate =
        smallest_detectable_rate(static_cast<std::uint64_t>(cell[Measure::lottery_inspected]));
    return rate ? Value(100 * *rate) : std::nullopt;
}

double at(const AssumedFactor& factor, Level level) {
    switch (level) {
        case Level::low:
            return factor.low;
        case Level::high:
            return factor.high;
        case Level::value:
            break;
    }
    return factor.value;
}

Value product(double amount, std::initializer_list<std::optional<AssumedFactor>> factors,
              Level level) {
    for (const auto& factor : factors) {
        if (!factor) {
            return std::nullopt;
        }
        amount *= at(*factor, level);
    }
    return amount;
}

/// kg of CO2.
Value emitted(EmissionSource source, Level level, const Cell& cell,
              const EmissionFactors& factors) {
    const auto amount = [&](Measure measure) { return static_cast<double>(cell[measure]); };
    switch (source) {
        case EmissionSource::idling:
            return cell[Measure::lodged] == 0
                       ? std::nullopt
                       : product(in_hours(amount(Measure::idle_ms)),
                                 {factors.at_post_share, factors.engine_on_share,
                                  factors.idling_kg_per_hour},
                                 level);
        case EmissionSource::reefers:
            return cell[Measure::perishable_known] == 0
                       ? std::nullopt
                       : product(in_hours(amount(Measure::refrigerated_ms)),
                                 {factors.at_post_share, factors.reefer_kg_per_hour}, level);
        case EmissionSource::scans:
            return cell[Measure::described] == 0
                       ? std::nullopt
                       : product(amount(Measure::scans), {factors.scan_kg}, level);
        case EmissionSource::paper:
            return cell[Measure::media_known] == 0
                       ? std::nullopt
                       : product(amount(Measure::paper_documents) / 1000,
                                 {factors.paper_g_per_document}, level);
        case EmissionSource::all:
            break;
    }
    double total = 0;
    for (const EmissionSource each : {EmissionSource::idling, EmissionSource::reefers,
                                      EmissionSource::scans, EmissionSource::paper}) {
        const Value kilograms = emitted(each, level, cell, factors);
        if (!kilograms) {
            return std::nullopt;
        }
        total += *kilograms;
    }
    return total;
}

}  // namespace

bool kinds_known(const Cell& overall) {
    std::int64_t known = 0;
    for (std::size_t kind = 0; kind + 2 < violation_count; ++kind) {
        known += overall[static_cast<Measure>(static_cast<std::size_t>(Measure::undeclared_waste) +
                                              kind)];
    }
    return known > 0 || overall[Measure::unspecified] == 0;
}

namespace {

/// Whether a figure rests on what happened at stations, not only on when stages were completed.
bool needs_stays(const Formula& formula) {
    if (formula.kind == Kind::emission) {
        return formula.source == EmissionSource::idling || formula.source == EmissionSource::all;
    }
    const auto of_stays = [](const Measures& measures) {
        return std::any_of(measures.begin(), measures.end(), [](Measure measure) {
            return measure == Measure::customs_ms || measure == Measure::trader_ms ||
                   measure == Measure::agency_ms || measure == Measure::assessment_wait_ms ||
                   measure == Measure::assessment_work_ms || measure == Measure::control_work_ms;
        });
    };
    return of_stays(formula.numerators) || of_stays(formula.denominators);
}

}  // namespace

Value value(const Kpi& kpi, const Evidence& evidence, const Assumptions& assumptions) {
    const Formula& formula = kpi.how;
    const Cell& cell = *evidence.cell;
    if ((formula.needs_kinds && !evidence.kinds_known) ||
        (!evidence.stays_known && needs_stays(formula))) {
        return std::nullopt;
    }
    Value raw;
    switch (formula.kind) {
        case Kind::ratio:
            raw = quotient(sum(cell, formula.numerators), sum(cell, formula.denominators));
            break;
        case Kind::sum:
            if (sum(cell, formula.counted) > 0) {
                raw = static_cast<double>(sum(cell, formula.numerators));
            }
            break;
        case Kind::utilisation:
            raw = quotient(evidence.busy, evidence.rostered);
            break;
        case Kind::clearance_quantile:
            return quantile(formula, evidence);
        case Kind::restricted_mean:
        case Kind::median:
            return lasting(formula, evidence, assumptions);
        case Kind::all_traffic:
            return all_traffic(cell);
        case Kind::smallest_detectable:
            return smallest_detectable(cell);
        case Kind::emission:
            return emitted(formula.source, formula.level, cell, assumptions.emissions);
    }
    return raw ? Value(scaled(*raw, kpi.unit, assumptions)) : std::nullopt;
}

std::int64_t count(const Kpi& kpi, const Evidence& evidence) {
    const Formula& formula = kpi.how;
    switch (formula.kind) {
        case Kind::restricted_mean:
        case Kind::median: {
            const Survival* times = evidence.lasting[static_cast<std::size_t>(formula.lasting)];
            return times == nullptr ? 0
                                    : static_cast<std::int64_t>(times->observed().total() +
                                                                times->censored().total());
        }
        case Kind::utilisation:
            return evidence.rostered / hour;
        default:
            return sum(*evidence.cell, formula.counted);
    }
}

}  // namespace greenlane::kpi
