#include "greenlane/report/evaluation_tables.h"

#include "greenlane/evaluation/cluster_bootstrap.h"

#include "report/audit_lines.h"
#include "report/candidate_tables.h"
#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using evaluation::Candidate;
using evaluation::CandidateEvaluation;
using evaluation::Evaluation;
using evaluation::RankingFigures;
using evaluation::SelectionFigures;

std::string number(std::uint64_t count) {
    return with_separators(static_cast<std::int64_t>(count));
}

std::string head(const Evaluation& evaluation, const std::string& source) {
    std::string line =
        fmt::format("{} declarations, {} violations ({} of known outcomes)",
                    number(evaluation.rows), number(evaluation.violations),
                    percent(kpi::Proportion{evaluation.violations, evaluation.labelled}.share()));
    if (evaluation.labelled < evaluation.rows) {
        line += fmt::format(
            "; {} have no known outcome, so precision, recall and areas are naive: "
            "of inspected rows alone",
            number(evaluation.rows - evaluation.labelled));
    }
    return line + (source.empty() ? "" : ". " + source);
}

std::string interval_line(const Evaluation& evaluation) {
    using evaluation::ClusterBootstrap;
    const std::size_t importers =
        evaluation.candidates.empty() ? 0 : evaluation.candidates.front().pooled.importers;
    if (!evaluation.importers_known) {
        return "No intervals: the declarations name no importers to resample.";
    }
    if (importers < ClusterBootstrap::fewest) {
        return fmt::format("No intervals: {} importers are too few to resample (at least {}).",
                           importers, ClusterBootstrap::fewest);
    }
    return fmt::format("Intervals: 95 %, bootstrap over {} importers ({} resamples, seed {}).",
                       number(importers), ClusterBootstrap::resamples, evaluation.question.seed);
}

std::string_view ranked_by(Candidate::RankedBy by) {
    switch (by) {
        case Candidate::RankedBy::points:
            return "ranked by its points";
        case Candidate::RankedBy::lane:
            return "no points: ranked by what its rules send to a control";
        case Candidate::RankedBy::score:
            return "ranked by the column of scores";
        case Candidate::RankedBy::model:
            return "ranked by the model's score";
    }
    return "";
}

void put_selection(Table& table, const std::string& label, const SelectionFigures& figures) {
    table.add({label, number(figures.at.selected), percent(figures.precision),
               percent(figures.recall), percent(figures.revenue), plain(figures.lift, 2),
               percent(figures.at.hits_of_best), percent(figures.at.tied)});
}

std::string rate_table(const CandidateEvaluation& judged, const Terminal& terminal) {
    Table table({{"", Align::left},
                 {"selected"},
                 {"precision"},
                 {"recall"},
                 {"revenue", Align::right, true},
                 {"lift", Align::right, true},
                 {"of best"},
                 {"by chance", Align::right, true}});
    for (const SelectionFigures& at : judged.pooled.at) {
        put_selection(table, fmt::format("top {:g} %", 100 * at.at.rate), at);
    }
    if (judged.pooled.own) {
        put_selection(table, fmt::format("own {:.1f} %", 100 * judged.pooled.own->at.rate),
                      *judged.pooled.own);
    }
    std::string notes =
        "Top: a bound in hindsight, for nobody knows the day's scores in the morning. Of best: "
        "hits against any ranking at that rate. By chance: drawn among rows of one score, of which "
        "the expected hits count.";
    if (judged.pooled.own) {
        notes += " Own: what the profile's rules, lottery and capacity select.";
    }
    return table.to_string(terminal) + wrapped(notes, terminal.width, 2);
}

/// One line a part of the rows: how well the ranking does there.
std::string part_table(const Evaluation& evaluation, const CandidateEvaluation& judged,
                       const Terminal& terminal) {
    std::vector<Column> columns{{"part", Align::left}, {"rows"}, {"violations"}, {"ROC area"}};
    for (const double rate : evaluation.question.rates) {
        columns.push_back({fmt::format("at {:g} %", 100 * rate), Align::right,
                           rate != evaluation.question.rates.back()});
    }
    Table table(std::move(columns));
    const auto put = [&](const std::string& label, const RankingFigures& figures) {
        std::vector<Cell> row{label, number(figures.rows), number(figures.violations),
                              plain(figures.auc, 3)};
        for (const SelectionFigures& at : figures.at) {
            row.emplace_back(percent(at.precision));
        }
        table.add(std::move(row));
    };
    if (judged.novel) {
        put("novel goods", *judged.novel);
        put("seen goods", *judged.seen);
    }
    for (const evaluation::PeriodFigures& period : judged.periods) {
        put(period.label, period.figures);
    }
    return "\n" + painted("Precision by part", Tone::strong, terminal.colours) + "\n" +
           table.to_string(terminal);
}

std::string calibration_table(const CandidateEvaluation& judged, const Terminal& terminal) {
    if (!judged.calibration) {
        return "";
    }
    Table table({{"score", Align::left}, {"rows"}, {"mean score"}, {"violations (Wilson)"}});
    for (const evaluation::ReliabilityBin& bin : judged.calibration->equal_count) {
        table.add({fmt::format("{:.3f}–{:.3f}", bin.low, bin.high), number(bin.violations.trials),
                   fmt::format("{:.3f}", bin.mean_score), percent(bin.violations)});
    }
    return "\n" +
           painted(fmt::format("Calibration in bins of equal count; Brier score {:.4f}",
                               judged.calibration->brier),
                   Tone::strong, terminal.colours) +
           "\n" + table.to_string(terminal);
}

std::string candidate(const Evaluation& evaluation, const CandidateEvaluation& judged,
                      const Terminal& terminal) {
    std::string text = "\n" + painted(judged.name, Tone::strong, terminal.colours) + ", " +
                       std::string(ranked_by(judged.ranked_by)) + "\n";
    const auto areas = [&](std::string_view of, const RankingFigures& figures) {
        text += wrapped(fmt::format("{}ROC area {}, average precision {}", of,
                                    plain(figures.auc, 3), plain(figures.average_precision, 3)),
                        terminal.width, 2);
    };
    if (judged.training_overlap.value_or(0) > 0) {
        text += wrapped(fmt::format("Warning: {} of {} judged rows lie inside the model's training "
                                    "window, where it may know the outcomes by heart.",
                                    number(*judged.training_overlap), number(judged.pooled.rows)),
                        terminal.width, 2);
    }
    // Goods that training has seen can be known by heart: what is new is what a score is for.
    if (judged.novel) {
        areas("On novel goods: ", *judged.novel);
    } else if (judged.training_overlap) {
        text += wrapped("On novel goods: not known; give the training files with --against.",
                        terminal.width, 2);
    }
    areas(judged.novel ? "On all goods: " : "", judged.pooled);
    if (judged.constant) {
        text += wrapped("All rows have one score: this ranking says nothing.", terminal.width, 2);
    }
    if (judged.unscored > 0) {
        text +=
            wrapped(fmt::format("{} rows have no score and rank last.", number(judged.unscored)),
                    terminal.width, 2);
    }
    if (judged.pooled.violations == 0 || judged.pooled.violations == judged.pooled.rows) {
        text += wrapped(judged.pooled.violations == 0
                            ? "No row is a violation: recall and lift are not defined."
                            : "Every row is a violation: the ROC area is not defined.",
                        terminal.width, 2);
    }
    return text + rate_table(judged, terminal) + part_table(evaluation, judged, terminal) +
           calibration_table(judged, terminal) + history_tables(judged, terminal) +
           rule_table(judged, terminal) + segment_table(judged, terminal);
}

}  // namespace

std::string evaluation_tables(const Evaluation& evaluation, const evaluation::AuditReport& audit,
                              const std::string& source, const Terminal& terminal) {
    std::string text = painted("Evaluation", Tone::strong, terminal.colours) + "\n" +
                       wrapped(head(evaluation, source), terminal.width, 2) +
                       wrapped(interval_line(evaluation), terminal.width, 2) +
                       audit_summary(audit, terminal);
    for (const CandidateEvaluation& judged : evaluation.candidates) {
        text += candidate(evaluation, judged, terminal);
    }
    return text;
}

}  // namespace greenlane::report
