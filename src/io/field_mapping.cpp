#include "io/field_mapping.h"

#include "io/decimal.h"
#include "io/field_words.h"
#include "io/mapping_header.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace greenlane::io {

namespace {

using Kind = FieldTraits::Kind;

/// What `unit = "..."` may be for a field, and the power of ten it stands for.
struct Unit {
    std::string_view name;
    int shift;
};

std::vector<Unit> units(Field field, int minor_digits) {
    if (is_money(field)) {
        return {{"major", minor_digits}, {"minor", 0}, {"thousand", minor_digits + 3}};
    }
    switch (field) {
        case Field::mass:
            return {{"kg", 3}, {"g", 0}, {"t", 6}};
        case Field::tax_rate:
            return {{"percent", 2}, {"share", 4}};
        case Field::quantity:
        case Field::harm:
            return {{"", 3}};
        case Field::score:
            return {{"", 6}};
        case Field::probability:
            return {{"", 9}};
        default:
            return {{"", 0}};
    }
}

/// Reports a word of the mapping that the field cannot have.
void check_word(const FieldMapping& mapped, const Optional<std::string>& word,
                Diagnostics& diagnostics) {
    if (!word) {
        return;
    }
    const std::string shown =
        "'" + word->value + "' is not a " + std::string(traits(mapped.field).key);
    std::string code;
    std::int64_t number = 0;
    switch (traits(mapped.field).kind) {
        case Kind::goods:
            if (!normalise_goods(word->value, mapped.digits, code)) {
                diagnostics.error(word->position, shown, "an HS code has 2 to 12 digits");
            }
            break;
        case Kind::decimal:
            code = word->value;
            code.reserve(code.size() + 16);
            if (parse_decimal(code, mapped.shift, number) != DecimalFault::none) {
                diagnostics.error(word->position, shown, "a plain number, in quotes");
            }
            break;
        default:
            if (!choices(mapped.field).empty() && !choice_value(mapped.field, word->value)) {
                diagnostics.error(word->position, shown, "one of " + listed_choices(mapped.field));
            }
    }
}

void read_derivation(TomlTable& table, FieldMapping& mapped) {
    if (const auto from = table.text("from")) {
        mapped.value_times_tax_rate = from->value == "value * tax_rate";
        if (!mapped.value_times_tax_rate) {
            table.diagnostics().error(from->position, "duty can be had from \"value * tax_rate\"");
        }
    }
}

void read_fixed_words(TomlTable& table, FieldMapping& mapped) {
    mapped.constant = table.text("constant");
    mapped.empty = table.text("empty");
    check_word(mapped, mapped.constant, table.diagnostics());
    check_word(mapped, mapped.empty, table.diagnostics());
    if (mapped.constant && !mapped.column.value.empty()) {
        table.diagnostics().error(mapped.constant->position,
                                  "a field has a column or a constant, not both");
    }
}

void read_translation(TomlTable& table, FieldMapping& mapped) {
    if (auto words = table.table("translate")) {
        for (const Located<std::string>& from : words->keys()) {
            if (auto to = words->text(from.value)) {
                check_word(mapped, to, table.diagnostics());
                mapped.translate.push_back({from, std::move(*to)});
            }
        }
    }
    mapped.otherwise = table.text("otherwise");
    check_word(mapped, mapped.otherwise, table.diagnostics());
    if (mapped.otherwise && mapped.translate.empty()) {
        table.diagnostics().error(mapped.otherwise->position, "'otherwise' needs 'translate'");
    }
}

void read_unit(TomlTable& table, FieldMapping& mapped, int minor_digits) {
    const std::vector<Unit> known = units(mapped.field, minor_digits);
    if (known.size() == 1) {
        return;
    }
    if (const auto unit = table.text("unit")) {
        std::vector<std::string_view> names;
        for (const Unit& each : known) {
            names.push_back(each.name);
            if (each.name == unit->value) {
                mapped.shift = each.shift;
                return;
            }
        }
        std::string list;
        for (const std::string_view each : names) {
            list += (list.empty() ? "one of " : ", ") + std::string(each);
        }
        const std::string hint = did_you_mean(unit->value, names);
        table.diagnostics().error(
            unit->position,
            "'" + unit->value + "' is not a unit of " + std::string(traits(mapped.field).key),
            hint.empty() ? list : hint);
    }
}

void read_digits(TomlTable& table, FieldMapping& mapped) {
    if (const auto digits = table.integer("digits")) {
        mapped.digits = static_cast<std::size_t>(std::clamp<std::int64_t>(digits->value, 2, 12));
        if (digits->value < 2 || digits->value > 12) {
            table.diagnostics().error(digits->position, "an HS code has 2 to 12 digits");
        }
    }
}

void read_separator(TomlTable& table, FieldMapping& mapped) {
    if (const auto separator = table.text("separator")) {
        mapped.separator = separator->value.empty() ? ';' : separator->value.front();
        if (separator->value.size() != 1) {
            table.diagnostics().error(separator->position, "a separator is one character");
        }
    }
}

void read_details(TomlTable& table, FieldMapping& mapped, int minor_digits) {
    const Kind kind = traits(mapped.field).kind;
    if (auto column = table.text("column")) {
        mapped.column = std::move(*column);
    }
    if (mapped.field == Field::duty) {
        read_derivation(table, mapped);
    }
    if (kind == Kind::word || kind == Kind::goods || kind == Kind::choice ||
        kind == Kind::decimal || mapped.field == Field::description) {
        read_fixed_words(table, mapped);
    }
    if (kind == Kind::word || kind == Kind::choice || kind == Kind::words) {
        read_translation(table, mapped);
    }
    if (kind == Kind::decimal) {
        read_unit(table, mapped, minor_digits);
    }
    if (kind == Kind::goods) {
        read_digits(table, mapped);
    }
    if (kind == Kind::words) {
        read_separator(table, mapped);
    }
    if (kind == Kind::moment || kind == Kind::lodgement) {
        mapped.date_format = read_date_format(table, "format").value_or(mapped.date_format);
    }
}

}  // namespace

std::optional<FieldMapping> read_field_mapping(TomlTable& section, Field field, int minor_digits,
                                               const std::string& date_format) {
    const std::string_view key = traits(field).key;
    FieldMapping mapped;
    mapped.field = field;
    mapped.shift = units(field, minor_digits).front().shift;
    mapped.date_format = date_format;
    if (section.kind(key) == TomlValue::Kind::text) {
        mapped.column = *section.text(key);
    } else if (auto table = section.table(key)) {
        read_details(*table, mapped, minor_digits);
    } else {
        return std::nullopt;
    }
    const bool from_column = !mapped.constant && !mapped.value_times_tax_rate;
    if (from_column && mapped.column.value.empty()) {
        section.diagnostics().error(section.place(key),
                                    "'" + std::string(key) + "' names no column",
                                    "write their header, or { constant = ... }");
    }
    if (traits(field).kind == Kind::moment && mapped.date_format.find("%H") == std::string::npos) {
        section.diagnostics().error(section.place(key),
                                    "the time of a stage needs hours, and its format has none",
                                    "{ column = ..., format = \"%Y-%m-%d %H:%M\" }");
    }
    return mapped;
}

}  // namespace greenlane::io
