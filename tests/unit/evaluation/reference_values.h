#pragma once

#include "support/reference_values.h"

namespace greenlane::evaluation {

/// A case of the section `selective_labels` of the shared reference values.
inline std::optional<nlohmann::json> reference_case(const std::string& id) {
    return test::reference_case("selective_labels", id);
}

}  // namespace greenlane::evaluation
