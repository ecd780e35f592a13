#include "io/mapping_header.h"

#include "io/date_format.h"
#include "io/decimal.h"

#include <algorithm>
#include <array>
#include <utility>

namespace greenlane::io {

namespace {

void read_money(TomlTable& table, MappingDefinition& mapping) {
    if (const auto currency = table.text("currency")) {
        mapping.currency = currency->value;
        const bool code = currency->value.size() == 3 &&
                          std::all_of(currency->value.begin(), currency->value.end(),
                                      [](char c) { return c >= 'A' && c <= 'Z'; });
        if (!code) {
            table.diagnostics().error(currency->position,
                                      "'" + currency->value + "' is not a currency",
                                      "ISO 4217 names it by three capitals: \"USD\"");
        }
    }
    if (const auto digits = table.integer("minor_digits")) {
        mapping.minor_digits = static_cast<int>(std::clamp<std::int64_t>(digits->value, 0, 4));
        if (mapping.minor_digits != digits->value) {
            table.diagnostics().error(digits->position, "minor_digits must be 0 to 4");
        }
    }
    if (const auto exchange = table.text("exchange")) {
        std::string padded = exchange->value;
        padded.reserve(padded.size() + 16);
        if (parse_decimal(padded, 12, mapping.exchange) != DecimalFault::none ||
            mapping.exchange == 0) {
            table.diagnostics().error(exchange->position,
                                      "'" + exchange->value + "' is not an exchange rate",
                                      "what one unit of the file's money is worth: \"0.00085\"");
        }
    }
}

void read_edition(TomlTable& table, MappingDefinition& mapping) {
    if (const auto edition = table.integer("hs_edition")) {
        mapping.hs_edition = static_cast<int>(edition->value);
        constexpr std::array editions{1988, 1996, 2002, 2007, 2012, 2017, 2022};
        if (std::find(editions.begin(), editions.end(), edition->value) == editions.end()) {
            table.diagnostics().error(edition->position, "there is no HS edition of that year",
                                      "one of 1988, 1996, 2002, 2007, 2012, 2017, 2022");
        }
    }
}

void read_times(TomlTable& table, MappingDefinition& mapping) {
    if (const auto offset = table.text("utc_offset")) {
        const auto parsed = parse_utc_offset(offset->value);
        mapping.utc_offset = parsed.value_or(0);
        if (!parsed) {
            table.diagnostics().error(offset->position,
                                      "'" + offset->value + "' is not an offset from UTC",
                                      "write it as \"+06:00\", \"-03:30\" or \"Z\"");
        }
    }
    if (const auto window = table.duration("duplicate_window")) {
        mapping.duplicate_days = std::clamp<std::int64_t>(window->value / day, 1, 3660);
        if (mapping.duplicate_days * day != window->value) {
            table.diagnostics().error(window->position,
                                      "duplicate_window must be whole days, 1 to 3660");
        }
    }
}

void read_delimiter(TomlTable& table, MappingDefinition& mapping) {
    if (const auto delimiter = table.text("delimiter")) {
        const bool one = delimiter->value.size() == 1 &&
                         std::string_view(",;\t|").find(delimiter->value) != std::string_view::npos;
        mapping.delimiter = one ? delimiter->value.front() : ',';
        if (!one) {
            table.diagnostics().error(delimiter->position,
                                      "the delimiter must be \",\", \";\", \"|\" or \"\\t\"");
        }
    }
}

}  // namespace

void read_mapping_header(TomlTable& table, MappingDefinition& mapping) {
    if (auto name = table.text("name")) {
        mapping.name = std::move(name->value);
    }
    if (auto source = table.text("source")) {
        mapping.source = std::move(source->value);
    }
    read_money(table, mapping);
    read_edition(table, mapping);
    read_times(table, mapping);
    read_delimiter(table, mapping);
}

std::optional<std::string> read_date_format(TomlTable& table, std::string_view key) {
    const auto format = table.text(key);
    std::string fault;
    if (format && !DateFormat::compile(format->value, fault)) {
        table.diagnostics().error(format->position, fault,
                                  "for example \"%Y-%m-%d\" or \"%d.%m.%Y %H:%M\"");
        return std::nullopt;
    }
    return format ? std::optional(format->value) : std::nullopt;
}

}  // namespace greenlane::io
