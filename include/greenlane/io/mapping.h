#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"
#include "greenlane/core/units.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// What a column of a CSV file can be to us.
enum class Field : std::uint8_t {
    // [declaration]
    number,
    date,  ///< when it was lodged; the one field that every mapping and every row needs
    procedure,
    mode,
    tier,
    office,
    importer,
    declarant,
    seller,
    carrier,
    departure,
    destination,
    containers,
    perishable,
    electronic_payment,
    deferred_payment,
    score,
    // [documents]
    held,
    electronic,
    // [item]
    item_number,
    hs,
    origin,
    value,
    mass,
    quantity,
    duty,
    exemption,
    tax_rate,
    tax_type,
    description,
    // [recorded]
    lane,
    controls,
    outcome,
    inspected,
    probability,
    random,
    accepted,
    selected,
    assessed,
    paid,
    released,
    // [truth]
    violation,
    evaded,
    harm,
    true_hs,
};
inline constexpr std::size_t field_count = 45;

/// Whether its cells are amounts of money.
bool is_money(Field field);

/// Where a field stands in a mapping and what its cells are.
struct FieldTraits {
    enum class Kind : std::uint8_t {
        text,       ///< kept as it stands
        word,       ///< coded by a dictionary
        goods,      ///< an HS code: digits, points and blanks between them dropped
        choice,     ///< one of our words: a mode, a lane...
        decimal,    ///< a number, kept in whole units
        words,      ///< several words in one cell
        moment,     ///< a date and time
        lodgement,  ///< a date, with or without a time
    };
    std::string_view section;
    std::string_view key;
    Kind kind;
};
const FieldTraits& traits(Field field);

struct Translation {
    Located<std::string> from;
    Located<std::string> to;
};

/// How one of our fields is got from a row.
struct FieldMapping {
    Field field;
    Located<std::string> column;                    ///< their header; empty where not read from one
    std::optional<Located<std::string>> constant;   ///< instead of a column: the same in each row
    bool value_times_tax_rate = false;              ///< instead of a column: duty only
    std::optional<Located<std::string>> empty;      ///< what an empty cell means
    std::vector<Translation> translate;             ///< their word -> ours
    std::optional<Located<std::string>> otherwise;  ///< what any word not translated becomes
    int shift = 0;            ///< decimal: a cell's number times 10^shift is what we keep
    std::size_t digits = 0;   ///< goods: filled up with zeros on the left to so many digits
    char separator = ';';     ///< words
    std::string date_format;  ///< moment, lodgement
};

/// A document with a column of its own: `yes`, `no` or `electronic` in each row.
struct DocumentColumn {
    Located<std::string> document;
    Located<std::string> column;
};

/// How a CSV file of declarations is to be read: plain data, as the user wrote it.
struct MappingDefinition {
    std::string file;
    std::string name;
    std::string source;    ///< where the data are from, for reports
    std::string currency;  ///< ISO 4217
    int minor_digits = 2;
    /// Amounts in columns are multiplied by it, in 10^-12, and rounded half to even: what one unit
    /// of the file's own money is in `currency`. 0: they are in `currency` already.
    std::int64_t exchange = 0;
    int hs_edition = 2022;
    Duration utc_offset = 0;  ///< of the times in the file: local time minus UTC
    char delimiter = ',';
    std::int64_t duplicate_days = 31;
    std::vector<FieldMapping> fields;  ///< at most one a field, in the order of the enumerators
    std::vector<DocumentColumn> documents;

    const FieldMapping* find(Field field) const;
};

/// Reads a mapping; every mistake is reported, with its place. What is returned is of use only
/// where `diagnostics` has no errors afterwards.
MappingDefinition read_mapping(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace greenlane::io
