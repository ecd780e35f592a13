#include "greenlane/evaluation/significance.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <boost/math/special_functions/gamma.hpp>

namespace greenlane::evaluation {

namespace {

double log_choose(double n, double k) {
    return std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1);
}

/// The law of the hits of `selected` rows.
struct Hypergeometric {
    double selected;
    double violations;
    double rows;

    double log_probability(double hits) const {
        return log_choose(violations, hits) + log_choose(rows - violations, selected - hits) -
               log_choose(rows, selected);
    }
    /// P(hits + 1) / P(hits)
    double up(double hits) const {
        return (violations - hits) * (selected - hits) /
               ((hits + 1) * (rows - violations - selected + hits + 1));
    }
    /// The sum of the probabilities from `hits` on, up or down, away from the mode.
    double tail(double hits, bool upwards) const {
        double term = 1;
        double sum = 1;
        while (term > sum * 1e-17) {
            term *= upwards ? up(hits) : 1 / up(hits - 1);
            hits += upwards ? 1 : -1;
            sum += term;
        }
        return sum;
    }
};

}  // namespace

double fisher_upper_tail(std::uint64_t hits, std::uint64_t selected, std::uint64_t violations,
                         std::uint64_t rows) {
    GREENLANE_EXPECT(hits <= selected && hits <= violations && selected <= rows &&
                     violations <= rows);
    const std::uint64_t others = rows - violations;
    const std::uint64_t least = selected > others ? selected - others : 0;
    if (hits <= least) {
        return 1;
    }
    const Hypergeometric law{static_cast<double>(selected), static_cast<double>(violations),
                             static_cast<double>(rows)};
    const auto k = static_cast<double>(hits);
    const double mean = law.selected * law.violations / law.rows;
    if (k > mean) {
        return std::min(1.0, std::exp(law.log_probability(k)) * law.tail(k, true));
    }
    return std::max(0.0, 1 - std::exp(law.log_probability(k - 1)) * law.tail(k - 1, false));
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
    std::vector<std::size_t> order(p.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return p[a] > p[b]; });
    std::vector<double> adjusted(p.size());
    double least = 1;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto rank = static_cast<double>(p.size() - i);
        least = std::min(least, p[order[i]] * static_cast<double>(p.size()) / rank);
        adjusted[order[i]] = least;
    }
    return adjusted;
}

double chi_square_tail(double statistic, std::size_t degrees) {
    return boost::math::gamma_q(static_cast<double>(degrees) / 2, statistic / 2);
}

std::optional<Shift> shift(std::span<const std::uint64_t> first,
                           std::span<const std::uint64_t> second) {
    GREENLANE_EXPECT(first.size() == second.size());
    struct Category {
        double first;
        double second;
        double rows() const { return first + second; }
    };
    std::vector<Category> categories;
    Category total{0, 0};
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i] + second[i] > 0) {
            categories.push_back({static_cast<double>(first[i]), static_cast<double>(second[i])});
            total.first += categories.back().first;
            total.second += categories.back().second;
        }
    }
    if (total.first == 0 || total.second == 0 || categories.size() < 2) {
        return std::nullopt;
    }
    Shift found;
    const auto cells = static_cast<double>(categories.size());
    for (const Category& category : categories) {
        const double a = (category.first + 0.5) / (total.first + 0.5 * cells);
        const double b = (category.second + 0.5) / (total.second + 0.5 * cells);
        found.psi += (a - b) * std::log(a / b);
    }
    found.psi_noise = (cells - 1) * (1 / total.first + 1 / total.second);
    std::stable_sort(categories.begin(), categories.end(),
                     [](const Category& a, const Category& b) { return a.rows() > b.rows(); });
    const double smaller = std::min(total.first, total.second) / total.rows();
    double statistic = 0;
    std::size_t used = 0;
    const auto count = [&](const Category& category) {
        const double expected = category.rows() * total.first / total.rows();
        const double other = category.rows() - expected;
        statistic += (category.first - expected) * (category.first - expected) / expected +
                     (category.second - other) * (category.second - other) / other;
        ++used;
    };
    Category rest{0, 0};
    for (const Category& category : categories) {
        if (category.rows() * smaller >= 5) {
            count(category);
        } else {
            rest.first += category.first;
            rest.second += category.second;
        }
    }
    if (rest.rows() > 0) {
        count(rest);
    }
    if (used < 2) {
        return std::nullopt;
    }
    found.p = chi_square_tail(statistic, used - 1);
    return found;
}

}  // namespace greenlane::evaluation
