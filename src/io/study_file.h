#pragma once

#include "greenlane/io/study.h"

#include "io/study_group.h"

#include <functional>
#include <string>

namespace greenlane::io {

/// Writes a file whose root group `write` fills; equal contents give equal bytes. Throws
/// InputError(output), and leaves no file, where it cannot be written.
void write_study_file(const std::string& file,
                      const std::function<void(const StudyGroup& root)>& write);

/// The verbatim inputs, by their roles, and the overrides.
void write_study_inputs(const StudyGroup& group, const StudyInputs& inputs);

}  // namespace greenlane::io
