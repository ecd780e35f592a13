#pragma once

#include "greenlane/core/calendar.h"
#include "greenlane/core/diagnostics.h"
#include "greenlane/core/located.h"
#include "greenlane/core/units.h"

#include "io/toml_scalar.h"
#include "io/toml_value.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

template <typename T>
using Optional = std::optional<Located<T>>;
template <typename T>
using LocatedList = std::vector<Located<T>>;

/// A table of a TOML text, read key by key. Each getter gives nothing where the key is absent, and
/// reports an error and gives nothing where the value is of another type. Every key that a reader
/// asks for is remembered as known; finish() reports the others. Views stay valid while their
/// document lives.
class TomlTable {
public:
    TomlTable(TomlValue& table, std::string path, Diagnostics& diagnostics);

    /// Of the table's header or opening brace; in the root, of the whole file.
    const SourcePosition& position() const { return table_->position; }
    Diagnostics& diagnostics() const { return *diagnostics_; }

    bool has(std::string_view key);
    /// The kind of the value, where there is one.
    std::optional<TomlValue::Kind> kind(std::string_view key);
    /// Where the key's value stands, or, where there is none, the table.
    SourcePosition place(std::string_view key);
    /// Reports the key as missing unless it is there.
    bool require(std::string_view key);

    Optional<std::string> text(std::string_view key);
    Optional<double> number(std::string_view key);  ///< finite; integers too
    Optional<std::int64_t> integer(std::string_view key);
    Optional<bool> boolean(std::string_view key);
    Optional<Duration> duration(std::string_view key);  ///< `"24min"`
    Optional<Quantity> quantity(std::string_view key);  ///< a number or a duration
    Optional<Instant> instant(std::string_view key);    ///< native or text; UTC without a zone
    Optional<Date> date(std::string_view key);          ///< native or text
    Optional<Duration> clock(std::string_view key);  ///< `"16:00"`, since midnight; up to "24:00"
    /// Arrays of one type. A faulty element is reported and left out.
    Optional<LocatedList<std::string>> texts(std::string_view key);
    Optional<LocatedList<double>> numbers(std::string_view key);
    Optional<LocatedList<Quantity>> quantities(std::string_view key);
    Optional<LocatedList<Date>> dates(std::string_view key);
    /// One of the enumerators of `all`, by its name().
    template <typename Enum, std::size_t N>
    Optional<Enum> choice(std::string_view key, const std::array<Enum, N>& all);

    std::optional<TomlTable> table(std::string_view key);
    /// The elements of an array of tables, `[[key]]` or `key = [{...}, {...}]`; empty where absent.
    std::vector<TomlTable> tables(std::string_view key);
    /// The keys of a free table, in the order of the text. They are not thereby known: what is read
    /// of them is.
    LocatedList<std::string> keys() const;

    /// Reports every key here and in the tables read from here that nobody asked for.
    void finish();

private:
    TomlValue* ask(std::string_view key);
    /// Reads a value with `read`, which gives nullopt for what it cannot take.
    template <typename T, typename Read>
    Optional<T> get(std::string_view key, std::string_view expected, Read read);
    template <typename T, typename Read>
    Optional<LocatedList<T>> get_list(std::string_view key, std::string_view expected, Read read);
    void report_type(std::string_view key, const TomlValue& value, std::string_view expected);
    Optional<std::size_t> choose(std::string_view key, std::span<const std::string_view> names);
    std::string label() const;

    TomlValue* table_;
    std::string path_;
    Diagnostics* diagnostics_;
};

/// A TOML text that was read.
class TomlDocument {
public:
    /// nullopt, and errors, where the text is not TOML. `file` names it in messages.
    static std::optional<TomlDocument> parse(std::string text, std::string file,
                                             Diagnostics& diagnostics);
    /// nullopt, and an error about the file, where it cannot be read.
    static std::optional<TomlDocument> read(const std::filesystem::path& file,
                                            Diagnostics& diagnostics);

    TomlTable root(Diagnostics& diagnostics) { return {root_, "", diagnostics}; }
    TomlValue& value() { return root_; }
    /// The verbatim text.
    const std::string& text() const { return text_; }

private:
    TomlDocument(std::string text, TomlValue root);
    std::string text_;
    TomlValue root_;
};

template <typename Enum, std::size_t N>
Optional<Enum> TomlTable::choice(std::string_view key, const std::array<Enum, N>& all) {
    std::array<std::string_view, N> names;
    for (std::size_t i = 0; i < N; ++i) {
        names[i] = name(all[i]);
    }
    const auto chosen = choose(key, names);
    return chosen ? Optional<Enum>({all[chosen->value], chosen->position}) : std::nullopt;
}

}  // namespace greenlane::io
