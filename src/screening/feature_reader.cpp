#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"
#include "greenlane/screening/features.h"
#include "greenlane/screening/log_odds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace greenlane::screening {

namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
/// Items whose features stay in the cache while their columns are filled.
constexpr std::size_t chunk = 256;

double days(Duration duration) {
    return static_cast<double>(duration) / static_cast<double>(day);
}

/// Items first .. first + count of a block, and where their features go.
struct Chunk {
    std::size_t first;
    std::size_t count;
    FeatureMatrix& out;

    /// Stores value(i) of each item.
    template <typename Value>
    void store(std::size_t column, Value value) const {
        float* to = out.values.data() + first * out.columns + column;
        for (std::size_t i = 0; i < count; ++i) {
            to[i * out.columns] = static_cast<float>(value(i));
        }
    }
    /// Stores the log-odds of rate(i).
    template <typename Rate>
    void store_log_odds(std::size_t column, Rate rate) const {
        std::array<double, chunk> rates;
        for (std::size_t i = 0; i < count; ++i) {
            rates[i] = rate(i);
        }
        log_odds(std::span(rates).first(count));
        store(column, [&](std::size_t i) { return rates[i]; });
    }
    /// Stores ln value(i); what is not a number stays so.
    template <typename Value>
    void store_log(std::size_t column, Value value) const {
        std::array<double, chunk> values;
        std::array<double, chunk> logs;
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = value(i);
            logs[i] = values[i] > 0 ? values[i] : 1;
        }
        const std::span<double> filled(logs.data(), count);
        random::log(filled, filled);
        store(column, [&](std::size_t i) { return values[i] > 0 ? logs[i] : unknown; });
    }
};

/// A feature of the items' groups under a key.
void store_group(const Chunk& part, std::size_t column, const Feature& feature, std::size_t key,
                 const ItemGroups& groups, const RiskHistory& history,
                 std::span<const double> log_prices) {
    const auto past = [&](std::size_t i) -> const GroupPast& {
        return history.past(key, groups.groups[(part.first + i) * groups.keys + key]);
    };
    const auto since = [&](const GroupPast& of, Instant moment) {
        return of.seen() ? 1 + days(history.now() - moment) : unknown;
    };
    const double scale = history.scale();
    switch (feature.kind) {
        case FeatureKind::volume:
            return part.store_log(column,
                                  [&](std::size_t i) { return 1 + past(i).declared * scale; });
        case FeatureKind::inspected:
            return part.store_log(column,
                                  [&](std::size_t i) { return 1 + past(i).inspected * scale; });
        case FeatureKind::goods:
            return part.store_log(column, [&](std::size_t i) { return 1.0 + past(i).goods; });
        case FeatureKind::age:
            return part.store_log(
                column, [&](std::size_t i) { return since(past(i), past(i).first_seen); });
        case FeatureKind::recency:
            return part.store_log(column,
                                  [&](std::size_t i) { return since(past(i), past(i).last_seen); });
        case FeatureKind::first_time:
            return part.store(column, [&](std::size_t i) { return past(i).seen() ? 0.0 : 1.0; });
        case FeatureKind::price:
            return part.store(column, [&](std::size_t i) {
                const GroupPast& of = past(i);
                return of.priced > 0 ? log_prices[part.first + i] - of.log_price / of.priced
                                     : unknown;
            });
        default:
            GREENLANE_EXPECT(false);
    }
}

/// A feature of the items themselves.
void store_item(const Chunk& part, std::size_t column, FeatureKind kind,
                const shipment::Items& items, std::span<const double> log_prices) {
    const auto amounts = [&](const std::vector<std::int64_t>& amount) {
        part.store_log(column, [&](std::size_t i) {
            const bool known = !amount.empty() && amount[part.first + i] >= 0;
            return known ? 1 + static_cast<double>(amount[part.first + i]) : unknown;
        });
    };
    switch (kind) {
        case FeatureKind::value:
            return amounts(items.value);
        case FeatureKind::mass:
            return amounts(items.mass);
        case FeatureKind::value_per_kg:
            return part.store(column, [&](std::size_t i) { return log_prices[part.first + i]; });
        case FeatureKind::tax_rate:
            return part.store(column, [&](std::size_t i) {
                const bool known = !items.tax_rate.empty() && items.tax_rate[part.first + i] >= 0;
                return known ? static_cast<double>(items.tax_rate[part.first + i]) / 1e4 : unknown;
            });
        default:
            GREENLANE_EXPECT(false);
    }
}

void store_relational(const Chunk& part, std::size_t column, Trader trader, std::size_t key,
                      const ItemGroups& groups, const RelationalRisk& relational) {
    part.store_log_odds(column, [&](std::size_t i) -> double {
        return relational.of(trader, groups.groups[(part.first + i) * groups.keys + key]);
    });
}

Trader trader_of(GroupKey key) {
    return key.has(KeyField::importer)    ? Trader::importer
           : key.has(KeyField::declarant) ? Trader::declarant
                                          : Trader::seller;
}

}  // namespace

FeatureReader::FeatureReader(const FeatureDefinition& definition, const GroupTable& groups)
    : features_(definition.features) {
    GREENLANE_EXPECT(fault(definition).empty());
    for (const Feature& feature : features_) {
        key_.push_back(feature.key.empty() ? 0 : groups.index(feature.key));
    }
    std::vector<bool> placed(features_.size(), false);
    for (const RiskChain& chain : definition.chains) {
        Risk risk{ChainReader(chain, groups), {}};
        for (const GroupKey key : chain.keys) {
            const auto found =
                std::find(features_.begin(), features_.end(), Feature{FeatureKind::risk, key});
            std::size_t column = static_cast<std::size_t>(found - features_.begin());
            if (found != features_.end() && !placed[column]) {
                placed[column] = true;
            } else {
                column = no_column;
            }
            risk.columns.push_back(column);
        }
        if (std::count(risk.columns.begin(), risk.columns.end(), no_column) <
            std::ssize(risk.columns)) {
            risks_.push_back(std::move(risk));
        }
    }
}

void FeatureReader::read_risks(std::size_t first, std::size_t count, const ItemGroups& groups,
                               const RiskHistory& history, FeatureMatrix& out) {
    const Chunk part{first, count, out};
    for (const Risk& risk : risks_) {
        const std::size_t levels = risk.chain.levels();
        rates_.resize(levels * count);
        for (std::size_t i = 0; i < count; ++i) {
            risk.chain.rates(history, groups.of(first + i),
                             std::span(rates_).subspan(i * levels, levels));
        }
        for (std::size_t level = 0; level < levels; ++level) {
            if (risk.columns[level] != no_column) {
                part.store_log_odds(risk.columns[level],
                                    [&](std::size_t i) { return rates_[i * levels + level]; });
            }
        }
    }
}

void FeatureReader::read(const shipment::Declarations& block, const ItemGroups& groups,
                         const RiskHistory& history, const RelationalRisk& relational,
                         FeatureMatrix& out) {
    const std::size_t items = block.item_rows();
    GREENLANE_EXPECT(groups.items() == items || groups.keys == 0);
    out.columns = features_.size();
    out.values.resize(items * out.columns);
    log_prices(block.items, items, log_prices_);
    for (std::size_t first = 0; first < items; first += chunk) {
        const Chunk part{first, std::min(chunk, items - first), out};
        read_risks(part.first, part.count, groups, history, out);
        for (std::size_t column = 0; column < features_.size(); ++column) {
            const Feature& feature = features_[column];
            if (feature.kind == FeatureKind::relational) {
                store_relational(part, column, trader_of(feature.key), key_[column], groups,
                                 relational);
            } else if (feature.key.empty()) {
                store_item(part, column, feature.kind, block.items, log_prices_);
            } else if (feature.kind != FeatureKind::risk) {
                store_group(part, column, feature, key_[column], groups, history, log_prices_);
            }
        }
    }
}

}  // namespace greenlane::screening
