#include "greenlane/experiment/budget_allocation.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/reference_values.h"

#include <cmath>
#include <numeric>
#include <vector>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using kpi::Better;
using testing::DoubleNear;
using testing::ElementsAre;

const std::vector<double> means{1.0, 1.5, 2.0, 2.5, 4.0};
const std::vector<double> sds{1.0, 1.2, 0.8, 2.0, 1.0};
const std::vector<double> shares{0.37380272508172674, 0.43514834761076787, 0.04834981640119644,
                                 0.13430504555887898, 0.008394065347429936};
const std::vector<std::uint64_t> none(5);

TEST(Ocba, SharesMatchTheReference) {
    EXPECT_THAT(ocba_shares({means, sds, Better::lower}),
                testing::Pointwise(DoubleNear(1e-14), shares));
    const auto reference = test::comparison_case("rs_ocba");
    if (!reference) {
        GTEST_SKIP() << "no shared reference values";
    }
    EXPECT_THAT(ocba_shares({means, sds, Better::lower}),
                testing::Pointwise(DoubleNear(1e-14),
                                   reference->at("values").at("share").get<std::vector<double>>()));
}

TEST(Ocba, SharesMirrorWhereHigherIsBetter) {
    std::vector<double> mirrored;
    for (const double mean : means) {
        mirrored.push_back(-mean);
    }
    EXPECT_EQ(ocba_shares({mirrored, sds, Better::higher}),
              ocba_shares({means, sds, Better::lower}));
    EXPECT_THROW(ocba_shares({means, sds, Better::neither}), ContractViolation);
}

TEST(Ocba, SharesOfTiesAreTheLimitOfSmallDistances) {
    const std::vector<double> tied{2, 1, 1, 3};
    const std::vector<double> near{2, 1, 1 + 1e-7, 3};
    const std::vector<double> spread{1, 2, 1, 1};
    const auto limit = ocba_shares({tied, spread, Better::lower});
    EXPECT_THAT(limit,
                testing::Pointwise(DoubleNear(1e-6), ocba_shares({near, spread, Better::lower})));
    EXPECT_THAT(limit, ElementsAre(0, DoubleNear(2.0 / 3, 1e-15), DoubleNear(1.0 / 3, 1e-15), 0));
    const std::vector<double> still(4, 0.0);
    EXPECT_THAT(ocba_shares({tied, still, Better::lower}), ElementsAre(0.25, 0.25, 0.25, 0.25));
}

TEST(Ocba, AllocationRoundsByLargestRemainders) {
    // 373.80, 435.15, 48.35, 134.31, 8.39: floors add up to 998; .80 and .39 gain one each
    EXPECT_THAT(ocba_allocation({means, sds, Better::lower}, none, 1000),
                ElementsAre(374, 435, 48, 134, 9));
    EXPECT_THAT(ocba_allocation({means, sds, Better::lower}, none, 0), ElementsAre(0, 0, 0, 0, 0));
    EXPECT_THAT(ocba_allocation({means, sds, Better::lower}, none, 1), ElementsAre(0, 1, 0, 0, 0));
}

TEST(Ocba, AllocationCountsWhatIsDone) {
    const std::vector<std::uint64_t> done{20, 20, 20, 20, 20};
    // Of 200 the third is due 9.7 and the last 1.7, both have 20; the others share 160.
    EXPECT_THAT(ocba_allocation({means, sds, Better::lower}, done, 100),
                ElementsAre(43, 54, 0, 3, 0));
    test::Draws draws(81);
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<std::uint64_t> any(5);
        for (auto& count : any) {
            count = draws.below(100);
        }
        const std::uint64_t budget = draws.below(500);
        const auto further = ocba_allocation({means, sds, Better::lower}, any, budget);
        EXPECT_EQ(std::accumulate(further.begin(), further.end(), std::uint64_t{0}), budget);
    }
}

}  // namespace
}  // namespace greenlane::experiment
