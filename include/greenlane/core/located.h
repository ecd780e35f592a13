#pragma once

#include "greenlane/core/diagnostics.h"

namespace greenlane {

/// A value that a user wrote, and where.
template <typename T>
struct Located {
    T value{};
    SourcePosition position{};
};

}  // namespace greenlane
