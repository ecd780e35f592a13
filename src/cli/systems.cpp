#include "cli/systems.h"

#include "cli/terminal.h"

#include <algorithm>
#include <utility>

namespace greenlane::cli {

SystemRequest request_of(const InputRequest& common, io::WhatIf row) {
    SystemRequest request{common, std::move(row)};
    for (const Located<std::string>& override_ : request.row->overrides) {
        request.inputs.overrides.push_back(override_.value);
    }
    return request;
}

std::optional<Inputs> SystemReader::read(const SystemRequest& request) {
    try {
        Inputs inputs = read_inputs(request.inputs, replays_);
        add_new(inputs.diagnostics);
        for (const std::string& file : inputs.files) {
            if (std::find(files_.begin(), files_.end(), file) == files_.end()) {
                files_.push_back(file);
            }
        }
        return inputs;
    } catch (const InputError& error) {
        if (error.failure() != Failure::usage) {
            throw;
        }
        add_new(request.row ? io::at_cells(error.diagnostics(), *request.row)
                            : error.diagnostics());
        return std::nullopt;
    }
}

std::optional<Inputs> SystemReader::read_if_sound(const SystemRequest& request) {
    try {
        return read_inputs(request.inputs, replays_);
    } catch (const InputError& error) {
        if (error.failure() != Failure::usage) {
            throw;
        }
        return std::nullopt;
    }
}

std::string SystemReader::mistake(const SystemRequest& request) {
    try {
        read_inputs(request.inputs, replays_);
        return "";
    } catch (const InputError& error) {
        if (error.failure() != Failure::usage) {
            throw;
        }
        const Diagnostics found =
            request.row ? io::at_cells(error.diagnostics(), *request.row) : error.diagnostics();
        const auto first =
            std::find_if(found.all().begin(), found.all().end(),
                         [](const Diagnostic& each) { return each.severity == Severity::error; });
        return first == found.all().end() ? "" : first->message;
    }
}

void SystemReader::finish() const {
    if (all_.has_errors()) {
        throw InputError(Failure::usage, all_);
    }
    say(all_);
}

/// Adds what has not been said yet: the mistakes of one file are found for each system.
void SystemReader::add_new(const Diagnostics& found) {
    for (const Diagnostic& diagnostic : found.all()) {
        const bool is_known = std::any_of(
            all_.all().begin(), all_.all().end(),
            [&](const Diagnostic& known) { return to_string(known) == to_string(diagnostic); });
        if (!is_known && diagnostic.severity == Severity::error) {
            all_.error(diagnostic.position, diagnostic.message, diagnostic.hint);
        } else if (!is_known) {
            all_.warning(diagnostic.position, diagnostic.message, diagnostic.hint);
        }
    }
}

}  // namespace greenlane::cli
