#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace greenlane::test {

/// A case of a section of the shared reference values; nullopt where there are no such values on
/// this machine.
inline std::optional<nlohmann::json> reference_case(const std::string& section,
                                                    const std::string& id) {
    const auto file =
        std::filesystem::path(GREENLANE_SHARED) / "reference" / "validation_values.json";
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    std::ifstream in(file);
    const auto values = nlohmann::json::parse(in);
    for (const auto& one : values.at(section)) {
        if (one.at("id") == id) {
            return one;
        }
    }
    return std::nullopt;
}

/// A case of the comparison of systems, optimisation and output analysis.
inline std::optional<nlohmann::json> comparison_case(const std::string& id) {
    return reference_case("comparison_optimisation_output_analysis", id);
}

}  // namespace greenlane::test
