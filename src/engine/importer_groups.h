#pragma once

#include "greenlane/kpi/passage.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <vector>

namespace greenlane::engine {

/// Puts the importers of a replay into the groups of kpi::Clusters: by a hash of the name, so that
/// an importer's group depends neither on the other importers nor on the order of the declarations.
class ImporterGroups {
public:
    /// `dossiers` are those of the block's declarations, or none.
    void assign(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                std::vector<kpi::Dossier>& dossiers);

private:
    std::vector<std::uint8_t> groups_;  ///< by code of the importer
};

}  // namespace greenlane::engine
