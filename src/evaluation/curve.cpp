#include "greenlane/evaluation/curve.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace greenlane::evaluation {

namespace {

std::optional<double> ratio(double part, double whole) {
    return whole > 0 ? std::optional(part / whole) : std::nullopt;
}

std::vector<Tie> ties_of(const Ranked& rows) {
    std::vector<std::pair<double, std::uint32_t>> order(rows.score.size());
    for (std::size_t row = 0; row < order.size(); ++row) {
        order[row] = {rows.score[row], static_cast<std::uint32_t>(row)};
    }
    std::sort(order.begin(), order.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<Tie> ties;
    for (const auto& [score, row] : order) {
        if (ties.empty() || ties.back().score != score) {
            ties.push_back({score, 0, 0, 0});
        }
        Tie& tie = ties.back();
        ++tie.rows;
        tie.violations += rows.violation[row];
        tie.revenue += rows.revenue.empty() ? 0 : rows.revenue[row];
    }
    return ties;
}

std::vector<Money> falling_revenue(std::span<const Money> revenue) {
    std::vector<Money> falling;
    std::copy_if(revenue.begin(), revenue.end(), std::back_inserter(falling),
                 [](Money amount) { return amount > 0; });
    std::sort(falling.begin(), falling.end(), std::greater<>());
    return falling;
}

double sum(std::span<const Money> amounts) {
    kpi::Int128 total = 0;
    for (const Money amount : amounts) {
        total += amount;
    }
    return static_cast<double>(total);
}

}  // namespace

std::uint64_t rows_at(double rate, std::uint64_t rows) {
    GREENLANE_EXPECT(rate >= 0 && rate <= 1);
    const double exact = rate * static_cast<double>(rows);
    const double nearest = std::round(exact);
    const bool whole = std::abs(exact - nearest) <= std::max(1e-9, exact * 1e-12);
    return static_cast<std::uint64_t>(whole ? nearest : std::ceil(exact));
}

Ranking::Ranking(const Ranked& rows) : revenue_known_(!rows.revenue.empty()) {
    GREENLANE_EXPECT(rows.violation.size() == rows.score.size());
    GREENLANE_EXPECT(!revenue_known_ || rows.revenue.size() == rows.score.size());
    GREENLANE_EXPECT(rows.score.size() <= UINT32_MAX);
    ties_ = ties_of(rows);
    best_revenue_ = falling_revenue(rows.revenue);
    for (const Tie& tie : ties_) {
        rows_ += tie.rows;
        violations_ += tie.violations;
    }
}

AtRate Ranking::at(double rate) const {
    AtRate at = first(rows_at(rate, rows_));
    at.rate = rate;
    return at;
}

AtRate Ranking::first(std::uint64_t count) const {
    AtRate at;
    at.rate = ratio(static_cast<double>(count), static_cast<double>(rows_)).value_or(0);
    at.selected = count;
    const Cut found = cut(ties_, at.selected);
    const auto selected = static_cast<double>(at.selected);
    const auto violations = static_cast<double>(violations_);
    at.hits = found.hits;
    at.revenue = found.revenue;
    at.tied = ratio(found.by_chance, selected).value_or(0);
    at.precision = ratio(found.hits, selected);
    at.recall = ratio(found.hits, violations);
    at.hits_of_best = ratio(found.hits, std::min(selected, violations));
    if (at.precision && violations_ > 0) {
        at.lift = *at.precision / (violations / static_cast<double>(rows_));
    }
    if (revenue_known_) {
        const std::span<const Money> all(best_revenue_);
        at.revenue_share = ratio(found.revenue, sum(all));
        at.revenue_of_best =
            ratio(found.revenue, sum(all.first(std::min<std::size_t>(at.selected, all.size()))));
    }
    return at;
}

AtRate at_rate(const Ranked& rows, double rate) {
    return Ranking(rows).at(rate);
}

Cut cut(std::span<const Tie> ties, std::uint64_t selected) {
    std::uint64_t hits = 0;
    kpi::Int128 revenue = 0;
    for (const Tie& tie : ties) {
        if (selected < tie.rows) {
            const auto taken = static_cast<double>(selected);
            const double share = taken / static_cast<double>(tie.rows);
            return {static_cast<double>(hits) + share * static_cast<double>(tie.violations),
                    static_cast<double>(revenue) + share * static_cast<double>(tie.revenue), taken};
        }
        selected -= tie.rows;
        hits += tie.violations;
        revenue += tie.revenue;
    }
    GREENLANE_EXPECT(selected == 0);
    return {static_cast<double>(hits), static_cast<double>(revenue), 0};
}

std::optional<double> roc_area(std::span<const Tie> ties) {
    // Twice the pairs won: whole numbers, so exact.
    kpi::UInt128 won = 0;
    std::uint64_t violations = 0;
    std::uint64_t compliant = 0;
    for (const Tie& tie : ties) {
        const std::uint64_t others = tie.rows - tie.violations;
        won += kpi::UInt128{others} * (2 * violations + tie.violations);
        violations += tie.violations;
        compliant += others;
    }
    if (violations == 0 || compliant == 0) {
        return std::nullopt;
    }
    return static_cast<double>(won) /
           (2 * static_cast<double>(kpi::UInt128{violations} * compliant));
}

std::optional<double> average_precision(std::span<const Tie> ties) {
    std::uint64_t rows = 0;
    std::uint64_t violations = 0;
    double area = 0;
    for (const Tie& tie : ties) {
        rows += tie.rows;
        violations += tie.violations;
        if (tie.violations > 0) {
            area += static_cast<double>(tie.violations) * static_cast<double>(violations) /
                    static_cast<double>(rows);
        }
    }
    return violations > 0 ? std::optional(area / static_cast<double>(violations)) : std::nullopt;
}

std::vector<Gain> gains(const Ranking& ranking) {
    std::vector<Gain> table;
    for (int tenth = 1; tenth <= 10 && ranking.violations() > 0; ++tenth) {
        const double rate = tenth / 10.0;
        table.push_back({rate, *ranking.at(rate).recall});
    }
    return table;
}

}  // namespace greenlane::evaluation
