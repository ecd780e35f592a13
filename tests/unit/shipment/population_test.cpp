#include "shipment/population.h"

#include "shipment/flow_tables.h"
#include "unit/shipment/flow_fixture.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace greenlane::shipment {
namespace {

using random::make_key;

TEST(Choice, InvertsTheDistributionFunction) {
    const std::vector<double> weights{0, 3, 0, 1, 6, 0};
    const Choice choice(weights);
    std::vector<double> chosen(weights.size());
    constexpr int steps = 100000;
    std::uint32_t last = 0;
    for (int step = 0; step < steps; ++step) {
        const std::uint32_t index = choice((step + 0.5) / steps);
        EXPECT_GE(index, last);
        last = index;
        ++chosen[index];
    }
    for (std::size_t i = 0; i < weights.size(); ++i) {
        EXPECT_NEAR(chosen[i] / steps, weights[i] / 10, 1.0 / steps) << i;
        EXPECT_NEAR(choice.probability(i), weights[i] / 10, 1e-15) << i;
    }
    EXPECT_EQ(choice(0), 1u);
    EXPECT_EQ(choice(std::nextafter(0.3, 0)), 1u);
    EXPECT_EQ(choice(1), 4u);
}

TEST(Split, LeavesAFreshUniform) {
    EXPECT_TRUE(split(0.29, 0.3).below);
    EXPECT_FALSE(split(0.3, 0.3).below);
    EXPECT_DOUBLE_EQ(split(0.15, 0.3).rest, 0.5);
    EXPECT_DOUBLE_EQ(split(0.65, 0.3).rest, 0.5);
    EXPECT_FALSE(split(0.5, 0).below);
    EXPECT_TRUE(split(0.5, 1).below);
}

TEST(Population, TrafficFallsWithTheRank) {
    FlowDefinition definition = small_flow();
    definition.traders.importers = {{1000, {}}, {1.2, {}}};
    const Flow flow(definition, {0, 100 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    std::map<Code, double> traffic;
    for (const Code importer : all.declarations.importer) {
        ++traffic[importer];
    }
    double sum = 0;
    for (int rank = 1; rank <= 1000; ++rank) {
        sum += std::pow(rank, -1.2);
    }
    const auto n = static_cast<double>(all.declarations.rows());
    for (const Code rank : {1u, 2u, 10u, 100u}) {
        const double share = std::pow(rank, -1.2) / sum;
        EXPECT_LT(std::abs(z_of_share(traffic[rank], n, share)), z999) << rank;
    }
    EXPECT_EQ(flow.vocabulary().importer.word(1), "IM00001");
    EXPECT_EQ(flow.vocabulary().importer.size(), 1001u);
}

TEST(Population, TraitsLastOverReplicationsAndChangeWithTheSeed) {
    const auto traits_of = [](std::uint64_t seed, std::uint64_t replication) {
        const Flow flow(small_flow(), {0, 20 * hour, 0}, seed);
        const Block all = all_of(flow, make_key(seed, replication));
        std::map<Code, std::tuple<Tier, Ternary, Ternary>> traits;
        for (std::size_t row = 0; row < all.declarations.rows(); ++row) {
            const std::tuple seen{all.declarations.tier[row],
                                  all.declarations.electronic_payment[row],
                                  all.declarations.deferred_payment[row]};
            const auto known = traits.emplace(all.declarations.importer[row], seen).first;
            EXPECT_EQ(known->second, seen);
        }
        return traits;
    };
    const auto first = traits_of(1, 0);
    const auto second = traits_of(1, 1);
    const auto otherwise = traits_of(2, 0);
    std::size_t common = 0;
    std::size_t different = 0;
    for (const auto& [importer, traits] : first) {
        if (second.contains(importer)) {
            EXPECT_EQ(second.at(importer), traits);
            ++common;
        }
        different += otherwise.contains(importer) && otherwise.at(importer) != traits ? 1 : 0;
    }
    EXPECT_GT(common, 400u);
    EXPECT_GT(different, 50u);
}

TEST(Population, SharesOfTrafficAreAsStated) {
    FlowDefinition definition = small_flow();
    definition.traders.importers.number.value = 4000;
    for (const std::uint64_t seed : {1u, 2u, 3u}) {
        Vocabulary vocabulary;
        const Population population(definition.traders, seed, vocabulary);
        double aeo = 0;
        double electronic = 0;
        double deferred = 0;
        for (std::size_t i = 0; i < population.importers.size(); ++i) {
            const double share = population.importer.probability(i);
            const Importer& importer = population.importers[i];
            aeo += importer.tier == Tier::aeo ? share : 0;
            electronic += importer.electronic_payment == Ternary::yes ? share : 0;
            deferred += importer.deferred_payment == Ternary::yes ? share : 0;
            if (importer.tier == Tier::aeo) {
                EXPECT_GT(share, 1.0 / 4000);
            }
        }
        // Short of it by less than the share of the smallest who can be one.
        EXPECT_NEAR(aeo, 0.15, 1.0 / 4000);
        EXPECT_NEAR(electronic, 0.9, 1.0 / 4000);
        EXPECT_NEAR(deferred, 0.1, 1.0 / 4000);
    }
}

TEST(Population, ImportersDifferInPartnersAndCompliance) {
    TradersDefinition definition;
    definition.propensity_shape.value = 0.5;
    definition.aeo_propensity.value = 1;
    Vocabulary vocabulary;
    const Population population(definition, 1, vocabulary);
    std::set<Code> declarants;
    std::set<Code> sellers;
    double sum = 0;
    double squares = 0;
    for (const Importer& importer : population.importers) {
        declarants.insert(importer.usual_declarant);
        sellers.insert(importer.usual_seller);
        sum += importer.propensity;
        squares += importer.propensity * importer.propensity;
    }
    EXPECT_GT(declarants.size(), 200u);
    EXPECT_GT(sellers.size(), 1000u);
    // Gamma of mean 1 and shape 1/2: variance 2, second moment 3, fourth moment 105.
    const auto n = static_cast<double>(population.importers.size());
    EXPECT_LT(std::abs(sum / n - 1) / std::sqrt(2 / n), z999);
    EXPECT_LT(std::abs(squares / n - 3) / std::sqrt((105 - 9) / n), z999);
}

TEST(Population, ImportersAreLoyalToDeclarantsSellersAndOrigins) {
    FlowDefinition definition = small_flow();
    definition.goods->items_mean.value = 1;
    const Flow flow(definition, {0, 100 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Declarations& declarations = all.declarations;
    std::map<Code, double> declarants;
    std::map<Code, double> sellers;
    std::map<Code, double> origins;  // of shirts, not exported
    double rows = 0;
    double shirts = 0;
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        if (declarations.importer[row] != 3) {
            continue;
        }
        ++rows;
        ++declarants[declarations.declarant[row]];
        ++sellers[declarations.seller[row]];
        if (flow.vocabulary().hs.word(all.truth.true_hs[row]) == "610910" &&
            declarations.procedure[row] != Procedure::export_) {
            ++shirts;
            ++origins[declarations.items.origin[row]];
        }
    }
    // Usual in 70 %, and by chance among the rest.
    const Population& population = flow.tables()->population;
    const Importer& importer = population.importers[2];
    const auto z = [&](double count, double chance) {
        return std::abs(z_of_share(count, rows, 0.7 + 0.3 * chance));
    };
    const Code declarant = importer.usual_declarant - population.first_declarant;
    const Code seller = importer.usual_seller - population.first_seller;
    EXPECT_LT(z(declarants[importer.usual_declarant], population.declarant.probability(declarant)),
              z999);
    EXPECT_LT(z(sellers[importer.usual_seller], population.seller.probability(seller)), z999);
    const auto largest = [](const std::map<Code, double>& counts) {
        return std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; })
            ->second;
    };
    EXPECT_GT(z_of_share(largest(origins), shirts, 0.7 + 0.3 * 0.25), -z999);
    EXPECT_EQ(origins.size(), 3u);
    EXPECT_GT(declarants.size(), 20u);
}

}  // namespace
}  // namespace greenlane::shipment
