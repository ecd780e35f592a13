#include "learning/inspected_items.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <limits>
#include <numbers>

namespace greenlane::learning {

using screening::Group;

void WeekItems::read(const Week& week) {
    groups_.groups.clear();
    first_item_.assign(1, 0);
    blocks_.resize(week.blocks.size());
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
        const shipment::Declarations& block = week.blocks[b];
        screening::ItemGroups& groups = blocks_[b];
        reader_.read(block, vocabulary_, groups);
        const std::uint32_t before = first_item_.back();
        for (std::size_t row = 1; row <= block.rows(); ++row) {
            first_item_.push_back(block.first_item.empty() ? before
                                                           : before + block.first_item[row]);
        }
        groups_.keys = groups.keys;
        groups_.groups.insert(groups_.groups.end(), groups.groups.begin(), groups.groups.end());
    }
}

void WeekItems::largest(std::span<const double> items, std::span<double> rows) const {
    for (std::size_t row = 0; row < rows.size(); ++row) {
        rows[row] = -std::numeric_limits<double>::infinity();
        for (std::size_t item = first_item_[row]; item < first_item_[row + 1]; ++item) {
            rows[row] = std::max(rows[row], items[item]);
        }
    }
}

void InspectedItems::inspect(const WeekItems& items, std::span<const std::uint32_t> rows) {
    groups_.keys = items.groups().keys;
    for (const std::uint32_t row : rows) {
        const std::size_t begin = items.begin_of(row);
        const std::size_t end = items.begin_of(row + 1);
        for (std::size_t item = begin; item < end; ++item) {
            const std::span<const Group> groups = items.groups().of(item);
            groups_.groups.insert(groups_.groups.end(), groups.begin(), groups.end());
        }
        items_.push_back(static_cast<std::uint32_t>(end - begin));
    }
}

void InspectedItems::find_out(std::span<const shipment::Outcome> outcomes, Instant known_at,
                              screening::RiskHistory& history) {
    GREENLANE_EXPECT(found_out_ + outcomes.size() <= items_.size());
    for (const shipment::Outcome outcome : outcomes) {
        const bool violation = outcome == shipment::Outcome::violation;
        for (std::uint32_t left = items_[found_out_++]; left > 0; --left) {
            history.find_out(groups_.of(violation_.size()), violation, known_at);
            violation_.push_back(violation ? 1 : 0);
            known_at_.push_back(known_at);
        }
    }
}

bool InspectedItems::both_classes() const {
    const auto violations = std::count(violation_.begin(), violation_.end(), 1);
    return violations > 0 && static_cast<std::size_t>(violations) < violation_.size();
}

std::vector<Group> InspectedItems::groups(std::size_t key) const {
    std::vector<Group> column(known());
    for (std::size_t item = 0; item < column.size(); ++item) {
        column[item] = groups_.of(item)[key];
    }
    return column;
}

std::vector<double> InspectedItems::weights(Instant now, Duration half_life) const {
    std::vector<double> weights(half_life > 0 ? known() : 0);
    for (std::size_t item = 0; item < weights.size(); ++item) {
        const double age = static_cast<double>(now - known_at_[item]);
        const double halvings = std::min(age / static_cast<double>(half_life), 1000.0);
        weights[item] = random::exp(-halvings * std::numbers::ln2);
    }
    return weights;
}

}  // namespace greenlane::learning
