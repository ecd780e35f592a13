#include "cli/simulation.h"

#include "greenlane/engine/pilot.h"

#include "cli/ranks.h"
#include "cli/terminal.h"

#include <algorithm>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace greenlane::cli {

unsigned jobs(const options::variables_map& given) {
    return static_cast<unsigned>(std::min<std::uint64_t>(
        whole_number(given, "jobs", 1,
                     ranks() != nullptr ? 1 : std::max(1u, std::thread::hardware_concurrency())),
        1024));
}

experiment::RunLabel label_of(const Inputs& inputs) {
    experiment::RunLabel label{.profile = inputs.profile,
                               .replayed = {},
                               .warnings = inputs.warnings,
                               .warmup = inputs.warmup,
                               .precision = {},
                               .drawn_parameters = inputs.uncertain.size()};
    if (inputs.declarations) {
        const DeclarationsRead& read = *inputs.declarations;
        auto& replayed = label.replayed.emplace();
        replayed.source = read.source;
        for (const std::string& file : read.files) {
            replayed.files.push_back(std::filesystem::path(file).filename().string());
        }
        replayed.declarations = read.declarations;
        replayed.rows = static_cast<std::int64_t>(read.rejects.rows);
        replayed.rejected = static_cast<std::int64_t>(read.rejects.rejected);
    }
    return label;
}

std::vector<std::string> overload_warnings(const engine::CompiledScenario& scenario) {
    std::vector<std::string> warnings;
    if (scenario.counts_records()) {
        return warnings;
    }
    const std::vector<clearance::StationTraffic> traffic = engine::expected_traffic(scenario);
    for (const std::size_t station : clearance::overloaded(traffic)) {
        warnings.push_back(fmt::format(
            "{} is overloaded: utilisation {:.2f}; waits grow for as long as the run lasts",
            scenario.process.stations[station].name, traffic[station].utilisation));
    }
    return warnings;
}

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

}  // namespace

void find_warmup(std::span<Inputs> inputs, unsigned jobs) {
    std::vector<engine::CompiledScenario*> asking;
    double expected = 0;
    for (Inputs& each : inputs) {
        if (each.scenario.finds_warmup) {
            asking.push_back(&each.scenario);
            expected += each.scenario.expected * experiment::pilot_replications;
        }
    }
    if (asking.empty()) {
        return;
    }
    ProgressBar progress("finding the warm-up", "shipments", static_cast<std::uint64_t>(expected));
    std::uint64_t before = 0;
    std::uint64_t last = 0;
    const experiment::WarmupChoice choice =
        experiment::choose_warmup(asking, jobs, [&](const experiment::Progress& seen) {
            before += seen.lodged < last ? last : 0;  // each scenario counts from 0
            last = seen.lodged;
            progress.show(before + last);
            return !interrupted();
        });
    const std::string warning = drift_warning(choice);
    if (!warning.empty()) {
        say("warning: " + warning);
    }
    for (Inputs& each : inputs) {
        if (std::find(asking.begin(), asking.end(), &each.scenario) != asking.end()) {
            each.warmup = choice;
            if (!warning.empty()) {
                each.warnings.push_back(warning);
            }
        }
    }
}

bool is_stopped(const experiment::Gate& gate, const std::string& whose,
                const std::optional<kpi::Figure>& figure, std::string_view unit) {
    const bool is_true = gate.is_true(figure ? std::optional(figure->mean) : std::nullopt);
    if (is_true) {
        say(fmt::format("--fail-if '{}' is true{}: {}, the limit is {:.6g} {}", gate.text,
                        whose.empty() ? "" : " of " + whose,
                        figure ? fmt::format("{:.6g} {}", figure->mean, unit) : "n/a", gate.limit,
                        unit));
    }
    return is_true;
}

io::Performance Stopwatch::performance(unsigned jobs, bool resumed) const {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun_;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return {.wall_s = taken.count(),
            .resumed = resumed,
            .jobs = jobs,
            .peak_rss_mib = static_cast<double>(usage.ru_maxrss) / 1024};
}

}  // namespace greenlane::cli
