#pragma once

#include "greenlane/io/mapping.h"
#include "greenlane/shipment/source.h"

#include "io/csv_reader.h"
#include "io/field_column.h"
#include "io/row_faults.h"

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <vector>

namespace greenlane::io {

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
    RowFaults& faults() { return faults_; }
    const RowFaults& faults() const { return faults_; }

    /// Codes the words of rows, in ascending order: each dictionary's codes follow the order of
    /// first use.
    void code(const CsvReader& reader, std::span<const std::uint32_t> rows);
    /// Appends rows to the columns of `block` that the mapping fills, apart from `lodged` and
    /// `first_item`: `heads` to those of declarations, `items` to those of goods items.
    void append(const CsvReader& reader, std::span<const std::uint32_t> heads,
                std::span<const std::uint32_t> items, shipment::Block& block);

    bool has_time() const { return date_->format()->has_time(); }
    /// When a row was lodged, local time; at midnight where the file holds only dates.
    Instant local_time(std::size_t row) const { return date_->values()[row]; }
    std::uint32_t place_of_date() const { return date_->place(); }
    /// Where the declaration's number stands; `nowhere` where it is not mapped.
    std::uint32_t place_of_number() const { return place_of_number_; }
    std::uint32_t place_of_item_number() const { return place_of_item_number_; }

    static constexpr std::uint32_t nowhere = FieldColumn::nowhere;

private:
    /// A document with a column of its own.
    struct Document {
        std::uint64_t bit = 0;
        std::uint32_t place = nowhere;
        std::vector<std::uint8_t> values;  ///< of the batch: 0 no, 1 yes, 2 electronic
    };

    FieldColumn* find(Field field);
    std::uint32_t place_of(Field field);
    std::vector<FieldColumn*>& coded_with(const shipment::Dictionary& dictionary);
    void parse_documents(const CsvReader& reader, Document& document);
    void derive_duty(FieldColumn& duty, std::size_t rows);

    const MappingDefinition& mapping_;
    std::deque<FieldColumn> columns_;
    FieldColumn* date_ = nullptr;
    std::vector<FieldColumn*> checked_;  ///< those that parse() reads, in the order of the file
    /// Those that code() reads, a group a dictionary, so that its cache stays near.
    std::vector<std::vector<FieldColumn*>> coded_;
    std::vector<Document> documents_;
    std::uint32_t place_of_number_ = nowhere;
    std::uint32_t place_of_item_number_ = nowhere;
    RowFaults faults_;
    std::string scratch_;
};

}  // namespace greenlane::io
