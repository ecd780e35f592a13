#include "cli/simulation.h"

#include "greenlane/experiment/overload.h"

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
    for (const auto& [station, utilisation] : experiment::overloads(scenario)) {
        warnings.push_back(fmt::format(
            "{} is overloaded: utilisation {:.2f}; waits grow for as long as the run lasts",
            scenario.process.stations[station].name, utilisation));
    }
    return warnings;
}

bool is_stopped(const experiment::Gate& gate, const std::string& whose,
                const std::optional<kpi::Figure>& figure, std::string_view unit) {
    const std::string of = whose.empty() ? "" : " of " + whose;
    if (!figure) {
        say(fmt::format("--fail-if '{}': {}{} has no value", gate.text, gate.quantity.id(), of));
        return true;
    }
    const bool is_true = gate.is_true(figure->mean);
    if (is_true) {
        say(fmt::format("--fail-if '{}' is true{}: {:.6g} {}, the limit is {:.6g} {}", gate.text,
                        of, figure->mean, unit, gate.limit, unit));
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
