#include "greenlane/screening/group_key.h"

#include <array>

namespace greenlane::screening {

namespace {

constexpr std::array<std::string_view, key_field_count> field_names = {
    "importer",  "declarant",   "seller",   "carrier",  "office", "mode",
    "procedure", "hs2",         "hs4",      "hs6",      "hs",     "origin",
    "departure", "destination", "tax_rate", "tax_type", "mass"};

}  // namespace

std::string_view name(KeyField field) {
    return field_names[static_cast<std::size_t>(field)];
}

std::optional<KeyField> parse_key_field(std::string_view text) {
    for (std::size_t i = 0; i < key_field_count; ++i) {
        if (field_names[i] == text) {
            return static_cast<KeyField>(i);
        }
    }
    return std::nullopt;
}

std::size_t hs_digits(KeyField field) {
    switch (field) {
        case KeyField::hs2:
            return 2;
        case KeyField::hs4:
            return 4;
        case KeyField::hs6:
            return 6;
        case KeyField::hs:
            return 12;
        default:
            return 0;
    }
}

std::vector<KeyField> fields_of(GroupKey key) {
    std::vector<KeyField> fields;
    for (std::size_t i = 0; i < key_field_count; ++i) {
        if (key.has(static_cast<KeyField>(i))) {
            fields.push_back(static_cast<KeyField>(i));
        }
    }
    return fields;
}

std::string name(GroupKey key) {
    std::string text;
    for (const KeyField field : fields_of(key)) {
        text += text.empty() ? "" : "*";
        text += name(field);
    }
    return text;
}

std::optional<GroupKey> parse_group_key(std::string_view text) {
    GroupKey key;
    while (true) {
        const std::size_t end = text.find('*');
        const std::optional<KeyField> field = parse_key_field(text.substr(0, end));
        if (!field || key.has(*field)) {
            return std::nullopt;
        }
        key.fields |= GroupKey{*field}.fields;
        if (end == std::string_view::npos) {
            return key;
        }
        text.remove_prefix(end + 1);
    }
}

bool refines(GroupKey fine, GroupKey coarse) {
    bool longer = false;  // whether `fine` holds an HS code at least as long as the field at hand
    for (const KeyField field : {KeyField::hs, KeyField::hs6, KeyField::hs4, KeyField::hs2}) {
        longer |= fine.has(field);
        if (coarse.has(field) && !longer) {
            return false;
        }
    }
    constexpr GroupKey goods{KeyField::hs2, KeyField::hs4, KeyField::hs6, KeyField::hs};
    return (coarse.fields & ~fine.fields & ~goods.fields) == 0;
}

}  // namespace greenlane::screening
