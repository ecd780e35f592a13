#pragma once

#include "greenlane/io/what_if.h"

#include "cli/inputs.h"

#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// What is to be read for one system of a study; of a what-if table or of settings, its row.
struct SystemRequest {
    InputRequest inputs;
    std::optional<io::WhatIf> row;
};

/// `common` with the row's overrides behind its own.
SystemRequest request_of(const InputRequest& common, io::WhatIf row);

/// Reads the systems of a study one by one and gathers what is wrong with any of them, so that all
/// of it is said before the first one runs.
class SystemReader {
public:
    /// nullopt where something is wrong with it. What is no mistake of usage is thrown.
    std::optional<Inputs> read(const SystemRequest& request);
    /// nullopt where something is wrong with it; what that is, is not kept.
    std::optional<Inputs> read_if_sound(const SystemRequest& request);
    /// What is wrong with it first, with where and why; empty where it is sound.
    std::string mistake(const SystemRequest& request);
    /// Throws what was found wrong, as InputError(usage), or else says the warnings.
    void finish() const;
    /// All that the sound ones were read from, each file once.
    const std::vector<std::string>& files() const { return files_; }

private:
    void add_new(const Diagnostics& found);

    Replays replays_;
    Diagnostics all_;
    std::vector<std::string> files_;
};

}  // namespace greenlane::cli
