#include "io/overrides.h"

#include "greenlane/io/overrides.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace greenlane::io {

namespace {

using Kind = TomlValue::Kind;
using KeyPath = std::vector<std::string>;

constexpr std::array<std::string_view, 7> profile_sections{
    "profile", "thresholds", "capacity", "rule", "sampling", "lists", "model"};

/// The parts of a dotted key, quoted ones too; empty where it is none.
KeyPath key_path(std::string_view key) {
    Diagnostics ignored;
    KeyPath path;
    const auto parsed = parse_toml(std::string(key) + "=0", {}, ignored);
    const TomlValue* at = parsed ? &*parsed : nullptr;
    while (at && at->entries.size() == 1) {
        path.push_back(at->entries.front().key);
        at = &at->entries.front().value;
    }
    return path;
}

void move_to(TomlValue& value, const SourcePosition& position) {
    value.position = position;
    for (TomlEntry& entry : value.entries) {
        entry.position = position;
        move_to(entry.value, position);
    }
    for (TomlValue& element : value.elements) {
        move_to(element, position);
    }
}

std::optional<TomlValue> parse_value(const std::string& text) {
    Diagnostics ignored;
    auto parsed = parse_toml("value = " + text, {}, ignored);
    return parsed && parsed->entries.size() == 1 && parsed->entries.front().key == "value"
               ? std::optional(std::move(parsed->entries.front().value))
               : std::nullopt;
}

/// `4%` as the number that it is.
std::optional<TomlValue> parse_share(std::string_view text) {
    if (!text.ends_with('%')) {
        return std::nullopt;
    }
    auto value = parse_value(std::string(text.substr(0, text.size() - 1)) + "e-2");
    return value && value->kind == Kind::number ? std::move(value) : std::nullopt;
}

/// A TOML value, a share, or else the text as it stands.
TomlValue value_of(const std::string& text, const SourcePosition& position) {
    TomlValue value;
    if (auto parsed = parse_value(text)) {
        value = std::move(*parsed);
    } else if (auto share = parse_share(text)) {
        value = std::move(*share);
    } else {
        value.kind = Kind::text;
        value.text = text;
    }
    move_to(value, position);
    return value;
}

std::string_view title(TomlValue& table) {
    for (const std::string_view key : {"name", "code"}) {
        if (const TomlValue* value = table.find(key); value && value->kind == Kind::text) {
            return value->text;
        }
    }
    return {};
}

/// The element of an array of tables that `part` names, by its name or code or by its number.
TomlValue* element_of(TomlValue& array, const std::string& part) {
    for (TomlValue& element : array.elements) {
        if (title(element) == part) {
            return &element;
        }
    }
    std::size_t number = 0;
    const auto [end, status] = std::from_chars(part.data(), part.data() + part.size(), number);
    const bool is_number = status == std::errc{} && end == part.data() + part.size();
    return is_number && number >= 1 && number <= array.elements.size() ? &array.elements[number - 1]
                                                                       : nullptr;
}

/// Writes one override into a document.
class Override {
public:
    Override(std::string_view text, Diagnostics& diagnostics)
        : text_(text),
          position_{std::make_shared<const std::string>("--set " + std::string(text)), 0, 0},
          diagnostics_(diagnostics) {}

    void apply(TomlValue& root) const {
        const std::size_t equals = text_.find('=');
        const KeyPath path = key_path(text_.substr(0, equals));
        if (equals == std::string_view::npos || path.empty()) {
            diagnostics_.error(position_, "not of the form key=value",
                               "for example --set scenario.seed=5");
            return;
        }
        TomlValue* at = &root;
        for (std::size_t i = 0; i + 1 < path.size() && at; ++i) {
            at = step(*at, path, i);
        }
        if (at) {
            write(*at, path, value_of(std::string(text_.substr(equals + 1)), position_));
        }
    }

private:
    /// The table or array that part `i` leads to, made where a table lacks it.
    TomlValue* step(TomlValue& at, const KeyPath& path, std::size_t i) const {
        if (at.is_array_of_tables()) {
            TomlValue* element = element_of(at, path[i]);
            if (!element) {
                std::vector<std::string_view> titles;
                for (TomlValue& candidate : at.elements) {
                    titles.push_back(title(candidate));
                }
                diagnostics_.error(position_, "there is no " + path[i - 1] + " '" + path[i] + '\'',
                                   did_you_mean(path[i], titles));
            }
            return element;
        }
        if (at.kind != Kind::table) {
            return refuse(at, path[i - 1]);
        }
        if (TomlValue* child = at.find(path[i])) {
            return child;
        }
        at.entries.push_back({path[i], position_, {}});
        at.entries.back().value.position = position_;
        return &at.entries.back().value;
    }

    void write(TomlValue& at, const KeyPath& path, TomlValue value) const {
        if (at.is_array_of_tables()) {
            diagnostics_.error(position_, "a whole " + path[path.size() - 2] + " cannot be set",
                               "add one of its keys to the path");
        } else if (at.kind != Kind::table) {
            refuse(at, path[path.size() - 2]);
        } else if (TomlValue* present = at.find(path.back())) {
            *present = std::move(value);
        } else {
            at.entries.push_back({path.back(), position_, std::move(value)});
        }
    }

    TomlValue* refuse(const TomlValue& at, const std::string& part) const {
        diagnostics_.error(position_, '\'' + part + "' is " + std::string(described(at.kind)) +
                                          " and has no keys");
        return nullptr;
    }

    std::string_view text_;
    SourcePosition position_;
    Diagnostics& diagnostics_;
};

}  // namespace

bool concerns_profile(std::string_view override_) {
    const std::string_view section = override_.substr(0, override_.find_first_of(".="));
    return std::find(profile_sections.begin(), profile_sections.end(), section) !=
           profile_sections.end();
}

void apply_overrides(TomlDocument& document, std::span<const std::string> overrides, Owner owner,
                     Diagnostics& diagnostics) {
    for (const std::string& text : overrides) {
        if (concerns_profile(text) == (owner == Owner::profile)) {
            Override(text, diagnostics).apply(document.value());
        }
    }
}

TomlValue* find_value(TomlValue& root, std::string_view key) {
    const KeyPath path = key_path(key);
    TomlValue* at = path.empty() ? nullptr : &root;
    for (const std::string& part : path) {
        at = at == nullptr              ? nullptr
             : at->is_array_of_tables() ? element_of(*at, part)
             : at->kind == Kind::table  ? at->find(part)
                                        : nullptr;
    }
    return at;
}

}  // namespace greenlane::io
