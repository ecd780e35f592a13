#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

#include "io/stored_columns.h"
#include "io/stored_declarations.h"

#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <utility>

namespace greenlane::io {

namespace {

/// A file under its temporary name.
class UnfinishedFile {
public:
    explicit UnfinishedFile(std::string name)
        : name_(std::move(name)), temporary_(name_ + ".partial"), file_(create(temporary_)) {
        namespace fs = std::filesystem;
        std::error_code ignored;
        fs::permissions(temporary_, fs::perms::owner_read | fs::perms::owner_write, ignored);
    }
    ~UnfinishedFile() {
        if (!finished_) {
            columns_.clear();
            std::remove(temporary_.c_str());
        }
    }
    UnfinishedFile(const UnfinishedFile&) = delete;
    UnfinishedFile& operator=(const UnfinishedFile&) = delete;

    H5::H5File& file() { return file_; }

    ColumnAppender& column(const std::string& group, const std::string& name,
                           const H5::PredType& type) {
        const auto found = columns_.find({group, name});
        if (found != columns_.end()) {
            return found->second;
        }
        if (!file_.nameExists(group)) {
            create_group(file_, group);
        }
        return columns_
            .emplace(std::pair{group, name}, ColumnAppender(file_.openGroup(group), name, type))
            .first->second;
    }
    std::size_t columns() const { return columns_.size(); }

    void close() {
        for (auto& [name, column] : columns_) {
            column.flush();
        }
        columns_.clear();
        file_.close();
    }
    bool rename() {
        finished_ = std::rename(temporary_.c_str(), name_.c_str()) == 0;
        return finished_;
    }

private:
    static H5::H5File create(const std::string& file) {
        H5::FileCreatPropList properties;
        H5Pset_obj_track_times(properties.getId(), 0);
        // The newest layout of 1.10: its metadata carry checksums.
        H5::FileAccPropList access;
        access.setLibverBounds(H5F_LIBVER_LATEST, H5F_LIBVER_LATEST);
        return {file, H5F_ACC_TRUNC, properties, access};
    }

    std::string name_;
    std::string temporary_;
    H5::H5File file_;
    std::map<std::pair<std::string, std::string>, ColumnAppender> columns_;
    bool finished_ = false;
};

/// Appends each column that is there to a group of a file.
struct Append {
    UnfinishedFile& file;
    std::string group;

    template <typename T>
    void operator()(const std::string& name, DictionaryOf, const std::vector<T>& column) const {
        if (!column.empty()) {
            file.column(group, name, stored_type<T>()).append(column.data(), column.size());
        }
    }
    void operator()(const std::string& name, DictionaryOf,
                    const shipment::TextColumn& column) const {
        if (column.absent()) {
            return;
        }
        ColumnAppender& lengths =
            file.column(group, name + "_length", stored_type<std::uint32_t>());
        ColumnAppender& bytes = file.column(group, name + "_bytes", stored_type<std::uint8_t>());
        for (std::size_t row = 0; row < column.size(); ++row) {
            const auto length = static_cast<std::uint32_t>(column[row].size());
            lengths.append(&length, 1);
            bytes.append(column[row].data(), length);
        }
    }
};

}  // namespace

struct DeclarationWriter::Files {
    Files(std::string file, std::string truth_file, FlowLabel flow)
        : name(std::move(file)),
          truth_name(std::move(truth_file)),
          label(std::move(flow)),
          fingerprint(label.seed) {}

    std::string name;
    std::string truth_name;
    FlowLabel label;
    FlowFingerprint fingerprint;
    std::optional<UnfinishedFile> declarations;
    std::optional<UnfinishedFile> truth;
    std::uint64_t first_shipment = 0;
    std::uint64_t rows = 0;
    std::uint64_t item_rows = 0;

    /// Does `work`; what HDF5 throws is a file that cannot be written.
    template <typename Work>
    void write(Work work) {
        H5::Exception::dontPrint();
        try {
            work();
        } catch (const H5::Exception& error) {
            throw InputError(Failure::output, name, "cannot be written: " + error.getDetailMsg());
        }
    }

    void label_file(H5::H5File& file, std::string_view filetype) const {
        write_attribute(file, "filetype", std::string(filetype));
        write_attribute(file, "version", stored_version);
        write_attribute(file, "greenlane_version", std::string(GREENLANE_VERSION));
        write_attribute(file, "scenario", label.scenario);
        write_attribute(file, "seed", label.seed);
        write_attribute(file, "replication", label.replication);
        write_attribute(file, "utc_offset_ms", label.utc_offset);
        write_attribute(file, "first_shipment", first_shipment);
        write_attribute(file, "declarations", rows);
        write_attribute(file, "items", item_rows);
        write_attribute(file, "fingerprint", fingerprint.value());
    }
};

DeclarationWriter::DeclarationWriter(std::string file, std::string truth_file, FlowLabel label)
    : files_(std::make_unique<Files>(std::move(file), std::move(truth_file), std::move(label))) {
    files_->write([this] {
        files_->declarations.emplace(files_->name);
        files_->declarations->column("declarations", "lodged", stored_type<Instant>());
        if (!files_->truth_name.empty()) {
            files_->truth.emplace(files_->truth_name);
        }
    });
}

DeclarationWriter::~DeclarationWriter() = default;

void DeclarationWriter::append(const shipment::Block& block) {
    const shipment::Declarations& rows = block.declarations;
    if (files_->rows == 0) {
        files_->first_shipment = rows.first_shipment;
    }
    GREENLANE_EXPECT(rows.first_shipment == files_->first_shipment + files_->rows);
    if (rows.rows() == 0) {
        return;
    }
    files_->write([&] {
        UnfinishedFile& file = *files_->declarations;
        const std::size_t columns = file.columns();
        const Append append{file, "declarations"};
        append("lodged", {}, rows.lodged);
        for (const Instant lodged : rows.lodged) {
            files_->fingerprint.add(static_cast<std::uint64_t>(lodged));
        }
        if (!rows.first_item.empty()) {
            std::vector<std::uint32_t> items(rows.rows());
            for (std::size_t row = 0; row < items.size(); ++row) {
                items[row] = rows.first_item[row + 1] - rows.first_item[row];
            }
            append("items", {}, items);
        }
        for_each_declaration_column(append, block);
        for_each_record_column(Append{file, "records"}, block);
        for_each_item_column(Append{file, "items"}, block);
        if (files_->truth) {
            for_each_truth_column(Append{*files_->truth, "truth"}, block);
        }
        GREENLANE_EXPECT(files_->rows == 0 || columns == file.columns());
    });
    files_->rows += rows.rows();
    files_->item_rows += rows.item_rows();
}

void DeclarationWriter::finish(const shipment::Vocabulary& vocabulary) {
    files_->write([&] {
        H5::H5File& file = files_->declarations->file();
        const H5::Group words = create_group(file, "vocabulary");
        for_each_dictionary(
            [&](const std::string& name, const shipment::Dictionary& dictionary) {
                write_words(words, name, dictionary);
            },
            vocabulary);
        files_->label_file(file, declarations_filetype);
        if (files_->truth) {
            files_->label_file(files_->truth->file(), truth_filetype);
            files_->truth->close();
        }
    });
    files_->write([&] { files_->declarations->close(); });
    if ((files_->truth && !files_->truth->rename()) || !files_->declarations->rename()) {
        throw InputError(Failure::output, files_->name, "cannot be given its name");
    }
}

}  // namespace greenlane::io
