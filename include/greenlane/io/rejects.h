#pragma once

#include "greenlane/core/diagnostics.h"

#include <cstdint>
#include <optional>
#include <string>

namespace greenlane::io {

/// What becomes of rows that cannot be used.
struct RejectPolicy {
    /// Reading fails where more than this share of the rows is unusable.
    double max_share = 0.001;
    /// Where unusable rows are written, whole; empty: nowhere. Written under a temporary name
    /// and renamed when all are in it; no file where no row was rejected.
    std::string file;
};

/// Where unusable rows are to be found, or how they can be: a hint.
std::string place_of_rejects(const std::string& file);

/// How many rows were read so far, and how many of them could not be used.
struct RejectSummary {
    std::uint64_t rows = 0;
    std::uint64_t rejected = 0;
    std::optional<Diagnostic> first;  ///< the first cause: file, line, column number, reason
};

}  // namespace greenlane::io
