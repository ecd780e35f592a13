#include "experiment/tried_settings.h"

#include "greenlane/kpi/kpi_figure.h"

#include "experiment/unit_bytes.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace greenlane::experiment {

namespace {

/// A figure about another mean.
kpi::Figure moved(const kpi::Figure& figure, double mean, kpi::Bounds bounds) {
    kpi::Figure found{mean, std::nullopt, figure.n};
    if (figure.interval) {
        const double by = mean - figure.mean;
        found.interval = {std::clamp(figure.interval->low + by, bounds.low, bounds.high),
                          std::clamp(figure.interval->high + by, bounds.low, bounds.high)};
    }
    return found;
}

}  // namespace

TriedSettings::TriedSettings(const TuningProblem& problem) : problem_(problem) {
    for (const Objective& objective : problem.objectives) {
        directions_.push_back(objective.better);
    }
}

const Criterion& TriedSettings::criterion(std::size_t index) const {
    const std::size_t objectives = problem_.objectives.size();
    return index < objectives ? problem_.objectives[index].criterion
                              : problem_.constraints[index - objectives].criterion;
}

void TriedSettings::add(TuningSetting setting, bool is_candidate) {
    Tried& tried = tried_.emplace_back();
    tried.is_candidate = is_candidate;
    for (std::size_t factor = 0; factor < setting.values.size(); ++factor) {
        tried.cost += problem_.unit_costs[factor] * setting.values[factor];
    }
    // Costs are decimal numbers: 26.8 is not to be 26.800000000000004.
    tried.cost = std::round(tried.cost * 1e9) / 1e9;
    tried.setting = std::move(setting);
    tried.values.resize(criteria());
    tried.counted.resize(criteria());
    tried.means.resize(criteria());
}

std::uint64_t TriedSettings::extend(std::size_t setting, std::uint64_t further) {
    Tried& tried = tried_[setting];
    const std::uint64_t before = tried.replications;
    tried.replications += further;
    for (std::size_t i = 0; i < tried.values.size(); ++i) {
        tried.values[i].resize(tried.replications,
                               criterion(i).quantity ? std::nullopt : std::optional(tried.cost));
    }
    return before;
}

void TriedSettings::put(std::size_t setting, std::uint64_t replication,
                        const std::optional<Outcome>& outcome) {
    Tried& tried = tried_[setting];
    tried.possible = outcome.has_value();
    if (outcome && !tried.varies) {
        Outcome unnumbered = *outcome;
        unnumbered.number = 0;
        std::string bytes = to_bytes(unnumbered);
        tried.varies = !tried.first.empty() && tried.first != bytes;
        tried.first = tried.varies ? "" : std::move(bytes);
    }
    for (std::size_t i = 0; outcome && i < tried.values.size(); ++i) {
        if (const auto& quantity = criterion(i).quantity) {
            tried.values[i][replication] = outcome->value(criterion(i).column);
            tried.counted[i] += quantity->station.empty() ? outcome->counted[quantity->kpi] : 0;
        }
    }
}

void TriedSettings::estimate_means() {
    for (std::size_t i = 0; i < criteria(); ++i) {
        std::vector<kpi::Replicated> all;
        for (const Tried& tried : tried_) {
            all.emplace_back(tried.values[i]);
        }
        const std::vector<std::optional<double>> means = means_on_common_draws(all);
        for (std::size_t setting = 0; setting < size(); ++setting) {
            const auto& quantity = criterion(i).quantity;
            const kpi::Bounds bounds = quantity ? quantity->info().bounds() : kpi::Bounds();
            tried_[setting].means[i] =
                means[setting] ? std::optional(std::clamp(*means[setting], bounds.low, bounds.high))
                               : std::nullopt;
        }
    }
}

double TriedSettings::shift(std::size_t setting, std::size_t criterion) const {
    return mean(setting, criterion).value() -
           paired_mean(values(setting, criterion), 0).value().mean;
}

std::optional<PairedMean> TriedSettings::to_limit(std::size_t setting,
                                                  std::size_t constraint) const {
    const std::size_t criterion = problem_.objectives.size() + constraint;
    auto distance = paired_mean(values(setting, criterion), 0);
    if (distance) {
        const auto& [text, quantity, at_least, limit] = problem_.constraints[constraint];
        const double beyond = mean(setting, criterion).value() - limit;
        distance->mean = at_least ? -beyond : beyond;
    }
    return distance;
}

bool TriedSettings::is_measured(std::size_t setting) const {
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        if (!mean(setting, i)) {
            return false;
        }
    }
    return tried_[setting].possible;
}

bool TriedSettings::is_judged(std::size_t setting) const {
    return comparable(setting) && std::isfinite(violation(setting));
}

double TriedSettings::violation(std::size_t setting) const {
    double sum = 0;
    for (const Overload& overload : overloads(setting)) {
        sum += overload.utilisation - 1;
    }
    for (std::size_t i = 0; i < problem_.constraints.size(); ++i) {
        const auto value = mean(setting, problem_.objectives.size() + i);
        sum += value ? problem_.constraints[i].violation(*value)
                     : std::numeric_limits<double>::infinity();
    }
    return sum;
}

std::vector<double> TriedSettings::point(std::size_t setting) const {
    std::vector<double> point;
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        point.push_back(mean(setting, i).value());
    }
    return point;
}

std::optional<double> TriedSettings::confidence(std::size_t setting, std::size_t constraint) const {
    const std::size_t criterion = problem_.objectives.size() + constraint;
    const auto& [text, of, at_least, limit] = problem_.constraints[constraint];
    if (!of.quantity) {
        return (at_least ? cost(setting) >= limit : cost(setting) <= limit) ? 1 : 0;
    }
    if (!mean(setting, criterion)) {
        return std::nullopt;
    }
    return kpi::confidence(of.quantity->info(), values(setting, criterion),
                           tried_[setting].counted[criterion],
                           {limit - shift(setting, criterion), at_least}, tried_[setting].varies);
}

TriedSetting TriedSettings::describe(std::size_t setting) const {
    const Tried& tried = tried_[setting];
    TriedSetting described{.setting = tried.setting,
                           .possible = tried.possible,
                           .replications = tried.possible ? tried.replications : 0,
                           .cost = tried.cost,
                           .overloads = tried.overloads,
                           .objectives = {},
                           .constraints = {},
                           .violation = violation(setting)};
    for (std::size_t i = 0; i < criteria(); ++i) {
        const auto& quantity = criterion(i).quantity;
        std::optional<kpi::Figure> figure =
            quantity ? kpi::figure_of(quantity->info(), tried.values[i], tried.counted[i])
                     : kpi::Figure{tried.cost, std::nullopt, tried.replications};
        // To the digit as a run has it where it is not moved.
        if (quantity && figure && shift(setting, i) != 0) {
            figure = moved(*figure, mean(setting, i).value(), quantity->info().bounds());
        }
        if (i < problem_.objectives.size()) {
            described.objectives.push_back(figure);
        } else {
            described.constraints.push_back(
                {figure, confidence(setting, i - problem_.objectives.size())});
        }
    }
    return described;
}

}  // namespace greenlane::experiment
