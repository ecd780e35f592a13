#include "report/overview.h"

#include "report/kpi_rows.h"
#include "report/number.h"
#include "report/table.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

constexpr std::size_t rules_shown = 8;
constexpr std::size_t beside_reason = 80;  // columns of the other cells of a rule
constexpr std::size_t least_reason = 20;

/// The mean of a count over the replications.
std::string a_replication(std::int64_t count, const experiment::RunResult& result) {
    return with_separators(
        static_cast<double>(count) / static_cast<double>(result.replications.size()), 0);
}

/// Eighths of a column make a bar of at most `width` columns.
std::string bar(double share, std::size_t width) {
    constexpr std::array<std::string_view, 8> eighths{"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    const auto filled = static_cast<std::size_t>(
        std::lround(std::clamp(share, 0.0, 1.0) * 8 * static_cast<double>(width)));
    std::string text;
    for (std::size_t i = 0; i < filled / 8; ++i) {
        text += "█";
    }
    return text + std::string(eighths[filled % 8]);
}

std::string lane_table(const experiment::RunResult& result, const Terminal& terminal) {
    Table table({{"lane", Align::left},
                 {"share"},
                 {"", Align::left, true},
                 {"mean time"},
                 {"median"},
                 {"90 % within"},
                 {"95 % within", Align::right, true}});
    for (const Lane lane : lanes) {
        const kpi::LaneFigures& figures = result.lanes[static_cast<std::size_t>(lane)];
        const double share = figures.share ? figures.share->mean : 0;
        table.add({std::string(name(lane)),
                   {show_share(figures.share), Tone::strong},
                   {bar(share, 20), lane == Lane::red      ? Tone::bad
                                    : lane == Lane::yellow ? Tone::warning
                                                           : Tone::good},
                   show_hours(figures.clearance_time_h),
                   show_hours(figures.p50_h),
                   show_hours(figures.p90_h),
                   show_hours(figures.p95_h)});
    }
    return table.to_string(terminal);
}

/// `12.5 % (8.1 … 18.8)`.
std::string hit_rate(const std::optional<kpi::Figure>& rate) {
    return rate ? fmt::format("{:.1f} % ({:.1f} … {:.1f})", 100 * rate->mean,
                              100 * rate->interval->low, 100 * rate->interval->high)
                : "";
}

std::string rule_table(const experiment::RunResult& result, const Terminal& terminal) {
    std::vector<const experiment::RuleResult*> rules;
    for (const experiment::RuleResult& rule : result.rules) {
        rules.push_back(&rule);
    }
    std::stable_sort(rules.begin(), rules.end(), [](const auto* a, const auto* b) {
        return std::pair(a->counts.chosen, a->counts.matched) >
               std::pair(b->counts.chosen, b->counts.matched);
    });
    Table table({{"rule", Align::left},
                 {"lane", Align::left},
                 {"matched"},
                 {"chosen"},
                 {"inspected"},
                 {"hits"},
                 {"hit rate, 95 %", Align::left},
                 {"unknown", Align::right, true},
                 {"reason", Align::left}});
    const std::size_t shown = std::min(rules.size(), rules_shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const experiment::RuleResult& rule = *rules[i];
        std::string lane = rule.lane ? std::string(name(*rule.lane)) : "points";
        if (rule.nii) {
            lane += " + scan";
        }
        table.add({{rule.code, Tone::strong},
                   lane,
                   a_replication(rule.counts.matched, result),
                   a_replication(rule.counts.chosen, result),
                   a_replication(rule.inspected, result),
                   rule.hits ? a_replication(*rule.hits, result) : "n/a",
                   hit_rate(rule.hit_rate),
                   rule.counts.unknown > 0 ? a_replication(rule.counts.unknown, result) : "",
                   shortened(rule.reason,
                             std::max(least_reason,
                                      terminal.width - std::min(terminal.width, beside_reason)))});
    }
    std::string text = table.to_string(terminal);
    if (rules.size() > shown) {
        const auto silent = std::count_if(
            rules.begin(), rules.end(), [](const auto* rule) { return rule->counts.matched == 0; });
        text += painted(fmt::format("  and {} more rules, {} of which matched nothing\n",
                                    rules.size() - shown, silent),
                        Tone::faint, terminal.colours);
    }
    return text;
}

struct Question {
    std::string_view label;
    std::string_view kpi;
    std::string_view segment = "all";
};

constexpr Question found[] = {
    {"Selected for a control", "selectivity.selected"},
    {"Hit rate of the rules", "targeting.hit_rate"},
    {"Environmental hit rate", "selectivity.hit_rate"},
    {"Hit rate of the lottery", "targeting.random_hit_rate"},
    {"Violations detected", "targeting.detection_rate"},
    {"Environmental harm prevented", "environment.harm_prevented"},
};
constexpr Question honest[] = {
    {"Truly compliant, yet inspected", "targeting.false_positive_rate"},
    {"  with eco-goods", "targeting.false_positive_rate.eco"},
    {"  of authorised operators", "targeting.false_positive_rate.aeo"},
    {"Clearance of the truly compliant", "clearance.time.truly_compliant"},
    {"Clearance of eco-goods", "clearance.time", "goods=eco"},
    {"Clearance of authorised operators", "clearance.time", "tier=aeo"},
    {"Truly compliant released on time", "release.on_time"},
};

std::string answers(const experiment::RunResult& result, std::span<const Question> questions,
                    const Terminal& terminal) {
    KpiRows rows(result);
    for (const Question& question : questions) {
        const std::size_t slice = result.cube.slice_index("all", question.segment);
        if (slice < result.cube.slices().size()) {
            rows.add(std::string(question.label), kpi::kpi_index(question.kpi), slice);
        }
    }
    return rows.to_string(terminal);
}

std::string heading(std::string_view text, const Terminal& terminal) {
    return "\n" + painted(text, Tone::strong, terminal.colours) + "\n";
}

std::string busiest_station(const experiment::RunResult& result) {
    const experiment::StationResult* busiest = nullptr;
    for (const experiment::StationResult& station : result.stations) {
        if (station.figures.utilisation &&
            (busiest == nullptr ||
             station.figures.utilisation->mean > busiest->figures.utilisation->mean)) {
            busiest = &station;
        }
    }
    if (busiest == nullptr) {
        return {};
    }
    const kpi::StationFigures& figures = busiest->figures;
    const bool most_wait = figures.wait_p90_h && figures.wait_p90_h->mean > 0;
    return fmt::format(
        "Busiest station: {}. Its servers are at work {} of their time; {} of its shipments wait, "
        "{} on average{}.",
        busiest->name, show_share(figures.utilisation), show_share(figures.share_waiting),
        show_hours(figures.mean_wait_h),
        most_wait ? ", 90 % of them no longer than " + show_hours(figures.wait_p90_h) : "");
}

/// The queue through the day, two hours a block.
std::string through_the_day(const kpi::StationTally& total) {
    constexpr std::array<std::string_view, 8> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    std::array<double, 12> queue{};
    for (std::size_t i = 0; i < total.queueing_by_hour.size(); ++i) {
        queue[i / 2] += static_cast<double>(total.queueing_by_hour[i]);
    }
    const double highest = *std::max_element(queue.begin(), queue.end());
    std::string text;
    for (const double part : queue) {
        text += heights[highest > 0 ? static_cast<std::size_t>(std::lround(part / highest * 7))
                                    : std::size_t{0}];
    }
    return text;
}

std::string served_table(const experiment::RunResult& result, const Terminal& terminal) {
    Table table({{"station", Align::left},
                 {"served"},
                 {"at work"},
                 {"must wait"},
                 {"mean wait"},
                 {"90 % within"},
                 {"queue"},
                 {"0 to 24 h", Align::left, true}});
    for (const experiment::StationResult& station : result.stations) {
        if (station.delays) {
            continue;
        }
        const kpi::StationFigures& figures = station.figures;
        const double utilisation = figures.utilisation ? figures.utilisation->mean : 0;
        const Tone load = utilisation >= 0.95   ? Tone::bad
                          : utilisation >= 0.85 ? Tone::warning
                                                : Tone::plain;
        table.add({station.name,
                   a_replication(figures.served, result),
                   {show_share(figures.utilisation), load},
                   show_share(figures.share_waiting),
                   show_hours(figures.mean_wait_h),
                   show_hours(figures.wait_p90_h),
                   figures.mean_queue ? with_separators(figures.mean_queue->mean, 1) : "–",
                   through_the_day(station.total)});
    }
    return table.empty() ? "" : table.to_string(terminal);
}

std::string delay_table(const experiment::RunResult& result, const Terminal& terminal) {
    Table table({{"without a queue", Align::left}, {"served"}, {"mean stay"}});
    for (const experiment::StationResult& station : result.stations) {
        if (station.delays && station.figures.served > 0) {
            const double stay = static_cast<double>(station.total.work) /
                                static_cast<double>(station.total.served) /
                                static_cast<double>(hour);
            table.add(
                {station.name, a_replication(station.figures.served, result), show_hours(stay)});
        }
    }
    return table.empty() ? "" : "\n" + table.to_string(terminal);
}

}  // namespace

std::string overview(const experiment::RunResult& result, const Terminal& terminal) {
    std::string text;
    if (result.described) {
        text += heading("What is selected, and why", terminal);
        text += lane_table(result, terminal);
        if (!result.rules.empty()) {
            text += "\n" + rule_table(result, terminal);
        }
        text += heading("What it finds", terminal) + answers(result, found, terminal);
        text += heading("What honest traders and eco-goods go through", terminal) +
                answers(result, honest, terminal);
    }
    if (const std::string busiest = busiest_station(result); !busiest.empty()) {
        text += "\n" + wrapped(busiest, terminal.width, 0);
    }
    return text;
}

std::string station_tables(const experiment::RunResult& result, const Terminal& terminal) {
    return heading("Stations", terminal) + served_table(result, terminal) +
           delay_table(result, terminal);
}

}  // namespace greenlane::report
