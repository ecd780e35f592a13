#include "engine/importer_groups.h"

#include "greenlane/kpi/clusters.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

std::vector<std::uint8_t> groups_of(const shipment::Declarations& block,
                                    const shipment::Vocabulary& vocabulary) {
    std::vector<kpi::Dossier> dossiers(block.rows());
    ImporterGroups().assign(block, vocabulary, dossiers);
    std::vector<std::uint8_t> groups;
    for (const kpi::Dossier& dossier : dossiers) {
        groups.push_back(dossier.importer_group);
    }
    return groups;
}

TEST(ImporterGroupsTest, AreOfTheNameAndNotOfTheCode) {
    shipment::Vocabulary one;
    one.importer.code("A");
    one.importer.code("B");
    shipment::Vocabulary other;
    other.importer.code("B");
    other.importer.code("A");
    shipment::Declarations block;
    block.lodged = {0, 1, 2, 3};
    block.importer = {1, 2, 1, shipment::no_code};
    const auto groups = groups_of(block, one);
    EXPECT_NE(groups[0], groups[1]);
    EXPECT_EQ(groups[0], groups[2]);
    EXPECT_EQ(groups[3], kpi::Clusters::no_importer);
    block.importer = {2, 1, 2, shipment::no_code};
    EXPECT_EQ(groups_of(block, other), groups);
    block.importer.clear();
    EXPECT_EQ(groups_of(block, one), std::vector<std::uint8_t>(4, kpi::Clusters::no_importer));
}

/// Numbered importers, as files have them: chi-squared over 64 groups, 63 degrees of freedom, whose
/// standard deviation is sqrt(126): z = 4.
TEST(ImporterGroupsTest, AreAboutEquallyLarge) {
    for (const std::string prefix : {"", "IMP", "importer-00"}) {
        constexpr std::size_t importers = 6400;
        shipment::Vocabulary vocabulary;
        shipment::Declarations block;
        block.lodged.resize(importers);
        for (std::size_t i = 0; i < importers; ++i) {
            block.importer.push_back(vocabulary.importer.code(prefix + std::to_string(1000 + i)));
        }
        std::vector<double> sizes(kpi::Clusters::importer_groups);
        for (const std::uint8_t group : groups_of(block, vocabulary)) {
            ASSERT_LT(group, sizes.size());
            ++sizes[group];
        }
        double chi_squared = 0;
        for (const double size : sizes) {
            chi_squared += (size - 100) * (size - 100) / 100;
        }
        EXPECT_LT(chi_squared, 63 + 4 * std::sqrt(126.0)) << prefix;
    }
}

}  // namespace
}  // namespace greenlane::engine
