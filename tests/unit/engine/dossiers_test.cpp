#include "engine/dossiers.h"

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

/// Customs declarations hold up to 999 items; every one of them may be in violation.
TEST(Dossiers, CountEveryViolationOfALongDeclaration) {
    shipment::Block block;
    block.declarations.lodged = {0};
    block.declarations.first_item = {0, 999};
    block.truth.violation.assign(999, Violation::undervaluation);
    std::vector<kpi::Dossier> dossiers;
    open_dossiers(block, {}, GoodsTable(std::make_shared<const profile::Lists>()), dossiers);
    ASSERT_EQ(dossiers.size(), 1u);
    EXPECT_EQ(dossiers[0].violations[static_cast<std::size_t>(Violation::undervaluation)], 999);
}

}  // namespace
}  // namespace greenlane::engine
