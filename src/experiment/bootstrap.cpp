#include "greenlane/experiment/bootstrap.h"

#include "greenlane/random/draw.h"

#include <algorithm>
#include <functional>
#include <span>
#include <string_view>

namespace greenlane::experiment {

namespace {

constexpr std::size_t resamples = 400;

/// The weeks and groups in which something was lodged, and the sums of all.
struct Occupied {
    std::vector<std::size_t> weeks;
    std::vector<std::size_t> groups;
    kpi::Cell overall;

    bool names_importers() const { return groups != std::vector{kpi::Clusters::no_importer}; }
};

Occupied occupied(const kpi::Clusters& clusters) {
    Occupied found;
    std::vector<kpi::Cell> by_group(kpi::Clusters::groups);
    for (std::size_t week = 0; week < clusters.weeks().size(); ++week) {
        const std::vector<kpi::Cell>& cells = clusters.weeks()[week];
        if (!cells.empty()) {
            found.weeks.push_back(week);
        }
        for (std::size_t group = 0; group < cells.size(); ++group) {
            by_group[group] += cells[group];
        }
    }
    for (std::size_t group = 0; group < by_group.size(); ++group) {
        if (by_group[group][kpi::Measure::lodged] > 0) {
            found.groups.push_back(group);
            found.overall += by_group[group];
        }
    }
    return found;
}

/// How often each of some clusters was drawn, by resample.
using Weights = std::vector<std::vector<std::int64_t>>;

/// Of `size` places those that are `drawn`; what is not among them has weight 0.
Weights draw_weights(random::Key key, std::string_view name, std::span<const std::size_t> drawn,
                     std::size_t size) {
    Weights weights(resamples, std::vector<std::int64_t>(size));
    const std::uint32_t name_key = random::name_key(name);
    for (std::size_t resample = 0; resample < resamples; ++resample) {
        for (std::uint32_t i = 0; i < drawn.size(); ++i) {
            const random::Words words =
                random::draw(key, resample, {random::Purpose::resample, name_key, i});
            const auto at = static_cast<std::size_t>(random::uniform(words.first) *
                                                     static_cast<double>(drawn.size()));
            ++weights[resample][drawn[at]];
        }
    }
    return weights;
}

/// The sums of each resample. A week's cells stay in the processor's cache for all of them.
std::vector<kpi::Cell> resample(const kpi::Clusters& clusters, const Weights& weeks,
                                const Weights& groups) {
    std::vector<kpi::Cell> sums(resamples);
    for (std::size_t week = 0; week < clusters.weeks().size(); ++week) {
        const std::vector<kpi::Cell>& cells = clusters.weeks()[week];
        for (std::size_t i = 0; i < resamples; ++i) {
            for (std::size_t group = 0; group < cells.size(); ++group) {
                if (const std::int64_t times = weeks[i][week] * groups[i][group]; times > 0) {
                    sums[i].add(cells[group], times);
                }
            }
        }
    }
    return sums;
}

/// The KPI in each resample; empty where one leaves nothing to divide by.
std::vector<double> values_of(const kpi::Kpi& kpi, std::span<const kpi::Cell> sums,
                              kpi::Evidence evidence, const kpi::Assumptions& assumptions) {
    std::vector<double> values;
    for (const kpi::Cell& sum : sums) {
        evidence.cell = &sum;
        const auto value = kpi::value(kpi, evidence, assumptions);
        if (!value) {
            return {};
        }
        values.push_back(*value);
    }
    return values;
}

/// nullopt where resampling says nothing.
std::optional<kpi::Interval> interval_of(std::vector<double> values) {
    if (values.empty()) {
        return std::nullopt;
    }
    const kpi::Interval interval = kpi::percentile_interval(values);
    return values.front() < values.back() ? std::optional(interval) : std::nullopt;
}

}  // namespace

DataIntervals bootstrap(const kpi::Clusters& clusters, std::uint64_t seed,
                        const kpi::Assumptions& assumptions, bool stays_known) {
    const Occupied found = occupied(clusters);
    const bool names_importers = found.names_importers();
    DataIntervals intervals{.weeks = found.weeks.size(),
                            .importer_groups = names_importers ? found.groups.size() : 0,
                            .by_kpi = {},
                            .resampled = {}};
    if (intervals.weeks < DataIntervals::fewest ||
        (names_importers && intervals.importer_groups < DataIntervals::fewest)) {
        return intervals;
    }
    // A single group is always drawn once: weeks alone are resampled.
    const random::Key key = random::make_key(seed, 0);
    const std::vector<kpi::Cell> sums =
        resample(clusters, draw_weights(key, "weeks", found.weeks, clusters.weeks().size()),
                 draw_weights(key, "importers", found.groups, kpi::Clusters::groups));
    kpi::Evidence evidence;
    evidence.kinds_known = kpi::kinds_known(found.overall);
    evidence.stays_known = stays_known;
    for (const kpi::Kpi& kpi : kpi::kpis()) {
        intervals.resampled.push_back(kpi.how.is_quotient()
                                          ? values_of(kpi, sums, evidence, assumptions)
                                          : std::vector<double>());
        intervals.by_kpi.push_back(interval_of(intervals.resampled.back()));
    }
    return intervals;
}

std::optional<kpi::Interval> difference_interval(const DataIntervals& first,
                                                 const DataIntervals& second, std::size_t kpi) {
    if (first.resampled.empty() || second.resampled.empty() || first.resampled[kpi].empty() ||
        second.resampled[kpi].empty()) {
        return std::nullopt;
    }
    std::vector<double> differences = first.resampled[kpi];
    std::transform(differences.begin(), differences.end(), second.resampled[kpi].begin(),
                   differences.begin(), std::minus<>());
    return interval_of(std::move(differences));
}

}  // namespace greenlane::experiment
