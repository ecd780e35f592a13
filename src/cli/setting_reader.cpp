#include "cli/setting_reader.h"

#include "greenlane/engine/replication.h"

#include "cli/simulation.h"
#include "cli/terminal.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using experiment::Factor;
using experiment::Setting;
using experiment::SweepPlan;
using Texts = std::vector<std::string>;

/// Both ends of each factor and where red does not begin above yellow: a whole number between two
/// that a key takes is taken too.
std::set<std::size_t> doubtful(const SweepPlan& plan,
                               const std::vector<engine::LaneSetting>& lanes) {
    std::set<std::size_t> systems;
    for (std::size_t system = 0; system < lanes.size(); ++system) {
        const auto& [yellow, red, per_day] = lanes[system];
        if (yellow && red && *red <= *yellow) {
            systems.insert(system);
        }
    }
    for (std::size_t i = 0; i < plan.factors.size(); ++i) {
        const Factor& factor = plan.factors[i];
        for (const std::int64_t end : {factor.low, factor.high}) {
            const auto at_end = std::find_if(plan.systems.begin(), plan.systems.end(),
                                             [&, text = factor.text(end)](const Setting& setting) {
                                                 return setting[i] == text;
                                             });
            systems.insert(static_cast<std::size_t>(at_end - plan.systems.begin()));
        }
    }
    return systems;
}

std::set<std::size_t> all_of(const SweepPlan& plan) {
    std::set<std::size_t> systems;
    for (std::size_t system = 0; system < plan.systems.size(); ++system) {
        systems.insert(system);
    }
    return systems;
}

/// Of the scenario as it stands, of the design's settings and of those with one factor moved alone,
/// the figures of which are different ones; `overloads` by system, empty where there is none.
Texts overload_texts(const SweepPlan& plan, const Texts& overloads) {
    Texts told;
    if (!overloads.front().empty()) {
        told.push_back("as it stands: " + overloads.front());
    }
    const auto tell = [&](const std::set<std::size_t>& systems, const char* what) {
        std::size_t count = 0;
        std::string first;
        for (const std::size_t system : systems) {
            if (!overloads[system].empty() && count++ == 0) {
                first = overloads[system];
            }
        }
        if (count > 0) {
            told.push_back(fmt::format("{} of {} settings {}overload a station; the first: {}",
                                       count, systems.size(), what, first));
        }
    };
    const std::set<std::size_t> points(plan.points.begin(), plan.points.end());
    std::set<std::size_t> alone;
    for (const std::vector<std::size_t>& moved : plan.alone) {
        alone.insert(moved.begin(), moved.end());
    }
    std::erase_if(alone, [&](std::size_t system) { return points.count(system) > 0; });
    tell(points, "");
    tell(alone, "of one factor moved alone ");
    return told;
}

}  // namespace

std::optional<Inputs> SettingReader::read(const Setting& setting) {
    return reader_.read(request_of(common_, factors_, setting));
}

std::shared_ptr<const engine::CompiledScenario> SettingReader::compile(const Setting& setting) {
    std::optional<Inputs> inputs = read(setting);
    if (!inputs) {
        finish();
    }
    return scenario_of(std::move(*inputs));
}

std::shared_ptr<const engine::CompiledScenario> SettingReader::compile_if_sound(
    const Setting& setting) {
    auto inputs = reader_.read_if_sound(request_of(common_, factors_, setting));
    return inputs ? scenario_of(std::move(*inputs)) : nullptr;
}

std::shared_ptr<const engine::CompiledScenario> SettingReader::scenario_of(Inputs inputs) const {
    if (inputs.scenario.finds_warmup && warmup_) {
        experiment::set_warmup(*warmup_, inputs.scenario);
    }
    return std::make_shared<const engine::CompiledScenario>(std::move(inputs.scenario));
}

/// A key that takes 1, but neither 0.666667 nor 1.333333, takes whole numbers. An end of its range
/// may be refused for the other keys as they stand: what it is now is not.
bool SettingReader::takes_whole_numbers(std::size_t factor, const Factor& whole,
                                        std::optional<double> present) {
    const Factor& exact = factors_[factor];
    const std::int64_t unit = (exact.high - exact.low) / (whole.high - whole.low);
    const auto takes = [&](std::int64_t tick) {
        Setting setting(factors_.size());
        setting[factor] = exact.text(tick);
        return compile_if_sound(setting) != nullptr;
    };
    std::vector<std::int64_t> numbers{exact.low, exact.high};
    if (present && *present == std::floor(*present)) {
        numbers.push_back(static_cast<std::int64_t>(*present) * unit);
    }
    const auto taken = std::find_if(numbers.begin(), numbers.end(), takes);
    return taken != numbers.end() && !takes(*taken + unit / 3) && !takes(*taken - unit / 3);
}

std::vector<Factor> SettingReader::with_whole_numbers(const std::vector<double>& present) {
    std::vector<Factor> factors = factors_;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        Factor whole = factors[i];
        const auto as_it_stands = present.empty() ? std::nullopt : std::optional(present[i]);
        if (whole.scale == experiment::Scale::number && whole.is_continuous() &&
            whole.take_whole_numbers() && takes_whole_numbers(i, whole, as_it_stands)) {
            factors[i] = std::move(whole);
        }
    }
    return factors;
}

void SettingReader::expect_one_sound(const std::vector<Setting>& settings) {
    for (const Setting& setting : settings) {
        if (compile_if_sound(setting)) {
            return;
        }
        if (interrupted()) {
            throw engine::Interrupted();
        }
    }
    read(settings.front());
    finish();
}

std::vector<std::string> SettingReader::check(
    const SweepPlan& plan, const std::optional<std::vector<engine::LaneSetting>>& lanes) {
    Texts overloads(plan.systems.size());
    for (const std::size_t system : lanes ? doubtful(plan, *lanes) : all_of(plan)) {
        if (interrupted()) {
            throw engine::Interrupted();
        }
        const auto inputs = read(plan.systems[system]);
        if (const auto warnings = inputs && !lanes ? overload_warnings(inputs->scenario) : Texts();
            !warnings.empty()) {
            overloads[system] = warnings.front();
        }
    }
    finish();
    Texts told = overload_texts(plan, overloads);
    for (const std::string& warning : told) {
        say("warning: " + warning);
    }
    return told;
}

}  // namespace greenlane::cli
