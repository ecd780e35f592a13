#include "engine/importer_groups.h"

#include "greenlane/kpi/clusters.h"
#include "greenlane/random/draw.h"

#include <bit>

namespace greenlane::engine {

namespace {

std::uint8_t group_of(std::string_view importer) {
    if (importer.empty()) {
        return kpi::Clusters::no_importer;
    }
    // Keys of names that are almost alike differ in few bits. Multiplied by the golden ratio
    // (Fibonacci hashing), they differ in the highest ones.
    constexpr std::uint32_t golden = 0x9E3779B1;
    constexpr int group_bits = std::countr_zero(kpi::Clusters::importer_groups);
    static_assert(std::size_t{1} << group_bits == kpi::Clusters::importer_groups);
    return static_cast<std::uint8_t>(random::name_key(importer) * golden >> (32 - group_bits));
}

}  // namespace

void ImporterGroups::assign(const shipment::Declarations& block,
                            const shipment::Vocabulary& vocabulary,
                            std::vector<kpi::Dossier>& dossiers) {
    while (groups_.size() < vocabulary.importer.size()) {
        groups_.push_back(
            group_of(vocabulary.importer.word(static_cast<shipment::Code>(groups_.size()))));
    }
    for (std::size_t row = 0; row < dossiers.size(); ++row) {
        dossiers[row].importer_group =
            block.importer.empty() ? kpi::Clusters::no_importer : groups_[block.importer[row]];
    }
}

}  // namespace greenlane::engine
