#include "greenlane/io/summary.h"

#include "io/period_json.h"

namespace greenlane::io {

namespace {

constexpr const char* note =
    "95 % simulation interval, given these inputs: it shrinks with replications and holds no doubt "
    "about data or assumptions";

constexpr const char* batch_note =
    "95 % simulation interval by batch means over days, given these inputs: it shrinks with the "
    "run's length and holds no doubt about data or assumptions";

constexpr const char* drawn_note =
    "simulation and parameter noise: the parameters of [uncertainty] were drawn anew for every "
    "replication. ci_low to ci_high is the 95 % interval of the mean over both, and shrinks with "
    "replications; in range_low to range_high fall 95 % of the replications, and it does not. "
    "Neither holds doubt about other data or assumptions";

constexpr const char* data_note =
    "95 % data interval of the declarations replayed: pigeonhole bootstrap over weeks and groups "
    "of importers, 400 resamples";

/// The limits stand as null where there is no interval.
void put_figure(Json& row, const std::optional<kpi::Figure>& figure) {
    const bool limited = figure && figure->interval;
    row["mean"] = figure ? Json(figure->mean) : Json();
    row["ci_low"] = limited ? Json(figure->interval->low) : Json();
    row["ci_high"] = limited ? Json(figure->interval->high) : Json();
}

Json figure(const std::optional<kpi::Figure>& figure) {
    Json row;
    if (figure) {
        put_figure(row, figure);
    }
    return row;
}

Json text_or_null(const std::string& text) {
    return text.empty() ? Json() : Json(text);
}

Json counts(const engine::Counts& counts) {
    const auto exit = [&](kpi::Exit way) { return counts.exits[static_cast<std::size_t>(way)]; };
    return {{"lodged", counts.lodged},
            {"released", exit(kpi::Exit::released)},
            {"refused", exit(kpi::Exit::refused)},
            {"re_exported", exit(kpi::Exit::re_exported)},
            {"destroyed", exit(kpi::Exit::destroyed)},
            {"in_process", exit(kpi::Exit::in_process)}};
}

Json kpi_rows(const experiment::RunResult& result) {
    const kpi::Cube& cube = result.cube;
    Json rows = Json::array();
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        const auto figure = result.figure(i);
        Json& row = rows.emplace_back();
        row["id"] = kpi.id;
        row["stage"] = kpi.section();
        row["name"] = kpi.name;
        row["unit"] = cube.unit(i);
        put_figure(row, figure);
        if (result.data) {
            const auto interval = result.data_interval(i);
            row["data_low"] = interval ? Json(interval->low) : Json();
            row["data_high"] = interval ? Json(interval->high) : Json();
        }
        if (!result.ranges.empty()) {
            const auto& range = result.ranges[i];
            row["range_low"] = range ? Json(range->low) : Json();
            row["range_high"] = range ? Json(range->high) : Json();
        }
        row["n"] = figure ? figure->n : 0;
        row["denominator"] = cube.count(0, i);
        row["better"] = kpi::name(kpi.better);
        row["target"] = cube.target(i) ? Json(*cube.target(i)) : Json();
    }
    return rows;
}

Json station_rows(const std::vector<experiment::StationResult>& stations) {
    Json rows = Json::array();
    for (const experiment::StationResult& station : stations) {
        const kpi::StationFigures& figures = station.figures;
        rows.push_back({{"name", station.name},
                        {"stage", name(station.stage)},
                        {"served", figures.served},
                        {"utilisation", figure(figures.utilisation)},
                        {"mean_wait_h", figure(figures.mean_wait_h)},
                        {"share_waiting", figure(figures.share_waiting)},
                        {"mean_queue", figure(figures.mean_queue)},
                        {"wait_p90_h", figure(figures.wait_p90_h)},
                        {"wait_p95_h", figure(figures.wait_p95_h)},
                        {"overtime_h",
                         static_cast<double>(station.total.overtime) / static_cast<double>(hour)}});
    }
    return rows;
}

Json lane_rows(const std::array<kpi::LaneFigures, lane_count>& lane_figures) {
    Json rows = Json::array();
    for (const Lane lane : lanes) {
        const kpi::LaneFigures& figures = lane_figures[static_cast<std::size_t>(lane)];
        rows.push_back({{"lane", name(lane)},
                        {"share", figure(figures.share)},
                        {"clearance_time_h", figure(figures.clearance_time_h)},
                        {"p50_h", figure(figures.p50_h)},
                        {"p90_h", figure(figures.p90_h)},
                        {"p95_h", figure(figures.p95_h)}});
    }
    return rows;
}

Json rule_rows(const std::vector<experiment::RuleResult>& rules) {
    Json rows = Json::array();
    for (const experiment::RuleResult& rule : rules) {
        rows.push_back({{"code", rule.code},
                        {"lane", rule.lane ? Json(name(*rule.lane)) : Json()},
                        {"risk", rule.risk},
                        {"agreement", text_or_null(rule.agreement)},
                        {"reason", text_or_null(rule.reason)},
                        {"matched", rule.counts.matched},
                        {"chosen", rule.counts.chosen},
                        {"unknown", rule.counts.unknown},
                        {"inspected", rule.inspected},
                        {"hits", rule.hits ? Json(*rule.hits) : Json()},
                        {"hit_rate", figure(rule.hit_rate)}});
    }
    return rows;
}

Json data_intervals(const std::optional<experiment::DataIntervals>& data) {
    if (!data) {
        return {};
    }
    return {
        {"method", data_note}, {"weeks", data->weeks}, {"importer_groups", data->importer_groups}};
}

Json batch_means(const std::optional<kpi::BatchFigures>& batches) {
    if (!batches) {
        return {};
    }
    Json too_short = Json::array();
    for (std::size_t i = 0; i < batches->by_kpi.size(); ++i) {
        if (batches->by_kpi[i] && batches->by_kpi[i]->too_short) {
            too_short.push_back(kpi::kpis()[i].id);
        }
    }
    return {{"days", batches->days},
            {"batches", batches->days / batches->batch_days},
            {"batch_days", batches->batch_days},
            {"too_short", too_short}};
}

Json precision(const std::optional<experiment::PrecisionReport>& precision) {
    if (!precision) {
        return {};
    }
    Json rows = Json::array();
    for (std::size_t i = 0; i < precision->goals.size(); ++i) {
        const experiment::PrecisionGoal& goal = precision->goals[i];
        const experiment::GoalState& state = precision->states[i];
        rows.push_back({{"kpi", goal.quantity.id()},
                        {"of_the_mean", goal.is_share},
                        {"wanted", goal.half_width},
                        {"half_width", state.half_width ? Json(*state.half_width) : Json()},
                        {"reached", state.is_reached},
                        {"replications_needed", state.needed ? Json(*state.needed) : Json()}});
    }
    return rows;
}

Json declarations(const std::optional<experiment::ReplayedDeclarations>& replayed) {
    if (!replayed) {
        return {};
    }
    return {{"source", text_or_null(replayed->source)},
            {"files", replayed->files},
            {"declarations", replayed->declarations},
            {"rows", replayed->rows},
            {"rejected", replayed->rejected}};
}

}  // namespace

std::string to_summary_json(const experiment::RunResult& result) {
    const Json summary = {
        {"format", "greenlane-summary"},
        {"version", 1},
        {"scenario", result.scenario},
        {"profile", result.label.profile},
        {"seed", result.seed},
        {"replications", result.replications.size()},
        {"counts", counts(result.counts)},
        {"kpis", kpi_rows(result)},
        {"stations", station_rows(result.stations)},
        {"lanes", lane_rows(result.lanes)},
        {"rules", rule_rows(result.rules)},
        {"first_replication", result.replications.front().number},
        {"period", period_json({result.window, result.window.begin - result.horizon.start})},
        {"warmup", warmup_json(result.label.warmup)},
        {"intervals", result.label.drawn_parameters > 0 ? drawn_note
                      : result.batches                  ? batch_note
                                                        : note},
        {"batch_means", batch_means(result.batches)},
        {"precision", precision(result.label.precision)},
        {"data_intervals", data_intervals(result.data)},
        {"declarations", declarations(result.label.replayed)},
        {"warnings", result.label.warnings}};
    // Words come from the declarations of others: what is no UTF-8 must not stop a run.
    return summary.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace greenlane::io
