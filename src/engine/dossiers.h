#pragma once

#include "greenlane/kpi/passage.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/source.h"

#include "engine/goods_table.h"

#include <vector>

namespace greenlane::engine {

/// Writes what declaration, decision and ground truth say of a block's shipments before any control
/// has looked. Blank declarations have no dossiers: `out` is left empty.
void open_dossiers(const shipment::Block& block, const screening::Decisions& decisions,
                   const GoodsTable& goods, std::vector<kpi::Dossier>& out);

/// Whether a block says anything about its declarations but when they were lodged.
bool is_blank(const shipment::Declarations& block);

}  // namespace greenlane::engine
