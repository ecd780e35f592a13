#include "report/verdict_text.h"

#include "greenlane/kpi/proportion.h"

#include "report/difference_rows.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

using experiment::Comparison;
using experiment::KpiDifference;
using experiment::Verdict;
using experiment::Versus;

namespace {

std::string listed(const Comparison& comparison, const Versus& versus, Verdict verdict) {
    std::string list;
    for (const std::size_t i : experiment::headlines(versus, verdict)) {
        const kpi::Kpi& kpi = kpi::kpis()[i];
        list += (list.empty() ? "" : ", ") + std::string(kpi.id);
        if (verdict != Verdict::open && verdict != Verdict::incomparable) {
            list += " (" + shown(comparison, versus, i).value + ")";
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

}  // namespace

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

}  // namespace greenlane::report
