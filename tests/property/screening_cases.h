#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/shipment/epochs.h"

#include "support/plain_rows.h"
#include "support/reference_screening.h"

#include <cstdint>
#include <vector>

namespace greenlane::test {

/// A profile and a flow, made up at random; a function of the seed.
struct ScreeningCase {
    profile::CompiledProfile profile;
    random::Key key{};
    shipment::Epochs epochs;
    std::uint64_t first_shipment = 0;
    std::vector<PlainRow> rows;
    std::vector<PlainRecord> records;
};

ScreeningCase make_screening_case(std::uint64_t seed);

}  // namespace greenlane::test
