#include "learning/targeting.h"

#include "greenlane/random/draw.h"

#include "learning/ranking_order.h"

#include <algorithm>
#include <cmath>

namespace greenlane::learning {

Targeting::Targeting(const LearningDefinition& definition, const StrategyParts& parts)
    : definition_(definition),
      key_(parts.key),
      strategy_(make_strategy(definition.strategy, parts)),
      exploration_(definition.explore, parts.key) {}

void Targeting::look_back(const Week& week, std::span<const std::uint32_t> rows,
                          std::span<const shipment::Outcome> outcomes) {
    score(week);
    strategy_->inspect(week, rows);
    strategy_->find_out(outcomes, week.end - 1);
}

Selection Targeting::select(const Week& week, std::uint64_t count,
                            const std::optional<Drift>& drift) {
    begin(week.begin);
    score(week);
    const double share = exploration_.share(drift);
    const auto wanted = std::llround(share * static_cast<double>(week.rows));
    const auto explored = std::min(count, static_cast<std::uint64_t>(wanted));
    const auto ranked = static_cast<std::ptrdiff_t>(count - explored);

    std::vector<std::uint32_t> order = falling(scores_, ties_);
    Selection selection;
    selection.displaced.assign(order.begin() + ranked,
                               order.begin() + static_cast<std::ptrdiff_t>(count));
    const auto by_lot = [&](std::uint32_t a, std::uint32_t b) {
        return lots_[a] != lots_[b] ? lots_[a] < lots_[b] : a < b;
    };
    std::sort(order.begin() + ranked, order.end(), by_lot);
    std::vector<std::uint8_t> drawn(week.rows);
    for (std::size_t i = count - explored; i < count; ++i) {
        drawn[order[i]] = 1;
    }
    order.resize(count);
    std::sort(order.begin(), order.end());
    for (const std::uint32_t row : order) {
        selection.explored.push_back(drawn[row]);
    }
    selection.inspected = std::move(order);
    strategy_->inspect(week, selection.inspected);
    ++week_;
    return selection;
}

void Targeting::find_out(const Week& week, std::vector<shipment::Outcome> outcomes) {
    pending_.push_back({week.end - 1 + definition_.delay, std::move(outcomes)});
}

/// Takes in what is known by now, and fits where that is due.
void Targeting::begin(Instant now) {
    while (!pending_.empty() && pending_.front().known_at < now) {
        const std::vector<shipment::Outcome>& outcomes = pending_.front().outcomes;
        strategy_->find_out(outcomes, pending_.front().known_at);
        const auto hits =
            std::count(outcomes.begin(), outcomes.end(), shipment::Outcome::violation);
        exploration_.find_out(static_cast<std::uint64_t>(hits), outcomes.size());
        pending_.pop_front();
    }
    if (week_ == 0 || week_ - last_fit_ >= definition_.refit_every) {
        strategy_->refit(now, week_ - last_fit_);
        last_fit_ = week_;
    }
}

void Targeting::score(const Week& week) {
    std::vector<std::uint64_t> words(week.rows);
    lots_.resize(week.rows);
    random::draw_range(key_, week.first_shipment,
                       {random::Purpose::lottery, random::name_key("exploration")}, words, lots_);
    ties_.resize(week.rows);
    random::uniforms(words, ties_);
    scores_.resize(week.rows);
    strategy_->score(week, ties_, scores_);
}

}  // namespace greenlane::learning
