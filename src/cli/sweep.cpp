#include "greenlane/experiment/sweep.h"

#include "greenlane/experiment/gate.h"
#include "greenlane/io/performance.h"
#include "greenlane/io/sweep.h"
#include "greenlane/report/sweep_tables.h"

#include "cli/command.h"
#include "cli/execution.h"
#include "cli/inputs.h"
#include "cli/setting_reader.h"
#include "cli/simulation.h"
#include "cli/study_folder.h"
#include "cli/terminal.h"
#include "cli/vary.h"
#include "cli/warmup.h"

#include <algorithm>
#include <memory>
#include <optional>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;
using experiment::Factor;
using experiment::Quantity;
using experiment::SweepPlan;

InputRequest common_request(const options::variables_map& given) {
    const Texts profiles = option<Texts>(given, "profile", {});
    InputRequest request = request_of_one(
        given, "greenlane sweep scenarios/sea-port.toml --vary roster.scanners.servers=1:4:1");
    request.profile = profiles.size() == 1 ? profiles.front() : "";
    request.declarations = declaration_request(given);
    expect_records(request);
    return request;
}

/// What `--vary` gives, and several profiles.
std::vector<Factor> swept_factors(const options::variables_map& given) {
    std::vector<Factor> varied = factors(given);
    if (const Texts profiles = option<Texts>(given, "profile", {}); profiles.size() > 1) {
        varied.push_back(
            experiment::parse_factor(fmt::format("profile={}", fmt::join(profiles, ","))));
    }
    if (varied.empty()) {
        usage_error("nothing varies: no --vary, nor several --profile",
                    "for example --vary roster.scanners.servers=1:4:1");
    }
    return varied;
}

experiment::Design design_of(const options::variables_map& given) {
    const auto asked = option<std::string>(given, "design", "grid");
    for (const auto design : {experiment::Design::grid, experiment::Design::latin_hypercube,
                              experiment::Design::sobol}) {
        if (asked == experiment::name(design)) {
            return design;
        }
    }
    usage_error(fmt::format("--design {} is none of grid, lhs, sobol", asked));
}

/// Those of `--kpi`; those of the gates with them, for what is not asked for may not be known.
std::vector<Quantity> asked_quantities(const options::variables_map& given,
                                       const std::vector<experiment::Gate>& gates) {
    std::vector<Quantity> asked;
    const auto add = [&](const Quantity& quantity) {
        if (std::find(asked.begin(), asked.end(), quantity) == asked.end()) {
            asked.push_back(quantity);
        }
    };
    for (const std::string& id : option<Texts>(given, "kpi", {})) {
        const auto quantity = experiment::parse_quantity(id);
        if (!quantity) {
            usage_error(fmt::format("--kpi {}: there is no such KPI", id),
                        experiment::quantity_hint(id));
        }
        add(*quantity);
    }
    for (const experiment::Gate& gate : gates) {
        if (!asked.empty()) {
            add(gate.quantity);
        }
    }
    return asked;
}

void expect_columns(const std::vector<Quantity>& quantities,
                    const engine::CompiledScenario& scenario) {
    for (const Quantity& quantity : quantities) {
        if (!experiment::column(quantity, scenario)) {
            usage_error(fmt::format("{}: {} has no station '{}'", quantity.id(), scenario.name,
                                    quantity.station),
                        experiment::station_hint(quantity, scenario));
        }
    }
}

/// Says which gates are true of a point, of several the first one. Whether one is.
bool stopped_by(const std::vector<experiment::Gate>& gates, const experiment::Sweep& sweep,
                const engine::CompiledScenario& base) {
    bool stopped = false;
    for (const experiment::Gate& gate : gates) {
        const std::size_t column = *experiment::column(gate.quantity, base);
        const std::string_view unit = sweep.unit(gate.quantity.info());
        std::vector<std::string> beyond;
        std::vector<std::string> unknown;
        for (const std::size_t system : sweep.plan.points) {
            const auto figure = sweep.figure(column, system);
            const std::string name =
                request_of({}, sweep.plan.factors, sweep.plan.systems[system]).row->name;
            if (!figure) {
                unknown.push_back(name);
            } else if (gate.is_true(figure->mean)) {
                beyond.push_back(fmt::format("{}: {:.6g} {}", name, figure->mean, unit));
            }
        }
        const std::size_t settings = sweep.plan.points.size();
        if (!beyond.empty()) {
            say(fmt::format(
                "--fail-if '{}' is true of {} of {} settings, the limit is {:.6g} {}; the first: "
                "{}",
                gate.text, beyond.size(), settings, gate.limit, unit, beyond.front()));
        }
        if (!unknown.empty()) {
            say(fmt::format("--fail-if '{}': {} has no value in {} of {} settings; the first: {}",
                            gate.text, gate.quantity.id(), unknown.size(), settings,
                            unknown.front()));
        }
        stopped |= !beyond.empty() || !unknown.empty();
    }
    return stopped;
}

void store(StudyFolder& folder, const experiment::Sweep& sweep, const std::string& summary,
           io::Performance performance, const Inputs& base, const Texts& overrides) {
    const std::size_t simulated = sweep.screened_once ? 1 : sweep.outcomes.size();
    for (std::size_t system = 0; system < simulated; ++system) {
        for (const experiment::Outcome& outcome : sweep.outcomes[system]) {
            performance.shipments += outcome.counts.lodged;
            performance.events += outcome.visits;
        }
    }
    io::StudyInputs inputs{{}, overrides, false};
    for (const InputText& input : base.texts) {
        inputs.texts.push_back({input.role, input.text});
    }
    io::write_systems_study(folder.file("study.h5"), io::study_of(sweep), inputs);
    folder.write("summary.json", summary);
    folder.write("kpi.csv", io::to_sweep_csv(sweep));
    folder.write("performance.json", io::to_performance_json(performance));
    folder.finish();
}

/// Systems whose pilots find the warm-up: all that do not vary it themselves; where one screening
/// serves all and nothing queues, the scenario as it stands alone.
std::vector<std::size_t> leaving_warmup_open(const SweepPlan& plan, bool screened_once) {
    const auto warmup =
        std::find_if(plan.factors.begin(), plan.factors.end(),
                     [](const Factor& factor) { return factor.key == "scenario.warmup"; });
    const auto factor = static_cast<std::size_t>(warmup - plan.factors.begin());
    std::vector<std::size_t> open;
    for (std::size_t system = 0; system < (screened_once ? 1 : plan.systems.size()); ++system) {
        if (warmup == plan.factors.end() || !plan.systems[system][factor]) {
            open.push_back(system);
        }
    }
    return open;
}

int sweep(const options::variables_map& given) {
    StudyExecution study(given);
    std::vector<experiment::Gate> gates;
    for (const std::string& text : option<Texts>(given, "fail-if", {})) {
        gates.push_back(experiment::parse_gate(text));
    }
    const std::vector<Quantity> asked = asked_quantities(given, gates);
    const std::uint64_t replications_asked = whole_number(given, "replications", 1, 0);
    const std::uint64_t points = whole_number(given, "points", 1, 0);
    const experiment::Design design = design_of(given);
    const InputRequest common = common_request(given);
    const std::vector<Factor> varied = swept_factors(given);

    SettingReader settings(common, varied);
    std::optional<Inputs> base = settings.read(experiment::Setting(varied.size()));
    if (!base) {
        settings.finish();
    }
    expect_columns(asked, base->scenario);
    for (const experiment::Gate& gate : gates) {
        expect_columns({gate.quantity}, base->scenario);
    }
    SweepPlan plan =
        experiment::plan_sweep(design, settings.with_whole_numbers(), points, base->scenario.seed);
    // A gate judges what `run` finds, whichever KPIs are asked for.
    const auto lanes =
        gates.empty() ? experiment::lane_settings(plan, asked, base->scenario) : std::nullopt;
    for (std::string& warning : settings.check(plan, lanes)) {
        base->warnings.push_back(std::move(warning));
    }
    const std::uint64_t replications =
        study.replications(replications_asked > 0 ? replications_asked : base->replications);
    experiment::expect_study(plan.systems.size(), replications);
    const experiment::CompileSystem compile = [&, systems = plan.systems](std::size_t system) {
        return settings.compile(systems[system]);
    };
    if (base->scenario.finds_warmup) {
        const std::vector<std::size_t> asking = leaving_warmup_open(plan, lanes.has_value());
        find_warmup(
            *base, asking.size(), [&](std::size_t i) { return compile(asking[i]); }, jobs(given));
        settings.set_warmup(base->warmup);
    }
    const std::uint64_t units = replications * (lanes ? 1 : plan.systems.size());
    return study.perform(
        settings.files(), [&](experiment::Execution& execution, StudyFolder* folder) {
            study.expect_no_fewer(replications);
            std::optional<ProgressBar> progress(
                std::in_place, "running", "shipments",
                static_cast<std::uint64_t>(base->scenario.expected * study.units_to_do(units)));
            const auto observe = [&](const experiment::Progress& seen) {
                progress->show(seen.lodged);
                return !interrupted();
            };
            const Stopwatch stopwatch;
            const experiment::Sweep found =
                experiment::sweep(std::move(plan), base->scenario, label_of(*base), compile, asked,
                                  lanes, replications, observe, execution);
            const io::Performance performance =
                stopwatch.performance(execution.workers->jobs(), study.goes_on());
            progress.reset();

            const std::string summary = io::to_sweep_json(found);
            if (folder != nullptr) {
                store(*folder, found, summary, performance, *base, common.overrides);
            }
            write_out(given.count("json") > 0
                          ? summary
                          : report::sweep_tables(found, {terminal_width(), colours_wanted()}));
            return stopped_by(gates, found, base->scenario) ? static_cast<int>(Failure::gate) : 0;
        });
}

}  // namespace

Command sweep_command() {
    Command command{
        .name = "sweep",
        .summary = "Varies keys over a design: main effects, interactions, a tornado",
        .usage = "SCENARIO --vary KEY=LO:HI:STEP... [--design grid|lhs|sobol --points N]",
        .examples =
            "  greenlane sweep scenarios/sea-port.toml --vary roster.scanners.servers=1:3:1 "
            "--vary station.nii-scan.service.mean=4min:12min:4min --kpi clearance.time\n"
            "  greenlane sweep scenarios/sea-port.toml --vary thresholds.yellow=10:38:2 --vary "
            "thresholds.red=40:90:5 --kpi targeting.hit_rate --kpi targeting.detection_rate\n"
            "  greenlane sweep scenarios/sea-port.toml --vary arrivals.per_hour=10:40 --vary "
            "profile.random_rate=1%:5% --vary roster.scanners.servers=1:4 --design sobol "
            "--points 64\n"
            "  greenlane sweep scenarios/sea-port.toml --profile profiles/green-baseline.toml "
            "--profile profiles/green-strict.toml --vary roster.examination-crews.servers=8,12 "
            "--out "
            "sweep\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = sweep};
    command.positional.add("scenario", -1);
    add_vary_option(command.visible);
    auto add = command.visible.add_options();
    add("design", options::value<std::string>()->value_name("grid|lhs|sobol"),
        "all combinations (default), or points of a Latin hypercube or of a Sobol sequence in "
        "ranges KEY=LO:HI");
    add("points", options::value<std::string>()->value_name("N"),
        "of a design other than the grid");
    add("kpi", options::value<Texts>()->composing()->value_name("KPI"),
        "what is reported; may be repeated (default: the headline KPIs that move)");
    add("profile", options::value<Texts>()->composing()->value_name("FILE"),
        "risk profile, instead of the scenario's; several are a factor of their own");
    add("seed", options::value<std::string>()->value_name("N"), "instead of the scenario's");
    add("set", options::value<Texts>()->composing()->value_name("KEY=VALUE"),
        "changes one key of all settings, e.g. scenario.duration=14d");
    add_declaration_options(command.visible,
                            "replays these declarations (CSV, CSV.gz, or what `generate` wrote)");
    add("replications", options::value<std::string>()->value_name("N"),
        "independent runs of each setting, on the same draws (default: the scenario's)");
    add("fail-if", options::value<Texts>()->composing()->value_name("KPI>LIMIT"),
        "exit status 4 where the KPI's mean at some setting is beyond the limit (or n/a); >, >=, "
        "<, <=; may be repeated. Every setting is then run, where one screening would serve");
    add_execution_options(command.visible,
                          "a new folder for study.h5, summary.json, kpi.csv and performance.json");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
