#pragma once

#include "greenlane/learning/loop.h"

#include "io/toml_reader.h"

namespace greenlane::io {

/// Reads [learning]; every mistake is reported.
learning::LearningDefinition read_learning_table(TomlTable& table);

}  // namespace greenlane::io
