#include "greenlane/experiment/sweep.h"

#include "greenlane/core/contract.h"
#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/multiple_comparisons.h"
#include "greenlane/kpi/difference.h"

#include "experiment/sweep_tasks.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace greenlane::experiment {

namespace {

/// What a KPI is over the plan's systems, and what the factors do to it.
class KpiReader {
public:
    KpiReader(const Sweep& sweep, std::size_t column) : sweep_(sweep), column_(column) {
        for (const std::vector<Outcome>& outcomes : sweep.outcomes) {
            Replications& values = values_.emplace_back();
            for (const Outcome& outcome : outcomes) {
                values.push_back(outcome.value(column));
                size_ = std::max(size_, std::abs(values.back().value_or(0)));
            }
        }
    }

    bool is_defined() const {
        return std::any_of(values_.begin(), values_.end(), [](const Replications& values) {
            return std::any_of(values.begin(), values.end(),
                               [](const auto& value) { return value.has_value(); });
        });
    }

    SweptKpi read(Quantity quantity) const {
        SweptKpi kpi{.quantity = std::move(quantity),
                     .column = column_,
                     .base = figure(0),
                     .points = {},
                     .effects = {},
                     .explained = {},
                     .tornado = {}};
        std::vector<Replications> responses;
        for (const std::size_t system : sweep_.plan.points) {
            kpi.points.push_back(figure(system));
            responses.push_back(values_[system]);
        }
        add_effects(responses, kpi);
        for (std::size_t factor = 0; factor < sweep_.plan.factors.size(); ++factor) {
            kpi.tornado.push_back(bar(factor));
        }
        std::stable_sort(
            kpi.tornado.begin(), kpi.tornado.end(),
            [](const TornadoBar& a, const TornadoBar& b) { return a.swing > b.swing; });
        return kpi;
    }

private:
    const kpi::Kpi& info() const { return kpi_of_column(column_); }

    std::optional<kpi::Figure> figure(std::size_t system) const {
        return sweep_.figure(column_, system);
    }

    void add_effects(const std::vector<Replications>& responses, SweptKpi& kpi) const {
        const SweepPlan& plan = sweep_.plan;
        std::vector<std::size_t> levels;
        for (const Factor& factor : plan.factors) {
            levels.push_back(factor.levels());
        }
        Effects effects = plan.design == Design::grid ? grid_effects(levels, responses)
                                                      : fitted_effects(plan.coordinates, responses);
        kpi.explained = effects.explained;
        // A fit may leave the bounds; differences of a grid's means do not.
        const kpi::Bounds of_effects = plan.design == Design::grid ? bounds() : kpi::Bounds{};
        for (std::size_t i = 0; i < effects.terms.size(); ++i) {
            const Term& term = effects.terms[i];
            SweptEffect& effect = kpi.effects.emplace_back(
                SweptEffect{.term = term,
                            .difference = difference(std::move(effects.estimates[i]), of_effects),
                            .share = effects.shares[i],
                            .levels = {}});
            if (!effects.margins.empty() && !term.second) {
                for (const Replications& margin : effects.margins[term.first]) {
                    effect.levels.push_back(kpi::estimate(margin, info().bounds()));
                }
            }
        }
    }

    TornadoEnd end(std::size_t factor, std::size_t system) const {
        Replications moved;
        for (std::size_t r = 0; r < values_[system].size(); ++r) {
            const auto& value = values_[system][r];
            const auto& stands = values_[0][r];
            moved.push_back(value && stands ? std::optional(*value - *stands) : std::nullopt);
        }
        return {.text = *sweep_.plan.systems[system][factor],
                .figure = figure(system),
                .difference = difference(std::move(moved), bounds())};
    }

    TornadoBar bar(std::size_t factor) const {
        std::vector<TornadoEnd> ends;
        for (const std::size_t system : sweep_.plan.alone[factor]) {
            ends.push_back(end(factor, system));
        }
        if (sweep_.plan.factors[factor].scale == Scale::words) {
            std::stable_sort(ends.begin(), ends.end(),
                             [](const TornadoEnd& a, const TornadoEnd& b) {
                                 return a.figure && b.figure && a.figure->mean < b.figure->mean;
                             });
        }
        TornadoBar bar{factor, std::move(ends.front()), std::move(ends.back()), 0};
        if (bar.low.figure && bar.high.figure) {
            bar.swing = std::abs(bar.high.figure->mean - bar.low.figure->mean);
        }
        return bar;
    }

    /// With the interval that holds together; of differences on common draws. What sums of values
    /// leave by rounding is no difference.
    SweptDifference difference(Replications differences, const kpi::Bounds& bounds) const {
        for (std::optional<double>& value : differences) {
            if (value && std::abs(*value) <= 1e-12 * size_) {
                value = 0;
            }
        }
        const auto figure = kpi::estimate(differences, bounds);
        SweptDifference difference{.figure = {}, .together = {}, .n = figure ? figure->n : 0};
        if (difference.n > 1) {
            difference.together =
                kpi::estimate(differences, bounds, bonferroni_confidence(sweep_.intervals))
                    ->interval;
        }
        if (difference.n > 1 || sweep_.replications == 1) {
            difference.figure = figure;
        }
        return difference;
    }

    kpi::Bounds bounds() const { return kpi::bounds_of_difference(info().bounds()); }

    const Sweep& sweep_;
    std::size_t column_;
    std::vector<Replications> values_;  ///< by system
    double size_ = 0;                   ///< of the largest value
};

bool is_shown(const SweptDifference& difference) {
    if (difference.together) {
        return !difference.together->contains(0);
    }
    return difference.figure && difference.figure->mean != 0;
}

bool moves(const SweptKpi& kpi) {
    return std::any_of(kpi.effects.begin(), kpi.effects.end(),
                       [](const SweptEffect& effect) { return is_shown(effect.difference); }) ||
           std::any_of(kpi.tornado.begin(), kpi.tornado.end(), [](const TornadoBar& bar) {
               return is_shown(bar.low.difference) || is_shown(bar.high.difference);
           });
}

/// The KPIs asked for, or else all headline KPIs.
std::vector<Quantity> considered(std::span<const Quantity> asked) {
    if (!asked.empty()) {
        return {asked.begin(), asked.end()};
    }
    std::vector<Quantity> headlines;
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        if (is_headline(kpi::kpis()[kpi])) {
            headlines.push_back({kpi, {}});
        }
    }
    return headlines;
}

/// Effects and tornado ends of one KPI.
std::size_t differences_of(const SweepPlan& plan) {
    const std::size_t factors = plan.factors.size();
    return factors + factors * (factors - 1) / 2 + 2 * factors;
}

void tell(std::span<const Quantity> asked, const engine::CompiledScenario& base, Sweep& sweep) {
    std::vector<std::pair<Quantity, KpiReader>> readers;
    for (Quantity& quantity : considered(asked)) {
        const auto at = column(quantity, base);
        GREENLANE_EXPECT(at.has_value());
        KpiReader reader(sweep, *at);
        if (!asked.empty() || reader.is_defined()) {
            readers.emplace_back(std::move(quantity), std::move(reader));
        }
    }
    sweep.asked = !asked.empty();
    sweep.intervals = std::max<std::size_t>(1, differences_of(sweep.plan) * readers.size());
    for (auto& [quantity, reader] : readers) {
        SweptKpi kpi = reader.read(std::move(quantity));
        kpi.moves = moves(kpi);
        sweep.kpis.push_back(std::move(kpi));
    }
}

}  // namespace

std::optional<kpi::Figure> Sweep::figure(std::size_t column, std::size_t system) const {
    return figure_of(column, outcomes[system]);
}

Sweep sweep(SweepPlan plan, const engine::CompiledScenario& base, RunLabel label,
            const CompileSystem& compile, std::span<const Quantity> asked,
            const std::optional<std::vector<engine::LaneSetting>>& lanes,
            std::uint64_t replications, const Observe& observe, Execution& execution) {
    Sweep sweep;
    sweep.plan = std::move(plan);
    sweep.scenario = base.name;
    sweep.label = std::move(label);
    sweep.seed = base.seed;
    sweep.period = measured_period(base);
    sweep.replications = replications;
    sweep.currency = base.currency;
    for (const clearance::Station& station : base.process.stations) {
        sweep.stations.push_back(station.name);
    }
    if (lanes) {
        sweep.screened_once = true;
        sweep.outcomes = sweep_outcomes(base, *lanes, 0, replications, observe, execution);
    } else {
        sweep.outcomes = outcomes_of(sweep.plan.systems.size(), compile, replications,
                                     base.replayed, observe, execution);
    }
    tell(asked, base, sweep);
    return sweep;
}

}  // namespace greenlane::experiment
