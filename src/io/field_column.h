#pragma once

#include "greenlane/io/mapping.h"
#include "greenlane/shipment/source.h"

#include "io/csv_reader.h"
#include "io/date_format.h"
#include "io/row_faults.h"
#include "io/word_cache.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace greenlane::io {

/// One of our fields as a mapping gets it from the rows of a file: what its cells are worth.
class FieldColumn {
public:
    /// Where a field stands that is not read from a column: it is constant, or derived.
    static constexpr std::uint32_t nowhere = 0xffffffffu;

    /// The references must outlive the column.
    FieldColumn(const MappingDefinition& mapping, const FieldMapping& field,
                shipment::Vocabulary& vocabulary);

    Field field() const { return mapped_.field; }
    const FieldMapping& mapping() const { return mapped_; }
    /// Of dates and times.
    const std::optional<DateFormat>& format() const { return format_; }
    /// What codes its words; nullptr where nothing does.
    const shipment::Dictionary* dictionary() const { return dictionary_; }
    /// Whether a cell can be wrong, so that parse() must look at it.
    bool can_be_wrong() const;

    std::uint32_t place() const { return place_; }  ///< in the file, from 0
    void set_place(std::uint32_t place) { place_ = place; }

    /// Makes room for a batch of so many rows, and fills it where the field is constant.
    void hold(std::size_t rows);
    /// Reads every cell of the batch; codes no word yet.
    void parse(const CsvReader& reader, RowFaults& faults);
    /// Codes the word of a row.
    void code(const CsvReader& reader, std::size_t row) {
        const std::string_view cell = reader.text(row, place_, scratch_);
        values_[row] = cell.empty()
                           ? empty_
                           : cache_.value(cell, [this](auto word) { return value_of(word); });
    }
    /// Appends rows of the batch to what the field fills of a block.
    void append(const CsvReader& reader, std::span<const std::uint32_t> rows,
                shipment::Block& block);

    /// Of the batch, by row.
    std::vector<std::int64_t>& values() { return values_; }
    const std::vector<std::int64_t>& values() const { return values_; }

private:
    std::int64_t value_of(std::string_view word);
    std::int64_t bits_of(std::string_view list);
    std::string_view translated(std::string_view word) const;

    template <typename Read>
    void parse_with(const CsvReader& reader, RowFaults& faults, Read read);
    void parse_decimals(const CsvReader& reader, RowFaults& faults);
    void parse_choices(const CsvReader& reader, RowFaults& faults);
    void parse_moments(const CsvReader& reader, RowFaults& faults);
    void parse_goods(const CsvReader& reader, RowFaults& faults);

    const MappingDefinition& mapping_;
    const FieldMapping& mapped_;
    FieldTraits::Kind kind_;
    shipment::Dictionary* dictionary_;
    std::unordered_map<std::string, std::string> translate_;
    std::optional<DateFormat> format_;
    std::int64_t limit_;  ///< of decimals
    bool required_ = false;
    std::int64_t empty_ = 0;  ///< what an empty cell, or a constant field, is
    std::uint32_t place_ = nowhere;
    WordCache cache_;
    std::vector<std::int64_t> values_;
    std::string scratch_;
    std::string code_;
};

}  // namespace greenlane::io
