#include "io/declaration_csv.h"

#include "greenlane/core/contract.h"

#include <algorithm>
#include <utility>

namespace greenlane::io {

namespace {

bool maps_items(const MappingDefinition& mapping) {
    return std::any_of(mapping.fields.begin(), mapping.fields.end(), [](const FieldMapping& each) {
        const std::string_view section = traits(each.field).section;
        return section == "item" || section == "truth";
    });
}

}  // namespace

CsvDeclarations::CsvDeclarations(DeclarationInput input, std::size_t buffer)
    : input_(std::move(input)),
      buffer_(buffer),
      columns_(input_.mapping, vocabulary_),
      rejects_(input_.rejects, input_.mapping.delimiter),
      admission_(input_.mapping.duplicate_days),
      hours_(input_.hour_of_day),
      key_(random::make_key(input_.seed, 0)),
      has_items_(maps_items(input_.mapping)) {
    check_files();
}

CsvOptions CsvDeclarations::options() const {
    return {input_.mapping.delimiter, Failure::declarations, buffer_};
}

/// Looks at the header of every file, so that a mistake in the last one shows at once.
void CsvDeclarations::check_files() {
    Diagnostics diagnostics;
    for (const std::string& file : input_.files) {
        try {
            const CsvReader reader(file, options());
            columns_.bind(reader);
            most_rows_.push_back(reader.most_rows_left());
        } catch (const InputError& error) {
            diagnostics.append(error.diagnostics());
        }
    }
    if (diagnostics.has_errors()) {
        throw InputError(Failure::declarations, std::move(diagnostics));
    }
}

bool CsvDeclarations::next(shipment::Block& block) {
    block.clear();
    while (!day_.take(input_.epochs, block)) {
        if (!fill_day()) {
            return false;
        }
    }
    block.declarations.first_shipment = shipments_;
    shipments_ += block.declarations.rows();
    return true;
}

/// Collects and closes the next date's declarations. False where none are left.
bool CsvDeclarations::fill_day() {
    std::optional<std::int64_t> date;
    while (run_ < admission_.runs().size() || next_batch()) {
        if (run_ == admission_.runs().size()) {
            continue;
        }
        const std::int64_t run_date = admission_.runs()[run_].day;
        if (date && run_date != *date) {
            break;
        }
        if (!date) {
            date = run_date;
            day_.start(run_date * day - input_.mapping.utc_offset);
        }
        append_run();
    }
    if (!date) {
        return false;
    }
    if (!columns_.has_time()) {
        day_.draw_times(key_, declarations_, hours_);
    }
    declarations_ += day_.size();
    day_.close();
    return true;
}

void CsvDeclarations::append_run() {
    const std::vector<RowAdmission::Run>& runs = admission_.runs();
    const RowAdmission::Run before = run_ == 0 ? RowAdmission::Run{0, 0, 0} : runs[run_ - 1];
    const RowAdmission::Run& run = runs[run_++];
    const std::span heads(admission_.heads());
    const std::span items(admission_.items());
    shipment::Block& rows = day_.rows();
    const auto run_heads = heads.subspan(before.heads_end, run.heads_end - before.heads_end);
    for (const std::uint32_t row : run_heads) {
        rows.declarations.lodged.push_back(columns_.local_time(row) - input_.mapping.utc_offset);
    }
    if (has_items_) {
        std::vector<std::uint32_t>& first_item = rows.declarations.first_item;
        const std::uint32_t held = first_item.empty() ? 0 : first_item.back();
        first_item.resize(first_item.empty() ? 0 : first_item.size() - 1);
        for (std::size_t i = before.heads_end; i < run.heads_end; ++i) {
            first_item.push_back(held + admission_.head_items()[i] -
                                 static_cast<std::uint32_t>(before.items_end));
        }
        first_item.push_back(held + static_cast<std::uint32_t>(run.items_end - before.items_end));
    }
    columns_.append(*reader_, run_heads,
                    items.subspan(before.items_end, run.items_end - before.items_end), rows);
}

/// Reads rows on, through the files. False at the end of the last, when the rejects are judged.
bool CsvDeclarations::next_batch() {
    while (!reader_ || !reader_->next()) {
        if (files_opened_ == input_.files.size()) {
            rejects_.judge(0);
            rejects_.finish();
            return false;
        }
        reader_ = std::make_unique<CsvReader>(input_.files[files_opened_++], options());
        columns_.bind(*reader_);
    }
    columns_.parse(*reader_);
    admission_.admit(*reader_, columns_);
    run_ = 0;
    log_faults();
    return true;
}

void CsvDeclarations::log_faults() {
    rejects_.count_rows(reader_->rows() + reader_->malformed().size());
    struct Reject {
        std::string_view row;
        bool splits;
        std::uint32_t column;
        const std::string* reason;
    };
    std::vector<Reject> rejects;
    for (const MalformedRow& row : reader_->malformed()) {
        rejects.push_back({row.bytes, row.splits, row.column, &row.reason});
    }
    for (const RowFault& fault : columns_.faults().list()) {
        rejects.push_back({reader_->row_bytes(fault.row), true, fault.column, &fault.reason});
    }
    std::sort(rejects.begin(), rejects.end(),
              [](const Reject& a, const Reject& b) { return a.row.data() < b.row.data(); });
    for (const Reject& reject : rejects) {
        rejects_.reject(*reader_, reject.row, reject.splits, reject.column, *reject.reason);
    }
    if (!rejects.empty()) {
        if (const auto most = most_rows_left()) {
            rejects_.judge(*most);
        }
    }
}

std::optional<std::uint64_t> CsvDeclarations::most_rows_left() const {
    std::optional<std::uint64_t> most = reader_->most_rows_left();
    for (std::size_t file = files_opened_; file < most_rows_.size(); ++file) {
        most = most && most_rows_[file] ? std::optional(*most + *most_rows_[file]) : std::nullopt;
    }
    return most;
}

std::unique_ptr<DeclarationSource> open_declarations(DeclarationInput input) {
    return std::make_unique<CsvDeclarations>(std::move(input));
}

}  // namespace greenlane::io
