#include "greenlane/io/mapping.h"

#include "io/field_mapping.h"
#include "io/mapping_header.h"
#include "io/toml_reader.h"

#include <algorithm>
#include <utility>

namespace greenlane::io {

namespace {

void read_document_columns(TomlTable& table, MappingDefinition& mapping) {
    if (auto columns = table.table("columns")) {
        for (const Located<std::string>& document : columns->keys()) {
            if (auto column = columns->text(document.value)) {
                mapping.documents.push_back({document, std::move(*column)});
            }
        }
        if (mapping.documents.size() > 64) {
            table.diagnostics().error(columns->position(), "at most 64 kinds of documents");
        }
    }
}

void read_section(TomlTable& table, std::string_view section, const std::string& date_format,
                  MappingDefinition& mapping) {
    for (std::size_t i = 0; i < field_count; ++i) {
        const auto field = static_cast<Field>(i);
        if (traits(field).section == section && table.has(traits(field).key)) {
            if (auto mapped = read_field_mapping(table, field, mapping.minor_digits, date_format)) {
                mapping.fields.push_back(std::move(*mapped));
            }
        }
    }
    if (section == "documents") {
        read_document_columns(table, mapping);
    }
}

/// What one field needs of the others, and of the header. `header` and `file`: where to report what
/// is missing.
void check_together(const MappingDefinition& mapping, bool names_edition,
                    const SourcePosition& header, const SourcePosition& file,
                    Diagnostics& diagnostics) {
    const auto need = [&](Field field, Field other, std::string_view why) {
        const FieldMapping* mapped = mapping.find(field);
        if (mapped && !mapping.find(other)) {
            diagnostics.error(mapped->column.position.file ? mapped->column.position : file,
                              std::string(why));
        }
    };
    if (!mapping.find(Field::date)) {
        diagnostics.error(file, "the mapping does not say which column is the date",
                          "[declaration] date = \"their header\"");
    }
    need(Field::item_number, Field::number, "item numbers need the declaration's number too");
    need(Field::electronic, Field::held, "electronic documents need the documents held too");
    for (const Field field : {Field::evaded, Field::harm, Field::true_hs}) {
        need(field, Field::violation, "the truth needs a column for the violation too");
    }
    const FieldMapping* duty = mapping.find(Field::duty);
    if (duty && duty->value_times_tax_rate) {
        need(Field::duty, Field::value, "duty from value * tax_rate needs the value");
        need(Field::duty, Field::tax_rate, "duty from value * tax_rate needs the tax rate");
    }
    if (mapping.find(Field::held) && !mapping.documents.empty()) {
        diagnostics.error(mapping.documents.front().column.position,
                          "documents stand in one list or in columns of their own, not both");
    }
    if (mapping.find(Field::hs) && !names_edition) {
        diagnostics.error(header, "the mapping does not say of which edition HS codes are",
                          "hs_edition = 2022");
    }
    const bool money = std::any_of(mapping.fields.begin(), mapping.fields.end(),
                                   [](const FieldMapping& each) { return is_money(each.field); });
    if (money && mapping.currency.empty()) {
        diagnostics.error(header, "the mapping does not name the currency", "currency = \"USD\"");
    }
}

void read_root(TomlTable root, MappingDefinition& mapping) {
    SourcePosition header;
    bool names_edition = false;
    std::string date_format = "%Y-%m-%d";
    if (root.require("mapping")) {
        if (auto table = root.table("mapping")) {
            header = table->position();
            read_mapping_header(*table, mapping);
            names_edition = table->has("hs_edition");
            date_format = read_date_format(*table, "date_format").value_or(date_format);
        }
    }
    for (const std::string_view section :
         {"declaration", "documents", "item", "recorded", "truth"}) {
        if (auto table = root.table(section)) {
            read_section(*table, section, date_format, mapping);
        }
    }
    root.finish();
    check_together(mapping, names_edition, header, root.position(), root.diagnostics());
}

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
        read_root(document->root(diagnostics), mapping);
    }
    return mapping;
}

}  // namespace greenlane::io
