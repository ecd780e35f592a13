#pragma once

#include "greenlane/core/units.h"
#include "greenlane/evaluation/label.h"
#include "greenlane/shipment/source.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::evaluation {

/// What an evaluation keeps of its declarations, in order of lodgement: one row a declaration, and
/// only the columns that it asks again. A column that the input lacks is empty.
struct Sample {
    std::vector<shipment::Outcome> outcome;
    std::vector<Money> revenue;  ///< duty evaded
    std::vector<shipment::Code> importer;
    std::vector<shipment::Code> hs;  ///< of the first item
    std::vector<std::int32_t> day;   ///< local day of lodgement, since 1970
    std::vector<shipment::Ternary> inspected;
    std::vector<shipment::Ternary> random;
    std::vector<std::int64_t> probability;  ///< of an inspection, in 10^-9; `missing`: not given
    /// 1: the goods tuple of one of its items stands in the training files. Empty: there are none.
    std::vector<std::uint8_t> seen;

    std::size_t rows() const { return outcome.size(); }
    /// Whether some rows have no known outcome.
    bool partly_labelled() const;
    /// `seen` stays as it is.
    void add(const shipment::Block& block, const Labels& labels, Duration utc_offset);
};

/// How long the periods of an evaluation are.
enum class Per : std::uint8_t { week, month, quarter };

/// Rows [begin, end) of a sample.
struct RowRange {
    std::string label;  ///< 2026-W02, 2026-01 or 2026-Q1
    std::size_t begin = 0;
    std::size_t end = 0;
};
/// The periods that hold rows, in order.
std::vector<RowRange> periods_of(const Sample& sample, Per per);

}  // namespace greenlane::evaluation
