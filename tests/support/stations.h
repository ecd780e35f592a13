#pragma once

#include "greenlane/clearance/compiled.h"
#include "greenlane/random/draw.h"

#include <string>

namespace greenlane::test {

/// A station of the assessment stage that serves everyone; a delay where it has no servers. Its law
/// is not drawn from: the tests that use it give the times themselves.
inline clearance::Station station(const std::string& name, std::int32_t servers) {
    return {.name = name,
            .key = random::name_key(name),
            .stage = Stage::assessment,
            .kind = servers > 0 ? clearance::StationKind::servers : clearance::StationKind::delay,
            .distribution = {},
            .law = random::Law::deterministic(1),
            .servers = servers,
            .roster = {},
            .priority = {},
            .inspection = {},
            .after = {}};
}

}  // namespace greenlane::test
