#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace greenlane::evaluation {

/// A case of the section `selective_labels` of the shared reference values; nullopt where there are
/// no such values on this machine.
inline std::optional<nlohmann::json> reference_case(const std::string& id) {
    const auto file =
        std::filesystem::path(GREENLANE_SHARED) / "reference" / "validation_values.json";
    if (!std::filesystem::exists(file)) {
        return std::nullopt;
    }
    std::ifstream in(file);
    const auto values = nlohmann::json::parse(in);
    for (const auto& one : values.at("selective_labels")) {
        if (one.at("id") == id) {
            return one;
        }
    }
    return std::nullopt;
}

}  // namespace greenlane::evaluation
