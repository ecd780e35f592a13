#include "greenlane/report/explanation_tables.h"

#include "greenlane/core/calendar.h"

#include "report/decision_lines.h"
#include "report/number.h"
#include "report/table.h"

#include <cmath>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using engine::CompiledScenario;
using engine::Explanation;
using shipment::Code;
using shipment::Declarations;
using shipment::Dictionary;

std::string titled(const std::string& title, const std::string& body, const Terminal& terminal) {
    return body.empty() ? "" : "\n" + painted(title, Tone::strong, terminal.colours) + "\n" + body;
}

std::string word(const Dictionary& dictionary, const std::vector<Code>& column, std::size_t row) {
    return column.empty() ? "" : std::string(dictionary.word(column[row]));
}

/// `value / 10^places`, or nothing where it is missing.
std::string scaled(const std::vector<std::int64_t>& column, std::size_t row, int places) {
    return column.empty() || column[row] == missing
               ? ""
               : with_separators(static_cast<double>(column[row]) / std::pow(10, places), places);
}

/// What is told of the declaration itself, but for its goods.
std::string declared(const Explanation& explanation, const ExplanationView& view) {
    const Declarations& block = explanation.block.declarations;
    const shipment::Vocabulary& words = explanation.vocabulary;
    const std::size_t row = explanation.row;
    std::string text = "lodged " + format_instant(block.lodged[row]);
    const auto add = [&](const char* what, const std::string& value) {
        if (!value.empty() && value != "unknown") {
            text += fmt::format(", {}{}{}", what, *what == 0 ? "" : " ", value);
        }
    };
    if (!block.number.absent() && !view.redacted) {
        add("number", std::string(block.number[row]));
    }
    add("", block.procedure.empty() ? "" : std::string(name(block.procedure[row])));
    add("by", block.mode.empty() ? "" : std::string(name(block.mode[row])));
    add("office", word(words.office, block.office, row));
    add("trader", block.tier.empty() ? "" : std::string(name(block.tier[row])));
    add("importer", view.traders[0]);
    add("declarant", view.traders[1]);
    add("seller", view.traders[2]);
    add("from", word(words.country, block.departure, row));
    add("to", word(words.country, block.destination, row));
    add("containers", block.containers.empty() ? "" : std::to_string(block.containers[row]));
    std::string documents;
    for (Code code = 1; code < words.document.size() && !block.documents.empty(); ++code) {
        if ((block.documents[row] >> (code - 1) & 1) != 0) {
            documents += (documents.empty() ? "" : " ") + std::string(words.document.word(code));
        }
    }
    add("documents", documents);
    return text;
}

std::string items(const CompiledScenario& scenario, const Explanation& explanation,
                  const Terminal& terminal) {
    const Declarations& block = explanation.block.declarations;
    const shipment::Vocabulary& words = explanation.vocabulary;
    if (block.first_item.empty()) {
        return "";
    }
    Table table({{"item"},
                 {"HS", Align::left},
                 {"origin", Align::left},
                 {"value " + scenario.currency},
                 {"mass kg"},
                 {"quantity", Align::right, true},
                 {"duty"},
                 {"description", Align::left, true}});
    const std::uint32_t first = block.first_item[explanation.row];
    for (std::uint32_t i = first; i < block.first_item[explanation.row + 1]; ++i) {
        const shipment::Items& goods = block.items;
        table.add({std::to_string(i - first + 1), word(words.hs, goods.hs, i),
                   word(words.country, goods.origin, i),
                   scaled(goods.value, i, scenario.minor_digits), scaled(goods.mass, i, 3),
                   scaled(goods.quantity, i, 3), scaled(goods.duty, i, scenario.minor_digits),
                   goods.description.absent() ? "" : std::string(goods.description[i])});
    }
    return table.to_string(terminal);
}

std::string hours_since(Instant lodged, Instant instant) {
    return instant == never
               ? "–"
               : show_hours(static_cast<double>(instant - lodged) / static_cast<double>(hour));
}

std::string duration(Instant from, Instant to) {
    return from == never || to == never
               ? "–"
               : show_hours(static_cast<double>(to - from) / static_cast<double>(hour));
}

std::string way(const CompiledScenario& scenario, const Explanation& explanation,
                const Terminal& terminal) {
    if (explanation.journey.stays.empty()) {
        return "";
    }
    const Instant lodged = explanation.block.declarations.lodged[explanation.row];
    Table table({{"station", Align::left},
                 {"stage", Align::left, true},
                 {"arrives after"},
                 {"wait"},
                 {"service"},
                 {"done at", Align::left},
                 {"control", Align::left}});
    for (const engine::Stay& stay : explanation.journey.stays) {
        const clearance::Station* station =
            stay.station ? &scenario.process.stations[*stay.station] : nullptr;
        std::string control;
        if (stay.control) {
            control = fmt::format("{}: {}{}", name(stay.control->control),
                                  stay.control->alarm ? "alarm" : "no alarm",
                                  stay.control->finding ? ", violation found" : "");
        }
        table.add({station != nullptr ? station->name : "waits for its lane",
                   std::string(name(station != nullptr ? station->stage : Stage::selectivity)),
                   hours_since(lodged, stay.arrival), duration(stay.arrival, stay.start),
                   duration(stay.start, stay.end),
                   stay.end == never ? "still there" : format_instant(stay.end), control});
    }
    const kpi::Passage& passage = explanation.journey.passage;
    const std::string end =
        passage.exit == kpi::Exit::in_process
            ? "still in process when the run ended"
            : fmt::format("{} {} ({} after lodgement)",
                          clearance::name(static_cast<clearance::Exit>(passage.exit)),
                          format_instant(passage.left), hours_since(lodged, passage.left));
    return table.to_string(terminal) + "  " + end + "\n";
}

/// On a replay of records: when each stage was completed.
std::string recorded(const Explanation& explanation) {
    std::string text;
    const auto& completed = explanation.block.records.completed;
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto& column = completed[stage];
        if (!column.empty() && column[explanation.row] != missing) {
            text += fmt::format("  {} {}\n", name(static_cast<Stage>(stage)),
                                format_instant(column[explanation.row]));
        }
    }
    return text;
}

std::string truth(const CompiledScenario& scenario, const Explanation& explanation) {
    const shipment::GroundTruth& truth = explanation.block.truth;
    const Declarations& block = explanation.block.declarations;
    if (!truth.known() || block.first_item.empty()) {
        return "";
    }
    std::string text;
    const std::uint32_t first = block.first_item[explanation.row];
    for (std::uint32_t i = first; i < block.first_item[explanation.row + 1]; ++i) {
        const Violation kind = truth.violation[i];
        if (kind == Violation::none) {
            continue;
        }
        text += fmt::format("  item {}: {}", i - first + 1, name(kind));
        if (const std::string evaded = scaled(truth.evaded, i, scenario.minor_digits);
            !evaded.empty()) {
            text += fmt::format(", {} {} evaded", evaded, scenario.currency);
        }
        const std::string code = word(explanation.vocabulary.hs, truth.true_hs, i);
        if (!code.empty() && truth.true_hs[i] != block.items.hs[i]) {
            text += ", in truth HS " + code;
        }
        text += "\n";
    }
    return text.empty() ? "  compliant\n" : text;
}

}  // namespace

std::string explanation_tables(const CompiledScenario& scenario, const Explanation& explanation,
                               const ExplanationView& view, const Terminal& terminal) {
    std::string text =
        painted(fmt::format("Shipment {} of replication {}, {}", explanation.shipment,
                            explanation.replication, scenario.name),
                Tone::strong, terminal.colours) +
        "\n" + wrapped(declared(explanation, view), terminal.width, 2) +
        items(scenario, explanation, terminal);
    text += titled("Decision", decision_lines(scenario, explanation, view, terminal), terminal);
    text += titled("Way", way(scenario, explanation, terminal), terminal);
    text += titled("Recorded", recorded(explanation), terminal);
    text += titled("Truth (only the simulator knows)", truth(scenario, explanation), terminal);
    return text;
}

std::string why_not_tables(const experiment::WhyNot& why_not, const ExplanationView& view,
                           const Terminal& terminal) {
    if (why_not.is_stopped) {
        return titled("Why not", "  It was stopped: there is no stricter lane than red.\n",
                      terminal);
    }
    const std::string goal = why_not.lane
                                 ? fmt::format("in lane {} or a stricter one", name(*why_not.lane))
                                 : std::string("sent to a control");
    if (why_not.changes.empty()) {
        return titled("Why not",
                      wrapped("No threshold, rate, clause, bound or capacity by itself would have "
                              "had it " +
                                  goal + ".",
                              terminal.width, 2),
                      terminal);
    }
    std::string text;
    for (const experiment::ProfileChange& change : why_not.changes) {
        std::string line;
        for (const experiment::Edit& edit : change.edits) {
            line += (line.empty() ? "" : " and ") + edit.key;
            if (!edit.tells_a_condition || !view.redacted) {
                line += fmt::format(" = {} instead of {}", edit.to, edit.from);
            }
        }
        line += fmt::format(": would also stop {} other shipments",
                            with_separators(change.also_stopped));
        if (change.let_go > 0) {
            line += fmt::format(", and stop {} no more", with_separators(change.let_go));
        }
        text += wrapped(line, terminal.width, 2);
    }
    return titled("What would have had it " + goal, text, terminal);
}

}  // namespace greenlane::report
