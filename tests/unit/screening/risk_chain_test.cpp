#include "greenlane/screening/risk_chain.h"

#include "support/draws.h"

#include <cmath>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;

const RiskChain chain{{{hs4}, {hs6}, {hs6, origin}}, {4, 2, 0.5}};

/// A history told directly in codes: one word a code, outcomes known at once.
class Told {
public:
    explicit Told(const std::vector<GroupKey>& keys) : history(keys) {}

    std::vector<Group> item(const std::string& goods, const std::string& from) {
        GroupTable& table = history.groups();
        KeyCodes codes{};
        for (const KeyField field : {hs4, hs6}) {
            codes[static_cast<std::size_t>(field)] =
                table.code(field, goods.substr(0, hs_digits(field)));
        }
        if (!from.empty()) {
            codes[static_cast<std::size_t>(origin)] = table.code(origin, from);
        }
        std::vector<Group> groups;
        for (std::size_t key = 0; key < table.keys().size(); ++key) {
            groups.push_back(table.intern(key, codes));
        }
        return groups;
    }
    void find_out(const std::vector<Group>& groups, int inspected, int hits) {
        for (int i = 0; i < inspected; ++i) {
            history.find_out(groups, i < hits, history.now());
        }
    }

    RiskHistory history;
};

TEST(RiskChain, rates_are_shrunk_to_those_of_the_coarser_group) {
    Told told(chain.keys);
    told.history.enter(0);
    const std::vector<Group> chinese = told.item("870321", "CN");
    const std::vector<Group> german = told.item("870321", "DE");
    const std::vector<Group> other = told.item("870322", "CN");
    told.find_out(chinese, 3, 2);
    told.find_out(german, 2, 0);
    told.find_out(other, 4, 1);
    told.history.enter(1);

    const ChainReader reader(chain, told.history.groups());
    const double base = 3.5 / 10;
    const double hs4_rate = (3 + 4 * base) / (9 + 4);
    const double hs6_rate = (2 + 2 * hs4_rate) / (5 + 2);
    const double finest = (2 + 0.5 * hs6_rate) / (3 + 0.5);
    std::vector<double> rates(3);
    reader.rates(told.history, chinese, rates);
    EXPECT_DOUBLE_EQ(rates[0], hs4_rate);
    EXPECT_DOUBLE_EQ(rates[1], hs6_rate);
    EXPECT_DOUBLE_EQ(rates[2], finest);
    EXPECT_EQ(reader.rate(told.history, chinese), rates[2]);
    EXPECT_DOUBLE_EQ(reader.rate(told.history, chinese, 0.9),
                     (2 + 0.5 * (2 + 2 * (3 + 4 * 0.9) / 13) / 7) / 3.5);
    EXPECT_EQ(reader.finest(told.history, chinese), 2u);

    // Of what nobody has seen, the coarser group speaks.
    const std::vector<Group> unseen = told.item("870321", "FR");
    EXPECT_EQ(reader.rate(told.history, unseen), rates[1]);
    EXPECT_EQ(reader.finest(told.history, unseen), 1u);
    const std::vector<Group> without_origin = told.item("870321", "");
    EXPECT_EQ(reader.rate(told.history, without_origin), rates[1]);
    EXPECT_DOUBLE_EQ(reader.rate(told.history, told.item("010121", "CN")), base);
    EXPECT_EQ(reader.finest(told.history, told.item("010121", "CN")), 3u);
}

TEST(RiskChain, mistakes_are_named) {
    EXPECT_EQ(fault(chain), "");
    EXPECT_NE(fault(RiskChain{}), "");
    EXPECT_NE(fault(RiskChain{{{hs4}, {hs6}}, {1}}), "");
    EXPECT_NE(fault(RiskChain{{{hs4}, {hs6}}, {1, 0}}), "");
    EXPECT_NE(fault(RiskChain{{{hs4}, {hs6}}, {1, INFINITY}}), "");
    EXPECT_NE(fault(RiskChain{{{hs6}, {hs4}}, {1, 1}}), "");
    EXPECT_NE(fault(RiskChain{{{hs6}, {hs6}}, {1, 1}}), "");
    EXPECT_NE(fault(RiskChain{{{}}, {1}}), "");
    EXPECT_EQ(name(chain), "hs4 > hs6 > hs6*origin");
}

/// The log-likelihood that estimate_strengths() is to maximise, with the library's lgamma, for a
/// single level: each group's prior is the base rate without the group itself.
double log_likelihood(const std::vector<std::pair<int, int>>& groups, double strength) {
    double hits = 0.5;
    double inspected = 1;
    for (const auto& [n, h] : groups) {
        hits += h;
        inspected += n;
    }
    double sum = 0;
    for (const auto& [n, h] : groups) {
        const double a = strength * (hits - h) / (inspected - n);
        const double b = strength - a;
        sum += std::lgamma(h + a) - std::lgamma(a) + std::lgamma(n - h + b) - std::lgamma(b) -
               std::lgamma(n + strength) + std::lgamma(strength);
    }
    return sum;
}

TEST(EstimateStrengths, the_strength_is_the_likeliest) {
    test::Draws draws(5);
    Told told({{hs6}});
    told.history.enter(0);
    std::vector<std::pair<int, int>> groups;
    for (int i = 0; i < 300; ++i) {
        const int inspected = static_cast<int>(1 + draws.below(30));
        const double rate = draws.below(3) == 0 ? 0.7 : 0.1;
        int hits = 0;
        for (int k = 0; k < inspected; ++k) {
            hits += draws.uniform() < rate ? 1 : 0;
        }
        groups.emplace_back(inspected, hits);
        told.find_out(told.item(std::to_string(100000 + i), ""), inspected, hits);
    }
    told.history.enter(1);
    const double strength = estimate_strengths({{hs6}}, told.history)[0];
    EXPECT_GT(strength, 1);
    EXPECT_LT(strength, 10);
    EXPECT_GT(log_likelihood(groups, strength), log_likelihood(groups, strength * 1.003));
    EXPECT_GT(log_likelihood(groups, strength), log_likelihood(groups, strength / 1.003));
}

TEST(EstimateStrengths, groups_that_do_not_differ_are_shrunk_as_far_as_it_goes) {
    test::Draws draws(6);
    Told told({{hs4}, {hs6}});
    told.history.enter(0);
    for (int i = 0; i < 200; ++i) {
        const std::vector<Group> item = told.item(std::to_string(100000 + i), "");
        for (int k = 0; k < 40; ++k) {
            told.find_out(item, 1, draws.uniform() < 0.3 ? 1 : 0);
        }
    }
    told.history.enter(1);
    EXPECT_GT(estimate_strengths({{hs4}, {hs6}}, told.history)[1], 200);
    const Told nothing({{hs4}});
    EXPECT_NEAR(estimate_strengths({{hs4}}, nothing.history)[0], 1024, 1e-6);
}

}  // namespace
}  // namespace greenlane::screening
