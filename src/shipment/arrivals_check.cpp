#include "greenlane/shipment/arrivals.h"

#include <algorithm>
#include <cmath>

namespace greenlane::shipment {

namespace {

void check_profile(const Located<std::vector<double>>& profile, std::string_view name,
                   std::size_t length, std::string_view unit, Diagnostics& diagnostics) {
    const std::vector<double>& shares = profile.value;
    if (shares.empty()) {
        return;
    }
    if (shares.size() != length) {
        diagnostics.error(profile.position,
                          std::string(name) + " has " + std::to_string(shares.size()) +
                              " shares, not " + std::to_string(length),
                          "write one share for each " + std::string(unit));
    } else if (std::any_of(shares.begin(), shares.end(),
                           [](double share) { return !(share >= 0) || std::isinf(share); })) {
        diagnostics.error(profile.position,
                          std::string(name) + " holds a share that is negative or no number");
    } else if (std::all_of(shares.begin(), shares.end(), [](double share) { return share == 0; })) {
        diagnostics.error(profile.position, std::string(name) + " is zero throughout",
                          "shares count against each other: give at least one a weight");
    }
}

void check_swings(const std::vector<Swing>& swings, Diagnostics& diagnostics) {
    double total = 0;
    for (const Swing& swing : swings) {
        if (!(swing.amplitude.value >= 0 && swing.amplitude.value <= 1)) {
            diagnostics.error(swing.amplitude.position, "amplitude is not between 0 and 1",
                              "it is the share by which the rate rises and falls");
        }
        if (swing.period.value < hour) {
            diagnostics.error(swing.period.position, "period is shorter than an hour");
        }
        total += swing.amplitude.value;
    }
    if (swings.size() > 1 && total > 1) {
        diagnostics.error(swings.back().amplitude.position,
                          "amplitudes add up to more than 1: the rate would be negative");
    }
}

}  // namespace

void check(const ArrivalsDefinition& definition, Diagnostics& diagnostics) {
    check_profile(definition.hour_of_day, "hour_of_day", 24, "hour from midnight on", diagnostics);
    check_profile(definition.day_of_week, "day_of_week", 7, "day from Monday on", diagnostics);
    check_swings(definition.swing, diagnostics);
    if (!definition.per_hour && !definition.interval) {
        diagnostics.error(definition.position, "arrivals without a rate",
                          "write per_hour = (a number), or interval = { distribution = ... }");
    }
    if (definition.per_hour &&
        !(definition.per_hour->value > 0 && std::isfinite(definition.per_hour->value))) {
        diagnostics.error(definition.per_hour->position, "per_hour is not positive");
    } else if (definition.per_hour && definition.per_hour->value > 1e9) {
        diagnostics.error(definition.per_hour->position, "more than 10^9 arrivals per hour",
                          "times are kept in milliseconds");
    }
    if (definition.batch) {
        const auto batch =
            random::compile_law(*definition.batch, random::LawOf::numbers, diagnostics);
        if (batch && batch->mean() > 1e6) {
            diagnostics.error(definition.batch->position, "batches of more than a million each");
        }
    }
    if (!definition.interval) {
        return;
    }
    const SourcePosition& position = definition.interval->position;
    const auto interval =
        random::compile_law(*definition.interval, random::LawOf::times, diagnostics);
    if (interval && !(interval->mean() > 0)) {
        diagnostics.error(position, "interval has the mean 0");
    }
    if (definition.per_hour) {
        diagnostics.error(position, "arrivals with both per_hour and interval",
                          "keep one: interval alone makes a renewal process");
    }
    if (!definition.hour_of_day.value.empty() || !definition.day_of_week.value.empty() ||
        !definition.swing.empty()) {
        diagnostics.error(position, "a renewal process has no hour_of_day, day_of_week or swing",
                          "use per_hour for a rate that varies");
    }
}

}  // namespace greenlane::shipment
