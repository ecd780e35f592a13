#include "greenlane/io/sweep.h"

#include "io/csv_text.h"
#include "io/figure_json.h"
#include "io/period_json.h"

#include <limits>

namespace greenlane::io {

namespace {

using experiment::Factor;
using experiment::Setting;
using experiment::Sweep;
using experiment::SweptDifference;
using experiment::SweptEffect;
using experiment::SweptKpi;
using experiment::TornadoBar;
using experiment::TornadoEnd;

constexpr const char* note =
    "95 % simulation intervals, given these inputs; those named together hold all at once "
    "(Bonferroni), over the effects and tornados of all KPIs considered";

std::string id_of(const SweptKpi& kpi) {
    return kpi.quantity.id();
}

Json factor_rows(const Sweep& sweep) {
    Json rows = Json::array();
    for (const Factor& factor : sweep.plan.factors) {
        Json& row = rows.emplace_back(Json{{"key", factor.key}});
        if (factor.is_continuous()) {
            row["low"] = factor.text(factor.low);
            row["high"] = factor.text(factor.high);
        } else {
            Json& levels = row["levels"] = Json::array();
            for (std::size_t level = 0; level < factor.levels(); ++level) {
                levels.push_back(factor.level_text(level));
            }
        }
    }
    return rows;
}

Json setting_json(const Sweep& sweep, const Setting& setting) {
    Json row = Json::object();
    for (std::size_t i = 0; i < setting.size(); ++i) {
        row[sweep.plan.factors[i].key] = *setting[i];
    }
    return row;
}

Json point_rows(const Sweep& sweep) {
    Json rows = Json::array();
    for (std::size_t point = 0; point < sweep.plan.points.size(); ++point) {
        Json figures = Json::object();
        for (const SweptKpi& kpi : sweep.kpis) {
            figures[id_of(kpi)] = json_of(kpi.points[point]);
        }
        rows.push_back(
            {{"setting", setting_json(sweep, sweep.plan.systems[sweep.plan.points[point]])},
             {"kpis", figures}});
    }
    return rows;
}

/// The figure's members, and the interval that holds together.
Json difference_json(const SweptDifference& difference) {
    Json row = difference.figure ? json_of(difference.figure)
                                 : Json{{"mean", Json()}, {"ci_low", Json()}, {"ci_high", Json()}};
    row["together"] = json_of(difference.together);
    row["n"] = difference.n;
    return row;
}

Json effect_rows(const Sweep& sweep, const SweptKpi& kpi) {
    Json rows = Json::array();
    for (const SweptEffect& effect : kpi.effects) {
        const Factor& first = sweep.plan.factors[effect.term.first];
        Json keys{first.key};
        if (effect.term.second) {
            keys.push_back(sweep.plan.factors[*effect.term.second].key);
        }
        Json& row = rows.emplace_back(Json{{"of", keys}});
        row.update(difference_json(effect.difference));
        row["share"] = json_of(effect.share);
        if (!effect.levels.empty()) {
            Json& levels = row["levels"] = Json::array();
            for (std::size_t level = 0; level < effect.levels.size(); ++level) {
                levels.push_back({{"level", first.level_text(level)},
                                  {"figure", json_of(effect.levels[level])}});
            }
        }
    }
    return rows;
}

Json end_json(const TornadoEnd& end) {
    return {{"value", end.text},
            {"figure", json_of(end.figure)},
            {"difference", difference_json(end.difference)}};
}

Json tornado_rows(const Sweep& sweep, const SweptKpi& kpi) {
    Json rows = Json::array();
    for (const TornadoBar& bar : kpi.tornado) {
        rows.push_back({{"factor", sweep.plan.factors[bar.factor].key},
                        {"swing", bar.swing},
                        {"low", end_json(bar.low)},
                        {"high", end_json(bar.high)}});
    }
    return rows;
}

Json kpi_rows(const Sweep& sweep) {
    Json rows = Json::array();
    for (const SweptKpi& kpi : sweep.kpis) {
        const kpi::Kpi& info = kpi.quantity.info();
        rows.push_back({{"id", id_of(kpi)},
                        {"unit", sweep.unit(info)},
                        {"better", kpi::name(info.better)},
                        {"moves", kpi.moves},
                        {"base", json_of(kpi.base)},
                        {"effects", effect_rows(sweep, kpi)},
                        {"explained", json_of(kpi.explained)},
                        {"tornado", tornado_rows(sweep, kpi)}});
    }
    return rows;
}

std::vector<std::string> overrides_of(const Sweep& sweep, const Setting& setting) {
    std::vector<std::string> overrides;
    for (std::size_t i = 0; i < setting.size(); ++i) {
        if (setting[i]) {
            overrides.push_back(sweep.plan.factors[i].key + '=' + *setting[i]);
        }
    }
    return overrides;
}

/// A point's place among the factors' values; words have none.
std::vector<double> values_of(const Sweep& sweep, const Setting& setting) {
    std::vector<double> values;
    for (std::size_t i = 0; i < setting.size(); ++i) {
        values.push_back(sweep.plan.factors[i]
                             .value_of(*setting[i])
                             .value_or(std::numeric_limits<double>::quiet_NaN()));
    }
    return values;
}

}  // namespace

std::string to_sweep_json(const Sweep& sweep) {
    Json root{
        {"format", "greenlane-sweep"},
        {"version", 1},
        {"scenario", sweep.scenario},
        {"profile", sweep.label.profile},
        {"seed", sweep.seed},
        {"replications", sweep.replications},
        {"period", period_json(sweep.period)},
        {"warmup", warmup_json(sweep.label.warmup)},
        {"design",
         {{"kind", experiment::name(sweep.plan.design)},
          {"points", sweep.plan.points.size()},
          {"systems", sweep.plan.systems.size()},
          {"factors", factor_rows(sweep)},
          {"screened_once", sweep.screened_once}}},
        {"points", point_rows(sweep)},
        {"kpis", kpi_rows(sweep)},
        {"intervals",
         {{"note", note},
          {"together", sweep.intervals},
          {"considered", sweep.kpis.size()},
          {"screening", sweep.screened_once ? Json(experiment::screened_once_note) : Json()}}},
        {"warnings", sweep.label.warnings}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string to_sweep_csv(const Sweep& sweep) {
    std::string csv = "point,";
    for (const Factor& factor : sweep.plan.factors) {
        csv += csv_text(factor.key) + ',';
    }
    csv += "replication,kpi,unit,value\r\n";
    for (std::size_t point = 0; point < sweep.plan.points.size(); ++point) {
        const std::size_t system = sweep.plan.points[point];
        std::string setting = std::to_string(point + 1) + ',';
        for (const std::optional<std::string>& text : sweep.plan.systems[system]) {
            setting += csv_text(*text) + ',';
        }
        for (const experiment::Outcome& outcome : sweep.outcomes[system]) {
            for (const SweptKpi& kpi : sweep.kpis) {
                const auto value = outcome.value(kpi.column);
                csv += setting + std::to_string(outcome.number) + ',' + csv_text(id_of(kpi)) + ',' +
                       csv_text(sweep.unit(kpi.quantity.info())) + ',';
                csv += value ? csv_number(*value) : "";
                csv += "\r\n";
            }
        }
    }
    return csv;
}

SystemsStudy study_of(const Sweep& sweep) {
    SystemsStudy study{.command = "sweep",
                       .currency = sweep.currency,
                       .stations = sweep.stations,
                       .systems = {},
                       .design = {.kind = std::string(experiment::name(sweep.plan.design)),
                                  .factors = {},
                                  .points = sweep.plan.points,
                                  .values = {}},
                       .replications = {}};
    for (const Factor& factor : sweep.plan.factors) {
        study.design.factors.push_back(factor.key);
    }
    for (const std::size_t system : sweep.plan.points) {
        study.design.values.push_back(values_of(sweep, sweep.plan.systems[system]));
    }
    for (std::size_t system = 0; system < sweep.plan.systems.size(); ++system) {
        const auto overrides = overrides_of(sweep, sweep.plan.systems[system]);
        study.systems.push_back(
            {system_name(overrides), sweep.scenario, sweep.label.profile, sweep.seed, overrides});
        for (const experiment::Outcome& outcome : sweep.outcomes[system]) {
            study.replications.push_back({system, outcome.number, outcome.values});
        }
    }
    return study;
}

}  // namespace greenlane::io
