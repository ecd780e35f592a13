#include "greenlane/clearance/compile.h"

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/kpi/kpi_table.h"
#include "greenlane/profile/compile.h"

#include "engine/facts.h"
#include "engine/goods_table.h"
#include "engine/synthetic_feed.h"

#include <algorithm>

namespace greenlane::engine {

namespace {

void check_time(const ScenarioDefinition& scenario, Instant start, Duration duration,
                Diagnostics& diagnostics) {
    if (start < 0) {
        diagnostics.error(scenario.start.position, "the run begins before 1970",
                          "shift its dates: only differences between them count");
    }
    if (duration <= 0) {
        diagnostics.error(scenario.duration.position, "a run without duration",
                          "write how long it takes, for example duration = \"60d\"");
    } else if (scenario.warmup.value >= duration) {
        diagnostics.error(scenario.warmup.position,
                          "the warm-up leaves nothing to measure: it is as long as the run",
                          "make `warmup` shorter than `duration`");
    }
}

void check_targets(const TargetsDefinition& targets, Diagnostics& diagnostics) {
    std::vector<std::string_view> ids;
    for (const kpi::Kpi& kpi : kpi::kpis()) {
        ids.push_back(kpi.id);
    }
    for (const auto& [id, target] : targets.kpi) {
        if (kpi::kpi_index(id.value) == kpi::kpis().size()) {
            diagnostics.error(id.position, "there is no KPI '" + id.value + "'",
                              did_you_mean(id.value, ids));
        }
    }
}

/// How many answers a condition holds at a time.
std::size_t deepest(const profile::Program& condition) {
    std::size_t held = 0;
    std::size_t most = 0;
    for (const profile::Program::Instruction& instruction : condition.instructions) {
        switch (instruction.step) {
            case profile::Program::Step::atom:
                most = std::max(most, ++held);
                break;
            case profile::Program::Step::negate:
                break;
            case profile::Program::Step::both:
            case profile::Program::Step::either:
                --held;
                break;
        }
    }
    return most;
}

void check_process(const clearance::CompiledProcess& process, const ScenarioDefinition& scenario,
                   Diagnostics& diagnostics) {
    if (process.conditions.atoms.size() > Facts::most_atoms) {
        diagnostics.error(scenario.position,
                          "the conditions of stations and routes ask " +
                              std::to_string(process.conditions.atoms.size()) +
                              " different questions; a process may ask " +
                              std::to_string(Facts::most_atoms),
                          "move distinctions into the rules of the profile");
    }
    for (const profile::Program& condition : process.conditions.programs) {
        if (deepest(condition) > Facts::most_atoms) {
            diagnostics.error(scenario.position,
                              "a condition of a station or route is nested too deeply",
                              "write `a and b and c` rather than `a and (b and (c))`");
        }
    }
}

}  // namespace

std::optional<CompiledScenario> compile(const ScenarioParts& parts, Diagnostics& diagnostics) {
    const ScenarioDefinition& scenario = *parts.scenario;
    CompiledScenario out;
    out.name = scenario.name.value;
    out.targets = scenario.targets;
    out.emissions = scenario.emissions;
    out.currency = scenario.currency.value;
    out.minor_digits = scenario.minor_digits;
    out.score = parts.score;
    out.lists = parts.lists ? parts.lists : std::make_shared<const profile::Lists>();

    if (parts.seed) {
        out.seed = *parts.seed;
    } else if (scenario.seed) {
        out.seed = scenario.seed->value;
    } else {
        diagnostics.error(scenario.position, "no seed: nothing could be repeated",
                          "write `seed = 1` under [scenario], or give --seed");
    }
    out.horizon = {scenario.start.value, scenario.duration.value, scenario.utc_offset};
    if (parts.replay) {
        out.horizon.start = parts.replay->begin;
        out.horizon.duration = parts.replay->end - parts.replay->begin;
    } else {
        check(scenario.flow, diagnostics);
    }
    check_time(scenario, out.horizon.start, out.horizon.duration, diagnostics);
    check_targets(scenario.targets, diagnostics);
    out.window = {out.horizon.start + scenario.warmup.value, out.horizon.end(),
                  scenario.utc_offset};
    if (scenario.finds_warmup) {
        out.finds_warmup = scenario.warmup.position;
    }

    if (out.lists->watch_lists.size() > GoodsTable::most_agreements) {
        diagnostics.error(scenario.position, "more than 16 watch lists", "merge some of them");
    }
    auto process = clearance::compile(scenario.process, *out.lists, out.minor_digits,
                                      scenario.utc_offset, diagnostics);
    if (process) {
        check_process(*process, scenario, diagnostics);
        out.process = std::move(*process);
    }
    if (parts.profile) {
        out.profile = profile::compile(*parts.profile, out.lists, out.minor_digits, diagnostics);
    }
    if (diagnostics.has_errors()) {
        return std::nullopt;
    }
    out.epochs = {scenario.utc_offset,
                  out.profile ? out.profile->decide_at.value_or(0) : Duration{0}};
    if (parts.replay) {
        out.feed = parts.replay->feed;
        out.replayed = true;
        out.expected = static_cast<double>(parts.replay->declarations);
    } else {
        auto feed = std::make_shared<const SyntheticFeed>(scenario.flow, out.horizon, out.seed);
        out.expected = feed->expected(out.horizon);
        out.feed = std::move(feed);
    }
    return out;
}

}  // namespace greenlane::engine
