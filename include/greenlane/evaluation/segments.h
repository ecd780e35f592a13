#pragma once

#include "greenlane/kpi/proportion.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::evaluation {

/// What declarations are grouped by to see whether a profile treats them alike.
enum class SegmentBy : std::uint8_t { origin, chapter, office, mode, trader_size };
inline constexpr std::size_t segment_kinds = 5;
std::string_view name(SegmentBy by);

/// How a profile treats the declarations of a segment.
struct SegmentCounts {
    kpi::Proportion selected;         ///< sent to a control / rows
    kpi::Proportion false_positives;  ///< known compliant and selected / known compliant
    kpi::Proportion hits;             ///< violations / selected with known outcome

    void add(bool is_selected, shipment::Outcome outcome);
    void merge(const SegmentCounts& other);
};

struct Segment {
    SegmentBy by;
    std::string name;
    SegmentCounts counts;
    /// Fewer rows say little of a group.
    static constexpr std::uint64_t fewest = 30;
    bool small() const { return counts.selected.trials < fewest; }
};

/// Counts by segment, filled block by block. A declaration counts in every segment that one of its
/// items is of, once in each.
class Segments {
public:
    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
             const screening::Decisions& decisions, std::span<const shipment::Outcome> outcome);

    /// By kind, then by falling number of rows, then by name; trader size from small to large (the
    /// importer's number of declarations in the data). A kind that the input lacks has no rows.
    std::vector<Segment> table(const shipment::Vocabulary& vocabulary) const;

private:
    using Counts = std::vector<SegmentCounts>;  // by code
    void add_items(const shipment::Declarations& declarations,
                   const shipment::Vocabulary& vocabulary, const screening::Decisions& decisions,
                   std::span<const shipment::Outcome> outcome);

    Counts origin_;
    Counts chapter_;  ///< by the two digits as a number; 100: not given
    Counts office_;
    Counts mode_;
    Counts importer_;
    std::vector<std::uint8_t> chapter_of_;  ///< by code of the goods
};

}  // namespace greenlane::evaluation
