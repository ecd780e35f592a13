// Compiled by ctest, never linked: without a definition it must compile; with any of the leaks it
// must not, and for the reason that CMakeLists.txt names.

#include "learning/targeting.h"

#if defined(GREENLANE_LEAK_BY_WEEK)
using Leak = greenlane::learning::WeekTruth;
#elif defined(GREENLANE_LEAK_BY_HEADER)
using Leak = greenlane::shipment::GroundTruth;
#endif

#ifdef GREENLANE_LEAK_BY_BLOCK
#include "greenlane/shipment/source.h"
#endif

namespace greenlane::learning {

#ifdef GREENLANE_LEAK_BY_BLOCK
using Declared = std::vector<shipment::Block>;
#else
using Declared = std::vector<shipment::Declarations>;
#endif

void show(Strategy& strategy, const Declared& blocks, std::span<double> out) {
    strategy.score(Week{0, 0, 0, 0, blocks}, {}, out);
}

}  // namespace greenlane::learning
