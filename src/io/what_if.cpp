#include "greenlane/io/what_if.h"

#include "io/csv_reader.h"
#include "io/csv_table.h"

#include <algorithm>

namespace greenlane::io {

namespace {

/// The key paths; nullopt, and errors, where the header is none of a what-if table.
std::optional<std::vector<std::string>> read_header(const std::filesystem::path& file,
                                                    Diagnostics& diagnostics) {
    try {
        const CsvReader reader(file.string(), {.failure = Failure::usage});
        std::vector<std::string> header(reader.header().begin(), reader.header().end());
        const SourcePosition position = reader.header_position();
        if (header.front() != "name" || header.size() < 2) {
            diagnostics.error(position, "the columns of a what-if table are 'name' and key paths",
                              "for example name,arrivals.per_hour,roster.scanners.servers");
            return std::nullopt;
        }
        if (std::find(header.begin(), header.end(), "") != header.end()) {
            diagnostics.error(position, "a column has no name");
            return std::nullopt;
        }
        return header;
    } catch (const InputError& error) {
        diagnostics.append(error.diagnostics());
        return std::nullopt;
    }
}

WhatIf what_if(CsvRow row, const std::vector<std::string>& header) {
    WhatIf what_if{std::move(row.front().value), {}};
    for (std::size_t column = 1; column < header.size(); ++column) {
        if (!row[column].value.empty()) {
            what_if.overrides.push_back(
                {header[column] + '=' + row[column].value, std::move(row[column].position)});
        }
    }
    return what_if;
}

}  // namespace

std::optional<std::vector<WhatIf>> read_what_if(const std::filesystem::path& file,
                                                Diagnostics& diagnostics) {
    const auto header = read_header(file, diagnostics);
    if (!header) {
        return std::nullopt;
    }
    const std::vector<std::string_view> columns(header->begin(), header->end());
    auto rows = read_csv_table(file, columns, diagnostics);
    if (!rows) {
        return std::nullopt;
    }
    std::vector<WhatIf> table;
    for (CsvRow& row : *rows) {
        const Located<std::string> name = row.front();
        const bool is_double = std::any_of(table.begin(), table.end(), [&](const WhatIf& other) {
            return other.name == name.value;
        });
        if (name.value.empty()) {
            diagnostics.error(name.position, "the row has no name");
        } else if (is_double) {
            diagnostics.error(name.position, '\'' + name.value + "' stands twice");
        }
        table.push_back(what_if(std::move(row), *header));
    }
    return table;
}

Diagnostics at_cells(const Diagnostics& diagnostics, const WhatIf& row) {
    Diagnostics told;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        SourcePosition position = diagnostic.position;
        for (const Located<std::string>& override_ : row.overrides) {
            if (position.file && *position.file == "--set " + override_.value) {
                position = override_.position;
            }
        }
        if (diagnostic.severity == Severity::error) {
            told.error(position, diagnostic.message, diagnostic.hint);
        } else {
            told.warning(position, diagnostic.message, diagnostic.hint);
        }
    }
    return told;
}

}  // namespace greenlane::io
