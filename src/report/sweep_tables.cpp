#include "greenlane/report/sweep_tables.h"

#include "report/number.h"
#include "report/period_lines.h"
#include "report/table.h"
#include "report/text.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

using experiment::Factor;
using experiment::Sweep;
using experiment::SweptDifference;
using experiment::SweptEffect;
using experiment::SweptKpi;
using experiment::TornadoBar;

using Texts = std::vector<std::string>;

constexpr std::size_t most_points_shown = 20;

std::string listed(const Texts& texts) {
    return texts.size() > 6 ? fmt::format("{}, {} ... {}", texts[0], texts[1], texts.back())
                            : fmt::format("{}", fmt::join(texts, ", "));
}

/// A value of a factor as it is shown: of a file, its name without folders and ending.
std::string value_text(const Factor& factor, const std::string& text) {
    return factor.key == "profile" ? std::filesystem::path(text).stem().string() : text;
}

/// `servers 1, 2, 3`, or `rate 0.01 to 0.05`.
std::string values_of(const Factor& factor) {
    if (factor.is_continuous()) {
        return fmt::format("{} {} to {}", factor.key, factor.text(factor.low),
                           factor.text(factor.high));
    }
    Texts texts;
    for (std::size_t level = 0; level < factor.levels(); ++level) {
        texts.push_back(value_text(factor, factor.level_text(level)));
    }
    return fmt::format("{} {}", factor.key, listed(texts));
}

std::string heading(const Sweep& sweep, const Terminal& terminal) {
    const std::size_t points = sweep.plan.points.size();
    std::string text = wrapped(
        painted(fmt::format(
                    "{}: {} {} of {} factor{}", sweep.scenario,
                    sweep.plan.design == experiment::Design::grid    ? "grid of"
                    : sweep.plan.design == experiment::Design::sobol ? "Sobol design of"
                                                                     : "Latin hypercube of",
                    fmt::format("{} settings", with_separators(static_cast<std::int64_t>(points))),
                    sweep.plan.factors.size(), sweep.plan.factors.size() == 1 ? "" : "s"),
                Tone::strong, terminal.colours),
        terminal.width, 0);
    for (const Factor& factor : sweep.plan.factors) {
        text += wrapped(values_of(factor), terminal.width, 2);
    }
    const auto add = [&](const std::string& line) { text += wrapped(line, terminal.width, 2); };
    add(fmt::format("{} replication{} of each, all on the same draws, seed {}; {}",
                    sweep.replications, sweep.replications == 1 ? "" : "s", sweep.seed,
                    period_line(sweep.period)));
    if (sweep.label.warmup) {
        add(warmup_line(*sweep.label.warmup));
    }
    add(sweep.replications < 2
            ? "One replication has no intervals: differences stand as they are, and nothing is "
              "shown to be more than chance."
            : fmt::format("{} intervals of effects and tornados hold together with 95 % "
                          "(Bonferroni)",
                          sweep.intervals));
    if (sweep.screened_once) {
        add(std::string(experiment::screened_once_note));
    }
    for (const std::string& warning : sweep.label.warnings) {
        text += warning_line(warning, terminal.width, terminal.colours);
    }
    return text;
}

/// The KPIs that were asked for, or else those that move.
std::vector<const SweptKpi*> shown_kpis(const Sweep& sweep) {
    std::vector<const SweptKpi*> kpis;
    for (const SweptKpi& kpi : sweep.kpis) {
        if (sweep.asked || kpi.moves) {
            kpis.push_back(&kpi);
        }
    }
    return kpis;
}

/// Which KPIs are told of where none was asked for.
std::string chosen_text(const Sweep& sweep, bool some) {
    const bool has_intervals = sweep.replications > 1;
    return some ? fmt::format("Of {} headline KPIs those that {}; others with --kpi.",
                              sweep.kpis.size(), has_intervals ? "are shown to move" : "differ")
                : fmt::format(
                      "None of {} headline KPIs {}: see the values of one with --kpi, of "
                      "all of them in --json.",
                      sweep.kpis.size(), has_intervals ? "is shown to move" : "differs");
}

/// With the interval that holds together, in a unit that fits the scenario's own figure.
ShownDifference shown(const SweptDifference& difference, const SweptKpi& kpi,
                      std::string_view unit) {
    if (!difference.figure) {
        return {"n/a", difference.n > 0 ? "one pair" : "–", ""};
    }
    kpi::Figure figure = *difference.figure;
    figure.interval = difference.together;
    return kpi.base ? show_difference(figure, unit, std::abs(kpi.base->mean))
                    : show_difference(figure, unit);
}

std::string ends_of(const Factor& factor) {
    return factor.is_continuous()
               ? fmt::format("{} → {}", factor.text(factor.low), factor.text(factor.high))
               : fmt::format("{} → {}", value_text(factor, factor.level_text(0)),
                             value_text(factor, factor.level_text(factor.levels() - 1)));
}

std::string effect_table(const Sweep& sweep, const SweptKpi& kpi, const Texts& keys,
                         const Terminal& terminal) {
    if (kpi.effects.empty()) {
        return wrapped("Too few points to tell the effects of so many factors apart.",
                       terminal.width, 2);
    }
    Table table({{"effect of", Align::left},
                 {"", Align::left, true},
                 {"difference"},
                 {"95 % together"},
                 {"", Align::left},
                 {"share", Align::right, true}});
    for (const SweptEffect& effect : kpi.effects) {
        const auto& [first, second] = effect.term;
        const ShownDifference difference =
            shown(effect.difference, kpi, sweep.unit(kpi.quantity.info()));
        const auto& together = effect.difference.together;
        const bool is_open = together && together->contains(0);
        const bool is_same = is_open && together->low == together->high;
        table.add({second ? fmt::format("{} × {}", keys[first], keys[*second]) : keys[first],
                   second ? "interaction" : ends_of(sweep.plan.factors[first]), difference.value,
                   difference.interval,
                   is_open ? Cell(is_same ? "same" : "open", Tone::faint) : Cell(""),
                   effect.share ? fmt::format("{:.1f} %", 100 * *effect.share) : "–"});
    }
    std::string text = table.to_string(terminal);
    if (kpi.explained) {
        text += wrapped(
            sweep.plan.design == experiment::Design::grid
                ? fmt::format("Main effects and interactions of two make up {:.1f} % of the "
                              "variation between settings.",
                              100 * *kpi.explained)
                : fmt::format("Fitted by least squares{}; adjusted R² {:.3f}.",
                              kpi.effects.back().term.second
                                  ? " with interactions of two"
                                  : ", main effects alone: too few points for interactions",
                              *kpi.explained),
            terminal.width, 2);
    }
    return text;
}

/// From the scenario as it stands to both ends, in `width` columns on each side of it.
std::string bar_text(const TornadoBar& bar, double longest, std::size_t width) {
    std::vector<const char*> columns(2 * width + 1, " ");
    const auto draw = [&](const experiment::TornadoEnd& end, const char* mark) {
        const double moved = end.difference.figure ? end.difference.figure->mean : 0;
        const auto length =
            longest > 0 ? static_cast<std::size_t>(
                              std::lround(std::abs(moved) / longest * static_cast<double>(width)))
                        : 0;
        for (std::size_t i = 1; i <= length; ++i) {
            columns[moved < 0 ? width - i : width + i] = mark;
        }
    };
    // The longer one first, so that both are seen where they lie on one side.
    const auto size = [](const experiment::TornadoEnd& end) {
        return end.difference.figure ? std::abs(end.difference.figure->mean) : 0;
    };
    if (size(bar.low) >= size(bar.high)) {
        draw(bar.low, "░");
        draw(bar.high, "█");
    } else {
        draw(bar.high, "█");
        draw(bar.low, "░");
    }
    columns[width] = "│";
    return fmt::format("{}", fmt::join(columns, ""));
}

std::string tornado_table(const Sweep& sweep, const SweptKpi& kpi, const Texts& keys,
                          const Terminal& terminal) {
    constexpr std::size_t width = 15;
    double longest = 0;
    for (const TornadoBar& bar : kpi.tornado) {
        for (const experiment::TornadoEnd* end : {&bar.low, &bar.high}) {
            if (end->difference.figure) {
                longest = std::max(longest, std::abs(end->difference.figure->mean));
            }
        }
    }
    Table table({{"alone", Align::left},
                 {"░"},
                 {"difference"},
                 {"95 % together", Align::right, true},
                 {"as it stands", Align::left},
                 {"█"},
                 {"difference"},
                 {"95 % together", Align::right, true}});
    for (const TornadoBar& bar : kpi.tornado) {
        const std::string_view unit = sweep.unit(kpi.quantity.info());
        const ShownDifference low = shown(bar.low.difference, kpi, unit);
        const ShownDifference high = shown(bar.high.difference, kpi, unit);
        const Factor& factor = sweep.plan.factors[bar.factor];
        table.add({keys[bar.factor], value_text(factor, bar.low.text), low.value, low.interval,
                   bar_text(bar, longest, width), value_text(factor, bar.high.text), high.value,
                   high.interval});
    }
    return table.to_string(terminal);
}

std::string kpi_part(const Sweep& sweep, const SweptKpi& kpi, const Texts& keys,
                     const Terminal& terminal) {
    const std::string title = fmt::format("{}: {} as it stands", kpi.quantity.id(),
                                          show_mean(kpi.base, sweep.unit(kpi.quantity.info())));
    return "\n" + painted(title, Tone::strong, terminal.colours) + "\n" +
           effect_table(sweep, kpi, keys, terminal) + "\n" +
           tornado_table(sweep, kpi, keys, terminal);
}

std::string point_table(const Sweep& sweep, std::span<const SweptKpi* const> kpis,
                        const Texts& keys, const Terminal& terminal) {
    std::vector<Column> columns;
    for (const std::string& key : keys) {
        columns.push_back({key, columns.empty() ? Align::left : Align::right});
    }
    for (const SweptKpi* const kpi : kpis) {
        const bool optional = kpi != kpis.front();
        columns.push_back({kpi->quantity.id(), Align::right, optional});
        columns.push_back({sweep.replications > 1 ? "95 %" : "", Align::right, optional});
    }
    Table table(std::move(columns));
    const std::size_t shown = std::min(sweep.plan.points.size(), most_points_shown);
    for (std::size_t point = 0; point < shown; ++point) {
        std::vector<Cell> row;
        const experiment::Setting& setting = sweep.plan.systems[sweep.plan.points[point]];
        for (std::size_t factor = 0; factor < setting.size(); ++factor) {
            row.emplace_back(value_text(sweep.plan.factors[factor], *setting[factor]));
        }
        for (const SweptKpi* const kpi : kpis) {
            const std::string_view unit = sweep.unit(kpi->quantity.info());
            row.emplace_back(show_mean(kpi->points[point], unit));
            row.emplace_back(sweep.replications > 1 ? show_interval(kpi->points[point], unit) : "");
        }
        table.add(std::move(row));
    }
    std::string text = "\n" + painted("Settings", Tone::strong, terminal.colours) + "\n" +
                       table.to_string(terminal);
    if (shown < sweep.plan.points.size()) {
        text += wrapped(fmt::format("{} more settings stand in --json and --out.",
                                    sweep.plan.points.size() - shown),
                        terminal.width, 2);
    }
    return text;
}

}  // namespace

std::string sweep_tables(const Sweep& sweep, const Terminal& terminal) {
    const Texts keys = experiment::short_keys(sweep.plan.factors);
    std::string text = heading(sweep, terminal);
    const std::vector<const SweptKpi*> kpis = shown_kpis(sweep);
    if (!sweep.asked) {
        text += "\n" + wrapped(chosen_text(sweep, !kpis.empty()), terminal.width, 0);
    }
    for (const SweptKpi* const kpi : kpis) {
        text += kpi_part(sweep, *kpi, keys, terminal);
    }
    return kpis.empty() ? text : text + point_table(sweep, kpis, keys, terminal);
}

}  // namespace greenlane::report
