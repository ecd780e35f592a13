#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/shipment/goods.h"

#include <filesystem>
#include <vector>

namespace greenlane::io {

/// Reads a goods catalogue, a CSV file with the columns that greenlane/shipment/goods.h states.
/// Every mistake is reported with its place; lines with mistakes are left out.
std::vector<shipment::GoodsLine> read_catalogue(const std::filesystem::path& file,
                                                Diagnostics& diagnostics);

}  // namespace greenlane::io
