#pragma once

#include "greenlane/experiment/result.h"

#include <string>
#include <vector>

namespace greenlane::io {

/// A file that a study was made from, verbatim.
struct StudyInput {
    std::string role;  ///< "scenario", "profile", "mapping"
    std::string text;
};

/// What went into a study beside its declarations.
struct StudyInputs {
    std::vector<StudyInput> texts;
    std::vector<std::string> overrides;  ///< as --set gave them
    bool redacted = false;               ///< the profile and its overrides are left out
};

/// Writes a run as `study.h5` (docs/file-formats.md). Equal results and inputs give equal bytes.
/// Throws InputError(output), and leaves no file, where it cannot be written.
void write_study(const std::string& file, const experiment::RunResult& result,
                 const StudyInputs& inputs);

}  // namespace greenlane::io
