#pragma once

#include "greenlane/learning/week.h"
#include "greenlane/screening/risk_history.h"
#include "greenlane/shipment/records.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::learning {

/// The groups that the items of one week belong to.
class WeekItems {
public:
    /// Both outlive this.
    WeekItems(screening::GroupTable& table, const shipment::Vocabulary& vocabulary)
        : reader_(table), vocabulary_(vocabulary) {}

    void read(const Week& week);
    const screening::ItemGroups& groups() const { return groups_; }
    /// Of each block of the week by itself.
    std::span<const screening::ItemGroups> blocks() const { return blocks_; }
    std::size_t begin_of(std::size_t row) const { return first_item_[row]; }
    /// The largest of each row's items; -infinity without items.
    void largest(std::span<const double> items, std::span<double> rows) const;

private:
    screening::GroupReader reader_;
    const shipment::Vocabulary& vocabulary_;
    std::vector<screening::ItemGroups> blocks_;
    screening::ItemGroups groups_;
    std::vector<std::uint32_t> first_item_;  ///< rows + 1
};

/// Items of inspected declarations, in the order of inspection; the outcomes of the first of them
/// are known.
class InspectedItems {
public:
    void inspect(const WeekItems& items, std::span<const std::uint32_t> rows);
    /// Tells the history too.
    void find_out(std::span<const shipment::Outcome> outcomes, Instant known_at,
                  screening::RiskHistory& history);

    std::size_t known() const { return violation_.size(); }
    std::span<const std::uint8_t> violation() const { return violation_; }
    bool both_classes() const;
    /// The known items' groups of one key of the history.
    std::vector<screening::Group> groups(std::size_t key) const;
    /// 2^-(age of the outcome / half_life) of each known item; empty for a half-life of 0.
    std::vector<double> weights(Instant now, Duration half_life) const;

private:
    screening::ItemGroups groups_;
    std::vector<std::uint32_t> items_;  ///< of each declaration
    std::size_t found_out_ = 0;         ///< declarations
    std::vector<std::uint8_t> violation_;
    std::vector<Instant> known_at_;
};

}  // namespace greenlane::learning
