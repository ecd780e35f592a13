#pragma once

#include "greenlane/io/declaration_reader.h"

#include "io/csv_reader.h"
#include "io/declaration_columns.h"
#include "io/declaration_day.h"
#include "io/duplicate_window.h"
#include "io/reject_log.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::io {

/// Decides which rows of a batch are used: in order of date, none twice, the items of a
/// declaration together.
class RowAdmission {
public:
    explicit RowAdmission(std::int64_t duplicate_days);

    /// Rows of one date that follow each other.
    struct Run {
        std::int64_t day;
        std::size_t items_end;  ///< in items(), from the end of the run before
        std::size_t heads_end;
    };
    /// Looks at the rows of a parsed batch; adds faults to `columns`.
    void admit(const CsvReader& reader, DeclarationColumns& columns);
    const std::vector<std::uint32_t>& items() const { return items_; }
    /// Those of items() that begin a declaration.
    const std::vector<std::uint32_t>& heads() const { return heads_; }
    /// For each of heads() its place in items().
    const std::vector<std::uint32_t>& head_items() const { return head_items_; }
    const std::vector<Run>& runs() const { return runs_; }

private:
    bool admit_key(const CsvReader& reader, DeclarationColumns& columns, std::size_t row,
                   std::int64_t day, bool& head);
    std::string name_of(const CsvReader& reader, const DeclarationColumns& columns,
                        std::size_t row);

    std::int64_t duplicate_days_;
    DuplicateWindow seen_;
    std::optional<std::int64_t> day_;  ///< of the last row admitted
    std::string number_;               ///< of the last row admitted
    std::vector<KeyPrint> prints_;
    std::vector<std::uint32_t> items_;
    std::vector<std::uint32_t> heads_;
    std::vector<std::uint32_t> head_items_;
    std::vector<Run> runs_;
    std::string scratch_;
    std::string item_scratch_;
};

class CsvDeclarations final : public DeclarationSource {
public:
    /// `buffer`: how many bytes are read at a time.
    explicit CsvDeclarations(DeclarationInput input, std::size_t buffer = CsvOptions{}.buffer);

    bool next(shipment::Block& block) override;
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }
    const RejectSummary& rejects() const override { return rejects_.summary(); }

private:
    CsvOptions options() const;
    void check_files();
    bool fill_day();
    bool next_batch();
    void log_faults();
    void append_run();
    std::optional<std::uint64_t> most_rows_left() const;

    DeclarationInput input_;
    std::size_t buffer_;
    shipment::Vocabulary vocabulary_;
    DeclarationColumns columns_;
    RejectLog rejects_;
    RowAdmission admission_;
    HourProfile hours_;
    random::Key key_;
    bool has_items_;
    std::unique_ptr<CsvReader> reader_;
    std::size_t files_opened_ = 0;
    std::vector<std::optional<std::uint64_t>> most_rows_;  ///< of each file
    std::size_t run_ = 0;                                  ///< the next of admission_.runs()
    DeclarationDay day_;
    std::uint64_t declarations_ = 0;  ///< of all closed days
    std::uint64_t shipments_ = 0;     ///< handed out
};

}  // namespace greenlane::io
