#pragma once

#include "greenlane/experiment/goods_fit.h"

#include "io/toml_edit.h"
#include "io/uncertainty_edit.h"

#include <string>

namespace greenlane::io {

/// The text of a scenario of which some parameters are fitted anew. With a parameter goes what was
/// doubtful of it; `path` is the key path of the table that holds it.
class ScenarioEdit {
public:
    /// `document` outlives the edit.
    ScenarioEdit(TomlDocument& document, Diagnostics& diagnostics);

    TomlValue& root() { return root_; }
    TomlEdit& text() { return edit_; }
    /// As TomlEdit::set().
    void set(TomlValue& table, const std::string& path, const std::string& key,
             const std::string& lines);
    /// Nothing where there is no such key.
    void remove(TomlValue& table, const std::string& path, const std::string& key);
    /// The standard errors of the logarithms of a parameter, in TOML, and what else is to be said.
    void doubt(const std::string& key, const std::string& sd_log, const std::string& more = {});
    /// The line of a share, and its doubt.
    std::string share_line(const std::string& path, const std::string& key,
                           const experiment::ShareEstimate& share);
    std::string finish();

private:
    TomlValue& root_;
    TomlEdit edit_;
    UncertaintyEdit uncertainty_;
};

}  // namespace greenlane::io
