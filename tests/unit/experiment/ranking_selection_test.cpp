#include "greenlane/experiment/ranking_selection.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using kpi::Pairing;
using testing::ElementsAre;

TEST(Rinott, ConstantsMatchTheReference) {
    EXPECT_NEAR(rinott_h(2, 10, 0.9), 1.9985530265855644, 1e-8);
    EXPECT_NEAR(rinott_h(10, 20, 0.95), 3.875276635651085, 1e-8);
    const auto reference = test::comparison_case("rs_rinott");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    int seen = 0;
    for (const auto& [id, h] : reference->at("values").items()) {
        if (id.front() == 'P') {
            const auto n0 = id.find("_n0_");
            const auto k = id.find("_k");
            EXPECT_NEAR(rinott_h(std::stoul(id.substr(k + 2)), std::stoul(id.substr(n0 + 4)),
                                 std::stod(id.substr(1))),
                        h.get<double>(), 1e-8)
                << id;
            ++seen;
        } else {  // k1000_P975_nu50
            const auto probability = id.find("_P");
            const auto degrees = id.find("_nu");
            EXPECT_NEAR(rinott_h(std::stoul(id.substr(1)), std::stoul(id.substr(degrees + 3)) + 1,
                                 std::stod("0." + id.substr(probability + 2))),
                        h.get<double>(), 1e-8)
                << id;
            ++seen;
        }
    }
    EXPECT_EQ(seen, 100);
}

TEST(Rinott, CountsReplications) {
    EXPECT_EQ(rinott_replications(3.0, 2.0, 0.5, 20), 144);
    EXPECT_EQ(rinott_replications(3.0, 2.01, 0.5, 20), 146);
    EXPECT_EQ(rinott_replications(3.0, 0.1, 0.5, 20), 20);
    EXPECT_THROW(rinott_replications(3.0, 0.1, 0, 20), ContractViolation);
    EXPECT_THROW(rinott_h(10, 20, 0.1), ContractViolation);
}

TEST(KimNelson, ConstantsMatchTheReference) {
    const auto literal = kim_nelson_constants(10, 20, Pairing::paired);
    EXPECT_NEAR(literal.eta, 0.3029338036492749, 1e-14);
    EXPECT_NEAR(literal.h2, 11.511484538672446, 1e-12);
    const auto reference = test::comparison_case("rs_kn_constants");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    for (const auto& [id, values] : reference->at("values").items()) {
        const auto pairing = id.starts_with("CRN") ? Pairing::paired : Pairing::unpaired;
        const auto constants = kim_nelson_constants(
            std::stoul(id.substr(id.find("_k") + 2)), std::stoul(id.substr(id.find("_n0_") + 4)),
            pairing, 1 - std::stod(id.substr(id.find("alpha") + 5)));
        EXPECT_NEAR(constants.eta, values.at("eta").get<double>(), 1e-12) << id;
        EXPECT_NEAR(constants.h2, values.at("h2").get<double>(), 1e-10) << id;
    }
}

/// Three systems by hand: in the first stage the first trails the second by -0.75 and 1.25 in turn.
TEST(KimNelson, DropsWhatFallsBehindByMoreThanTheMargin) {
    const std::vector<std::vector<double>> first_stage{
        {-0.75, 1.25, -0.75, 1.25, -0.75, 1.25}, {0, 0, 0, 0, 0, 0}, {50, 52, 50, 52, 50, 52}};
    const double h2 = kim_nelson_constants(3, 6, Pairing::paired).h2;
    const double variance = 1.2;  // six deviations of 1, five degrees of freedom
    const double indifference = 1;
    KimNelson selection(
        first_stage,
        {.better = Better::lower, .indifference = indifference, .pairing = Pairing::paired});
    // The third trails by 50 and varies with the first: gone at once.
    EXPECT_THAT(selection.remaining(), ElementsAre(0, 1));
    double lead = 1.5;
    std::uint64_t r = 6;
    while (!selection.decided()) {
        const double margin = std::max(0.0, (h2 * variance - static_cast<double>(r)) / 2);
        EXPECT_LE(lead, margin);
        selection.add(std::vector<double>{0.5, 0, -1000});  // the dropped one is not read
        ++r;
        lead += 0.5;
    }
    EXPECT_GT(lead, std::max(0.0, (h2 * variance - static_cast<double>(r)) / 2));
    EXPECT_EQ(selection.replications(), r);
    EXPECT_GT(r, 7);
    EXPECT_THAT(selection.remaining(), ElementsAre(1));
}

TEST(KimNelson, KeepsTheFirstOfEqualSystems) {
    const std::vector<double> values{3, 1, 4, 1, 5};
    const std::vector<std::vector<double>> same{{9, 9, 9, 9, 9.5}, values, values};
    const KimNelson selection(
        same, {.better = Better::lower, .indifference = 0.1, .pairing = Pairing::paired});
    for (const std::size_t system : selection.remaining()) {
        EXPECT_NE(system, 2);
    }
    EXPECT_THROW(
        KimNelson(std::vector<std::vector<double>>{values, {1, 2}},
                  {.better = Better::lower, .indifference = 0.1, .pairing = Pairing::paired}),
        ContractViolation);
}

TEST(KimNelson, HigherIsTheMirrorOfLower) {
    test::Draws draws(71);
    std::vector<std::vector<double>> values(5, std::vector<double>(10));
    std::vector<std::vector<double>> mirrored = values;
    for (std::size_t system = 0; system < 5; ++system) {
        for (std::size_t r = 0; r < 10; ++r) {
            values[system][r] = draws.normal() + static_cast<double>(system);
            mirrored[system][r] = -values[system][r];
        }
    }
    KimNelson lower(values, {Better::lower, 0.5, Pairing::unpaired});
    KimNelson higher(mirrored, {Better::higher, 0.5, Pairing::unpaired});
    while (!lower.decided()) {
        std::vector<double> next(5);
        std::vector<double> opposite(5);
        for (std::size_t system = 0; system < 5; ++system) {
            next[system] = draws.normal() + static_cast<double>(system);
            opposite[system] = -next[system];
        }
        lower.add(next);
        higher.add(opposite);
        EXPECT_EQ(std::vector(lower.remaining().begin(), lower.remaining().end()),
                  std::vector(higher.remaining().begin(), higher.remaining().end()));
    }
    EXPECT_EQ(lower.remaining().front(), 0);
}

}  // namespace
}  // namespace greenlane::experiment
