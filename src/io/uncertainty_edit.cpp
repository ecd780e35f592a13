#include "io/uncertainty_edit.h"

#include "io/toml_text.h"

#include <algorithm>

namespace greenlane::io {

void UncertaintyEdit::replace(std::string path) {
    replaced_.push_back(std::move(path));
}

void UncertaintyEdit::add(std::string key, const std::string& table) {
    lines_ += toml_text(key) + " = " + table + '\n';
    replace(std::move(key));
}

bool UncertaintyEdit::is_replaced(const std::string& key) const {
    return std::any_of(replaced_.begin(), replaced_.end(), [&](const std::string& path) {
        return key == path || key.starts_with(path + '.');
    });
}

void UncertaintyEdit::write(TomlValue& root, TomlEdit& edit) const {
    TomlValue* const before = root.find("uncertainty");
    if (before != nullptr) {
        for (const TomlEntry& entry : before->entries) {
            if (is_replaced(entry.key)) {
                edit.set(*before, entry.key, "");
            }
        }
        edit.add(*before, lines_);
    } else if (!lines_.empty()) {
        edit.append("\n" +
                    toml_comment({"How sure the fitted parameters are: standard errors of their "
                                  "logarithms, of shares that of the log-odds. `greenlane run "
                                  "--parameter-uncertainty` draws them anew for every "
                                  "replication."}) +
                    "[uncertainty]\n" + lines_);
    }
}

}  // namespace greenlane::io
