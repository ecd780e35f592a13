#pragma once

#include "io/toml_edit.h"

#include <string>
#include <vector>

namespace greenlane::io {

/// `[uncertainty]` of a scenario of which some parameters are fitted anew.
class UncertaintyEdit {
public:
    /// The parameter at this key path, or all below it, are no longer what they were: what was
    /// doubtful of them is gone.
    void replace(std::string path);
    /// A parameter and its table: `{ sd_log = 0.05 }`.
    void add(std::string key, const std::string& table);
    /// What was doubtful before stays so, but of what is replaced.
    void write(TomlValue& root, TomlEdit& edit) const;

private:
    bool is_replaced(const std::string& key) const;

    std::vector<std::string> replaced_;
    std::string lines_;
};

}  // namespace greenlane::io
