#include "greenlane/io/mapping.h"

#include "io/date_format.h"
#include "io/decimal.h"
#include "io/field_words.h"
#include "io/toml_reader.h"

#include <algorithm>
#include <utility>

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
        default:
            return {{"", 0}};
    }
}

class MappingReader {
public:
    MappingReader(MappingDefinition& mapping, Diagnostics& diagnostics)
        : mapping_(mapping), diagnostics_(diagnostics) {}

    void read(TomlTable root) {
        if (root.require("mapping")) {
            if (auto header = root.table("mapping")) {
                read_header(*header);
            }
        }
        for (const std::string_view section :
             {"declaration", "documents", "item", "recorded", "truth"}) {
            if (auto table = root.table(section)) {
                read_section(*table, section);
            }
        }
        root.finish();
        check_together(root.position());
    }

private:
    void read_header(TomlTable& table) {
        position_ = table.position();
        if (const auto name = table.text("name")) {
            mapping_.name = name->value;
        }
        if (const auto source = table.text("source")) {
            mapping_.source = source->value;
        }
        if (const auto currency = table.text("currency")) {
            mapping_.currency = currency->value;
            const bool code = currency->value.size() == 3 &&
                              std::all_of(currency->value.begin(), currency->value.end(),
                                          [](char c) { return c >= 'A' && c <= 'Z'; });
            if (!code) {
                diagnostics_.error(currency->position,
                                   "'" + currency->value + "' is not a currency",
                                   "ISO 4217 names it by three capitals: \"USD\"");
            }
        }
        if (const auto digits = table.integer("minor_digits")) {
            mapping_.minor_digits = static_cast<int>(std::clamp<std::int64_t>(digits->value, 0, 4));
            if (mapping_.minor_digits != digits->value) {
                diagnostics_.error(digits->position, "minor_digits must be 0 to 4");
            }
        }
        if (const auto exchange = table.text("exchange")) {
            std::string padded = exchange->value;
            padded.reserve(padded.size() + 16);
            if (parse_decimal(padded, 12, mapping_.exchange) != DecimalFault::none ||
                mapping_.exchange == 0) {
                diagnostics_.error(exchange->position,
                                   "'" + exchange->value + "' is not an exchange rate",
                                   "what one unit of the file's money is worth: \"0.00085\"");
            }
        }
        if (const auto edition = table.integer("hs_edition")) {
            mapping_.hs_edition = static_cast<int>(edition->value);
            constexpr std::array editions{1988, 1996, 2002, 2007, 2012, 2017, 2022};
            if (std::find(editions.begin(), editions.end(), edition->value) == editions.end()) {
                diagnostics_.error(edition->position, "there is no HS edition of that year",
                                   "one of 1988, 1996, 2002, 2007, 2012, 2017, 2022");
            }
            has_edition_ = true;
        }
        if (const auto offset = table.text("utc_offset")) {
            const auto parsed = parse_utc_offset(offset->value);
            mapping_.utc_offset = parsed.value_or(0);
            if (!parsed) {
                diagnostics_.error(offset->position,
                                   "'" + offset->value + "' is not an offset from UTC",
                                   "write it as \"+06:00\", \"-03:30\" or \"Z\"");
            }
        }
        if (const auto delimiter = table.text("delimiter")) {
            const bool one =
                delimiter->value.size() == 1 &&
                std::string_view(",;\t|").find(delimiter->value) != std::string_view::npos;
            mapping_.delimiter = one ? delimiter->value.front() : ',';
            if (!one) {
                diagnostics_.error(delimiter->position,
                                   "the delimiter must be \",\", \";\", \"|\" or \"\\t\"");
            }
        }
        if (const auto window = table.duration("duplicate_window")) {
            mapping_.duplicate_days = std::clamp<std::int64_t>(window->value / day, 1, 3660);
            if (mapping_.duplicate_days * day != window->value) {
                diagnostics_.error(window->position,
                                   "duplicate_window must be whole days, 1 to 3660");
            }
        }
        date_format_ = read_format(table, "date_format").value_or("%Y-%m-%d");
    }

    std::optional<std::string> read_format(TomlTable& table, std::string_view key) {
        const auto format = table.text(key);
        std::string fault;
        if (format && !DateFormat::compile(format->value, fault)) {
            diagnostics_.error(format->position, fault,
                               "for example \"%Y-%m-%d\" or \"%d.%m.%Y %H:%M\"");
            return std::nullopt;
        }
        return format ? std::optional(format->value) : std::nullopt;
    }

    void read_section(TomlTable& table, std::string_view section) {
        for (std::size_t i = 0; i < field_count; ++i) {
            const auto field = static_cast<Field>(i);
            if (traits(field).section == section && table.has(traits(field).key)) {
                read_field(table, field);
            }
        }
        if (section == "documents") {
            if (auto columns = table.table("columns")) {
                for (const Located<std::string>& document : columns->keys()) {
                    if (auto column = columns->text(document.value)) {
                        mapping_.documents.push_back({document, std::move(*column)});
                    }
                }
                if (mapping_.documents.size() > 64) {
                    diagnostics_.error(columns->position(), "at most 64 kinds of documents");
                }
            }
        }
    }

    void read_field(TomlTable& section, Field field) {
        const std::string_view key = traits(field).key;
        FieldMapping mapped;
        mapped.field = field;
        mapped.shift = units(field, mapping_.minor_digits).front().shift;
        mapped.date_format = date_format_;
        if (section.kind(key) == TomlValue::Kind::text) {
            mapped.column = *section.text(key);
        } else if (auto table = section.table(key)) {
            read_details(*table, mapped);
        } else {
            return;
        }
        const bool from_column = !mapped.constant && !mapped.value_times_tax_rate;
        if (from_column && mapped.column.value.empty()) {
            diagnostics_.error(section.place(key), "'" + std::string(key) + "' names no column",
                               "write their header, or { constant = ... }");
        }
        if (traits(field).kind == Kind::moment &&
            mapped.date_format.find("%H") == std::string::npos) {
            diagnostics_.error(section.place(key),
                               "the time of a stage needs hours, and its format has none",
                               "{ column = ..., format = \"%Y-%m-%d %H:%M\" }");
        }
        mapping_.fields.push_back(std::move(mapped));
    }

    void read_details(TomlTable& table, FieldMapping& mapped) {
        const Kind kind = traits(mapped.field).kind;
        if (auto column = table.text("column")) {
            mapped.column = std::move(*column);
        }
        if (mapped.field == Field::duty) {
            if (const auto from = table.text("from")) {
                mapped.value_times_tax_rate = from->value == "value * tax_rate";
                if (!mapped.value_times_tax_rate) {
                    diagnostics_.error(from->position, "duty can be had from \"value * tax_rate\"");
                }
            }
        }
        const bool single = kind == Kind::word || kind == Kind::goods || kind == Kind::choice ||
                            kind == Kind::decimal || mapped.field == Field::description;
        if (single) {
            mapped.constant = table.text("constant");
            mapped.empty = table.text("empty");
            check_word(mapped, mapped.constant);
            check_word(mapped, mapped.empty);
            if (mapped.constant && !mapped.column.value.empty()) {
                diagnostics_.error(mapped.constant->position,
                                   "a field has a column or a constant, not both");
            }
        }
        if (kind == Kind::word || kind == Kind::choice || kind == Kind::words) {
            read_translation(table, mapped);
        }
        if (kind == Kind::decimal) {
            read_unit(table, mapped);
        }
        if (kind == Kind::goods) {
            if (const auto digits = table.integer("digits")) {
                mapped.digits =
                    static_cast<std::size_t>(std::clamp<std::int64_t>(digits->value, 2, 12));
                if (digits->value < 2 || digits->value > 12) {
                    diagnostics_.error(digits->position, "an HS code has 2 to 12 digits");
                }
            }
        }
        if (kind == Kind::words) {
            if (const auto separator = table.text("separator")) {
                mapped.separator = separator->value.empty() ? ';' : separator->value.front();
                if (separator->value.size() != 1) {
                    diagnostics_.error(separator->position, "a separator is one character");
                }
            }
        }
        if (kind == Kind::moment || kind == Kind::lodgement) {
            mapped.date_format = read_format(table, "format").value_or(mapped.date_format);
        }
    }

    void read_translation(TomlTable& table, FieldMapping& mapped) {
        if (auto words = table.table("translate")) {
            for (const Located<std::string>& from : words->keys()) {
                if (auto to = words->text(from.value)) {
                    check_word(mapped, to);
                    mapped.translate.push_back({from, std::move(*to)});
                }
            }
        }
        mapped.otherwise = table.text("otherwise");
        check_word(mapped, mapped.otherwise);
        if (mapped.otherwise && mapped.translate.empty()) {
            diagnostics_.error(mapped.otherwise->position, "'otherwise' needs 'translate'");
        }
    }

    void read_unit(TomlTable& table, FieldMapping& mapped) {
        const std::vector<Unit> known = units(mapped.field, mapping_.minor_digits);
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
            diagnostics_.error(
                unit->position,
                "'" + unit->value + "' is not a unit of " + std::string(traits(mapped.field).key),
                hint.empty() ? list : hint);
        }
    }

    /// Reports a word of the mapping that the field cannot have.
    void check_word(const FieldMapping& mapped, const std::optional<Located<std::string>>& word) {
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
                    diagnostics_.error(word->position, shown, "an HS code has 2 to 12 digits");
                }
                break;
            case Kind::decimal:
                code = word->value;
                code.reserve(code.size() + 16);
                if (parse_decimal(code, mapped.shift, number) != DecimalFault::none) {
                    diagnostics_.error(word->position, shown, "a plain number, in quotes");
                }
                break;
            default:
                if (!choices(mapped.field).empty() && !choice_value(mapped.field, word->value)) {
                    diagnostics_.error(word->position, shown,
                                       "one of " + listed_choices(mapped.field));
                }
        }
    }

    /// What one field needs of the others.
    void check_together(const SourcePosition& file) {
        const auto need = [&](Field field, Field other, std::string_view why) {
            if (mapping_.find(field) && !mapping_.find(other)) {
                const FieldMapping& mapped = *mapping_.find(field);
                diagnostics_.error(mapped.column.position.file ? mapped.column.position : file,
                                   std::string(why));
            }
        };
        if (!mapping_.find(Field::date)) {
            diagnostics_.error(file, "the mapping does not say which column is the date",
                               "[declaration] date = \"their header\"");
        }
        need(Field::item_number, Field::number, "item numbers need the declaration's number too");
        need(Field::electronic, Field::held, "electronic documents need the documents held too");
        for (const Field field : {Field::evaded, Field::harm, Field::true_hs}) {
            need(field, Field::violation, "the truth needs a column for the violation too");
        }
        const FieldMapping* duty = mapping_.find(Field::duty);
        if (duty && duty->value_times_tax_rate) {
            need(Field::duty, Field::value, "duty from value * tax_rate needs the value");
            need(Field::duty, Field::tax_rate, "duty from value * tax_rate needs the tax rate");
        }
        if (mapping_.find(Field::held) && !mapping_.documents.empty()) {
            diagnostics_.error(mapping_.documents.front().column.position,
                               "documents stand in one list or in columns of their own, not both");
        }
        if (mapping_.find(Field::hs) && !has_edition_) {
            diagnostics_.error(position_, "the mapping does not say of which edition HS codes are",
                               "hs_edition = 2022");
        }
        const bool money =
            std::any_of(mapping_.fields.begin(), mapping_.fields.end(),
                        [](const FieldMapping& each) { return is_money(each.field); });
        if (money && mapping_.currency.empty()) {
            diagnostics_.error(position_, "the mapping does not name the currency",
                               "currency = \"USD\"");
        }
    }

    MappingDefinition& mapping_;
    Diagnostics& diagnostics_;
    SourcePosition position_;
    std::string date_format_ = "%Y-%m-%d";
    bool has_edition_ = false;
};

}  // namespace

const FieldMapping* MappingDefinition::find(Field field) const {
    const auto found =
        std::find_if(fields.begin(), fields.end(),
                     [field](const FieldMapping& each) { return each.field == field; });
    return found == fields.end() ? nullptr : &*found;
}

MappingDefinition read_mapping(const std::filesystem::path& file, Diagnostics& diagnostics) {
    MappingDefinition mapping;
    mapping.file = file.string();
    if (auto document = TomlDocument::read(file, diagnostics)) {
        MappingReader(mapping, diagnostics).read(document->root(diagnostics));
    }
    return mapping;
}

}  // namespace greenlane::io
