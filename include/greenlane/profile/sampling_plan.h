#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// Continuous sampling of the consignments of a pathway: the share of them that is inspected
/// follows what the inspections found.
///
/// A pathway begins at level 0. `clearance` compliant inspections in a row at a level lead to the
/// next one; a find leads back to level 0. With two levels, 1 and f, that is Dodge's CSP-1 (1943)
/// and, of lots, SkSP-2 (Dodge and Perry 1971); with more, a skip-lot plan as of border inspection.
struct SamplingPlan {
    std::vector<double> levels;   ///< shares in (0, 1], falling; at least two
    std::uint32_t clearance = 1;  ///< at least 1
    /// CSP-2 (Dodge and Torrey 1951): a find beyond level 0 leads back only where one of the
    /// `spacing` inspections before it was a find too. 0: every find does.
    std::uint32_t spacing = 0;
    /// Quick reinstatement: so many compliant inspections in a row after a find lead straight back
    /// to the level that was lost; a find among them loses it for good. 0: there is none.
    std::uint32_t reinstatement = 0;
};

/// What a pathway may be made of, named as the keys of groups are.
inline constexpr std::array<std::string_view, 11> pathway_fields = {
    "hs2",    "hs4",     "hs6",    "hs",       "origin", "departure",
    "office", "carrier", "seller", "importer", "mode"};

}  // namespace greenlane::profile
