#include "report/candidate_tables.h"

#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using evaluation::CandidateEvaluation;
using evaluation::RuleStanding;
using evaluation::Segment;

constexpr std::size_t segments_shown = 8;  // of a kind; JSON holds them all

std::string number(std::uint64_t count) {
    return with_separators(static_cast<std::int64_t>(count));
}

std::string titled(const std::string& title, const std::string& table, const Terminal& terminal) {
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n" + table;
}

Cell significance(const RuleStanding& rule) {
    if (!rule.q) {
        return "n/a";
    }
    const bool real = *rule.q <= evaluation::RuleLeague::discovery_rate;
    return {fmt::format("{:.2g}", *rule.q), real ? Tone::good : Tone::faint};
}

void put_segments(Table& table, std::span<const Segment> segments) {
    for (const Segment& segment : segments.first(std::min(segments.size(), segments_shown))) {
        const evaluation::SegmentCounts& counts = segment.counts;
        table.add({fmt::format("{} {}{}", name(segment.by), segment.name,
                               segment.small() ? " (small)" : ""),
                   number(counts.selected.trials), percent(counts.selected),
                   percent(counts.false_positives), percent(counts.hits)});
    }
    if (segments.size() > segments_shown) {
        table.add({fmt::format("  {} more", segments.size() - segments_shown), "", "", "", ""});
    }
}

/// What is selected, and of how many rows: those of the table, more than are selected where chance
/// decides among rows tied at the cut.
std::string of_selection(const evaluation::SelectionEstimates& selection) {
    const std::string selected = with_separators(selection.selected, 0);
    if (!selection.rate) {
        return "the profile's own decision, " + selected + " rows";
    }
    const std::string top =
        fmt::format("the top {:g} % by score, {}", 100 * *selection.rate, selected);
    const std::uint64_t eligible = selection.estimates.front().estimate.selected;
    return static_cast<double>(eligible) > selection.selected
               ? fmt::format("{} of the {} rows at or above the cut, ties by chance", top,
                             number(eligible))
               : top + " rows";
}

std::string estimate_rows(const evaluation::SelectionEstimates& selection,
                          const Terminal& terminal) {
    Table table({{"estimator", Align::left}, {"hit rate"}, {"95 %"}, {"inspected"}, {"not seen"}});
    for (const auto& [name, estimate] : selection.estimates) {
        table.add({name, percent(estimate.rate),
                   estimate.interval ? percent_range(*estimate.interval) : "n/a",
                   number(estimate.inspected), number(estimate.unseen)});
    }
    const auto put = [&](const char* name, const auto& bounds) {
        if (bounds) {
            table.add({name, percent_range({bounds->low, bounds->high}),
                       percent_range(bounds->interval), "", ""});
        }
    };
    put("bounds: no assumption", selection.worst_case);
    put("bounds: the rest no riskier", selection.monotone);
    for (const evaluation::HiddenSelection& hidden : selection.hidden) {
        put(fmt::format("bounds: officers saw more, Γ = {:g}", hidden.gamma).c_str(),
            hidden.bounds);
    }
    put("bounds: detection rate", selection.detection);
    return table.to_string(terminal);
}

/// The sentences that belong to the estimates: why there is none, and what weights can carry.
std::string estimate_notes(const evaluation::SelectionEstimates& selection,
                           const Terminal& terminal) {
    std::string text;
    std::vector<std::string> said;
    for (const auto& [name, estimate] : selection.estimates) {
        const std::string caution = evaluation::caution(estimate);
        if (!caution.empty() && std::find(said.begin(), said.end(), caution) == said.end()) {
            text += wrapped(name + ": " + caution, terminal.width, 2);
            said.push_back(caution);
        }
    }
    if (selection.weights.effective_size) {
        text += wrapped(
            fmt::format("Weights: effective sample {:.0f} of {}, largest {:.3g}, mean {}",
                        *selection.weights.effective_size, number(selection.weights.inspected),
                        selection.weights.largest.value_or(0),
                        selection.weights.mean_weight
                            ? fmt::format("{:.2f} (1 if the probabilities are right)",
                                          *selection.weights.mean_weight)
                            : "n/a"),
            terminal.width, 2);
    }
    if (selection.tipping_gamma) {
        text += wrapped(fmt::format("Tipping point: at Γ = {:.2f} the hit rate may be that of all "
                                    "inspections",
                                    *selection.tipping_gamma),
                        terminal.width, 2);
    }
    if (selection.verified && selection.verified->sensitivity) {
        const auto rate = [](const std::optional<evaluation::VerifiedRate>& verified) {
            return percent(verified
                               ? std::optional(kpi::Figure{verified->rate, verified->interval, 0})
                               : std::nullopt);
        };
        text += wrapped(fmt::format("If officers looked blindly, given the rule's decision "
                                    "(Begg-Greenes): sensitivity {}, specificity {}",
                                    rate(selection.verified->sensitivity),
                                    rate(selection.verified->specificity)),
                        terminal.width, 2);
    }
    return text;
}

}  // namespace

std::string rule_table(const CandidateEvaluation& judged, const Terminal& terminal) {
    if (judged.rules.empty()) {
        return "";
    }
    Table table({{"rule", Align::left},
                 {"matched"},
                 {"selected"},
                 {"hits"},
                 {"hit rate (Wilson)"},
                 {"alone"},
                 {"lost if off"},
                 {"h/hit"},
                 {"q"}});
    std::uint64_t unknown = 0;
    std::size_t real = 0;
    std::string silent;
    for (const RuleStanding& rule : judged.rules) {
        if (rule.matched == 0) {
            silent += (silent.empty() ? "" : ", ") + rule.code;
            continue;
        }
        unknown += rule.unknown;
        real += rule.q && *rule.q <= evaluation::RuleLeague::discovery_rate ? 1 : 0;
        table.add(
            {rule.code, number(rule.matched), number(rule.selected), number(rule.hits.events),
             percent(rule.hits), number(rule.hits_alone), number(rule.hits_lost),
             rule.hours_per_hit ? fmt::format("{:.1f}", *rule.hours_per_hit) : std::string("n/a"),
             significance(rule)});
    }
    if (judged.lottery.trials > 0) {
        table.add({"(lottery)", "", number(judged.lottery.trials), number(judged.lottery.events),
                   percent(judged.lottery), "", "", "", ""});
    }
    std::string notes = fmt::format(
        "{} of {} rules find more than blind selection would: Fisher's exact test, q after "
        "Benjamini and Hochberg at most 0.05. Hours: {}.",
        real, judged.rules.size(), judged.hours_source);
    if (!silent.empty()) {
        notes += " Matched nothing: " + silent + '.';
    }
    if (unknown > 0) {
        notes += fmt::format(" {} selections have no known outcome and count in no hit rate.",
                             number(unknown));
    }
    return titled("Rules", table.to_string(terminal), terminal) + wrapped(notes, terminal.width, 2);
}

std::string segment_table(const CandidateEvaluation& judged, const Terminal& terminal) {
    const std::span<const Segment> all(judged.segments);
    if (all.empty()) {
        return "";
    }
    Table table({{"segment", Align::left},
                 {"rows"},
                 {"selected (Wilson)"},
                 {"false positives"},
                 {"hit rate"}});
    for (std::size_t begin = 0; begin < all.size();) {
        std::size_t end = begin;
        while (end < all.size() && all[end].by == all[begin].by) {
            ++end;
        }
        put_segments(table, all.subspan(begin, end - begin));
        begin = end;
    }
    return titled("Segments: who is selected, and whom for nothing", table.to_string(terminal),
                  terminal);
}

std::string history_tables(const CandidateEvaluation& judged, const Terminal& terminal) {
    if (!judged.history) {
        return "";
    }
    std::string text;
    for (const evaluation::SelectionEstimates& selection : judged.history->selections) {
        text += titled(fmt::format("Hit rate of {}, from history in which {} rows have no known "
                                   "outcome",
                                   of_selection(selection), number(judged.history->unknown)),
                       estimate_rows(selection, terminal), terminal);
        text += estimate_notes(selection, terminal);
    }
    return text;
}

}  // namespace greenlane::report
