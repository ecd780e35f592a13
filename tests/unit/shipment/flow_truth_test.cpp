#include "unit/shipment/flow_fixture.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace greenlane::shipment {
namespace {

using random::make_key;

struct Tally {
    double regulated = 0;
    double other = 0;
    std::array<double, violation_count> of_regulated{};
    std::array<double, violation_count> of_other{};
};

Tally tally(const Flow& flow, const Block& all) {
    Tally result;
    for (std::size_t item = 0; item < all.truth.violation.size(); ++item) {
        const std::string_view hs = flow.vocabulary().hs.word(all.truth.true_hs[item]);
        const auto kind = static_cast<std::size_t>(all.truth.violation[item]);
        const bool regulated = hs == "854999" || hs == "290345";
        ++(regulated ? result.regulated : result.other);
        ++(regulated ? result.of_regulated : result.of_other)[kind];
    }
    return result;
}

// With one item a declaration, items are independent, and their mean over the traffic is exact.
FlowDefinition single_items() {
    FlowDefinition definition = small_flow();
    definition.goods->items_mean.value = 1;
    definition.goods->regulated_share.value = 0.4;
    return definition;
}

TEST(Truth, ViolationsHaveTheStatedShareByKind) {
    const Flow flow(single_items(), {0, 100 * hour, 0}, 1);
    const Tally t = tally(flow, all_of(flow, make_key(1, 0)));
    const auto z = [](const std::array<double, violation_count>& counts, double n,
                      Violation violation, double share) {
        return std::abs(z_of_share(counts[static_cast<std::size_t>(violation)], n, share));
    };
    EXPECT_LT(z(t.of_regulated, t.regulated, Violation::none, 0.85), z999);
    EXPECT_LT(z(t.of_other, t.other, Violation::none, 0.975), z999);
    // Waste is three quarters of the regulated items, refrigerant a quarter; see the fixture.
    EXPECT_LT(z(t.of_regulated, t.regulated, Violation::undeclared_waste, 0.15 * 0.75 * 0.75),
              z999);
    EXPECT_LT(z(t.of_regulated, t.regulated, Violation::missing_permit, 0.15 * 0.75 * 0.25), z999);
    EXPECT_LT(z(t.of_regulated, t.regulated, Violation::smuggled_refrigerant, 0.15 * 0.25 * 0.5),
              z999);
    EXPECT_LT(z(t.of_regulated, t.regulated, Violation::forged_permit, 0.15 * 0.25 * 0.5), z999);
    EXPECT_LT(z(t.of_other, t.other, Violation::undervaluation, 0.025), z999);
}

TEST(Truth, TheShareHoldsForUnequalTradersGoodsAndOriginsToo) {
    FlowDefinition definition = single_items();
    definition.traders.propensity_shape.value = 0.2;
    definition.traders.loyalty.value = 0;
    definition.goods->catalogue[4]
        .propensity[static_cast<std::size_t>(Violation::smuggled_refrigerant)] = 20;
    definition.violations.origin_risk = {{"CN", 3, {}}, {"KZ", 0.1, {}}};
    definition.violations.regulated.value = 0.25;
    const Flow flow(definition, {0, 100 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Tally t = tally(flow, all);
    EXPECT_LT(std::abs(z_of_share(t.of_regulated[0], t.regulated, 0.75)), z999);
    EXPECT_LT(std::abs(z_of_share(t.of_other[0], t.other, 0.975)), z999);
    // Undervaluation is small enough for no cap: exactly three times as frequent from China as
    // from Korea, here within z of the ratio.
    double china = 0;
    double korea = 0;
    const Code cn = flow.vocabulary().country.find("CN");
    const Code kr = flow.vocabulary().country.find("KR");
    for (std::size_t item = 0; item < all.truth.violation.size(); ++item) {
        const bool hit = all.truth.violation[item] == Violation::undervaluation;
        china += hit && all.declarations.items.origin[item] == cn ? 1 : 0;
        korea += hit && all.declarations.items.origin[item] == kr ? 1 : 0;
    }
    // Twice the items, three times the risk, less what the cap of the worst importers takes.
    EXPECT_GT(china / korea, 4);
    EXPECT_LT(china / korea, 7);
}

TEST(Truth, ComplianceIsTheImportersAndBetterOfAuthorisedOperators) {
    FlowDefinition definition = single_items();
    definition.traders.aeo_share.value = 0.3;
    definition.traders.aeo_propensity.value = 0.2;
    definition.violations.other.value = 0.1;
    const Flow flow(definition, {0, 100 * hour, 0}, 1);
    std::array<std::vector<std::array<double, 2>>, 2> of_importer;  // by replication
    std::array<std::array<double, 2>, tier_count> of_tier{};
    for (std::uint64_t r = 0; r < 2; ++r) {
        of_importer[r].resize(flow.vocabulary().importer.size());
        const Block all = all_of(flow, make_key(1, r));
        for (std::size_t row = 0; row < all.declarations.rows(); ++row) {
            const double hit = all.truth.violation[row] != Violation::none ? 1 : 0;
            auto& importer = of_importer[r][all.declarations.importer[row]];
            auto& tier = of_tier[static_cast<std::size_t>(all.declarations.tier[row])];
            ++importer[0];
            ++tier[0];
            importer[1] += hit;
            tier[1] += hit;
        }
    }
    const auto rate = [](const std::array<double, 2>& counts) { return counts[1] / counts[0]; };
    EXPECT_LT(rate(of_tier[static_cast<std::size_t>(Tier::aeo)]),
              0.5 * rate(of_tier[static_cast<std::size_t>(Tier::standard)]));
    // Two replications agree on who complies: the same importers, within z.
    double lowest = 1;
    double highest = 0;
    for (Code importer = 1; importer <= 30; ++importer) {
        const double first = rate(of_importer[0][importer]);
        const double second = rate(of_importer[1][importer]);
        const double n = std::min(of_importer[0][importer][0], of_importer[1][importer][0]);
        EXPECT_LT(std::abs(first - second), 4 * std::sqrt(0.5 / n)) << importer;
        lowest = std::min(lowest, first);
        highest = std::max(highest, first);
    }
    EXPECT_LT(lowest, 0.02);
    EXPECT_GT(highest, 0.3);
}

TEST(Truth, ConcealedGoodsAreDeclaredAsTheirLookAlike) {
    const Flow flow(small_flow(), {0, 40 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const auto& hs = flow.vocabulary().hs;
    for (std::size_t item = 0; item < all.truth.violation.size(); ++item) {
        const std::string_view truly = hs.word(all.truth.true_hs[item]);
        const std::string_view declared = hs.word(all.declarations.items.hs[item]);
        switch (all.truth.violation[item]) {
            case Violation::undeclared_waste:
                EXPECT_EQ(truly, "854999");
                EXPECT_EQ(declared, "847130");
                break;
            case Violation::smuggled_refrigerant:
                EXPECT_EQ(truly, "290345");
                EXPECT_EQ(declared, "610910");
                break;
            default:
                EXPECT_EQ(declared, truly);
        }
    }
}

TEST(Truth, EvadedDutyHarmAndVisibilityFollowTheKind) {
    FlowDefinition definition = small_flow();
    const Flow flow(definition, {0, 100 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Items& items = all.declarations.items;
    const std::vector<std::uint32_t> rows = rows_of_items(all.declarations);
    double undervalued = 0;
    double share = 0;
    for (std::size_t item = 0; item < rows.size(); ++item) {
        const Violation violation = all.truth.violation[item];
        const bool import = all.declarations.procedure[rows[item]] == Procedure::import_;
        if (violation == Violation::undervaluation && items.duty[item] > 4000) {
            const auto due = static_cast<double>(items.duty[item] + all.truth.evaded[item]);
            ++undervalued;
            share += static_cast<double>(items.duty[item]) / due;
            EXPECT_GT(static_cast<double>(items.duty[item]) / due, 0.3 - 1e-3);
            EXPECT_LT(static_cast<double>(items.duty[item]) / due, 0.8 + 1e-3);
        }
        if (violation == Violation::undeclared_waste && import) {
            // Laptops are free, waste pays 3 %.
            EXPECT_EQ(all.truth.evaded[item], (items.value[item] * 300 + 5000) / 10000);
        }
        if (violation == Violation::none || violation == Violation::forged_permit ||
            violation == Violation::smuggled_refrigerant) {
            EXPECT_EQ(all.truth.evaded[item], 0);  // shirts pay more than refrigerant
        }
        const bool harmful = is_environmental(violation);
        if (harmful) {
            const double harm =
                violation == Violation::undeclared_waste || violation == Violation::missing_permit
                    ? 70
                    : 65;
            EXPECT_NEAR(all.truth.harm[item],
                        1000 * harm * static_cast<double>(items.mass[item]) / 200e3, 0.51);
        } else {
            EXPECT_EQ(all.truth.harm[item], 0);
        }
        for (std::size_t control = 0; control < control_count; ++control) {
            const int percent = all.truth.visibility[control][item];
            const double base =
                definition.violations.visibility[static_cast<std::size_t>(violation)][control];
            if (violation == Violation::none) {
                EXPECT_EQ(percent, 100);
            } else if (base == 0) {
                EXPECT_EQ(percent, 0);
            } else {
                EXPECT_GE(percent, base - 10);
                EXPECT_LE(percent, std::min(100.0, base + 10));
            }
        }
    }
    // Uniform on [0.3, 0.8]: standard deviation 0.5 / sqrt(12).
    ASSERT_GT(undervalued, 100);
    EXPECT_LT(std::abs(share / undervalued - 0.55) / (0.5 / std::sqrt(12 * undervalued)), 4);
}

TEST(Truth, ControlsSeeAViolationIndependently) {
    const Flow flow(small_flow(), {0, 100 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const auto& visibility = all.truth.visibility;
    double waste = 0;
    double lock_step = 0;
    for (std::size_t item = 0; item < all.truth.violation.size(); ++item) {
        if (all.truth.violation[item] == Violation::undeclared_waste) {
            ++waste;
            // Bases 20, 70, 90 and 90.
            lock_step += visibility[1][item] - visibility[0][item] == 50 ? 1 : 0;
            lock_step += visibility[3][item] == visibility[2][item] ? 1 : 0;
        }
    }
    ASSERT_GT(waste, 1000);
    EXPECT_LT(lock_step / (2 * waste), 0.1);  // by chance one in twenty
}

TEST(Truth, DocumentsAreHeldMissingOrForged) {
    FlowDefinition definition = single_items();
    definition.traders.aeo_share.value = 0.4;
    const Flow flow(definition, {0, 60 * hour, 0}, 1);
    const Block all = all_of(flow, make_key(1, 0));
    const Declarations& declarations = all.declarations;
    const auto& words = flow.vocabulary();
    const auto bit_of = [&](std::string_view document) {
        return DocumentSet{1} << (words.document.find(document) - 1);
    };
    const DocumentSet basel = bit_of("basel_notification") | bit_of("basel_movement");
    std::array<std::array<double, 2>, tier_count> notification{};
    double held = 0;
    double electronic = 0;
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        const std::string_view hs = words.hs.word(declarations.items.hs[row]);
        const Violation violation = all.truth.violation[row];
        const DocumentSet documents = declarations.documents[row];
        const DocumentSet required = hs == "854999"   ? basel
                                     : hs == "290345" ? bit_of("hfc_licence")
                                     : hs == "847130" ? bit_of("conformity")
                                                      : 0;
        EXPECT_EQ(documents & ~required, 0u);
        EXPECT_EQ(declarations.electronic[row] & ~documents, 0u);
        if (violation == Violation::missing_permit) {
            EXPECT_EQ(documents, 0u);
        } else if (violation == Violation::forged_permit) {
            EXPECT_EQ(documents, required);
        } else if (hs == "854999") {
            auto& of_tier = notification[static_cast<std::size_t>(declarations.tier[row])];
            ++of_tier[0];
            of_tier[1] += (documents & bit_of("basel_notification")) != 0 ? 1 : 0;
        }
        if ((documents & bit_of("conformity")) != 0) {
            ++held;
            electronic += (declarations.electronic[row] & bit_of("conformity")) != 0 ? 1 : 0;
        }
    }
    const auto& standard = notification[static_cast<std::size_t>(Tier::standard)];
    const auto& aeo = notification[static_cast<std::size_t>(Tier::aeo)];
    EXPECT_LT(std::abs(z_of_share(standard[1], standard[0], 0.8)), z999);
    EXPECT_LT(std::abs(z_of_share(aeo[1], aeo[0], 0.95)), z999);
    EXPECT_LT(std::abs(z_of_share(electronic, held, 0.9)), z999);
}

}  // namespace
}  // namespace greenlane::shipment
