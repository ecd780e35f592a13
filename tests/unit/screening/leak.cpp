// Compiled by ctest, never linked: without a definition it must compile; with any of the leaks it
// must not, and for the reason that CMakeLists.txt names.

#include "greenlane/screening/screener.h"

#ifdef GREENLANE_LEAK_BY_HEADER
using Leak = greenlane::shipment::GroundTruth;
#else

#include "greenlane/shipment/source.h"

namespace greenlane {

#if defined(GREENLANE_LEAK_FOR_RECORDS)
using Second = shipment::GroundTruth;
#else
using Second = shipment::Records;
#endif
#if defined(GREENLANE_LEAK_BY_BLOCK)
using First = shipment::Block;
#else
using First = shipment::Declarations;
#endif

void screen(screening::Screener& screener, const First& block, const Second& records,
            const shipment::Vocabulary& vocabulary, screening::Decisions& out) {
    screener.screen(block, records, vocabulary, out);
}

}  // namespace greenlane

#endif
