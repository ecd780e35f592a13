#include "greenlane/experiment/run.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/terminal.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

int run(const options::variables_map& given) {
    const Inputs inputs = read_inputs(given);
    experiment::RunOptions how;
    how.replications = option<std::uint64_t>(given, "replications", inputs.replications);
    how.jobs = option<unsigned>(given, "jobs", std::thread::hardware_concurrency());
    if (given.count("method") > 0)
        how.method = static_cast<engine::Method>(given["method"].as<int>());
    watch_for_interrupt();
    const auto begun = std::chrono::steady_clock::now();
    const auto replications = experiment::run(inputs.scenario, how);
    const double s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    engine::Counts counts;
    for (const auto& r : replications)
        counts += r.counts;
    fmt::print("lodged {} released {} refused {} reex {} destr {} in {}; {:.3f} s {:.0f}/s\n",
               counts.lodged, counts.exits[0], counts.exits[1], counts.exits[2], counts.exits[3],
               counts.exits[4], s, static_cast<double>(counts.lodged) / s);
    for (std::size_t i = 0; i < inputs.scenario.process.stations.size(); ++i) {
        kpi::StationTally t;
        for (const auto& r : replications)
            t.merge(r.stations[i]);
        fmt::print(
            "{:24} served {:8} wait {:.5f} h  waited {:.4f} util {:.4f} p90 {:.4f} work {:.4f} "
            "overtime {:.3f}\n",
            inputs.scenario.process.stations[i].name, t.served,
            double(t.wait) / 3.6e6 / double(t.served), double(t.waited) / double(t.served),
            double(t.busy) / double(t.rostered),
            t.served ? double(*t.waits.quantile(.9)) / 3.6e6 : 0,
            double(t.work) / 3.6e6 / double(t.served), double(t.overtime) / 3.6e6);
    }
    const auto c = replications[0].tally.clearance(kpi::ClearanceOf::all);
    fmt::print("clearance p50 {} p90 {} p95 {}\n", double(*c.quantile(.5)) / 3.6e6,
               double(*c.quantile(.9)) / 3.6e6, double(*c.quantile(.95)) / 3.6e6);
    const auto lanes_ = replications[0].tally.segments(kpi::Dimension::lane);
    for (std::size_t l = 0; l < lanes_.size(); ++l)
        fmt::print("{} {}\n", name(lanes[l]), lanes_[l][kpi::Measure::lodged]);
    for (std::size_t i = 0; i < replications[0].rules.size(); ++i)
        fmt::print("{} {} {} {}\n", inputs.scenario.profile->rules[i].code,
                   replications[0].rules[i].matched, replications[0].rules[i].chosen,
                   replications[0].rules[i].unknown);
    return 0;
}

}  // namespace

Command run_command() {
    Command command{
        .name = "run",
        .summary = "Runs a scenario under a risk profile and reports what happened",
        .usage = "SCENARIO [--profile FILE] [--declarations FILE... --mapping FILE] [--out DIR]",
        .examples = "  greenlane run scenarios/sea-port.toml\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = run};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, true);
    command.visible.add_options()("replications", options::value<std::uint64_t>(), "")(
        "jobs", options::value<unsigned>(), "")("method", options::value<int>(), "");
    return command;
}

}  // namespace greenlane::cli
