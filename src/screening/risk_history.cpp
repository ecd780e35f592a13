#include "greenlane/screening/risk_history.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace greenlane::screening {

namespace {

constexpr Instant before_all = std::numeric_limits<Instant>::min();
constexpr GroupKey importer_key{KeyField::importer};
constexpr GroupKey importer_goods_key{KeyField::importer, KeyField::hs6};

/// The earliest of the pending findings comes first.
constexpr auto later = [](const auto& a, const auto& b) {
    return a.known_at != b.known_at ? a.known_at > b.known_at : a.order > b.order;
};

}  // namespace

GroupPast scaled(GroupPast past, double factor) {
    past.declared *= factor;
    past.inspected *= factor;
    past.hits *= factor;
    past.priced *= factor;
    past.log_price *= factor;
    return past;
}

RiskHistory::RiskHistory(const std::vector<GroupKey>& keys, Duration half_life)
    : groups_(keys), half_life_(half_life), now_(before_all), pasts_(keys.size()) {
    GREENLANE_EXPECT(half_life >= 0);
    const auto place = [&](GroupKey key) {
        return static_cast<std::size_t>(std::find(keys.begin(), keys.end(), key) - keys.begin());
    };
    importer_goods_ = place(importer_goods_key);
    importer_ = place(importer_key);
}

double RiskHistory::weight(Instant at) const {
    if (half_life_ == 0) {
        return 1;
    }
    const double ages = static_cast<double>(at - base_) / static_cast<double>(half_life_);
    return random::exp(std::max(ages, -1000.0) * std::numbers::ln2);
}

void RiskHistory::rebase(Instant at) {
    // Weights grow with time instead of fading, so that an idle group costs nothing; before they
    // leave the range of a double, all are brought back by a power of two.
    constexpr std::int64_t furthest = 256;
    if (half_life_ == 0 || (at - base_) / half_life_ < furthest) {
        return;
    }
    const std::int64_t ages = (at - base_) / half_life_;
    base_ += ages * half_life_;
    const double factor = std::ldexp(1.0, -static_cast<int>(std::min<std::int64_t>(ages, 2000)));
    for (std::vector<GroupPast>& pasts : pasts_) {
        for (GroupPast& past : pasts) {
            past = scaled(past, factor);
        }
    }
    total_ = scaled(total_, factor);
}

GroupPast& RiskHistory::at(std::size_t key, Group group) {
    std::vector<GroupPast>& pasts = pasts_[key];
    if (group >= pasts.size()) {
        pasts.resize(groups_.size(key));
    }
    return pasts[group];
}

void RiskHistory::declare(const shipment::Declarations& block, const ItemGroups& groups) {
    GREENLANE_EXPECT(groups.keys == pasts_.size() &&
                     groups.groups.size() == groups.keys * block.item_rows());
    std::vector<double> prices;
    log_prices(block.items, block.item_rows(), prices);
    for (std::size_t row = 0; row + 1 < block.first_item.size(); ++row) {
        GREENLANE_EXPECT(declared_.empty() || block.lodged[row] >= declared_.back().lodged);
        for (std::size_t item = block.first_item[row]; item < block.first_item[row + 1]; ++item) {
            declared_.push_back({block.lodged[row], prices[item]});
        }
    }
    declared_groups_.insert(declared_groups_.end(), groups.groups.begin(), groups.groups.end());
}

void RiskHistory::find_out(std::span<const Group> item, bool violation, Instant known_at) {
    const std::size_t keys = pasts_.size();
    GREENLANE_EXPECT(item.size() == keys);
    std::uint32_t place = 0;
    if (free_places_.empty()) {
        place = static_cast<std::uint32_t>(finding_groups_.size() / std::max<std::size_t>(keys, 1));
        finding_groups_.insert(finding_groups_.end(), item.begin(), item.end());
    } else {
        place = free_places_.back();
        free_places_.pop_back();
        std::copy(item.begin(), item.end(), finding_groups_.begin() + place * keys);
    }
    findings_.push_back({known_at, findings_seen_++, place, violation});
    std::push_heap(findings_.begin(), findings_.end(), later);
}

void RiskHistory::take_in(const Declared& declared, std::span<const Group> item) {
    const double more = weight(declared.lodged);
    const auto add = [&](GroupPast& past) {
        past.declared += more;
        if (!std::isnan(declared.log_price)) {
            past.priced += more;
            past.log_price += more * declared.log_price;
        }
        past.first_seen = std::min(past.first_seen, declared.lodged);
        past.last_seen = declared.lodged;
    };
    for (std::size_t key = 0; key < item.size(); ++key) {
        if (item[key] == no_group) {
            continue;
        }
        GroupPast& past = at(key, item[key]);
        if (key == importer_goods_ && !past.seen() && importer_ < item.size()) {
            ++at(importer_, item[importer_]).goods;
        }
        add(past);
    }
    add(total_);
}

void RiskHistory::take_in(const Finding& finding) {
    const double more = weight(finding.known_at);
    const double hit = finding.violation ? more : 0;
    const std::size_t keys = pasts_.size();
    for (std::size_t key = 0; key < keys; ++key) {
        const Group group = finding_groups_[finding.place * keys + key];
        if (group != no_group) {
            GroupPast& past = at(key, group);
            past.inspected += more;
            past.hits += hit;
        }
    }
    total_.inspected += more;
    total_.hits += hit;
    free_places_.push_back(finding.place);
}

void RiskHistory::enter(Instant now) {
    GREENLANE_EXPECT(now >= now_);
    if (now_ == before_all) {
        base_ = now;
    }
    now_ = now;
    rebase(now);
    const std::size_t keys = pasts_.size();
    std::size_t known = 0;
    for (; known < declared_.size() && declared_[known].lodged < now; ++known) {
        take_in(declared_[known], {declared_groups_.data() + known * keys, keys});
    }
    declared_.erase(declared_.begin(), declared_.begin() + known);
    declared_groups_.erase(declared_groups_.begin(), declared_groups_.begin() + known * keys);
    while (!findings_.empty() && findings_.front().known_at < now) {
        std::pop_heap(findings_.begin(), findings_.end(), later);
        take_in(findings_.back());
        findings_.pop_back();
    }
    scale_ = half_life_ == 0 ? 1 : 1 / weight(now);
}

double RiskHistory::base_rate() const {
    return (total_.hits * scale_ + 0.5) / (total_.inspected * scale_ + 1);
}

void log_prices(const shipment::Items& items, std::size_t count, std::vector<double>& out) {
    const bool columns = !items.value.empty() && !items.mass.empty();
    const auto known = [&](std::size_t i) {
        return columns && items.value[i] > 0 && items.mass[i] > 0;
    };
    constexpr double grams_per_kg = 1000;
    out.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        out[i] = known(i) ? grams_per_kg * static_cast<double>(items.value[i]) /
                                static_cast<double>(items.mass[i])
                          : 1;
    }
    random::log(out, out);
    for (std::size_t i = 0; i < count; ++i) {
        if (!known(i)) {
            out[i] = std::numeric_limits<double>::quiet_NaN();
        }
    }
}

}  // namespace greenlane::screening
