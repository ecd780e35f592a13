#include "cli/warmup.h"

#include "greenlane/kpi/kpi_table.h"

#include "cli/terminal.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

/// Empty where no KPI drifts.
std::string drift_warning(const experiment::WarmupChoice& choice) {
    constexpr std::size_t shown = 3;
    const std::size_t count = choice.drifting.size();
    std::string ids;
    for (std::size_t i = 0; i < std::min(count, shown); ++i) {
        ids += (i > 0 ? ", " : "") + std::string(kpi::kpis()[choice.drifting[i]].id);
    }
    if (count > shown) {
        ids += fmt::format(" and {} more", count - shown);
    }
    return count == 0 ? ""
                      : fmt::format(
                            "no warm-up was found after which {} are steady: the longest "
                            "that MSER-5 tries is taken, and what they show depends on "
                            "when and how long they are measured; make `duration` longer, "
                            "unless a season or an overloaded station is behind it",
                            ids);
}

/// By pilots of systems that lodge so many shipments in all; says what drifts.
experiment::WarmupChoice choose(std::size_t systems, const experiment::CompileSystem& system,
                                double expected, unsigned jobs) {
    ProgressBar progress("finding the warm-up", "shipments",
                         static_cast<std::uint64_t>(expected * experiment::pilot_replications));
    std::uint64_t before = 0;
    std::uint64_t last = 0;
    experiment::WarmupChoice choice =
        experiment::choose_warmup(systems, system, jobs, [&](const experiment::Progress& seen) {
            before += seen.lodged < last ? last : 0;  // each scenario counts from 0
            last = seen.lodged;
            progress.show(before + last);
            return !interrupted();
        });
    if (const std::string warning = drift_warning(choice); !warning.empty()) {
        say("warning: " + warning);
    }
    return choice;
}

void set_warmup(const experiment::WarmupChoice& choice, Inputs& inputs) {
    experiment::set_warmup(choice, inputs.scenario);
    inputs.warmup = choice;
    if (std::string warning = drift_warning(choice); !warning.empty()) {
        inputs.warnings.push_back(std::move(warning));
    }
}

}  // namespace

void find_warmup(std::span<Inputs> inputs, unsigned jobs) {
    std::vector<Inputs*> asking;
    double expected = 0;
    for (Inputs& each : inputs) {
        if (each.scenario.finds_warmup) {
            asking.push_back(&each);
            expected += each.scenario.expected;
        }
    }
    if (asking.empty()) {
        return;
    }
    const auto choice = choose(
        asking.size(),
        [&](std::size_t system) {
            return std::shared_ptr<const engine::CompiledScenario>(std::shared_ptr<const void>(),
                                                                   &asking[system]->scenario);
        },
        expected, jobs);
    for (Inputs* each : asking) {
        set_warmup(choice, *each);
    }
}

void find_warmup(Inputs& base, std::size_t systems, const experiment::CompileSystem& system,
                 unsigned jobs) {
    set_warmup(choose(systems, system, base.scenario.expected * static_cast<double>(systems), jobs),
               base);
}

}  // namespace greenlane::cli
