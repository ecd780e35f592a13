#include "greenlane/report/screening_tables.h"

#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using evaluation::DryRunReport;
using evaluation::RuleUse;

constexpr std::size_t overlaps_shown = 10;

std::string titled(const std::string& title, const std::string& body, const Terminal& terminal) {
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n" + body;
}

std::string share(std::int64_t part, std::int64_t whole) {
    return percent(
        kpi::Proportion{static_cast<std::uint64_t>(part), static_cast<std::uint64_t>(whole)}
            .share());
}

std::string lanes_table(const DryRunReport& report, const Terminal& terminal) {
    Table table({{"", Align::left}, {"declarations"}, {"share"}});
    const auto add = [&](std::string what, std::int64_t count) {
        table.add({std::move(what), with_separators(count), share(count, report.declarations)});
    };
    for (auto lane = lanes.rbegin(); lane != lanes.rend(); ++lane) {
        add(std::string(name(*lane)), report.lanes[static_cast<std::size_t>(*lane)]);
    }
    add("to a control", report.selected);
    add("to the scanner", report.scanned);
    add("by lottery", report.lottery);
    add("found a lane full", report.displaced);
    return table.to_string(terminal);
}

std::string rules_table(const DryRunReport& report, const Terminal& terminal) {
    Table table({{"rule", Align::left},
                 {"matched"},
                 {"unknown"},
                 {"chosen"},
                 {"decisive"},
                 {"", Align::left}});
    for (const RuleUse& rule : report.rules) {
        const char* const remark = rule.counts.matched == 0 ? "never matches"
                                   : rule.overshadowed()    ? "always overshadowed"
                                                            : "";
        table.add({rule.code,
                   with_separators(rule.counts.matched),
                   with_separators(rule.counts.unknown),
                   with_separators(rule.counts.chosen),
                   with_separators(rule.decisive),
                   {remark, Tone::warning}});
    }
    return table.to_string(terminal);
}

std::string overlaps_table(const DryRunReport& report, const Terminal& terminal) {
    Table table({{"rules", Align::left}, {"both match"}, {"Jaccard"}});
    for (std::size_t i = 0; i < std::min(overlaps_shown, report.overlaps.size()); ++i) {
        const evaluation::Overlap& overlap = report.overlaps[i];
        table.add({report.rules[overlap.first].code + " and " + report.rules[overlap.second].code,
                   with_separators(overlap.both), fmt::format("{:.3f}", overlap.jaccard)});
    }
    return table.to_string(terminal);
}

std::string lottery_line(const DryRunReport& report) {
    const auto rate = kpi::smallest_detectable_rate(static_cast<std::uint64_t>(report.lottery));
    return rate ? fmt::format(
                      "The lottery draws {}: a violation rate from {} on among what no rule "
                      "selects would show at least once, with 95 % confidence.",
                      with_separators(report.lottery), percent(rate))
                : "The lottery draws nothing: what no rule selects stays unseen.";
}

std::string hours_table(const std::vector<engine::ControlLoad>& loads, const Terminal& terminal) {
    Table table({{"station", Align::left},
                 {"control", Align::left},
                 {"controls/day"},
                 {"hours/day"},
                 {"rostered"},
                 {"share"}});
    for (const engine::ControlLoad& load : loads) {
        const bool too_much = load.hours_rostered && load.hours > *load.hours_rostered;
        table.add({load.station,
                   std::string(name(load.control)),
                   with_separators(load.controls, 1),
                   with_separators(load.hours, 1),
                   load.hours_rostered ? with_separators(*load.hours_rostered, 1) : "–",
                   {load.hours_rostered && *load.hours_rostered > 0
                        ? fmt::format("{:.0f} %", 100 * load.hours / *load.hours_rostered)
                        : "–",
                    too_much ? Tone::bad : Tone::plain}});
    }
    return table.to_string(terminal);
}

}  // namespace

std::string screening_tables(const std::string& profile, const DryRunReport& report,
                             const std::optional<std::vector<engine::ControlLoad>>& loads,
                             const Terminal& terminal) {
    std::string text = painted(fmt::format("{}: dry run over {} declarations", profile,
                                           with_separators(report.declarations)),
                               Tone::strong, terminal.colours) +
                       "\n" + lanes_table(report, terminal) +
                       wrapped(lottery_line(report), terminal.width, 2);
    if (!report.rules.empty()) {
        text += titled("Rules", rules_table(report, terminal), terminal);
    }
    if (!report.overlaps.empty()) {
        text += titled("Overlaps", overlaps_table(report, terminal), terminal);
    }
    return text + titled("Officer hours",
                         loads ? loads->empty() ? "  the scenario has no control\n"
                                                : hours_table(*loads, terminal)
                               : "  no scenario: hours are not known (--scenario)\n",
                         terminal);
}

}  // namespace greenlane::report
