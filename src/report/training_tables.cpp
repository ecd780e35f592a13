#include "greenlane/report/training_tables.h"

#include "greenlane/core/calendar.h"
#include "greenlane/kpi/proportion.h"

#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using evaluation::RankingFigures;
using learning::Training;

constexpr std::size_t most_terms = 12;

std::string number(std::uint64_t count) {
    return with_separators(static_cast<std::int64_t>(count));
}

/// Where the declarations were lodged.
std::string local_date(Instant instant, const Training& training) {
    return to_string(date_of(day_of(instant + training.utc_offset)));
}

std::string head(const Training& training, const std::string& source) {
    std::string text = fmt::format(
        "{} score of {} declarations, {} to {}: {} with known outcome, {} violations ({})\n",
        learning::name(training.kind), number(training.declarations),
        local_date(training.begin, training), local_date(training.end, training),
        number(training.labelled), number(training.violations),
        percent(kpi::Proportion{training.violations, training.labelled}.share()));
    text += fmt::format("Outcomes known after {}; seed {}; fingerprint {:016x}{}\n",
                        format_duration(training.delay), training.seed, training.fingerprint,
                        training.weighed_by_revenue ? "; violations weighed by duty evaded" : "");
    return text + (source.empty() ? "" : source + "\n");
}

void add_row(Table& table, const char* name, const std::optional<RankingFigures>& figures) {
    if (!figures) {
        return;
    }
    std::vector<Cell> row = {name, number(figures->rows), number(figures->violations),
                             plain(figures->auc, 3), plain(figures->average_precision, 3)};
    for (const evaluation::SelectionFigures& at : figures->at) {
        row.emplace_back(percent(at.precision));
    }
    table.add(std::move(row));
}

std::string validation_table(const Training& training, const Terminal& terminal) {
    if (!training.validation) {
        return "";
    }
    const learning::Validation& validation = *training.validation;
    std::vector<Column> columns = {{"", Align::left},
                                   {"declarations"},
                                   {"violations"},
                                   {"ROC area"},
                                   {"average precision", Align::right, true}};
    for (const evaluation::SelectionFigures& at : validation.all.at) {
        columns.push_back({fmt::format("precision at {:.0f} %", 100 * at.at.rate)});
    }
    Table table(std::move(columns));
    add_row(table, "novel goods", validation.novel);
    add_row(table, "seen goods", validation.seen);
    add_row(table, "all", validation.all);
    return fmt::format(
        "\n{}\n{}{}",
        painted("Validation: what was lodged from " + local_date(validation.from, training) +
                    " on, by what was known then",
                Tone::strong, terminal.colours),
        table.to_string(terminal),
        wrapped("Precision at a rate is a bound in hindsight: the top share by "
                "score. Intervals: 95 %, bootstrap over importers. The score that "
                "is written has learnt from these days too.",
                terminal.width, 0));
}

std::string term_table(const Training& training, const Terminal& terminal) {
    const bool coefficients =
        !training.terms.empty() && training.terms.front().coefficient.has_value();
    std::vector<Column> columns = {{"term", Align::left}, {"spread"}};
    if (coefficients) {
        columns.push_back({"coefficient"});
    }
    Table table(std::move(columns));
    const std::size_t shown = std::min(most_terms, training.terms.size());
    for (std::size_t i = 0; i < shown; ++i) {
        const learning::Term& term = training.terms[i];
        std::vector<Cell> row = {term.name, fmt::format("{:.3f}", term.spread)};
        if (coefficients) {
            row.emplace_back(fmt::format("{:.3f} [{:.3f}, {:.3f}]", *term.coefficient,
                                         term.interval->low, term.interval->high));
        }
        table.add(std::move(row));
    }
    std::string text =
        fmt::format("\n{}\n{}",
                    painted("Terms, by the standard deviation of what they add to the log-odds",
                            Tone::strong, terminal.colours),
                    table.to_string(terminal));
    if (shown < training.terms.size()) {
        text += fmt::format("and {} more\n", training.terms.size() - shown);
    }
    return text;
}

}  // namespace

std::string training_tables(const Training& training, const std::string& source,
                            const Terminal& terminal) {
    std::string text = head(training, source) + validation_table(training, terminal) +
                       term_table(training, terminal);
    for (const std::string& note : training.notes) {
        text += "note: " + note + '\n';
    }
    return text;
}

}  // namespace greenlane::report
