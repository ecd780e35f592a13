#include "experiment/trials.h"

#include "greenlane/kpi/constraint.h"
#include "greenlane/kpi/kpi_figure.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace greenlane::experiment {

namespace {

/// The same with the better side turned, where a lower limit is to be met.
std::vector<std::optional<double>> negated(kpi::Replicated values) {
    std::vector<std::optional<double>> turned(values.begin(), values.end());
    for (std::optional<double>& value : turned) {
        value = value ? std::optional(-*value) : std::nullopt;
    }
    return turned;
}

/// Of so many values, some of them undefined; by Welford's (1962) running mean.
template <typename Value>
std::optional<PairedMean> mean_of(std::size_t count, Value value) {
    PairedMean found;
    double squares = 0;
    double n = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (const std::optional<double> one = value(i)) {
            const double distance = *one - found.mean;
            found.mean += distance / ++n;
            squares += distance * (*one - found.mean);
        }
    }
    found.variance = n > 1 ? squares / (n - 1) : 0;
    return n > 0 ? std::optional(found) : std::nullopt;
}

}  // namespace

Trials::Trials(const TuningProblem& problem) : problem_(problem) {
    for (const Objective& objective : problem.objectives) {
        directions_.push_back(objective.better);
    }
}

const Criterion& Trials::criterion(std::size_t index) const {
    const std::size_t objectives = problem_.objectives.size();
    return index < objectives ? problem_.objectives[index].criterion
                              : problem_.constraints[index - objectives].criterion;
}

void Trials::add(TuningSetting setting, bool is_candidate) {
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
}

std::uint64_t Trials::extend(std::size_t setting, std::uint64_t further) {
    Tried& tried = tried_[setting];
    const std::uint64_t before = tried.replications;
    tried.replications += further;
    for (std::size_t i = 0; i < tried.values.size(); ++i) {
        tried.values[i].resize(tried.replications,
                               criterion(i).quantity ? std::nullopt : std::optional(tried.cost));
    }
    return before;
}

void Trials::put(std::size_t setting, std::uint64_t replication,
                 const std::optional<Outcome>& outcome) {
    Tried& tried = tried_[setting];
    tried.possible = outcome.has_value();
    for (std::size_t i = 0; outcome && i < tried.values.size(); ++i) {
        if (const auto& quantity = criterion(i).quantity) {
            tried.values[i][replication] = outcome->value(criterion(i).column);
            tried.counted[i] += quantity->station.empty() ? outcome->counted[quantity->kpi] : 0;
        }
    }
}

std::optional<double> Trials::mean(std::size_t setting, std::size_t criterion) const {
    double sum = 0;
    std::size_t defined = 0;
    for (const std::optional<double>& value : values(setting, criterion)) {
        sum += value.value_or(0);
        defined += value.has_value();
    }
    return defined > 0 ? std::optional(sum / static_cast<double>(defined)) : std::nullopt;
}

std::optional<PairedMean> Trials::difference(std::size_t one, std::size_t other,
                                             std::size_t criterion) const {
    const kpi::Replicated first = values(one, criterion);
    const kpi::Replicated second = values(other, criterion);
    return mean_of(std::min(first.size(), second.size()), [&](std::size_t i) {
        return first[i] && second[i] ? std::optional(*first[i] - *second[i]) : std::nullopt;
    });
}

std::optional<PairedMean> Trials::to_limit(std::size_t setting, std::size_t constraint) const {
    const kpi::Replicated observed = values(setting, problem_.objectives.size() + constraint);
    const Constraint& bound = problem_.constraints[constraint];
    return mean_of(observed.size(), [&](std::size_t i) {
        return observed[i] ? std::optional(bound.at_least ? bound.limit - *observed[i]
                                                          : *observed[i] - bound.limit)
                           : std::nullopt;
    });
}

bool Trials::comparable(std::size_t setting) const {
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        if (!mean(setting, i)) {
            return false;
        }
    }
    return tried_[setting].is_candidate && tried_[setting].possible;
}

double Trials::violation(std::size_t setting) const {
    double sum = 0;
    for (std::size_t i = 0; i < problem_.constraints.size(); ++i) {
        const auto value = mean(setting, problem_.objectives.size() + i);
        sum += value ? problem_.constraints[i].violation(*value)
                     : std::numeric_limits<double>::infinity();
    }
    return sum;
}

std::vector<double> Trials::point(std::size_t setting) const {
    std::vector<double> point;
    for (std::size_t i = 0; i < problem_.objectives.size(); ++i) {
        point.push_back(mean(setting, i).value());
    }
    return point;
}

std::optional<double> Trials::confidence(std::size_t setting, std::size_t constraint) const {
    const kpi::Replicated observed = values(setting, problem_.objectives.size() + constraint);
    const auto& [text, criterion, at_least, limit] = problem_.constraints[constraint];
    if (!criterion.quantity) {
        return (at_least ? cost(setting) >= limit : cost(setting) <= limit) ? 1 : 0;
    }
    return at_least ? kpi::confidence_at_most(negated(observed), -limit)
                    : kpi::confidence_at_most(observed, limit);
}

TriedSetting Trials::describe(std::size_t setting) const {
    const Tried& tried = tried_[setting];
    TriedSetting described{.setting = tried.setting,
                           .possible = tried.possible,
                           .replications = tried.replications,
                           .cost = tried.cost,
                           .objectives = {},
                           .constraints = {},
                           .violation = violation(setting)};
    for (std::size_t i = 0; i < criteria(); ++i) {
        const auto& quantity = criterion(i).quantity;
        const std::optional<kpi::Figure> figure =
            quantity ? kpi::figure_of(quantity->info(), tried.values[i], tried.counted[i])
                     : kpi::Figure{tried.cost, std::nullopt, tried.replications};
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
