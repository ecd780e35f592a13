#pragma once

#include "greenlane/io/mapping.h"
#include "greenlane/shipment/source.h"

#include "io/csv_reader.h"
#include "io/date_format.h"
#include "io/word_cache.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

namespace greenlane::io {

/// A row of a batch that cannot be used, and why.
struct RowFault {
    std::uint32_t row = 0;
    std::uint32_t column = 0;  ///< counted from 1
    std::string reason;
};

/// The columns of a CSV file as a mapping reads them. A batch is read in three steps: parse() what
/// can be wrong, code() the rows that are used, append() them to a block.
class DeclarationColumns {
public:
    DeclarationColumns(const MappingDefinition& mapping, shipment::Vocabulary& vocabulary);

    /// Finds the columns in the reader's header. Throws InputError that names all that are missing.
    void bind(const CsvReader& reader);
    /// Reads dates, numbers and choices of every row of the batch; faults by row, the leftmost of
    /// each.
    void parse(const CsvReader& reader);
    const std::vector<RowFault>& faults() const { return faults_; }
    bool faulty(std::size_t row) const { return faulty_[row] != 0; }
    void add_fault(std::size_t row, std::uint32_t column, std::string reason);

    /// Codes the words of a row; rows in ascending order give codes in the order of first use.
    void code(const CsvReader& reader, std::size_t row);
    /// Appends rows to the columns of `block` that the mapping fills, apart from `lodged` and
    /// `first_item`: `heads` to those of declarations, `items` to those of goods items.
    void append(const CsvReader& reader, std::span<const std::uint32_t> heads,
                std::span<const std::uint32_t> items, shipment::Block& block);

    bool has_time() const { return date_format_->has_time(); }
    /// When a row was lodged, local time; at midnight where the file holds only dates.
    Instant local_time(std::size_t row) const { return columns_[date_].values[row]; }
    std::uint32_t place_of_date() const { return columns_[date_].place; }
    /// Where the declaration's number stands; `nowhere` where it is not mapped.
    std::uint32_t place_of_number() const { return place_of_number_; }
    std::uint32_t place_of_item_number() const { return place_of_item_number_; }

    static constexpr std::uint32_t nowhere = 0xffffffffu;

private:
    struct Column {
        Field field{};
        FieldTraits::Kind kind{};
        const FieldMapping* mapping = nullptr;
        std::uint32_t place = nowhere;  ///< in the file, from 0; nowhere: a constant, or derived
        bool required = false;
        std::int64_t empty = 0;  ///< what an empty cell, or a constant column, is
        std::int64_t limit = 0;  ///< of decimals
        std::optional<DateFormat> format;
        shipment::Dictionary* dictionary = nullptr;
        std::unordered_map<std::string, std::string> translate;
        WordCache cache;
        std::vector<std::int64_t> values;  ///< of the batch
    };
    /// A document with a column of its own.
    struct Document {
        std::uint64_t bit = 0;
        std::uint32_t place = nowhere;
        std::vector<std::uint8_t> values;  ///< of the batch: 0 no, 1 yes, 2 electronic
    };

    std::uint32_t place_of(Field field) const;
    std::int64_t value_of(Column& column, std::string_view word);
    std::int64_t documents_of(Column& column, std::string_view cell);
    void parse_cells(const CsvReader& reader, Column& column);
    template <typename Read>
    void parse_with(const CsvReader& reader, Column& column, Read read);
    void parse_decimals(const CsvReader& reader, Column& column);
    void parse_choices(const CsvReader& reader, Column& column);
    void parse_moments(const CsvReader& reader, Column& column);
    void parse_goods(const CsvReader& reader, Column& column);
    void parse_documents(const CsvReader& reader, Document& document);
    void derive_duty(Column& duty, std::size_t rows);
    void append_column(const CsvReader& reader, const Column& column,
                       std::span<const std::uint32_t> rows, shipment::Block& block);

    const MappingDefinition& mapping_;
    shipment::Vocabulary& vocabulary_;
    std::deque<Column> columns_;
    std::vector<Column*> checked_;  ///< those that parse() reads, in the order of the file
    std::vector<Column*> coded_;    ///< those that code() reads
    std::vector<Document> documents_;
    std::size_t date_ = 0;
    std::uint32_t place_of_number_ = nowhere;
    std::uint32_t place_of_item_number_ = nowhere;
    const DateFormat* date_format_ = nullptr;
    std::vector<RowFault> faults_;
    std::vector<std::uint8_t> faulty_;
    std::string scratch_;
    std::string code_;
};

}  // namespace greenlane::io
