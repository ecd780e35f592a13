// Question: how many declarations a second does one thread take into a risk history, describe by
// features, and score: by crossed random effects, and by 200 trees of depth 6?

#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/source.h"

#include "support/draws.h"
#include "support/random_forest.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;
using namespace greenlane::screening;
using enum KeyField;

constexpr std::size_t rows = 65536;
constexpr Instant lodged_from = 20454 * day;

/// A dictionary's codes, the first ones the most frequent: code k with a share of about 1 / k.
shipment::Code skewed(const shipment::Dictionary& words, test::Draws& draws) {
    const auto count = static_cast<double>(words.size() - 1);
    return static_cast<shipment::Code>(1 + std::min(count - 1, std::pow(count, draws.uniform())));
}

struct Flow {
    shipment::Vocabulary vocabulary;
    std::vector<shipment::Declarations> blocks;
};

/// As many codes as the Korean declarations: 2,489 goods, 119 countries, 43 offices, some thousands
/// of traders; one item a declaration.
Flow make_flow() {
    Flow flow;
    test::Draws draws(1);
    const auto fill = [](shipment::Dictionary& words, std::size_t count, std::size_t from) {
        for (std::size_t i = 0; i < count; ++i) {
            words.code(std::to_string(from + i * 37));
        }
    };
    fill(flow.vocabulary.hs, 2489, 800000);
    fill(flow.vocabulary.country, 119, 1000);
    fill(flow.vocabulary.office, 43, 0);
    fill(flow.vocabulary.importer, 9000, 0);
    fill(flow.vocabulary.declarant, 1500, 0);
    fill(flow.vocabulary.seller, 7000, 0);
    fill(flow.vocabulary.carrier, 100, 0);
    fill(flow.vocabulary.tax_type, 40, 0);
    for (std::size_t first = 0; first < rows; first += shipment::Source::max_rows) {
        shipment::Declarations& block = flow.blocks.emplace_back();
        shipment::Items& items = block.items;
        const std::size_t count = std::min(shipment::Source::max_rows, rows - first);
        for (std::size_t i = 0; i < count; ++i) {
            block.lodged.push_back(lodged_from + static_cast<Instant>(first + i) * minute);
            block.mode.push_back(static_cast<shipment::Mode>(1 + draws.below(4)));
            block.office.push_back(skewed(flow.vocabulary.office, draws));
            block.importer.push_back(skewed(flow.vocabulary.importer, draws));
            block.declarant.push_back(skewed(flow.vocabulary.declarant, draws));
            block.seller.push_back(skewed(flow.vocabulary.seller, draws));
            block.carrier.push_back(skewed(flow.vocabulary.carrier, draws));
            block.departure.push_back(skewed(flow.vocabulary.country, draws));
            block.first_item.push_back(static_cast<std::uint32_t>(i));
            items.hs.push_back(skewed(flow.vocabulary.hs, draws));
            items.origin.push_back(skewed(flow.vocabulary.country, draws));
            items.value.push_back(static_cast<Money>(draws.below(10'000'000)));
            items.mass.push_back(static_cast<Mass>(draws.below(1000) * 100));
            items.tax_rate.push_back(static_cast<std::int32_t>(draws.below(8) * 100));
            items.tax_type.push_back(skewed(flow.vocabulary.tax_type, draws));
        }
        block.first_item.push_back(static_cast<std::uint32_t>(count));
    }
    return flow;
}

/// Takes the flow in, every tenth item inspected.
void teach(RiskHistory& history, const Flow& flow) {
    GroupReader reader(history.groups());
    ItemGroups groups;
    for (const shipment::Declarations& block : flow.blocks) {
        history.enter(block.lodged.front());
        reader.read(block, flow.vocabulary, groups);
        history.declare(block, groups);
        for (std::size_t item = 0; item < groups.items(); item += 10) {
            history.find_out(groups.of(item), item % 50 == 0, block.lodged[item] + 7 * day);
        }
    }
    history.enter(flow.blocks.back().lodged.back() + 8 * day);
}

void take_in(benchmark::State& state) {
    const Flow flow = make_flow();
    const FeatureDefinition definition = default_features(flow.blocks.front());
    for (auto _ : state) {
        RiskHistory history(keys_of(definition));
        teach(history, flow);
        benchmark::DoNotOptimize(history.total());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

/// Groups and features of items, from a history that is full.
void describe(benchmark::State& state) {
    const Flow flow = make_flow();
    const FeatureDefinition definition = default_features(flow.blocks.front());
    RiskHistory history(keys_of(definition));
    teach(history, flow);
    const RelationalRisk relational = relational_risk(history);
    GroupReader groups_reader(history.groups());
    FeatureReader reader(definition, history.groups());
    ItemGroups groups;
    FeatureMatrix features;
    for (auto _ : state) {
        for (const shipment::Declarations& block : flow.blocks) {
            groups_reader.read(block, flow.vocabulary, groups);
            reader.read(block, groups, history, relational, features);
            benchmark::DoNotOptimize(features.values.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
    state.counters["features"] = static_cast<double>(definition.features.size());
}

void walk_the_network(benchmark::State& state) {
    const Flow flow = make_flow();
    RiskHistory history(
        {{importer}, {declarant}, {seller}, {importer, declarant}, {importer, seller}});
    teach(history, flow);
    for (auto _ : state) {
        benchmark::DoNotOptimize(relational_risk(history).base);
    }
}

void score(benchmark::State& state, const Flow& flow, const ScoreModel& model) {
    const FrozenScore frozen(model);
    Scorer scorer(frozen);
    Scores scores;
    for (auto _ : state) {
        for (const shipment::Declarations& block : flow.blocks) {
            scorer.score(block, flow.vocabulary, scores);
            benchmark::DoNotOptimize(scores.declaration.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
}

/// The keys of the default model, and the memory of the same goods.
void score_by_effects(benchmark::State& state) {
    const Flow flow = make_flow();
    ScoreModel model;
    model.definition.effects = {{hs2},         {hs4},
                                {hs6},         {origin},
                                {departure},   {tax_type},
                                {tax_rate},    {importer},
                                {declarant},   {seller},
                                {carrier},     {office},
                                {hs6, origin}, {hs6, origin, departure, tax_rate, tax_type}};
    model.definition.chains = {{{{hs6, origin, departure, tax_rate, tax_type, mass}}, {0.5}}};
    RiskHistory history(keys_of(model.definition));
    teach(history, flow);
    RandomEffectsModel effects{-2, {}};
    test::Draws draws(2);
    for (const GroupKey key : model.definition.effects) {
        const std::size_t groups = history.groups().size(history.groups().index(key));
        KeyEffects& made = effects.keys.emplace_back(KeyEffects{1, {}, {}});
        for (std::size_t group = 0; group < groups; ++group) {
            made.effect.push_back(draws.normal());
            made.information.push_back(1);
        }
    }
    model.history = history.snapshot();
    model.model = std::move(effects);
    score(state, flow, model);
}

/// From the declarations: groups, features and trees.
void score_by_trees(benchmark::State& state) {
    const Flow flow = make_flow();
    ScoreModel model;
    model.definition = default_features(flow.blocks.front());
    RiskHistory history(keys_of(model.definition));
    teach(history, flow);
    model.history = history.snapshot();
    model.relational = relational_risk(history);
    model.model = test::random_forest(200, 6, model.definition.features.size(), 0, test::Draws(3));
    score(state, flow, model);
}

void walk_trees(benchmark::State& state) {
    constexpr std::size_t features = 50;
    const FlatForest forest(test::random_forest(200, 6, features, 0, test::Draws(3)));
    FeatureMatrix matrix{features, {}};
    test::Draws draws(4);
    for (std::size_t i = 0; i < shipment::Source::max_rows * features; ++i) {
        matrix.values.push_back(static_cast<float>(draws.normal()));
    }
    std::vector<float> margins(matrix.rows());
    for (auto _ : state) {
        forest.margins(matrix, margins);
        benchmark::DoNotOptimize(margins.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(matrix.rows()));
}

}  // namespace

BENCHMARK(take_in)->Unit(benchmark::kMillisecond);
BENCHMARK(describe)->Unit(benchmark::kMillisecond);
BENCHMARK(walk_the_network)->Unit(benchmark::kMillisecond);
BENCHMARK(score_by_effects)->Unit(benchmark::kMillisecond);
BENCHMARK(score_by_trees)->Unit(benchmark::kMillisecond);
BENCHMARK(walk_trees)->Unit(benchmark::kMillisecond);
