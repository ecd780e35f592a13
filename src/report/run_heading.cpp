#include "report/run_heading.h"

#include "report/number.h"
#include "report/period_lines.h"
#include "report/table.h"
#include "report/text.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

std::string data_line(const experiment::RunResult& result) {
    if (!result.label.replayed) {
        return result.described ? "Declarations: synthetic, the scenario's own flow"
                                : "Declarations: blank, the scenario's own arrivals";
    }
    const experiment::ReplayedDeclarations& replayed = *result.label.replayed;
    std::string line =
        fmt::format("Declarations: {} replayed from {}", with_separators(replayed.declarations),
                    fmt::join(replayed.files, ", "));
    if (replayed.rejected > 0) {
        line += fmt::format(" ({} of {} rows could not be used)",
                            with_separators(replayed.rejected), with_separators(replayed.rows));
    }
    return replayed.source.empty() ? line : line + ". " + replayed.source;
}

/// What the column of data intervals holds, or why there is none.
std::string data_interval_line(const experiment::DataIntervals& data) {
    std::string drawn = fmt::format("{} weeks", data.weeks);
    if (data.importer_groups > 0) {
        drawn += fmt::format(" and {} groups of importers", data.importer_groups);
    }
    return data.by_kpi.empty()
               ? fmt::format("No data intervals: {} are too few to resample (at least {} of each)",
                             drawn, experiment::DataIntervals::fewest)
               : fmt::format(
                     "Data intervals: 95 %, pigeonhole bootstrap over {}: what declarations "
                     "of other weeks and importers might have shown; queues are not run "
                     "again",
                     drawn);
}

std::string conservation(const engine::Counts& counts) {
    constexpr std::array<std::string_view, kpi::exit_count> exits{
        "released", "refused", "re-exported", "destroyed", "in process"};
    std::string line = fmt::format("lodged {} = ", with_separators(counts.lodged));
    for (std::size_t exit = 0; exit < exits.size(); ++exit) {
        line += fmt::format("{}{} {}", exit > 0 ? " + " : "", exits[exit],
                            with_separators(counts.exits[exit]));
    }
    return line;
}

/// Where the intervals come from.
std::string interval_line(const experiment::RunResult& result) {
    constexpr std::string_view meaning =
        "given these inputs: shrinks with {}, holds no doubt about data or assumptions";
    if (!result.ranges.empty()) {
        const std::size_t drawn = result.label.drawn_parameters;
        return fmt::format(
            "Intervals: simulation and parameter noise, {} uncertain parameter{} drawn anew for "
            "every replication. 95 % interval of the mean over both, which shrinks with "
            "replications; range of 95 % of the runs, which does not{}. No doubt about other data "
            "or assumptions",
            drawn, drawn == 1 ? "" : "s",
            result.replications.size() < 39 ? " (from 39 replications on)" : "");
    }
    if (!result.batches) {
        return "Intervals: 95 % simulation interval, " +
               fmt::format(fmt::runtime(meaning), "replications");
    }
    const kpi::BatchFigures& batches = *result.batches;
    const auto has_interval = [](const auto& means) { return means.has_value(); };
    if (std::none_of(batches.by_kpi.begin(), batches.by_kpi.end(), has_interval)) {
        return fmt::format(
            "Intervals: none, as there is one replication, and its {} days are too few for batch "
            "means",
            batches.days);
    }
    return fmt::format(
               "Intervals: 95 % simulation interval by batch means over {} days ({} "
               "batches of {}), of KPIs that are sums over days; ",
               batches.days, batches.days / batches.batch_days, batches.batch_days) +
           fmt::format(fmt::runtime(meaning), "the run's length");
}

std::string percent(double share) {
    return fmt::format("{:.3g} %", 100 * share);
}

/// How wide the goal's interval is, or was to be.
std::string width(const experiment::PrecisionGoal& goal, double half_width,
                  const experiment::RunResult& result) {
    if (goal.is_share) {
        return percent(half_width) + " of the mean";
    }
    if (goal.quantity.info().unit == kpi::Unit::percent) {
        return fmt::format("{:.3g} pp", half_width);
    }
    return show_mean(kpi::Figure{half_width, std::nullopt, 0}, result.cube.unit(goal.quantity.kpi));
}

std::string precision_line(const experiment::PrecisionGoal& goal,
                           const experiment::GoalState& state,
                           const experiment::RunResult& result) {
    std::string line =
        fmt::format("Precision: {} within ±{} wanted, {} after {} replications", goal.quantity.id(),
                    width(goal, goal.half_width, result),
                    state.half_width ? "±" + width(goal, *state.half_width, result) : "no interval",
                    result.replications.size());
    if (state.is_reached) {
        return line;
    }
    return line + (state.needed
                       ? fmt::format(": not reached; it would take about {}",
                                     with_separators(static_cast<std::int64_t>(*state.needed)))
                       : ": not reached; how many it would take cannot be told");
}

}  // namespace

std::string run_heading(const experiment::RunResult& result, const Terminal& terminal) {
    const std::size_t replications = result.replications.size();
    std::string text = painted(fmt::format("{} under {}", result.scenario, result.label.profile),
                               Tone::strong, terminal.colours) +
                       "\n";
    const auto add = [&](const std::string& line) { text += wrapped(line, terminal.width, 2); };
    add(fmt::format("{} replication{}, seed {}; {}", replications, replications == 1 ? "" : "s",
                    result.seed,
                    period_line({result.window, result.window.begin - result.horizon.start})));
    add(data_line(result));
    if (result.label.warmup) {
        add(warmup_line(*result.label.warmup));
    }
    add(interval_line(result));
    if (const auto& precision = result.label.precision) {
        for (std::size_t i = 0; i < precision->goals.size(); ++i) {
            add(precision_line(precision->goals[i], precision->states[i], result));
        }
    }
    if (result.data) {
        add(data_interval_line(*result.data));
    }
    add(conservation(result.counts) +
        (replications > 1 ? " (all replications, warm-up included; counts below are means of a "
                            "replication)"
                          : " (warm-up included)"));
    for (const std::string& warning : result.label.warnings) {
        text += warning_line(warning, terminal.width, terminal.colours);
    }
    return text;
}

}  // namespace greenlane::report
