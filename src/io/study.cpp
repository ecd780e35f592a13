#include "greenlane/io/study.h"

#include "io/study_file.h"

#include <vector>

namespace greenlane::io {

namespace {

constexpr std::int64_t study_version = 1;

using Texts = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;
using Figures = std::vector<std::optional<kpi::Figure>>;

std::string text(std::string_view word) {
    return std::string(word);
}

/// The cube's slices [begin, end), with the whole run before them.
void write_slices(const StudyGroup& group, const kpi::Cube& cube, std::size_t begin,
                  std::size_t end, bool periods) {
    const std::size_t kpis = kpi::kpis().size();
    std::vector<std::size_t> slices{0};
    for (std::size_t slice = begin; slice < end; ++slice) {
        slices.push_back(slice);
    }
    Texts labels;
    Integers counts;
    for (const std::size_t slice : slices) {
        const kpi::Slice& label = cube.slices()[slice];
        labels.push_back(periods ? label.period : label.segment);
        for (std::size_t kpi = 0; kpi < kpis; ++kpi) {
            counts.push_back(cube.count(slice, kpi));
        }
    }
    std::vector<double> values;
    values.reserve(cube.replications() * slices.size() * kpis);
    for (std::size_t r = 0; r < cube.replications(); ++r) {
        for (const std::size_t slice : slices) {
            const auto row = cube.values().subspan((r * cube.slices().size() + slice) * kpis, kpis);
            values.insert(values.end(), row.begin(), row.end());
        }
    }
    group.texts("label", labels);
    group.numbers("value", {cube.replications(), slices.size(), kpis}, values);
    group.numbers("count", {slices.size(), kpis}, counts);
}

void write_kpis(const StudyGroup& group, const experiment::RunResult& result) {
    const kpi::Cube& cube = result.cube;
    Texts ids;
    Texts names;
    Texts stages;
    Texts units;
    Texts better;
    std::vector<double> targets;
    Figures figures;
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        ids.push_back(text(kpi.id));
        names.push_back(text(kpi.name));
        stages.push_back(text(kpi.section()));
        units.push_back(text(cube.unit(i)));
        better.push_back(text(name(kpi.better)));
        targets.push_back(cube.target(i).value_or(std::numeric_limits<double>::quiet_NaN()));
        figures.push_back(result.figure(i));
    }
    group.texts("id", ids);
    group.texts("name", names);
    group.texts("stage", stages);
    group.texts("unit", units);
    group.texts("better", better);
    group.numbers("target", {targets.size()}, targets);
    group.figures("figure", figures);
    if (result.data) {
        constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
        std::vector<double> limits;
        for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
            const auto interval = result.data_interval(i);
            limits.push_back(interval ? interval->low : undefined);
            limits.push_back(interval ? interval->high : undefined);
        }
        group.numbers("data_interval", {kpi::kpis().size(), 2}, limits);
    }

    const std::span<const kpi::Slice> slices = cube.slices();
    std::size_t segments = 1;
    while (segments < slices.size() && slices[segments].period != "all") {
        ++segments;
    }
    write_slices(group.group("by_period"), cube, 1, segments, true);
    write_slices(group.group("by_segment"), cube, segments, slices.size(), false);
}

/// Bins of times, one histogram after another: histogram i has rows first[i] to first[i + 1].
void write_histograms(const StudyGroup& group, const std::vector<kpi::Histogram>& histograms) {
    Integers first{0};
    Integers bins;
    for (const kpi::Histogram& histogram : histograms) {
        for (const kpi::Histogram::Bin& bin : histogram.bins()) {
            bins.insert(bins.end(), {bin.low, bin.high, static_cast<std::int64_t>(bin.count)});
        }
        first.push_back(static_cast<std::int64_t>(bins.size() / 3));
    }
    group.numbers("first_bin", {first.size()}, first);
    group.numbers("bins", {bins.size() / 3, 3}, bins);
}

void write_stations(const StudyGroup& group, const experiment::RunResult& result) {
    const std::size_t stations = result.stations.size();
    const std::size_t replications = result.replications.size();
    Texts names;
    Texts stages;
    std::vector<kpi::Histogram> waits;
    std::vector<double> through_the_day;
    Figures utilisation, mean_wait, share_waiting, mean_queue, p90, p95;
    // An hour of the day comes as often as the window is days long.
    const double hours =
        static_cast<double>(result.window.length()) / 24 * static_cast<double>(replications);
    for (const experiment::StationResult& station : result.stations) {
        names.push_back(station.name);
        stages.push_back(text(name(station.stage)));
        waits.push_back(station.total.waits);
        for (const Duration queueing : station.total.queueing_by_hour) {
            through_the_day.push_back(static_cast<double>(queueing) / hours);
        }
        utilisation.push_back(station.figures.utilisation);
        mean_wait.push_back(station.figures.mean_wait_h);
        share_waiting.push_back(station.figures.share_waiting);
        mean_queue.push_back(station.figures.mean_queue);
        p90.push_back(station.figures.wait_p90_h);
        p95.push_back(station.figures.wait_p95_h);
    }
    Integers sums;
    for (const engine::Replication& replication : result.replications) {
        for (const kpi::StationTally& tally : replication.stations) {
            sums.insert(sums.end(),
                        {tally.arrived, tally.served, tally.waited, tally.wait, tally.work,
                         tally.busy, tally.rostered, tally.overtime, tally.queueing});
        }
    }
    const Texts sum_names{"arrived", "served",      "waited",      "wait_ms",    "work_ms",
                          "busy_ms", "rostered_ms", "overtime_ms", "queueing_ms"};
    group.texts("name", names);
    group.texts("stage", stages);
    group.texts("sum", sum_names);
    group.numbers("sums", {replications, stations, sum_names.size()}, sums);
    group.numbers("queue_by_hour", {stations, 24}, through_the_day);
    group.figures("utilisation", utilisation);
    group.figures("mean_wait_h", mean_wait);
    group.figures("share_waiting", share_waiting);
    group.figures("mean_queue", mean_queue);
    group.figures("wait_p90_h", p90);
    group.figures("wait_p95_h", p95);
    write_histograms(group.group("wait_ms"), waits);
}

void write_lanes(const StudyGroup& group, const experiment::RunResult& result) {
    Texts names;
    std::vector<kpi::Histogram> clearance(lane_count);
    Figures share, mean, p50, p90, p95;
    for (const Lane lane : lanes) {
        const auto index = static_cast<std::size_t>(lane);
        names.push_back(text(name(lane)));
        for (const engine::Replication& replication : result.replications) {
            clearance[index].merge(replication.tally.clearance(lane));
        }
        share.push_back(result.lanes[index].share);
        mean.push_back(result.lanes[index].clearance_time_h);
        p50.push_back(result.lanes[index].p50_h);
        p90.push_back(result.lanes[index].p90_h);
        p95.push_back(result.lanes[index].p95_h);
    }
    group.texts("name", names);
    group.figures("share", share);
    group.figures("clearance_time_h", mean);
    group.figures("p50_h", p50);
    group.figures("p90_h", p90);
    group.figures("p95_h", p95);
    write_histograms(group.group("clearance_ms"), clearance);
}

void write_rules(const StudyGroup& group, const experiment::RunResult& result) {
    Texts codes, lane_names, risks, agreements, reasons;
    Figures hit_rates;
    for (const experiment::RuleResult& rule : result.rules) {
        codes.push_back(rule.code);
        lane_names.push_back(rule.lane ? text(name(*rule.lane)) : "");
        risks.push_back(rule.risk);
        agreements.push_back(rule.agreement);
        reasons.push_back(rule.reason);
        hit_rates.push_back(rule.hit_rate);
    }
    Integers counts;
    for (const engine::Replication& replication : result.replications) {
        for (std::size_t i = 0; i < codes.size(); ++i) {
            const screening::RuleCounts& rule = replication.rules[i];
            const engine::RuleYield& yield = replication.yields[i];
            counts.insert(counts.end(),
                          {rule.matched, rule.chosen, rule.unknown, yield.inspected, yield.hits});
        }
    }
    const Texts count_names{"matched", "chosen", "unknown", "inspected", "hits"};
    group.texts("code", codes);
    group.texts("lane", lane_names);
    group.texts("risk", risks);
    group.texts("agreement", agreements);
    group.texts("reason", reasons);
    group.texts("count", count_names);
    group.numbers("counts", {result.replications.size(), codes.size(), count_names.size()}, counts);
    group.figures("hit_rate", hit_rates);
}

void write_counts(const StudyGroup& group, const experiment::RunResult& result) {
    const Texts names{"lodged", "released", "refused", "re_exported", "destroyed", "in_process"};
    Integers numbers;
    Integers counts;
    for (const engine::Replication& replication : result.replications) {
        numbers.push_back(static_cast<std::int64_t>(replication.number));
        counts.push_back(replication.counts.lodged);
        counts.insert(counts.end(), replication.counts.exits.begin(),
                      replication.counts.exits.end());
    }
    group.texts("name", names);
    group.numbers("replication", {numbers.size()}, numbers);
    group.numbers("value", {numbers.size(), names.size()}, counts);
}

void write(const StudyGroup& root, const experiment::RunResult& result, const StudyInputs& inputs) {
    root.attribute("filetype", std::string("greenlane-study"));
    root.attribute("version", study_version);
    root.attribute("greenlane_version", std::string(GREENLANE_VERSION));
    root.attribute("scenario", result.scenario);
    root.attribute("profile", result.label.profile);
    root.attribute("seed", result.seed);
    root.attribute("begin_ms", result.window.begin);
    root.attribute("end_ms", result.window.end);
    root.attribute("warmup_ms", result.window.begin - result.horizon.start);
    root.attribute("warmup", std::string(result.label.warmup ? "MSER-5" : "given"));
    root.attribute("intervals", std::string(result.batches ? "batch means" : "replications"));
    root.attribute("utc_offset_ms", result.window.utc_offset);
    root.attribute("data", result.label.replayed ? result.label.replayed->source : "synthetic");
    if (inputs.redacted) {
        root.attribute("redacted", std::string("the profile, its overrides and its reasons"));
    }
    write_study_inputs(root.group("inputs"), inputs);
    write_kpis(root.group("kpi"), result);
    write_stations(root.group("stations"), result);
    write_lanes(root.group("lanes"), result);
    write_rules(root.group("rules"), result);
    write_counts(root.group("counts"), result);
}

}  // namespace

void write_study(const std::string& file, const experiment::RunResult& result,
                 const StudyInputs& inputs) {
    write_study_file(file, [&](const StudyGroup& root) { write(root, result, inputs); });
}

}  // namespace greenlane::io
