#include "io/scenario_edit.h"

#include "io/toml_text.h"

namespace greenlane::io {

ScenarioEdit::ScenarioEdit(TomlDocument& document, Diagnostics& diagnostics)
    : root_(document.value()), edit_(document, diagnostics) {}

void ScenarioEdit::set(TomlValue& table, const std::string& path, const std::string& key,
                       const std::string& lines) {
    edit_.set(table, key, lines);
    uncertainty_.replace(path + '.' + key);
}

void ScenarioEdit::remove(TomlValue& table, const std::string& path, const std::string& key) {
    if (table.find(key) != nullptr) {
        set(table, path, key, "");
    }
}

void ScenarioEdit::doubt(const std::string& key, const std::string& sd_log,
                         const std::string& more) {
    uncertainty_.add(key, "{ sd_log = " + sd_log + more + " }");
}

std::string ScenarioEdit::share_line(const std::string& path, const std::string& key,
                                     const experiment::ShareEstimate& share) {
    if (share.sd_logit > 0) {
        uncertainty_.add(path + '.' + key, "{ sd_logit = " + toml_number(share.sd_logit) + " }");
    }
    return key + " = " + toml_number(share.value) + '\n';
}

std::string ScenarioEdit::finish() {
    uncertainty_.write(root_, edit_);
    return edit_.text();
}

}  // namespace greenlane::io
