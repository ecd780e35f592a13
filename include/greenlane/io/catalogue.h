#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/shipment/goods.h"

#include <filesystem>
#include <string>
#include <vector>

namespace greenlane::io {

/// Reads a goods catalogue, a CSV file with the columns that greenlane/shipment/goods.h states.
/// Every mistake is reported with its place; lines with mistakes are left out.
std::vector<shipment::GoodsLine> read_catalogue(const std::filesystem::path& file,
                                                Diagnostics& diagnostics);

/// The same as a CSV file. Lines with a weight are derived from `source`, the others are assumed.
std::string to_catalogue_csv(const std::vector<shipment::GoodsLine>& catalogue,
                             const std::string& source);

}  // namespace greenlane::io
