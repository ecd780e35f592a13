#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/screening/group_table.h"
#include "greenlane/screening/pathway_state.h"
#include "greenlane/screening/screener.h"
#include "greenlane/shipment/declarations.h"

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

namespace greenlane::screening {

/// Where the pathways of a profile's sampling plans stand. A shipment is on the pathways of its
/// items that meet the plan's condition (a condition about declarations: of all its items), and the
/// highest of their shares is its own. An item that does not tell its pathway, and a shipment
/// without items, is at level 0.
class Pathways {
public:
    /// `profile` outlives the pathways. The evaluator is told what to keep.
    Pathways(const profile::CompiledProfile& profile, Evaluator& evaluator);

    /// An epoch begins: takes in what was known before `now`, in the order of (time, shipment).
    void enter(Instant now);
    /// The block whose shares are asked for next.
    void read(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary);
    /// The shares at which a rule with a plan selects the rows that it matched, in their order.
    /// They are on their pathways from now on, until their finding is known.
    void shares(std::size_t rule, const Evaluator& evaluator, const shipment::Declarations& block,
                const Bitmap& matched, std::vector<double>& out);
    void find_out(std::span<const Finding> findings);

private:
    struct Plan {
        const profile::Sampling* sampling;
        std::size_t condition;
        std::size_t key;                   ///< of groups_
        std::vector<PathwayState> states;  ///< by group
    };
    /// A shipment on a pathway.
    struct Passage {
        std::uint32_t plan;
        Group group;
        friend bool operator==(const Passage&, const Passage&) = default;
    };

    void pass(std::uint64_t shipment, Passage passage);
    void learn(const Finding& finding);

    std::vector<std::uint32_t> plan_of_;  ///< by rule
    std::vector<Plan> plans_;
    GroupTable groups_;
    GroupReader reader_;
    ItemGroups items_;  ///< of the block
    std::unordered_multimap<std::uint64_t, Passage>
        passages_;                   ///< by shipment; never iterated over
    std::vector<Finding> findings_;  ///< not taken in yet
};

}  // namespace greenlane::screening
