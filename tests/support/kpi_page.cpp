#include "support/kpi_page.h"

#include "greenlane/kpi/kpi_table.h"

#include <cstdio>

namespace greenlane::test {

namespace {

using namespace kpi;

constexpr std::string_view introduction = R"(# KPIs

What each figure counts. This page is made from the tables in `src/kpi`; a test fails where it differs from them.

A shipment counts in the period in which it was lodged, local time; shipments lodged in the warm-up are not counted. What is still
open at the end of observation is censored in times to payment and of detention, and left out of a denominator where the formula
says *settled* (its assessment is complete, or it is detained, or it has left the process), *released*, *accepted*, *assessed*.

- *truly* means that ground truth says so; *established* means that a control found it. A figure that needs truth counts only shipments whose
  truth is known. Where no control looked, nothing is known, and nothing is assumed.
- A figure is undefined, `null` and "n/a", where its denominator is 0, where its input lacks the truth or the field that it needs, and, marked
  *kinds* below, where violations are known but the kind of none of them.
- Times are in hours and shares in per cent; amounts are in the scenario's currency. The numerator and denominator are sums of the measures at the
  end of this page over all shipments of the period or segment: means are ratios of exact integer sums.
- Quantiles, times to payment and times of detention are kept for the whole run only, and quantiles of clearance times for each lane too; elsewhere
  they are undefined. A quantile is the smallest time that at least the share *p* of all times do not exceed, within 0.4 %.
- `restricted mean` is the area under the estimate of Kaplan and Meier up to the scenario's limit; it is undefined where observation stopped before
  the limit while cases were open.
- Every lane, agreement, HS chapter (of the item of highest value), goods group (other, eco, regulated), origin (of the same item), mode, office, trader
  tier and direction is a segment. A shipment under several agreements counts in each of them. Utilisation is given by station instead.
- Over replications, a figure is the mean of the replications' figures with the 95 % interval of `kpi/interval.h`; where a share of a count is the same in all
  replications (0 %, as a rule), the interval is that of Clopper and Pearson for all replications together.
- On a replay, figures that are quotients of sums (`a` / `b` below, and the hit rate weighted for all traffic) have a data interval too:
  [the model](model.md#what-is-measured).
)";

std::string code(std::string_view text) {
    return '`' + std::string(text) + '`';
}

/// Their sum, in brackets where there are several.
std::string joined(const Measures& measures) {
    std::string text;
    for (const Measure measure : measures) {
        text += (text.empty() ? "" : " + ") + code(info(measure).name);
    }
    return measures.begin() + 1 < measures.end() ? '(' + text + ')' : text;
}

std::string_view times(ClearanceOf of) {
    switch (of) {
        case ClearanceOf::truly_compliant:
            return "times of `released_compliant`";
        case ClearanceOf::detained:
            return "times of `released_detained`";
        case ClearanceOf::all:
            break;
    }
    return "times of `released`";
}

std::string_view times(Lasting what) {
    switch (what) {
        case Lasting::payment:
            return "assessed to paid, of those who pay at once";
        case Lasting::deferred_payment:
            return "assessed to paid, of those who defer";
        case Lasting::detention:
            break;
    }
    return "start of the first detention to the end of the last";
}

std::string emission(const Formula& formula) {
    switch (formula.source) {
        case EmissionSource::idling:
            return joined(formula.numerators) +
                   " x `at_post_share` x `engine_on_share` x `idling_kg_per_hour`";
        case EmissionSource::reefers:
            return joined(formula.numerators) + " x `at_post_share` x `reefer_kg_per_hour`";
        case EmissionSource::scans:
            return joined(formula.numerators) + " x `scan_kg`";
        case EmissionSource::paper:
            return joined(formula.numerators) + " x `paper_g_per_document`";
        case EmissionSource::all:
            break;
    }
    return "idling + reefers + scans + paper";
}

std::string computed(const Formula& formula) {
    switch (formula.kind) {
        case Kind::ratio:
            return joined(formula.numerators) + " / " + joined(formula.denominators);
        case Kind::sum:
            return joined(formula.numerators);
        case Kind::clearance_quantile: {
            char p[8];
            std::snprintf(p, sizeof p, "%.2f", formula.p);
            return "quantile " + std::string(p) + " of " + std::string(times(formula.clearance));
        }
        case Kind::restricted_mean:
            return "restricted mean of " + std::string(times(formula.lasting));
        case Kind::median:
            return "median of " + std::string(times(formula.lasting));
        case Kind::all_traffic:
            return "(`by_rule` x `by_rule_hits` / `by_rule_inspected` + `not_by_rule` x "
                   "`lottery_hits` / `lottery_inspected`) / (`by_rule` + `not_by_rule`)";
        case Kind::smallest_detectable:
            return "1 - 0.05^(1 / `lottery_inspected`)";
        case Kind::emission:
            return emission(formula);
        case Kind::utilisation:
            return "busy / rostered server time within the window";
    }
    return {};
}

std::string counted(const Formula& formula) {
    switch (formula.kind) {
        case Kind::restricted_mean:
        case Kind::median:
            return "cases, open ones included";
        case Kind::utilisation:
            return "rostered hours";
        default:
            return joined(formula.counted);
    }
}

}  // namespace

std::string kpi_page() {
    std::string page(introduction);
    std::string_view section;
    for (const Kpi& kpi : kpis()) {
        if (section != kpi.section()) {
            section = kpi.section();
            page += "\n## " + std::string(section) +
                    "\n\n| id | formula | computed from | count | unit | better | actors | data | "
                    "looked at |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
        }
        page += "| " + code(kpi.id) + " | " + std::string(kpi.formula) + " | " + computed(kpi.how) +
                (kpi.how.needs_kinds ? ", *kinds*" : "") + " | " + counted(kpi.how) + " | " +
                std::string(name(kpi.unit)) + " | " + std::string(name(kpi.better)) + " | " +
                std::string(kpi.practice.actors) + " | " + std::string(kpi.practice.sources) +
                " | " + std::string(kpi.practice.frequency) + " |\n";
    }
    page += "\n## Measures\n\n| measure | what is summed |\n| --- | --- |\n";
    for (std::size_t i = 0; i < measure_count; ++i) {
        const MeasureInfo& measure = info(static_cast<Measure>(i));
        page += "| " + code(measure.name) + " | " + std::string(measure.meaning) + " |\n";
    }
    return page;
}

}  // namespace greenlane::test
