#include "greenlane/evaluation/sampling_simulation.h"

#include "greenlane/core/contract.h"
#include "greenlane/screening/pathway_state.h"

#include <algorithm>
#include <array>
#include <functional>

namespace greenlane::evaluation {

namespace {

constexpr std::size_t block_size = 1024;
using Block = std::array<std::uint64_t, block_size>;

/// Items opened up to and including the first find; one more than there are where there is none.
std::int64_t first_find(const ConsignmentSearch& search, double u) {
    const auto found =
        std::upper_bound(search.missed.begin(), search.missed.end(), u, std::greater<>());
    return found - search.missed.begin();
}

}  // namespace

SamplingCounts simulate(const PathwaySampling& sampling, random::Key key,
                        std::int64_t consignments) {
    GREENLANE_EXPECT(sampling.infested >= 0 && sampling.infested <= 1 && consignments >= 0);
    SamplingCounts counts{.consignments = consignments};
    screening::PathwayState state;
    const auto items = static_cast<std::int64_t>(sampling.search.items_to_completion());
    Block infestation, selection, detection;
    for (std::int64_t first = 0; first < consignments; first += block_size) {
        const auto size =
            std::min<std::size_t>(block_size, static_cast<std::size_t>(consignments - first));
        const auto draw = [&](random::Purpose purpose, Block& words) {
            random::draw_range(key, static_cast<std::uint64_t>(first), {purpose},
                               std::span(words).first(size), {});
        };
        draw(random::Purpose::violation, infestation);
        draw(random::Purpose::rule_rate, selection);
        draw(random::Purpose::control, detection);
        for (std::size_t i = 0; i < size; ++i) {
            const bool infested = random::happens(infestation[i], sampling.infested);
            counts.infested += infested;
            if (!random::happens(selection[i], state.share(sampling.plan))) {
                continue;
            }
            const std::int64_t opened =
                infested ? first_find(sampling.search, random::uniform(detection[i])) : items + 1;
            const bool found = opened <= items;
            ++counts.inspected;
            counts.found += found;
            counts.items_opened += found && !sampling.to_completion ? opened : items;
            state.learn(sampling.plan, found);
        }
    }
    return counts;
}

}  // namespace greenlane::evaluation
