#pragma once

#include "greenlane/core/units.h"
#include "greenlane/screening/group_table.h"
#include "greenlane/shipment/declarations.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace greenlane::screening {

/// What is known of a group. The five weights count items; with a half-life they are to be
/// multiplied by RiskHistory::scale().
struct GroupPast {
    double declared = 0;
    double inspected = 0;        ///< items whose outcome is known
    double hits = 0;             ///< of those, violations
    double priced = 0;           ///< declared with a value and a mass above 0
    double log_price = 0;        ///< sum of ln(minor units per kilogram) over those
    Instant first_seen = never;  ///< first lodgement
    Instant last_seen = never;   ///< latest lodgement; never: not yet declared
    /// Distinct HS-6 codes; for groups of the key importer only, where importer*hs6 is a key too.
    std::uint32_t goods = 0;

    bool seen() const { return first_seen != never; }
    friend bool operator==(const GroupPast&, const GroupPast&) = default;
};

/// A past with its five weights multiplied.
GroupPast scaled(GroupPast past, double factor);

/// A history as plain data, for a model directory: all that was taken in, nothing pending. Weights
/// are as of `as_of`.
struct HistorySnapshot {
    struct Key {
        std::vector<shipment::Code> codes;  ///< groups x fields of the key, in order of KeyField
        std::vector<GroupPast> groups;      ///< in the order of their first use
    };
    std::vector<GroupKey> keys;
    Duration half_life = 0;
    Instant as_of = 0;
    std::array<std::vector<std::string>, key_field_count> words;  ///< code 1 stands first
    std::vector<Key> pasts;                                       ///< one a key
    GroupPast total;
};

/// The first thing that no history would have written; empty where there is none.
std::string fault(const HistorySnapshot& snapshot);

/// What the past says of groups of declarations, played forward in time. A row is to be judged by
/// the state as of the start of its decision epoch:
///
///     history.enter(epochs.begin(epoch));    // takes in what was lodged or known before then
///     reader.read(block, vocabulary, groups); features or scores of the block
///     history.declare(block, groups);
///     history.find_out(groups.of(item), violation, known_at);   // where somebody looked
///
/// What was declared or found out counts from the first enter(now) with now after the lodgement, or
/// after known_at, and never before. Nothing else changes a group's past.
class RiskHistory {
public:
    /// With a half-life above 0 an item's weight is 2^-(age / half_life), where age is the time
    /// since its lodgement (declared, priced), or since its outcome was known (inspected, hits).
    explicit RiskHistory(const std::vector<GroupKey>& keys, Duration half_life = 0);
    /// As it was when the snapshot, which has no fault(), was made.
    explicit RiskHistory(const HistorySnapshot& snapshot);

    GroupTable& groups() { return groups_; }
    const GroupTable& groups() const { return groups_; }

    /// Takes in what became known before `now`; never goes back. Outcomes in the order of
    /// (known_at, call of find_out()).
    void enter(Instant now);
    Instant now() const { return now_; }

    /// The block's declarations; blocks come in order of lodgement.
    void declare(const shipment::Declarations& block, const ItemGroups& groups);
    /// An item's outcome, known at `known_at`. One call an item that was looked at: where only the
    /// declaration's outcome is recorded, it is that of all its items.
    void find_out(std::span<const Group> item, bool violation, Instant known_at);

    /// A group's past; blank for no_group and for groups of which nothing was taken in.
    const GroupPast& past(std::size_t key, Group group) const {
        static const GroupPast blank;
        return group < pasts_[key].size() ? pasts_[key][group] : blank;
    }
    /// Of all items.
    const GroupPast& total() const { return total_; }
    /// What weights are multiplied by to stand as of now(); 1 without a half-life.
    double scale() const { return scale_; }
    /// Hits per inspected item of all groups, (hits + 1/2) / (inspected + 1): the mean of a
    /// Jeffreys posterior (Brown, Cai and DasGupta 2001), never 0 or 1.
    double base_rate() const;

    HistorySnapshot snapshot() const;

private:
    struct Declared {
        Instant lodged;
        double log_price;  ///< not a number where there is none
    };
    struct Finding {
        Instant known_at;
        std::uint64_t order;
        std::uint32_t place;  ///< row of finding_groups_
        bool violation;
    };
    double weight(Instant at) const;
    void rebase(Instant at);
    void take_in(const Declared& declared, std::span<const Group> item);
    void take_in(const Finding& finding);
    GroupPast& at(std::size_t key, Group group);

    GroupTable groups_;
    Duration half_life_ = 0;
    Instant now_;
    Instant base_ = 0;  ///< weights are relative to this moment
    double scale_ = 1;
    std::size_t importer_ = 0;                   ///< the key importer, where goods are counted
    std::size_t importer_goods_ = 0;             ///< the key importer*hs6, or the number of keys
    std::vector<std::vector<GroupPast>> pasts_;  ///< by key, then group
    GroupPast total_;

    std::vector<Declared> declared_;  ///< pending, in order of lodgement
    std::vector<Group> declared_groups_;
    std::vector<Finding> findings_;  ///< pending: a heap by (known_at, order)
    std::vector<Group> finding_groups_;
    std::vector<std::uint32_t> free_places_;
    std::uint64_t findings_seen_ = 0;
};

/// ln(minor units per kilogram) of the first `count` items; not a number without a value and a mass
/// above 0.
void log_prices(const shipment::Items& items, std::size_t count, std::vector<double>& out);

}  // namespace greenlane::screening
