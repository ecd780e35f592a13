#include "greenlane/report/comparison_tables.h"

#include "report/change_tables.h"
#include "report/difference_rows.h"
#include "report/number.h"
#include "report/period_lines.h"
#include "report/table.h"
#include "report/text.h"
#include "report/verdict_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::Comparison;
using experiment::KpiDifference;
using experiment::SystemResult;
using experiment::Verdict;
using experiment::Versus;

Cell verdict_cell(Verdict verdict) {
    switch (verdict) {
        case Verdict::better:
            return {"better", Tone::good};
        case Verdict::worse:
            return {"worse", Tone::bad};
        case Verdict::open:
            return {"open", Tone::faint};
        case Verdict::unknown:
            return {"n/a", Tone::faint};
        case Verdict::incomparable:
            return {"not judged", Tone::faint};
        default:
            return std::string(name(verdict));
    }
}

/// Whether some system is shown to differ.
bool is_shown(const Comparison& comparison, std::size_t kpi) {
    return experiment::is_headline(kpi::kpis()[kpi]) &&
           has(comparison, kpi, {Verdict::better, Verdict::worse, Verdict::higher, Verdict::lower});
}

std::string titled(const std::string& title, const std::string& body, const Terminal& terminal) {
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n" + body;
}

/// One system beside the reference, a row a KPI.
std::string difference_table(const Comparison& comparison, const Versus& versus,
                             const Terminal& terminal) {
    const SystemResult& reference = comparison.systems.front();
    const SystemResult& system = comparison.systems[versus.system];
    Table table({{"", Align::left},
                 {shortened(reference.name, 30)},
                 {shortened(system.name, 30)},
                 {"difference"},
                 {"95 % together"},
                 {"", Align::left},
                 {"variance ÷", Align::right, true}});
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        if (is_row(comparison, i)) {
            const kpi::Kpi& kpi = kpi::kpis()[i];
            const ShownDifference difference = shown(comparison, versus, i);
            table.add({std::string(kpi.id), show_mean(reference.figures[i], reference.unit(kpi)),
                       show_mean(system.figures[i], system.unit(kpi)), difference.value,
                       difference.interval, verdict_cell(versus.kpis[i].verdict),
                       times_less(versus.kpis[i])});
        }
    }
    return table.empty() ? "" : "\n" + table.to_string(terminal);
}

/// Of a replay: how far differences rest on the weeks and importers of its declarations.
std::string data_table(const Comparison& comparison, const Versus& versus,
                       const Terminal& terminal) {
    Table table({{"", Align::left}, {"difference"}, {"95 % data"}});
    for (std::size_t i = 0; i < kpi::kpis().size(); ++i) {
        const KpiDifference& kpi = versus.kpis[i];
        if (experiment::is_headline(kpi::kpis()[i]) && kpi.data) {
            kpi::Figure figure = kpi.difference->figure;
            figure.interval = kpi.data;
            const ShownDifference difference =
                show_difference(figure, comparison.systems.front().unit(kpi::kpis()[i]));
            table.add({std::string(kpi::kpis()[i].id), difference.value, difference.interval});
        }
    }
    return table.empty()
               ? ""
               : titled("On other weeks and importers: " + comparison.systems[versus.system].name,
                        table.to_string(terminal), terminal);
}

/// One KPI of all systems, a row a system.
std::string system_table(const Comparison& comparison, std::size_t i, const Terminal& terminal) {
    const kpi::Kpi& kpi = kpi::kpis()[i];
    const auto& best = comparison.best.empty() ? std::nullopt : comparison.best[i];
    const std::string_view unit = comparison.systems.front().unit(kpi);
    Table table({{"", Align::left},
                 {"mean"},
                 {"difference"},
                 {"95 % together"},
                 {"", Align::left},
                 {"against the best", Align::right, true}});
    for (std::size_t s = 0; s <= shown_of(comparison).size(); ++s) {
        const SystemResult& system = comparison.systems[s];
        std::string from_best = "–";
        if (best) {
            const kpi::Interval& limits = best->by_system[s];
            const ShownDifference text =
                show_difference({limits.high > 0 ? limits.high : limits.low, limits, 0}, unit);
            from_best = text.interval + " " + text.unit;
        }
        if (s == 0) {
            table.add(
                {system.name, show_mean(system.figures[i], unit), "reference", "", "", from_best});
        } else {
            const KpiDifference& difference = comparison.versus[s - 1].kpis[i];
            const ShownDifference text = shown(comparison, comparison.versus[s - 1], i);
            table.add({system.name, show_mean(system.figures[i], unit), text.value, text.interval,
                       verdict_cell(difference.verdict), from_best});
        }
    }
    return titled(std::string(kpi.id), table.to_string(terminal), terminal);
}

/// Each once, with the systems that it is of where it is not of all.
std::vector<std::string> warnings_of(const Comparison& comparison) {
    std::vector<std::string> told;
    std::vector<std::string> lines;
    for (const SystemResult& one : comparison.systems) {
        for (const std::string& warning : one.label.warnings) {
            if (std::find(told.begin(), told.end(), warning) != told.end()) {
                continue;
            }
            told.push_back(warning);
            std::string names;
            std::size_t count = 0;
            for (const SystemResult& system : comparison.systems) {
                const auto& all = system.label.warnings;
                if (std::find(all.begin(), all.end(), warning) != all.end()) {
                    names += count++ == 0 ? "" : ", ";
                    names += system.name;
                }
            }
            lines.push_back(count == comparison.systems.size() ? warning : names + ": " + warning);
        }
    }
    return lines;
}

std::string heading(const Comparison& comparison, const Terminal& terminal) {
    const SystemResult& reference = comparison.systems.front();
    const std::size_t shown = shown_of(comparison).size();
    std::string names;
    for (std::size_t s = 1; s <= shown; ++s) {
        names += (s == 1 ? "" : ", ") + comparison.systems[s].name;
    }
    if (shown < comparison.versus.size()) {
        names += fmt::format(" and {} more", comparison.versus.size() - shown);
    }
    std::string text = wrapped(painted(fmt::format("{} against {}", names, reference.name),
                                       Tone::strong, terminal.colours),
                               terminal.width, 0);
    const auto add = [&](const std::string& line) { text += wrapped(line, terminal.width, 2); };
    add(fmt::format("{}, {} replication{} of each; {}", reference.scenario, comparison.replications,
                    comparison.replications == 1 ? "" : "s", period_line(reference.period)));
    for (const SystemResult& system : comparison.systems) {
        if (system.period != reference.period) {
            add(fmt::format("{}: {}", system.name, period_line(system.period)));
        }
    }
    const auto found = std::find_if(comparison.systems.begin(), comparison.systems.end(),
                                    [](const auto& system) { return system.label.warmup; });
    if (found != comparison.systems.end()) {
        add(warmup_line(*found->label.warmup));
    }
    for (const std::string& warning : warnings_of(comparison)) {
        text += warning_line(warning, terminal.width, terminal.colours);
    }
    if (comparison.intervals > 0) {
        add(fmt::format("{} intervals hold together with 95 % (Bonferroni)", comparison.intervals));
    }
    return text;
}

std::string grounds(const Comparison& comparison, const Terminal& terminal) {
    std::string text = "It rests on this: ";
    for (const std::string& ground : comparison.rests_on) {
        text += (&ground == &comparison.rests_on.front() ? "" : "; ") + ground;
    }
    return wrapped(text + ".", terminal.width, 2);
}

}  // namespace

std::string comparison_tables(const Comparison& comparison, const Terminal& terminal) {
    std::string text = heading(comparison, terminal);
    const bool two = comparison.versus.size() == 1;
    if (two) {
        text += difference_table(comparison, comparison.versus.front(), terminal);
    } else {
        for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
            if (is_shown(comparison, kpi)) {
                text += system_table(comparison, kpi, terminal);
            }
        }
    }
    std::string verdicts;
    for (const Versus& versus : shown_of(comparison)) {
        verdicts += wrapped(verdict_text(comparison, versus), terminal.width, 2) +
                    wrapped(draws_text(versus), terminal.width, 2);
    }
    const std::size_t more = comparison.versus.size() - shown_of(comparison).size();
    if (more > 0) {
        verdicts += wrapped(fmt::format("{} more systems stand in --json and --out.", more),
                            terminal.width, 2);
    }
    for (const Versus& versus : shown_of(comparison)) {
        text += data_table(comparison, versus, terminal);
    }
    text += titled("Verdict", verdicts + grounds(comparison, terminal), terminal);
    for (const Versus& versus : shown_of(comparison)) {
        text += change_tables(comparison, versus, terminal);
    }
    return text;
}

}  // namespace greenlane::report
