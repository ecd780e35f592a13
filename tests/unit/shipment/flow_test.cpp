#include "greenlane/shipment/flow.h"

#include "shipment/flow_writer.h"
#include "unit/shipment/flow_fixture.h"

#include <algorithm>
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::shipment {
namespace {

using random::make_key;

double count(const auto& column, auto value) {
    return static_cast<double>(std::ranges::count(column, value));
}

TEST(SyntheticSource, KeepsToEpochsAndCountsShipmentsOn) {
    const Flow flow(small_flow(), {0, 3 * day, 5 * hour}, 1);
    const Epochs epochs{5 * hour, 16 * hour};
    SyntheticSource source(flow, make_key(1, 0), epochs);
    Block block;
    std::uint64_t shipments = 0;
    std::size_t changes = 0;
    std::int64_t epoch = epochs.of(0);
    while (source.next(block)) {
        const Declarations& declarations = block.declarations;
        ASSERT_GT(declarations.rows(), 0u);
        ASSERT_LE(declarations.rows(), Source::max_rows);
        EXPECT_EQ(declarations.first_shipment, shipments);
        const std::int64_t now = epochs.of(declarations.lodged.front());
        EXPECT_EQ(epochs.of(declarations.lodged.back()), now);
        changes += now != epoch ? 1 : 0;
        epoch = now;
        shipments += declarations.rows();
    }
    EXPECT_EQ(changes, 3u);
    EXPECT_LT(std::abs(static_cast<double>(shipments) - 72000) / std::sqrt(72000), z999);
    EXPECT_EQ(block.declarations.rows(), 0u);
    EXPECT_FALSE(source.next(block));
}

TEST(SyntheticSource, GivesTheSameTrafficAndTruthWhateverTheEpochs) {
    const Flow flow(small_flow(), {0, 2 * day, 0}, 1);
    const Block all = all_of(flow, make_key(1, 3));
    EXPECT_TRUE(same(all, all_of(flow, make_key(1, 3), {0, 7 * hour + 1})));
    EXPECT_FALSE(same(all, all_of(flow, make_key(1, 4))));
}

TEST(SyntheticSource, ALongerHorizonChangesNoShipment) {
    const Block brief = all_of(Flow(small_flow(), {0, 6 * hour, 0}, 1), make_key(1, 0));
    Block lasting = all_of(Flow(small_flow(), {0, day, 0}, 1), make_key(1, 0));
    lasting.truth.violation.resize(brief.truth.violation.size());
    EXPECT_EQ(lasting.truth.violation, brief.truth.violation);
    lasting.declarations.items.value.resize(brief.declarations.items.value.size());
    EXPECT_EQ(lasting.declarations.items.value, brief.declarations.items.value);
}

TEST(GoodsWriter, WritesARowTheSameAloneAndAmongOthers) {
    const Flow flow(small_flow(), {0, day, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    GoodsWriter writer(*flow.tables(), make_key(1, 0));
    for (const std::size_t row : {0u, 17u, 1024u, 5000u}) {
        Block alone;
        alone.declarations.first_shipment = row;
        alone.declarations.lodged = {all.declarations.lodged[row]};
        writer.fill(alone);
        const std::uint32_t first = all.declarations.first_item[row];
        ASSERT_EQ(alone.declarations.item_rows(), all.declarations.first_item[row + 1] - first);
        EXPECT_EQ(alone.declarations.importer[0], all.declarations.importer[row]);
        EXPECT_EQ(alone.declarations.documents[0], all.declarations.documents[row]);
        for (std::size_t item = 0; item < alone.declarations.item_rows(); ++item) {
            EXPECT_EQ(alone.declarations.items.value[item],
                      all.declarations.items.value[first + item]);
            EXPECT_EQ(alone.declarations.items.origin[item],
                      all.declarations.items.origin[first + item]);
            EXPECT_EQ(alone.declarations.items.description[item],
                      all.declarations.items.description[first + item]);
            EXPECT_EQ(alone.truth.violation[item], all.truth.violation[first + item]);
        }
    }
}

TEST(SyntheticSource, WithoutGoodsDeclarationsAreBlank) {
    FlowDefinition definition = small_flow();
    definition.goods.reset();
    const Flow flow(definition, {0, day, 0}, 1);
    SyntheticSource source(flow, make_key(1, 0), {});
    Block block;
    ASSERT_TRUE(source.next(block));
    EXPECT_GT(block.declarations.rows(), 0u);
    EXPECT_TRUE(block.declarations.importer.empty());
    EXPECT_TRUE(block.declarations.first_item.empty());
    EXPECT_EQ(block.declarations.item_rows(), 0u);
    EXPECT_FALSE(block.truth.known());
    // The same lodgements as with goods.
    const Block with_goods = all_of(Flow(small_flow(), {0, day, 0}, 1), make_key(1, 0));
    EXPECT_EQ(all_of(flow, make_key(1, 0)).declarations.lodged, with_goods.declarations.lodged);
}

TEST(Flow, HasTheStatedShares) {
    const Flow flow(small_flow(), {0, 60 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Declarations& declarations = all.declarations;
    const auto n = static_cast<double>(declarations.rows());
    const Vocabulary& words = flow.vocabulary();
    const auto z = [&](double number, double share) {
        return std::abs(z_of_share(number, n, share));
    };
    EXPECT_LT(z(count(declarations.mode, Mode::sea), 0.75), z999);
    EXPECT_LT(z(count(declarations.procedure, Procedure::export_), 0.2), z999);
    EXPECT_LT(z(count(declarations.procedure, Procedure::transit), 0.1), z999);
    EXPECT_LT(z(count(declarations.office, words.office.find("south")), 0.75), z999);
    EXPECT_LT(z(n - count(declarations.containers, 0), 0.75 * 0.8), z999);
    EXPECT_LT(z(count(declarations.containers, 1), 0.75 * 0.8 / 1.5), z999);

    // Groups, by the first item's true goods; all items are of its group.
    double regulated = 0;
    double eco = 0;
    double single = 0;
    const auto is_regulated = [&](Code hs) {
        return words.hs.word(hs) == "854999" || words.hs.word(hs) == "290345";
    };
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        const std::uint32_t first = declarations.first_item[row];
        const std::uint32_t next = declarations.first_item[row + 1];
        ASSERT_LT(first, next);
        single += next - first == 1 ? 1 : 0;
        regulated += is_regulated(all.truth.true_hs[first]) ? 1 : 0;
        eco += words.hs.word(all.truth.true_hs[first]) == "854143" ? 1 : 0;
        for (std::uint32_t item = first; item < next; ++item) {
            ASSERT_EQ(is_regulated(all.truth.true_hs[item]),
                      is_regulated(all.truth.true_hs[first]));
        }
    }
    EXPECT_LT(z(regulated, 0.2), z999);
    EXPECT_LT(z(eco, 0.1), z999);
    EXPECT_LT(z(single, 1 / 1.6), z999);  // geometric of mean 1.6
}

TEST(Flow, ModesAndProceduresWeighTheLines) {
    FlowDefinition definition = small_flow();
    definition.goods->catalogue[0].mode_weight[static_cast<std::size_t>(Mode::air)] = 0;
    definition.goods->catalogue[1].procedure_weight[static_cast<std::size_t>(Procedure::export_)] =
        0.5;
    // Panels go by sea only; they stay a tenth of all declarations.
    definition.goods->catalogue[2].mode_weight[static_cast<std::size_t>(Mode::air)] = 0;
    const Flow flow(definition, {0, 40 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Code panels = flow.vocabulary().hs.find("854143");
    double green = 0;
    for (std::size_t row = 0; row < all.declarations.rows(); ++row) {
        if (all.truth.true_hs[all.declarations.first_item[row]] == panels) {
            ++green;
            EXPECT_EQ(all.declarations.mode[row], Mode::sea);
        }
    }
    EXPECT_LT(std::abs(z_of_share(green, static_cast<double>(all.declarations.rows()), 0.1)), z999);
    const Code shirts = flow.vocabulary().hs.find("610910");
    const Code laptops = flow.vocabulary().hs.find("847130");
    double shirts_at_sea = 0;
    double laptops_at_sea = 0;
    const std::vector<std::uint32_t> rows = rows_of_items(all.declarations);
    for (std::size_t item = 0; item < rows.size(); ++item) {
        if (all.declarations.mode[rows[item]] == Mode::air) {
            ASSERT_NE(all.truth.true_hs[item], shirts);
        } else if (all.declarations.procedure[rows[item]] == Procedure::export_) {
            shirts_at_sea += all.truth.true_hs[item] == shirts ? 1 : 0;
            laptops_at_sea += all.truth.true_hs[item] == laptops ? 1 : 0;
        }
    }
    // 6 : 4 * 0.5
    EXPECT_LT(std::abs(z_of_share(shirts_at_sea, shirts_at_sea + laptops_at_sea, 0.75)), z999);
}

TEST(Flow, MassesAndValuesPerKilogramHaveTheirMedians) {
    const Flow flow(small_flow(), {0, 40 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Items& items = all.declarations.items;
    double heavy = 0;
    double very_heavy = 0;
    double dear = 0;
    double honest = 0;
    for (std::size_t item = 0; item < items.mass.size(); ++item) {
        const auto grams = static_cast<double>(items.mass[item]);
        heavy += grams > 200e3 ? 1 : 0;
        very_heavy += grams > 200e3 * std::exp(1.2) ? 1 : 0;
        if (all.truth.violation[item] != Violation::undervaluation) {
            dear += static_cast<double>(items.value[item]) > grams * 0.5 ? 1 : 0;
            ++honest;
        }
        EXPECT_EQ(items.quantity[item], 2 * items.mass[item]);
    }
    const auto n = static_cast<double>(items.mass.size());
    EXPECT_LT(std::abs(z_of_share(heavy, n, 0.5)), z999);
    EXPECT_LT(std::abs(z_of_share(very_heavy, n, 0.15865525393145707)), z999);
    EXPECT_LT(std::abs(z_of_share(dear, honest, 0.5)), z999);
}

TEST(Flow, DutyIsDueOnImportsAndGoodsComeFromSomewhere) {
    const Flow flow(small_flow(), {0, 20 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Declarations& declarations = all.declarations;
    const Items& items = declarations.items;
    const Vocabulary& words = flow.vocabulary();
    const Code home = words.country.find("KZ");
    double green = 0;
    double relieved = 0;
    const std::vector<std::uint32_t> rows = rows_of_items(declarations);
    for (std::size_t item = 0; item < rows.size(); ++item) {
        const Procedure procedure = declarations.procedure[rows[item]];
        EXPECT_EQ(items.duty[item], (items.value[item] * items.tax_rate[item] + 5000) / 10000);
        const std::string_view hs = words.hs.word(items.hs[item]);
        if (procedure != Procedure::import_) {
            EXPECT_EQ(items.tax_rate[item], 0);
        } else {
            EXPECT_EQ(items.tax_rate[item] > 0, hs != "847130");
        }
        EXPECT_EQ(items.origin[item] == home, procedure == Procedure::export_);
        const std::string_view text = items.description[item];
        EXPECT_TRUE(text == "same goods" || text == "goods of " + std::string(hs)) << text;
        if (hs == "854143" && items.duty[item] > 0) {
            ++green;
            relieved += items.exemption[item] > 0 ? 1 : 0;
            EXPECT_TRUE(items.exemption[item] == 0 || items.exemption[item] == items.duty[item]);
        } else {
            EXPECT_EQ(items.exemption[item], 0);
        }
    }
    EXPECT_LT(std::abs(z_of_share(relieved, green, 0.4)), z999);
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        EXPECT_EQ(declarations.departure[row], items.origin[declarations.first_item[row]]);
        EXPECT_EQ(declarations.destination[row] == home,
                  declarations.procedure[row] == Procedure::import_);
    }
}

TEST(FlowCheck, PassesWhatIsRight) {
    Diagnostics diagnostics;
    check(small_flow(), diagnostics);
    EXPECT_TRUE(diagnostics.all().empty());
}

TEST(FlowCheck, ReportsEachMistake) {
    const auto first_message = [](const std::function<void(FlowDefinition&)>& spoil) {
        FlowDefinition definition = small_flow();
        spoil(definition);
        Diagnostics diagnostics;
        check(definition, diagnostics);
        return diagnostics.all().empty() ? std::string() : diagnostics.all().front().message;
    };
    const auto goods = [&](const std::function<void(GoodsDefinition&)>& spoil) {
        return first_message([&](FlowDefinition& flow) { spoil(*flow.goods); });
    };
    EXPECT_EQ(goods([](auto& g) { g.catalogue[0].hs = "6109"; }), "hs '6109' is not of 6 digits");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[3].look_alike = "290345"; }),
              "look_alike 290345 is no goods line to hide behind");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[3].look_alike.clear(); }),
              "undeclared_waste without a look_alike");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[4].documents.clear(); }),
              "forged_permit without documents");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[0].origins.clear(); }),
              "a goods line without origins");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[0].origins[0].value = "China"; }),
              "origins: 'China' is no ISO 3166 alpha-2 code");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[0].mass_kg = 0; }),
              "mass_kg is not between 0.001 and 1e9");
    EXPECT_EQ(goods([](auto& g) { g.modes.clear(); }), "goods without modes");
    EXPECT_EQ(goods([](auto& g) { g.modes[0].weight = -1; }),
              "modes: a weight is negative or no number");
    EXPECT_EQ(goods([](auto& g) { g.destinations.clear(); }), "export without destinations");
    EXPECT_EQ(goods([](auto& g) { g.regulated_share.value = 0.95; }),
              "regulated_share and eco_share add up to more than 1");
    EXPECT_EQ(goods([](auto& g) { g.catalogue[2].weight = 0; }),
              "the catalogue has no goods of the group 'eco' for these modes and procedures");
    EXPECT_EQ(goods([](auto& g) { g.country.value.clear(); }),
              "country '' is no ISO 3166 alpha-2 code");
    EXPECT_EQ(goods([](auto& g) { g.items_mean.value = 0.5; }),
              "items_mean is not between 1 and 1000");
    EXPECT_EQ(first_message([](auto& f) { f.arrivals.per_hour.reset(); }),
              "arrivals without a rate");
    EXPECT_EQ(first_message([](auto& f) { f.traders.importers.number.value = 0; }),
              "the number of importers is not between 1 and 1000000");
    EXPECT_EQ(first_message([](auto& f) { f.traders.aeo_share.value = NAN; }),
              "aeo_share is not between 0 and 1");
    EXPECT_EQ(first_message([](auto& f) { f.documents.held.value = 1.1; }),
              "held is not between 0 and 1");
    EXPECT_EQ(first_message([](auto& f) { f.violations.undervalued_low.value = 0.9; }),
              "undervalued_low is above undervalued_high");
}

}  // namespace
}  // namespace greenlane::shipment
