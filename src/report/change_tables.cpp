#include "report/change_tables.h"

#include "report/number.h"
#include "report/table.h"

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::LaneMove;
using experiment::ShipmentChanges;
using experiment::Turnover;

double hours(Duration time) {
    return static_cast<double>(time) / static_cast<double>(hour);
}

const LaneMove& move_of(const ShipmentChanges& changes, Lane before, Lane after) {
    return changes.lanes[static_cast<std::size_t>(before)][static_cast<std::size_t>(after)];
}

/// From lane to lane, strictest first.
std::string lane_matrix(const ShipmentChanges& changes, const Terminal& terminal) {
    std::vector<Column> columns{{"from \\ to", Align::left}};
    for (auto after = lanes.rbegin(); after != lanes.rend(); ++after) {
        columns.push_back({std::string(name(*after))});
    }
    Table table(columns);
    for (auto before = lanes.rbegin(); before != lanes.rend(); ++before) {
        std::vector<Cell> row{std::string(name(*before))};
        for (auto after = lanes.rbegin(); after != lanes.rend(); ++after) {
            row.emplace_back(with_separators(move_of(changes, *before, *after).shipments),
                             *before == *after ? Tone::faint : Tone::plain);
        }
        table.add(row);
    }
    return table.to_string(terminal);
}

std::string time_table(const ShipmentChanges& changes, const Terminal& terminal) {
    Table table({{"clearance time, by move", Align::left},
                 {"released"},
                 {"won"},
                 {"lost"},
                 {"net of each"}});
    for (auto before = lanes.rbegin(); before != lanes.rend(); ++before) {
        for (auto after = lanes.rbegin(); after != lanes.rend(); ++after) {
            const LaneMove& move = move_of(changes, *before, *after);
            if (move.won == 0 && move.lost == 0) {
                continue;
            }
            const double each = hours(move.lost - move.won) / static_cast<double>(move.released);
            table.add(
                {fmt::format("{} to {}", name(*before), name(*after)),
                 with_separators(move.released),
                 with_separators(hours(move.won), 0) + " h",
                 with_separators(hours(move.lost), 0) + " h",
                 {(each > 0 ? "+" : "") + show_hours(each), each > 0 ? Tone::bad : Tone::good}});
        }
    }
    return table.empty() ? "" : "\n" + table.to_string(terminal);
}

void add(Table& table, const char* what, const std::optional<Turnover>& turnover) {
    if (turnover) {
        table.add({what, with_separators(turnover->kept), with_separators(turnover->gained),
                   with_separators(turnover->lost)});
    }
}

std::string turnover_table(const ShipmentChanges& changes, const Terminal& terminal) {
    Table table({{"", Align::left}, {"in both"}, {"gained"}, {"lost"}});
    add(table, "shipments controlled", changes.controlled);
    add(table, "hits", changes.hits);
    add(table, "truly compliant, controlled", changes.compliant_controlled);
    return "\n" + table.to_string(terminal);
}

std::string pilot_table(const experiment::Versus& versus, const Terminal& terminal) {
    Table table({{"", Align::left},
                 {"expected"},
                 {"95 % together"},
                 {"each group"},
                 {"declarations"},
                 {"weeks"},
                 {"go from"},
                 {"no go from"}});
    for (const experiment::PilotPlan& plan : versus.pilots) {
        const kpi::Kpi& kpi = kpi::kpis()[plan.kpi];
        const std::string_view unit = kpi::name(kpi.unit);
        const ShownDifference expected = show_difference(plan.difference, unit);
        table.add({std::string(kpi.id), expected.value, expected.interval,
                   with_separators(static_cast<std::int64_t>(plan.trial.per_group)),
                   with_separators(static_cast<std::int64_t>(plan.declarations)),
                   with_separators(static_cast<std::int64_t>(plan.trial.weeks)),
                   show_difference({plan.trial.go, std::nullopt, 0}, unit).value,
                   show_difference({plan.trial.no_go, std::nullopt, 0}, unit).value});
    }
    return table.to_string(terminal) +
           wrapped(
               "Shipments drawn by lot into two groups of equal size, one for each profile, "
               "until the difference expected here is confirmed at 95 % with 80 % power. At or "
               "beyond go the observed difference confirms the direction; at or short of no go "
               "it rules out the size expected. Shipments are taken as independent, which those "
               "in one queue are not: plan for more.",
               terminal.width, 2);
}

}  // namespace

std::string change_tables(const experiment::Comparison& comparison,
                          const experiment::Versus& versus, const Terminal& terminal) {
    std::string text;
    const std::string& system = comparison.systems[versus.system].name;
    const auto title = [&](const std::string& words) {
        return "\n" + painted(words, Tone::strong, terminal.colours) + "\n";
    };
    if (versus.changes) {
        const ShipmentChanges& changes = *versus.changes;
        text += title(fmt::format(
            "Shipment by shipment, to {}: first replication, {} shipments, {} "
            "in another lane",
            system, with_separators(changes.shipments), with_separators(changes.moved)));
        text += lane_matrix(changes, terminal) + time_table(changes, terminal) +
                turnover_table(changes, terminal);
    }
    if (!versus.pilots.empty()) {
        text += title("A pilot of " + system) + pilot_table(versus, terminal);
    }
    return text;
}

}  // namespace greenlane::report
