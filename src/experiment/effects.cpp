#include "greenlane/experiment/effects.h"

#include "greenlane/core/contract.h"

#include "experiment/least_squares.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace greenlane::experiment {

namespace {

using Values = std::vector<double>;

std::vector<Term> terms_of(std::size_t factors, bool pairs) {
    std::vector<Term> terms;
    for (std::size_t factor = 0; factor < factors; ++factor) {
        terms.push_back({factor});
    }
    for (std::size_t first = 0; pairs && first < factors; ++first) {
        for (std::size_t second = first + 1; second < factors; ++second) {
            terms.push_back({first, second});
        }
    }
    return terms;
}

/// The replication's value at every point; nullopt where one has none.
std::optional<Values> row_of(Responses responses, std::size_t replication) {
    Values row;
    for (const Replications& point : responses) {
        if (!point[replication]) {
            return std::nullopt;
        }
        row.push_back(*point[replication]);
    }
    return row;
}

/// The points' means over the replications that have all of them; nullopt where none has.
std::optional<Values> mean_row(const std::vector<std::optional<Values>>& rows) {
    Values sum;
    double count = 0;
    for (const std::optional<Values>& row : rows) {
        if (row) {
            sum.resize(row->size());
            std::transform(sum.begin(), sum.end(), row->begin(), sum.begin(), std::plus<>());
            ++count;
        }
    }
    for (double& value : sum) {
        value /= count;
    }
    return count > 0 ? std::optional(std::move(sum)) : std::nullopt;
}

double mean(const Values& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double squares_about_mean(const Values& values) {
    const double centre = mean(values);
    double sum = 0;
    for (const double value : values) {
        sum += (value - centre) * (value - centre);
    }
    return sum;
}

/// Whether a sum of squares is more than the rounding of values of this size.
bool varies(double squares, const Values& values) {
    double size = 0;
    for (const double value : values) {
        size += value * value;
    }
    return squares > 1e-24 * size;
}

/// Means of a grid's points over all factors but one or two.
class Margins {
public:
    explicit Margins(std::span<const std::size_t> levels) : levels_(levels) {
        std::size_t stride =
            std::accumulate(levels.begin(), levels.end(), std::size_t{1}, std::multiplies<>());
        for (const std::size_t count : levels) {
            stride /= count;
            strides_.push_back(stride);
        }
    }

    Values of(const Values& points, std::size_t factor) const {
        Values margin(levels_[factor]);
        for (std::size_t point = 0; point < points.size(); ++point) {
            margin[level(point, factor)] += points[point];
        }
        return over(points, std::move(margin));
    }
    /// By the first factor's level, then the second's.
    Values of(const Values& points, std::size_t first, std::size_t second) const {
        Values margin(levels_[first] * levels_[second]);
        for (std::size_t point = 0; point < points.size(); ++point) {
            margin[level(point, first) * levels_[second] + level(point, second)] += points[point];
        }
        return over(points, std::move(margin));
    }

private:
    std::size_t level(std::size_t point, std::size_t factor) const {
        return point / strides_[factor] % levels_[factor];
    }
    static Values over(const Values& points, Values sums) {
        const double each = static_cast<double>(points.size()) / static_cast<double>(sums.size());
        for (double& sum : sums) {
            sum /= each;
        }
        return sums;
    }

    std::span<const std::size_t> levels_;
    std::vector<std::size_t> strides_;
};

double grid_effect(const Margins& margins, const Values& points, const Term& term,
                   std::size_t columns) {
    if (!term.second) {
        const Values means = margins.of(points, term.first);
        return means.back() - means.front();
    }
    const Values means = margins.of(points, term.first, *term.second);
    const double at_last = means.back() - means[columns - 1];
    const double at_first = means[means.size() - columns] - means.front();
    return (at_last - at_first) / 2;
}

/// The sum of squares of a term's means, in points.
double term_squares(const Margins& margins, const Values& points, const Term& term) {
    const Values first = margins.of(points, term.first);
    const auto weight = [&](const Values& means) {
        return static_cast<double>(points.size()) / static_cast<double>(means.size());
    };
    if (!term.second) {
        return weight(first) * squares_about_mean(first);
    }
    const Values second = margins.of(points, *term.second);
    Values both = margins.of(points, term.first, *term.second);
    const double centre = mean(points);
    double sum = 0;
    for (std::size_t i = 0; i < both.size(); ++i) {
        const double left = both[i] - first[i / second.size()] - second[i % second.size()] + centre;
        sum += left * left;
    }
    return weight(both) * sum;
}

LeastSquares least_squares(std::span<const Values> coordinates, const std::vector<Term>& terms) {
    std::vector<Values> rows;
    for (const Values& point : coordinates) {
        Values& row = rows.emplace_back(Values{1});
        for (const Term& term : terms) {
            row.push_back(point[term.first] * (term.second ? point[*term.second] : 1));
        }
    }
    return LeastSquares(std::move(rows));
}

/// The most terms that the points can tell of; none where there are too few points.
std::vector<Term> fitted_terms(std::span<const Values> coordinates) {
    const std::size_t factors = coordinates.front().size();
    for (const bool pairs : {true, false}) {
        std::vector<Term> terms = terms_of(factors, pairs);
        if (coordinates.size() >= 2 * (terms.size() + 1) &&
            least_squares(coordinates, terms).is_solvable()) {
            return terms;
        }
    }
    return {};
}

std::vector<std::optional<Values>> rows_of(Responses responses) {
    std::vector<std::optional<Values>> rows;
    for (std::size_t replication = 0; replication < responses.front().size(); ++replication) {
        rows.push_back(row_of(responses, replication));
    }
    return rows;
}

/// How much of the variation the fit to the mean response explains, and each of its terms.
void explain_fit(const LeastSquares& fit, const Values& responses, Effects& effects) {
    const double total = squares_about_mean(responses);
    if (!varies(total, responses)) {
        return;
    }
    const Values solution = fit.solve(responses);
    double left = 0;
    for (std::size_t point = 0; point < responses.size(); ++point) {
        const double residual = responses[point] - fit.fitted(point, solution);
        left += residual * residual;
    }
    for (std::size_t i = 0; i < effects.terms.size(); ++i) {
        effects.shares[i] =
            solution[i + 1] * solution[i + 1] * squares_about_mean(fit.column(i + 1)) / total;
    }
    const auto points = static_cast<double>(responses.size());
    effects.explained =
        1 - left / (points - static_cast<double>(solution.size())) / (total / (points - 1));
}

}  // namespace

Effects grid_effects(std::span<const std::size_t> levels, Responses responses) {
    const Margins margins(levels);
    const auto rows = rows_of(responses);
    Effects effects{.terms = terms_of(levels.size(), true),
                    .estimates = {},
                    .shares = {},
                    .explained = {},
                    .margins = {}};
    for (const Term& term : effects.terms) {
        Replications& estimates = effects.estimates.emplace_back();
        for (const std::optional<Values>& row : rows) {
            estimates.push_back(row ? std::optional(grid_effect(margins, *row, term,
                                                                levels[term.second.value_or(0)]))
                                    : std::nullopt);
        }
    }
    for (std::size_t factor = 0; factor < levels.size(); ++factor) {
        auto& by_level = effects.margins.emplace_back(levels[factor]);
        for (const std::optional<Values>& row : rows) {
            const Values means = row ? margins.of(*row, factor) : Values();
            for (std::size_t level = 0; level < by_level.size(); ++level) {
                by_level[level].push_back(row ? std::optional(means[level]) : std::nullopt);
            }
        }
    }
    effects.shares.resize(effects.terms.size());
    const auto means = mean_row(rows);
    const double total = means ? squares_about_mean(*means) : 0;
    if (means && varies(total, *means)) {
        effects.explained = 0;
        for (std::size_t i = 0; i < effects.terms.size(); ++i) {
            effects.shares[i] = term_squares(margins, *means, effects.terms[i]) / total;
            *effects.explained += *effects.shares[i];
        }
    }
    return effects;
}

Effects fitted_effects(std::span<const std::vector<double>> coordinates, Responses responses) {
    GREENLANE_EXPECT(coordinates.size() == responses.size());
    Effects effects{.terms = fitted_terms(coordinates),
                    .estimates = {},
                    .shares = {},
                    .explained = {},
                    .margins = {}};
    effects.estimates.resize(effects.terms.size());
    effects.shares.resize(effects.terms.size());
    if (effects.terms.empty()) {
        return effects;
    }
    const LeastSquares fit = least_squares(coordinates, effects.terms);
    const auto rows = rows_of(responses);
    for (const std::optional<Values>& row : rows) {
        const Values solution = row ? fit.solve(*row) : Values();
        for (std::size_t i = 0; i < effects.terms.size(); ++i) {
            effects.estimates[i].push_back(row ? std::optional(2 * solution[i + 1]) : std::nullopt);
        }
    }
    if (const auto means = mean_row(rows)) {
        explain_fit(fit, *means, effects);
    }
    return effects;
}

}  // namespace greenlane::experiment
