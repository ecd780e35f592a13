#include "greenlane/report/comparison_tables.h"

#include "greenlane/kpi/proportion.h"

#include "report/change_tables.h"
#include "report/number.h"
#include "report/period_lines.h"
#include "report/table.h"
#include "report/text.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::Comparison;
using experiment::KpiDifference;
using experiment::SystemResult;
using experiment::Verdict;
using experiment::Versus;

/// With the interval that counts.
ShownDifference shown(const KpiDifference& kpi, std::string_view unit) {
    if (!kpi.difference) {
        return {"n/a", kpi.pairs > 0 ? "one pair" : "–", ""};
    }
    kpi::Figure figure = kpi.difference->figure;
    figure.interval = kpi.together;
    return show_difference(figure, unit);
}

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

std::string times_less(const KpiDifference& kpi) {
    const auto reduction = kpi.difference ? kpi.difference->variance_reduction : std::nullopt;
    return !reduction               ? "–"
           : std::isinf(*reduction) ? "∞"
           : *reduction < 9.95      ? fmt::format("{:.1f}", *reduction)
                                    : with_separators(*reduction, 0);
}

bool is_defined(const Comparison& comparison, std::size_t kpi) {
    return std::any_of(comparison.systems.begin(), comparison.systems.end(),
                       [&](const SystemResult& system) { return system.figures[kpi].has_value(); });
}

bool has(const Comparison& comparison, std::size_t kpi, std::initializer_list<Verdict> verdicts) {
    return std::any_of(
        comparison.versus.begin(), comparison.versus.end(), [&](const Versus& versus) {
            return std::find(verdicts.begin(), verdicts.end(), versus.kpis[kpi].verdict) !=
                   verdicts.end();
        });
}

/// Whether a row tells anything: some system has a value, and they are not all the same.
bool is_row(const Comparison& comparison, std::size_t kpi) {
    return experiment::is_headline(kpi::kpis()[kpi]) && is_defined(comparison, kpi) &&
           !has(comparison, kpi, {Verdict::same});
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
            const ShownDifference difference = shown(versus.kpis[i], reference.unit(kpi));
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
    for (std::size_t s = 0; s < comparison.systems.size(); ++s) {
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
            const ShownDifference text = shown(difference, unit);
            table.add({system.name, show_mean(system.figures[i], unit), text.value, text.interval,
                       verdict_cell(difference.verdict), from_best});
        }
    }
    return titled(std::string(kpi.id), table.to_string(terminal), terminal);
}

std::string listed(const Comparison& comparison, const Versus& versus, Verdict verdict) {
    std::string list;
    for (const std::size_t i : experiment::headlines(versus, verdict)) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        list += (list.empty() ? "" : ", ") + std::string(kpi.id);
        if (verdict != Verdict::open && verdict != Verdict::incomparable) {
            list += " (" + shown(versus.kpis[i], comparison.systems.front().unit(kpi)).value + ")";
        }
    }
    return list;
}

/// Equal in all replications: no interval can be told from that, only how often replications can
/// differ (the rule of three). Empty where nothing is.
std::string equality_text(const Versus& versus) {
    const std::vector<std::size_t> equal = experiment::headlines(versus, Verdict::same);
    if (equal.empty()) {
        return "";
    }
    std::size_t replications = versus.kpis[equal.front()].difference->figure.n;
    for (const std::size_t kpi : equal) {
        replications = std::min(replications, versus.kpis[kpi].difference->figure.n);
    }
    return fmt::format(
        " Equal in all replications: {} KPI{}. A difference in fewer than {:.0f} % of "
        "replications might not have shown (95 %).",
        equal.size(), equal.size() == 1 ? "" : "s",
        100 * *kpi::smallest_detectable_rate(replications));
}

/// What is not judged, and what rests on fewer replications than were run. Empty where nothing is.
std::string limits_text(const Comparison& comparison, const Versus& versus) {
    std::string text;
    if (const std::string totals = listed(comparison, versus, Verdict::incomparable);
        !totals.empty()) {
        text += " Not judged, as totals of other periods, shipments or currencies: " + totals + ".";
    }
    std::string fewer;
    for (std::size_t i = 0; i < versus.kpis.size(); ++i) {
        const std::size_t pairs = versus.kpis[i].pairs;
        if (is_row(comparison, i) && pairs > 0 && pairs < comparison.replications) {
            fewer += fmt::format("{}{} on {}", fewer.empty() ? "" : ", ", kpi::kpis()[i].id, pairs);
        }
    }
    return fewer.empty() ? text
                         : text + fmt::format(
                                      " Of {} replications, as in others one has no value, "
                                      "there rest: {}.",
                                      comparison.replications, fewer);
}

/// What the intervals say, and no more.
std::string verdict_text(const Comparison& comparison, const Versus& versus) {
    const std::string names = fmt::format("{} against {}", comparison.systems[versus.system].name,
                                          comparison.systems.front().name);
    if (comparison.replications < 2) {
        return names + ": one replication has no interval, so nothing is shown.";
    }
    std::string shown;
    for (const Verdict verdict :
         {Verdict::better, Verdict::worse, Verdict::higher, Verdict::lower}) {
        if (const std::string list = listed(comparison, versus, verdict); !list.empty()) {
            shown += fmt::format("{}{} in {}", shown.empty() ? "" : "; ", name(verdict), list);
        }
    }
    const std::string open = listed(comparison, versus, Verdict::open);
    if (shown.empty()) {
        const bool is_same = open.empty() && !experiment::headlines(versus, Verdict::same).empty();
        shown = is_same ? "the same in every replication" : "not shown to differ";
    }
    return fmt::format("In this model, {} is {}{}{}.{}{}", names, shown,
                       open.empty() ? "" : "; not told apart in ", open, equality_text(versus),
                       limits_text(comparison, versus));
}

std::string draws_text(const Versus& versus) {
    if (versus.pairing == kpi::Pairing::unpaired) {
        return "Unpaired: the seeds differ, so the runs are independent; Welch's intervals.";
    }
    if (!versus.same_traffic) {
        return "Paired by replication: the same draws, but not the same shipments, for the flow "
               "differs.";
    }
    const std::size_t time = kpi::kpi_index("clearance.time");
    const KpiDifference& clearance = versus.kpis[time];
    const bool is_shown =
        clearance.verdict == Verdict::better || clearance.verdict == Verdict::worse;
    if (!is_shown || !clearance.difference->variance_reduction ||
        std::isinf(*clearance.difference->variance_reduction)) {
        return "Paired: both met the same shipments and draws.";
    }
    return fmt::format(
        "Paired: both met the same shipments and draws. Unpaired, clearance.time "
        "would take {} times the replications.",
        times_less(clearance));
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
                    names += (count++ == 0 ? "" : ", ") + system.name;
                }
            }
            lines.push_back(count == comparison.systems.size() ? warning : names + ": " + warning);
        }
    }
    return lines;
}

std::string heading(const Comparison& comparison, const Terminal& terminal) {
    const SystemResult& reference = comparison.systems.front();
    std::string names;
    for (std::size_t s = 1; s < comparison.systems.size(); ++s) {
        names += (s == 1 ? "" : ", ") + comparison.systems[s].name;
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
    for (const Versus& versus : comparison.versus) {
        verdicts += wrapped(verdict_text(comparison, versus), terminal.width, 2) +
                    wrapped(draws_text(versus), terminal.width, 2);
    }
    for (const Versus& versus : comparison.versus) {
        text += data_table(comparison, versus, terminal);
    }
    text += titled("Verdict", verdicts + grounds(comparison, terminal), terminal);
    for (const Versus& versus : comparison.versus) {
        text += change_tables(comparison, versus, terminal);
    }
    return text;
}

}  // namespace greenlane::report
