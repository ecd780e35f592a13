#pragma once

#include "greenlane/engine/replication.h"
#include "greenlane/kpi/tally.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/source.h"

#include "engine/goods_table.h"
#include "engine/importer_groups.h"

#include <memory>
#include <vector>

namespace greenlane::engine {

/// Counts shipments as they were recorded: lanes, controls, outcomes and the times of the stages
/// are the records'; nothing is simulated, and what the records do not tell stays unknown.
class RecordedRun {
public:
    /// `tally` outlives it.
    RecordedRun(std::shared_ptr<const profile::Lists> lists, const kpi::Window& window,
                kpi::Tally& tally);

    void admit(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
               const screening::Decisions& decisions, const decltype(Watch::counted)& counted = {});

    const Counts& counts() const { return counts_; }

private:
    kpi::Passage passage_of(const shipment::Block& block, const screening::Decisions& decisions,
                            std::size_t row) const;

    GoodsTable goods_;
    ImporterGroups importers_;
    kpi::Window window_;
    kpi::Tally* tally_;
    Counts counts_;
    std::vector<kpi::Dossier> dossiers_;
};

}  // namespace greenlane::engine
