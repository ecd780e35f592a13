#include "greenlane/report/learning_tables.h"

#include "greenlane/core/calendar.h"
#include "greenlane/learning/loop_figures.h"

#include "report/number.h"
#include "report/share.h"
#include "report/table.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using namespace learning;

constexpr std::size_t weeks_a_line = 4;

std::string number(std::uint64_t count) {
    return with_separators(static_cast<std::int64_t>(count));
}

std::string plan(const LearningDefinition& definition) {
    const RatePlan& rate = definition.rate;
    std::string text = fmt::format("{:g} % inspected", 100 * rate.from);
    if (rate.course != RatePlan::Course::constant) {
        text += fmt::format(", later {:g} % ({} over {:g} weeks)", 100 * rate.to, name(rate.course),
                            rate.over);
    }
    switch (definition.explore.kind) {
        case ExplorationDefinition::Kind::fixed:
            text += fmt::format(", {:g} % at random", 100 * definition.explore.share);
            break;
        case ExplorationDefinition::Kind::bandit:
            text += ", at random what a bandit chooses of it";
            break;
        case ExplorationDefinition::Kind::drift:
            text += fmt::format(", {:g} to {:g} % at random, by drift", 100 * drift_least,
                                100 * drift_most);
            break;
    }
    text += fmt::format(
        "; outcomes known {} after their week; refitted every {}",
        definition.delay == 0 ? "right" : format_duration(definition.delay),
        definition.refit_every == 1 ? "week" : fmt::format("{} weeks", definition.refit_every));
    if (definition.initial_weeks > 0) {
        text += fmt::format("; {} weeks of history before", definition.initial_weeks);
        text += definition.masking == Masking::none ? ", all outcomes known"
                : definition.masking == Masking::as_given
                    ? ", outcomes known where records say inspected"
                    : fmt::format(", outcomes of {:g} % known, drawn by {}", 100 * definition.known,
                                  definition.masking == Masking::row ? "declaration" : "importer");
    }
    return text + ".";
}

std::string head(const LearningResult& result, const LoopFigures& pooled,
                 const std::string& source) {
    return fmt::format("{} declarations in {} weeks, {} violations ({}). Strategy {}: {}{}",
                       number(pooled.rows), result.weeks.size(), number(pooled.violations),
                       percent(kpi::Proportion{pooled.violations, pooled.rows}.share()),
                       name(result.definition.strategy), plan(result.definition),
                       source.empty() ? "" : " " + source);
}

std::string interval_line(const LearningResult& result) {
    const std::size_t replications = result.definition.replications;
    return replications < 2 ? "One replication: no intervals."
                            : fmt::format(
                                  "Intervals: 95 %, over {} replications (seed {}): the chance of "
                                  "draws, given these declarations.",
                                  replications, result.definition.seed);
}

std::string pooled_table(const LearningResult& result, const LoopFigures& pooled,
                         const Terminal& terminal) {
    Table table({{"all weeks", Align::left}, {"figure"}, {"of best"}, {"oracle"}, {"random"}});
    table.add({"precision", percent(pooled.precision), percent(pooled.hits_of_best),
               percent(pooled.oracle_precision), percent(pooled.random_precision)});
    const auto share = [](std::optional<double> precision, const LoopFigures& of) {
        return precision && of.violations > 0
                   ? percent(*precision * static_cast<double>(of.selected) /
                             static_cast<double>(of.violations))
                   : percent(std::optional<double>{});
    };
    table.add({"recall", percent(pooled.recall), percent(pooled.hits_of_best),
               share(pooled.oracle_precision, pooled), share(pooled.random_precision, pooled)});
    if (result.revenue_known) {
        table.add({"revenue", percent(pooled.revenue), percent(pooled.revenue_of_best), "", ""});
    }
    return table.to_string(terminal) +
           wrapped(
               "Of best: against the oracle, which selects as many each week by truth (for "
               "revenue, by duty evaded). Random: expected of as many draws.",
               terminal.width, 2);
}

std::string hits(const std::optional<kpi::Figure>& figure) {
    return plain(figure, 1);
}

/// A difference of shares, in percentage points.
std::string points(std::optional<kpi::Figure> difference) {
    if (difference) {
        difference->mean *= 100;
        if (difference->interval) {
            difference->interval->low *= 100;
            difference->interval->high *= 100;
        }
    }
    return plain(difference, 1) + (difference ? " points" : "");
}

std::string exploration_lines(const LearningResult& result, const LoopFigures& pooled,
                              const Terminal& terminal) {
    const auto figures = exploration_figures(result);
    if (!figures) {
        return "";
    }
    Table table({{"exploration", Align::left}, {"figure", Align::left}});
    table.add({"share of the inspected", percent(pooled.explored)});
    table.add({"hit rate of the explored", percent(figures->explored_precision)});
    table.add({"hit rate of those displaced", percent(figures->displaced_precision)});
    table.add({"hits forgone", hits(figures->hits_forgone)});
    table.add({"hits bought by knowing more", hits(figures->hits_bought)});
    table.add({"precision without exploring", percent(figures->twin_precision)});
    table.add({"difference that it made", points(figures->difference)});
    return "\n" + table.to_string(terminal) +
           wrapped(
               "Measured against a twin of each replication that inspects as many by rank "
               "alone, on the same draws. Forgone: hits of the rows displaced less those of "
               "the explored. Bought: what is left of the difference. The explored hit rate "
               "is an honest sample of what ranks too low, which no figure here values.",
               terminal.width, 2);
}

std::string drift_cell(std::span<const LearningWeek> weeks) {
    const Drift* worst = nullptr;
    for (const LearningWeek& week : weeks) {
        if (week.drift && (worst == nullptr || week.drift->p < worst->p)) {
            worst = &*week.drift;
        }
    }
    if (worst == nullptr) {
        return "n/a";
    }
    const double above_noise = std::max(0.0, worst->worst.psi - worst->worst.psi_noise);
    return fmt::format("{} {:.2f}{}", worst->field, above_noise,
                       worst->p < drift_significance ? " *" : "");
}

std::string week_table(const LearningResult& result, const Terminal& terminal) {
    Table table({{"weeks", Align::left},
                 {"from", Align::left, true},
                 {"rows", Align::right, true},
                 {"inspected"},
                 {"precision"},
                 {"of best"},
                 {"recall"},
                 {"revenue", Align::right, true},
                 {"explored", Align::right, true},
                 {"oracle"},
                 {"random"},
                 {"drift"}});
    const std::span<const LearningWeek> all = result.weeks;
    for (std::size_t first = 0; first < all.size(); first += weeks_a_line) {
        const auto weeks = all.subspan(first, std::min(weeks_a_line, all.size() - first));
        const LoopFigures figures = loop_figures(result, weeks);
        table.add(
            {fmt::format("{}–{}", first + 1, first + weeks.size()),
             to_string(date_of(day_of(weeks.front().begin + result.utc_offset))),
             number(figures.rows), number(figures.selected), percent(figures.precision),
             percent(figures.hits_of_best ? std::optional<double>(figures.hits_of_best->mean)
                                          : std::nullopt),
             percent(figures.recall ? std::optional<double>(figures.recall->mean) : std::nullopt),
             percent(figures.revenue ? std::optional<double>(figures.revenue->mean) : std::nullopt),
             percent(figures.explored ? std::optional<double>(figures.explored->mean)
                                      : std::nullopt),
             percent(figures.oracle_precision), percent(figures.random_precision),
             drift_cell(weeks)});
    }
    return "\n" + table.to_string(terminal) +
           wrapped(
               fmt::format("Drift: of goods, origin, departure, office and importer, the one that "
                           "differs most surely between the latest {0} weeks and the first "
                           "{0}, with its population stability index above noise; *: "
                           "significant at 1 % (chi-square, Bonferroni). It sees what is "
                           "declared, not how traders behave.",
                           drift_window),
               terminal.width, 2);
}

}  // namespace

std::string learning_tables(const std::string& scenario, const LearningResult& result,
                            const std::string& source, const Terminal& terminal) {
    const LoopFigures pooled = loop_figures(result, result.weeks);
    return painted(scenario, Tone::strong, terminal.colours) + "\n" +
           wrapped(head(result, pooled, source), terminal.width, 2) +
           wrapped(interval_line(result), terminal.width, 2) +
           pooled_table(result, pooled, terminal) + exploration_lines(result, pooled, terminal) +
           week_table(result, terminal);
}

}  // namespace greenlane::report
