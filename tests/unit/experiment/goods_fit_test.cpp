#include "greenlane/experiment/goods_count.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

using shipment::Mode;

/// A catalogue with a regulated line that hides behind a line of its own, and an eco line.
shipment::GoodsDefinition before() {
    shipment::GoodsDefinition goods;
    goods.country.value = "PK";
    shipment::GoodsLine waste;
    waste.hs = "391510";
    waste.group = shipment::GoodsGroup::regulated;
    waste.agreement = "Basel";
    waste.descriptions = {"plastic waste"};
    waste.look_alike = "390110";
    shipment::GoodsLine cover;
    cover.hs = "390110";
    cover.weight = 7;
    shipment::GoodsLine panel;
    panel.hs = "854143";
    panel.group = shipment::GoodsGroup::eco;
    goods.catalogue = {waste, cover, panel};
    return goods;
}

/// Four declarations of 2, 1, 1 and 1 items.
struct Records {
    shipment::Vocabulary words;
    shipment::Declarations declarations;

    Records() {
        const auto hs = [&](const char* word) { return words.hs.code(word); };
        const auto country = [&](const char* word) { return words.country.code(word); };
        declarations.lodged = {1, 2, 3, 4};
        declarations.mode = {Mode::sea, Mode::sea, Mode::air, Mode::other};
        declarations.office = {words.office.code("east"), words.office.code("west"),
                               words.office.code("east"), words.office.code("east")};
        declarations.containers = {4, 0, 0, 0};
        declarations.first_item = {0, 2, 3, 4, 5};
        shipment::Items& items = declarations.items;
        items.hs = {hs("3915109000"), hs("640399"), hs("640399"), hs("854143"), hs("01")};
        items.origin = {country("DE"), country("CN"), country("CN"), country("KR"),
                        shipment::no_code};
        items.value = {1000'00, 300'00, 1200'00, missing, 5};
        items.mass = {10'000, 100'000, 100'000, 2'000, 1};
        items.tax_rate = {0, 800, 1200, -1, 0};
    }
};

GoodsFit fitted() {
    const shipment::GoodsDefinition old = before();
    const Records records;
    GoodsCount count(old, 2);
    count.add(records.declarations, records.words);
    return count.fit(records.words);
}

TEST(GoodsFit, CountsGoodsByTheirSixDigits) {
    const GoodsFit fit = fitted();
    EXPECT_EQ(fit.declarations, 3);
    EXPECT_EQ(fit.items, 4);
    EXPECT_EQ(fit.without_code, 1);
    EXPECT_EQ(fit.known_lines, 2u);
    ASSERT_EQ(fit.catalogue.size(), 4u);
    const shipment::GoodsLine& shoes = fit.catalogue[0];
    EXPECT_EQ(shoes.hs, "640399");
    EXPECT_EQ(shoes.weight, 2);
    EXPECT_NEAR(shoes.usd_per_kg, 6, 1e-12);  // the median of 3 and 12 on the log scale
    EXPECT_NEAR(shoes.value_sigma, std::log(2.0), 1e-12);
    EXPECT_NEAR(shoes.mass_kg, 100, 1e-9);
    EXPECT_EQ(shoes.tax_rate, 10);
    ASSERT_EQ(shoes.origins.size(), 1u);
    EXPECT_EQ(shoes.origins[0].value, "CN");
    EXPECT_EQ(shoes.group, shipment::GoodsGroup::other);
}

TEST(GoodsFit, KeepsWhatRecordsDoNotTell) {
    const GoodsFit fit = fitted();
    const auto waste =
        std::find_if(fit.catalogue.begin(), fit.catalogue.end(),
                     [](const shipment::GoodsLine& line) { return line.hs == "391510"; });
    ASSERT_NE(waste, fit.catalogue.end());
    EXPECT_EQ(waste->agreement, "Basel");
    EXPECT_EQ(waste->descriptions, std::vector<std::string>{"plastic waste"});
    // The line that it hides behind stays, though nothing of it was declared.
    EXPECT_EQ(fit.catalogue.back().hs, "390110");
    EXPECT_EQ(fit.catalogue.back().weight, 0);
}

TEST(GoodsFit, GivesSharesToModesAndOffices) {
    const GoodsFit fit = fitted();
    ASSERT_EQ(fit.modes.size(), 2u);
    EXPECT_EQ(fit.modes[0].value, Mode::sea);
    EXPECT_DOUBLE_EQ(fit.modes[0].weight, 2.0 / 3);
    EXPECT_TRUE(fit.procedures.empty());
    ASSERT_EQ(fit.offices.size(), 2u);
    EXPECT_EQ(fit.offices[0].value, "east");
    EXPECT_DOUBLE_EQ(*fit.containerised[static_cast<std::size_t>(Mode::sea)], 0.5);
    EXPECT_EQ(fit.containers_mean, 4);
    // By sea two items of three are shoes: weight times factor, of all items of the mode.
    const shipment::GoodsLine& shoes = fit.catalogue[0];
    EXPECT_DOUBLE_EQ(shoes.weight / 4 * shoes.mode_weight[static_cast<std::size_t>(Mode::sea)],
                     2.0 / 3);
    EXPECT_EQ(shoes.mode_weight[static_cast<std::size_t>(Mode::air)], 0);
    EXPECT_EQ(shoes.mode_weight[static_cast<std::size_t>(Mode::road)], 1);
}

TEST(GoodsFit, GivesSharesOfGroupsTheirErrors) {
    const GoodsFit fit = fitted();
    EXPECT_DOUBLE_EQ(fit.regulated.value, 1.0 / 3);
    EXPECT_DOUBLE_EQ(fit.regulated.sd_logit, std::sqrt(1 + 1 / 2.0));
    EXPECT_DOUBLE_EQ(fit.eco.value, 1.0 / 3);
    EXPECT_DOUBLE_EQ(fit.items_mean.value, 4.0 / 3);
    EXPECT_DOUBLE_EQ(share_estimate(0, 10).sd_logit, 0);
}

TEST(GoodsFit, WithoutCodesThereIsNone) {
    const shipment::GoodsDefinition old = before();
    Records records;
    GoodsCount count(old, 2);
    records.declarations.items.hs.clear();
    count.add(records.declarations, records.words);
    EXPECT_EQ(count.fit(records.words).declarations, 0);
    EXPECT_FALSE(count.fit(records.words).is_fitted());
}

}  // namespace
}  // namespace greenlane::experiment
