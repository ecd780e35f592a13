#pragma once

#include "greenlane/learning/training.h"
#include "greenlane/screening/score_model.h"

#include <filesystem>
#include <string>

namespace greenlane::io {

/// The two files of a model directory (docs/file-formats.md); equal trainings give equal bytes.
struct ModelFiles {
    static constexpr const char* description_name = "model.json";
    static constexpr const char* tables_name = "tables.bin";
    std::string description;
    std::string tables;
};
ModelFiles to_model_files(const learning::Training& training);

/// First and last lodgement that a model was trained on.
struct TrainingWindow {
    Instant begin;
    Instant end;
};

/// A model as its directory says it.
struct ModelFile {
    learning::ModelKind kind;
    TrainingWindow window;
    std::string fingerprint;  ///< hexadecimal
    screening::ScoreModel model;
};
/// Reads and checks a model directory. Throws InputError(usage), the file named, where there is
/// none, or where a file is truncated, damaged, of another version, or says what cannot be.
ModelFile read_model(const std::filesystem::path& directory);

}  // namespace greenlane::io
