#include "io/toml_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace greenlane::io {

namespace {

using Kind = TomlValue::Kind;

constexpr std::string_view a_duration = "a duration such as \"24min\", \"6h\" or \"3d\"";

std::string in_quotes(std::string_view text) {
    return '\'' + std::string(text) + '\'';
}

}  // namespace

TomlTable::TomlTable(TomlValue& table, std::string path, Diagnostics& diagnostics)
    : table_(&table), path_(std::move(path)), diagnostics_(&diagnostics) {
    table.opened = true;
}

std::string TomlTable::label() const {
    return path_.empty() ? std::string("the file") : '[' + path_ + ']';
}

TomlValue* TomlTable::ask(std::string_view key) {
    if (std::find(table_->asked.begin(), table_->asked.end(), key) == table_->asked.end()) {
        table_->asked.emplace_back(key);
    }
    return table_->find(key);
}

bool TomlTable::has(std::string_view key) {
    return ask(key) != nullptr;
}

std::optional<TomlValue::Kind> TomlTable::kind(std::string_view key) {
    const TomlValue* value = ask(key);
    return value ? std::optional(value->kind) : std::nullopt;
}

SourcePosition TomlTable::place(std::string_view key) {
    const TomlValue* value = ask(key);
    return value ? value->position : position();
}

bool TomlTable::require(std::string_view key) {
    if (has(key)) {
        return true;
    }
    diagnostics_->error(position(), in_quotes(key) + " is missing in " + label());
    return false;
}

void TomlTable::report_type(std::string_view key, const TomlValue& value,
                            std::string_view expected) {
    std::string found{described(value.kind)};
    if (value.kind == Kind::text) {
        found += " '" + value.text.substr(0, 40) + '\'';
    } else if (value.kind == Kind::number && !std::isfinite(value.number)) {
        found = "inf or nan";
    }
    diagnostics_->error(value.position,
                        in_quotes(key) + " must be " + std::string(expected) + ", not " + found);
}

template <typename T, typename Read>
Optional<T> TomlTable::get(std::string_view key, std::string_view expected, Read read) {
    const TomlValue* value = ask(key);
    if (!value) {
        return std::nullopt;
    }
    if (auto result = read(*value)) {
        return Located<T>{std::move(*result), value->position};
    }
    report_type(key, *value, expected);
    return std::nullopt;
}

template <typename T, typename Read>
Optional<LocatedList<T>> TomlTable::get_list(std::string_view key, std::string_view expected,
                                             Read read) {
    const TomlValue* value = ask(key);
    if (!value) {
        return std::nullopt;
    }
    if (value->kind != Kind::array) {
        report_type(key, *value, "an array, each element " + std::string(expected));
        return std::nullopt;
    }
    Located<LocatedList<T>> list{{}, value->position};
    for (const TomlValue& element : value->elements) {
        if (auto result = read(element)) {
            list.value.push_back({std::move(*result), element.position});
        } else {
            report_type(key, element, "an array, each element " + std::string(expected));
        }
    }
    return list;
}

Optional<std::string> TomlTable::text(std::string_view key) {
    return get<std::string>(key, "a text in quotes", as_text);
}

Optional<double> TomlTable::number(std::string_view key) {
    return get<double>(key, "a finite number", as_number);
}

Optional<std::int64_t> TomlTable::integer(std::string_view key) {
    return get<std::int64_t>(key, "an integer", [](const TomlValue& value) {
        return value.kind == Kind::integer ? std::optional(value.integer) : std::nullopt;
    });
}

Optional<bool> TomlTable::boolean(std::string_view key) {
    return get<bool>(key, "true or false", [](const TomlValue& value) {
        return value.kind == Kind::boolean ? std::optional(value.integer != 0) : std::nullopt;
    });
}

Optional<Duration> TomlTable::duration(std::string_view key) {
    return get<Duration>(key, a_duration, as_duration);
}

Optional<Quantity> TomlTable::quantity(std::string_view key) {
    return get<Quantity>(key, "a finite number or " + std::string(a_duration), as_quantity);
}

Optional<Instant> TomlTable::instant(std::string_view key) {
    return get<Instant>(key, "a date and time such as 2026-01-05T00:00:00Z", as_instant);
}

Optional<Date> TomlTable::date(std::string_view key) {
    return get<Date>(key, "a date such as 2026-01-05", as_date);
}

Optional<Duration> TomlTable::clock(std::string_view key) {
    return get<Duration>(key, "a time of day such as \"16:00\"", as_clock);
}

Optional<LocatedList<std::string>> TomlTable::texts(std::string_view key) {
    return get_list<std::string>(key, "a text in quotes", as_text);
}

Optional<LocatedList<double>> TomlTable::numbers(std::string_view key) {
    return get_list<double>(key, "a finite number", as_number);
}

Optional<LocatedList<Quantity>> TomlTable::quantities(std::string_view key) {
    return get_list<Quantity>(key, "a finite number or " + std::string(a_duration), as_quantity);
}

Optional<LocatedList<Date>> TomlTable::dates(std::string_view key) {
    return get_list<Date>(key, "a date such as 2026-01-05", as_date);
}

Optional<std::size_t> TomlTable::choose(std::string_view key,
                                        std::span<const std::string_view> names) {
    const auto chosen = text(key);
    if (!chosen) {
        return std::nullopt;
    }
    const auto found = std::find(names.begin(), names.end(), chosen->value);
    if (found != names.end()) {
        return Located<std::size_t>{static_cast<std::size_t>(found - names.begin()),
                                    chosen->position};
    }
    std::string list;
    for (const std::string_view known : names) {
        list += (list.empty() ? "" : ", ") + std::string(known);
    }
    diagnostics_->error(
        chosen->position,
        in_quotes(key) + " cannot be " + in_quotes(chosen->value) + " (one of " + list + ')',
        did_you_mean(chosen->value, names));
    return std::nullopt;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) {
    TomlValue* value = ask(key);
    if (!value) {
        return std::nullopt;
    }
    if (value->kind != Kind::table) {
        report_type(key, *value, "a table");
        return std::nullopt;
    }
    return TomlTable(*value, path_.empty() ? std::string(key) : path_ + '.' + std::string(key),
                     *diagnostics_);
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
    std::vector<TomlTable> list;
    TomlValue* value = ask(key);
    if (!value) {
        return list;
    }
    if (value->kind != Kind::array) {
        report_type(key, *value, "an array of tables, [[" + std::string(key) + "]]");
        return list;
    }
    for (TomlValue& element : value->elements) {
        if (element.kind == Kind::table) {
            list.push_back(TomlTable(
                element, path_.empty() ? std::string(key) : path_ + '.' + std::string(key),
                *diagnostics_));
        } else {
            report_type(key, element, "an array of tables, [[" + std::string(key) + "]]");
        }
    }
    return list;
}

LocatedList<std::string> TomlTable::keys() const {
    LocatedList<std::string> list;
    for (const TomlEntry& entry : table_->entries) {
        list.push_back({entry.key, entry.position});
    }
    return list;
}

void TomlTable::finish() {
    const std::vector<std::string_view> known(table_->asked.begin(), table_->asked.end());
    for (TomlEntry& entry : table_->entries) {
        const std::string path = path_.empty() ? entry.key : path_ + '.' + entry.key;
        if (std::find(known.begin(), known.end(), entry.key) == known.end()) {
            diagnostics_->error(entry.position,
                                "unknown key " + in_quotes(entry.key) + " in " + label(),
                                did_you_mean(entry.key, known));
        } else if (entry.value.opened) {
            TomlTable(entry.value, path, *diagnostics_).finish();
        } else {
            for (TomlValue& element : entry.value.elements) {
                if (element.opened) {
                    TomlTable(element, path, *diagnostics_).finish();
                }
            }
        }
    }
}

}  // namespace greenlane::io
