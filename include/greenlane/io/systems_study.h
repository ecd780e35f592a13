#pragma once

#include "greenlane/io/study.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::io {

/// A scenario with a profile, as a study of many systems ran it.
struct StudiedSystem {
    std::string name;
    std::string scenario;
    std::string profile;
    std::uint64_t seed = 0;
    std::vector<std::string> overrides;  ///< beside those that all systems share
};

/// Of a system that stands for a setting: its overrides, or `as it stands`.
std::string system_name(const std::vector<std::string>& overrides);

/// One replication of a system.
struct StudiedReplication {
    std::size_t system = 0;
    std::uint64_t number = 0;
    std::vector<double> values;  ///< by column of experiment/quantity.h; NaN where undefined
};

/// The points of a design; no factors where a study has none.
struct StudiedDesign {
    std::string kind;
    std::vector<std::string> factors;         ///< key paths
    std::vector<std::size_t> points;          ///< their systems
    std::vector<std::vector<double>> values;  ///< by point and factor; NaN of words
};

/// What a study of many systems found.
struct SystemsStudy {
    std::string command;  ///< `sweep`
    std::string currency;
    std::vector<std::string> stations;
    std::vector<StudiedSystem> systems;
    StudiedDesign design;
    std::vector<StudiedReplication> replications;  ///< by system, then by number
};

/// Writes it as `study.h5` (docs/file-formats.md). Equal studies and inputs give equal bytes.
/// Throws InputError(output), and leaves no file, where it cannot be written.
void write_systems_study(const std::string& file, const SystemsStudy& study,
                         const StudyInputs& inputs);

}  // namespace greenlane::io
