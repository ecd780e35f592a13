#include "greenlane/core/diagnostics.h"
#include "greenlane/core/lane.h"
#include "greenlane/core/violation.h"

#include "io/stored_columns.h"
#include "io/stored_declarations.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace greenlane::io {

namespace {

[[noreturn]] void damaged(const std::string& file, const std::string& what) {
    throw InputError(Failure::declarations, file, "the file is damaged: " + what,
                     "generate it anew");
}

/// Does `work`; what HDF5 throws is a file that cannot be read.
template <typename Work>
auto reading(const std::string& file, Work work) {
    H5::Exception::dontPrint();
    try {
        return work();
    } catch (const H5::Exception& error) {
        damaged(file, error.getDetailMsg());
    }
}

/// The largest number that an element may have where it is no code of a dictionary.
template <typename T>
constexpr std::uint64_t largest() {
    if constexpr (std::is_same_v<T, shipment::Procedure>) {
        return static_cast<std::uint64_t>(shipment::Procedure::transit);
    } else if constexpr (std::is_same_v<T, shipment::Mode>) {
        return shipment::mode_count - 1;
    } else if constexpr (std::is_same_v<T, shipment::Tier>) {
        return shipment::tier_count - 1;
    } else if constexpr (std::is_same_v<T, shipment::Ternary>) {
        return static_cast<std::uint64_t>(shipment::Ternary::unknown);
    } else if constexpr (std::is_same_v<T, shipment::Outcome>) {
        return static_cast<std::uint64_t>(shipment::Outcome::violation);
    } else if constexpr (std::is_same_v<T, Violation>) {
        return violation_count - 1;
    } else {
        return std::numeric_limits<std::uint64_t>::max();
    }
}

/// Reads the same range of rows of each column of a group that is there.
class RangeReader {
public:
    RangeReader(const std::string& file, const H5::H5File& handle, const std::string& group,
                const shipment::Vocabulary& vocabulary, std::uint64_t rows)
        : file_(file), vocabulary_(vocabulary), rows_(rows) {
        if (handle.nameExists(group)) {
            group_ = handle.openGroup(group);
        }
    }

    void select(std::uint64_t first, std::size_t count) {
        first_ = first;
        count_ = count;
    }

    template <typename T>
    void operator()(const std::string& name, DictionaryOf dictionary, std::vector<T>& column) {
        ColumnReader* reader = find(name);
        if (reader == nullptr) {
            return;
        }
        column.resize(count_);
        reader->read(first_, count_, stored_type<T>(), column.data());
        const std::uint64_t most =
            dictionary != nullptr ? (vocabulary_.*dictionary).size() - 1 : most_of<T>(name);
        for (const T element : column) {
            if (static_cast<std::uint64_t>(element) > most) {
                damaged(file_, "'" + name + "' holds " +
                                   std::to_string(static_cast<std::uint64_t>(element)));
            }
        }
    }

    void operator()(const std::string& name, DictionaryOf, shipment::TextColumn& column) {
        ColumnReader* lengths = find(name + "_length");
        if (lengths == nullptr) {
            return;
        }
        Text& text =
            texts_.try_emplace(name, Text{ColumnReader(*group_, name + "_bytes"), 0}).first->second;
        std::vector<std::uint32_t> length(count_);
        lengths->read(first_, count_, stored_type<std::uint32_t>(), length.data());
        std::uint64_t total = 0;
        for (const std::uint32_t each : length) {
            total += each;
        }
        constexpr std::uint64_t most = std::uint64_t{1} << 30;
        if (total > most || total > text.bytes.size() - text.read) {
            damaged(file_, "the texts of '" + name + "' are longer than what is there");
        }
        std::string bytes(total, '\0');
        text.bytes.read(text.read, total, stored_type<std::uint8_t>(), bytes.data());
        text.read += total;
        std::string_view left = bytes;
        for (const std::uint32_t each : length) {
            column.push_back(left.substr(0, each));
            left.remove_prefix(each);
        }
    }

private:
    struct Text {
        ColumnReader bytes;
        std::uint64_t read;
    };

    template <typename T>
    std::uint64_t most_of(const std::string& name) const {
        if (name == "documents" || name == "electronic") {
            const std::size_t kinds = vocabulary_.document.size() - 1;
            return kinds >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << kinds) - 1;
        }
        if (name == "controls") {
            return (1u << control_count) - 1;
        }
        return largest<T>();
    }

    ColumnReader* find(const std::string& name) {
        const auto known = columns_.find(name);
        if (known != columns_.end()) {
            return known->second ? &*known->second : nullptr;
        }
        std::optional<ColumnReader> reader;
        if (group_ && group_->nameExists(name)) {
            reader.emplace(*group_, name);
            if (reader->size() != rows_) {
                damaged(file_, "'" + name + "' has " + std::to_string(reader->size()) +
                                   " rows, not " + std::to_string(rows_));
            }
        }
        auto& kept = columns_.emplace(name, std::move(reader)).first->second;
        return kept ? &*kept : nullptr;
    }

    const std::string& file_;
    const shipment::Vocabulary& vocabulary_;
    std::uint64_t rows_;
    std::uint64_t first_ = 0;
    std::size_t count_ = 0;
    std::optional<H5::Group> group_;
    std::map<std::string, std::optional<ColumnReader>> columns_;
    std::map<std::string, Text> texts_;
};

/// An open file and what its root says.
struct StoredFile {
    std::string name;
    H5::H5File file;
    FlowLabel label;
    std::uint64_t first_shipment = 0;
    std::uint64_t rows = 0;
    std::uint64_t item_rows = 0;
    std::uint64_t fingerprint = 0;

    StoredFile(const std::string& path, std::string_view filetype) : name(path) {
        if (!std::ifstream(path)) {
            throw InputError(Failure::declarations, path, "no such file, or not to be read");
        }
        if (!is_hdf5(path)) {
            throw InputError(Failure::declarations, path, "the file is not HDF5",
                             "CSV files are read with a mapping");
        }
        reading(name, [&] { open(filetype); });
    }

private:
    void open(std::string_view filetype) {
        file.openFile(name, H5F_ACC_RDONLY);
        if (!file.attrExists("filetype") || read_text(file, "filetype") != filetype) {
            throw InputError(Failure::declarations, name,
                             "the file is not a '" + std::string(filetype) + "' file");
        }
        const std::int64_t version = read_integer(file, "version");
        if (version != stored_version) {
            throw InputError(Failure::declarations, name,
                             "the file has version " + std::to_string(version) +
                                 ", and this program reads version " +
                                 std::to_string(stored_version));
        }
        label = {read_text(file, "scenario"), read_unsigned(file, "seed"),
                 read_unsigned(file, "replication"), read_integer(file, "utc_offset_ms")};
        first_shipment = read_unsigned(file, "first_shipment");
        rows = read_unsigned(file, "declarations");
        item_rows = read_unsigned(file, "items");
        fingerprint = read_unsigned(file, "fingerprint");
    }
};

class StoredDeclarations final : public shipment::Source {
public:
    StoredDeclarations(const std::string& file, const std::string& truth_file,
                       shipment::Epochs epochs)
        : stored_(file, declarations_filetype), epochs_(epochs), fingerprint_(stored_.label.seed) {
        reading(file, [this] { read_vocabulary(); });
        const auto range = [this](const StoredFile& of, const char* group, std::uint64_t rows) {
            return RangeReader(of.name, of.file, group, vocabulary_, rows);
        };
        reading(file, [&] {
            heads_.emplace(range(stored_, "declarations", stored_.rows));
            records_.emplace(range(stored_, "records", stored_.rows));
            items_.emplace(range(stored_, "items", stored_.item_rows));
        });
        if (!truth_file.empty()) {
            truth_file_.emplace(truth_file, truth_filetype);
            if (truth_file_->fingerprint != stored_.fingerprint ||
                truth_file_->item_rows != stored_.item_rows) {
                throw InputError(Failure::declarations, truth_file,
                                 "the truth is not that of the declarations in " + file,
                                 "name the two files that one 'generate' wrote");
            }
            reading(truth_file,
                    [&] { truth_.emplace(range(*truth_file_, "truth", stored_.item_rows)); });
        }
    }

    const FlowLabel& label() const { return stored_.label; }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

    bool next(shipment::Block& block) override {
        block.clear();
        if (read_ == stored_.rows) {
            if (fingerprint_.value() != stored_.fingerprint) {
                damaged(stored_.name, "the times of lodgement are not those that were written");
            }
            return false;
        }
        reading(stored_.name, [&] { read_heads(block); });
        reading(stored_.name, [&] { read_items(block); });
        return true;
    }

private:
    void read_vocabulary() {
        const H5::Group words = stored_.file.openGroup("vocabulary");
        for_each_dictionary(
            [&](const std::string& name, shipment::Dictionary& dictionary) {
                if (!read_words(words, name, dictionary)) {
                    damaged(stored_.name, "the words of '" + name + "' are not distinct texts");
                }
            },
            vocabulary_);
        if (vocabulary_.document.size() > 65) {
            damaged(stored_.name, "more than 64 kinds of documents");
        }
    }

    void read_heads(shipment::Block& block) {
        std::vector<Instant>& lodged = block.declarations.lodged;
        const auto most =
            static_cast<std::size_t>(std::min<std::uint64_t>(max_rows, stored_.rows - read_));
        heads_->select(read_, most);
        (*heads_)("lodged", {}, lodged);
        if (lodged.empty() || lodged.front() < last_ ||
            !std::is_sorted(lodged.begin(), lodged.end()) || lodged.front() < earliest ||
            lodged.back() > latest) {
            damaged(stored_.name, "the declarations are not in order of lodgement");
        }
        const Instant epoch_end = epochs_.begin(epochs_.of(lodged.front()) + 1);
        lodged.erase(std::lower_bound(lodged.begin(), lodged.end(), epoch_end), lodged.end());
        last_ = lodged.back();
        for (const Instant instant : lodged) {
            fingerprint_.add(static_cast<std::uint64_t>(instant));
        }
        heads_->select(read_, lodged.size());
        records_->select(read_, lodged.size());
        for_each_declaration_column(*heads_, block);
        for_each_record_column(*records_, block);
        for (const std::uint8_t lane : block.records.lane) {
            if (lane >= lane_count && lane != shipment::Records::no_lane) {
                damaged(stored_.name, "'lane' holds " + std::to_string(lane));
            }
        }
        block.declarations.first_shipment = stored_.first_shipment + read_;
        read_ += lodged.size();
    }

    void read_items(shipment::Block& block) {
        item_counts_.clear();
        (*heads_)("items", {}, item_counts_);
        if (item_counts_.empty()) {
            return;
        }
        std::uint64_t total = 0;
        std::vector<std::uint32_t>& first_item = block.declarations.first_item;
        first_item.push_back(0);
        for (const std::uint32_t count : item_counts_) {
            total += count;
            first_item.push_back(static_cast<std::uint32_t>(total));
        }
        if (total > stored_.item_rows - items_read_ || total > most_items) {
            damaged(stored_.name, "declarations have more items than there are");
        }
        items_->select(items_read_, total);
        for_each_item_column(*items_, block);
        if (truth_) {
            truth_->select(items_read_, total);
            reading(truth_file_->name, [&] { for_each_truth_column(*truth_, block); });
        }
        items_read_ += total;
    }

    // The years 0 to 9999 or so: sums with durations cannot overflow.
    static constexpr Instant earliest = -62'200'000'000'000;
    static constexpr Instant latest = 253'500'000'000'000;
    static constexpr std::uint64_t most_items = std::uint64_t{1} << 26;

    StoredFile stored_;
    std::optional<StoredFile> truth_file_;
    shipment::Epochs epochs_;
    FlowFingerprint fingerprint_;
    shipment::Vocabulary vocabulary_;
    std::optional<RangeReader> heads_;
    std::optional<RangeReader> records_;
    std::optional<RangeReader> items_;
    std::optional<RangeReader> truth_;
    std::vector<std::uint32_t> item_counts_;
    Instant last_ = std::numeric_limits<Instant>::min();
    std::uint64_t read_ = 0;
    std::uint64_t items_read_ = 0;
};

}  // namespace

bool is_hdf5(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string head(8, '\0');
    return stream.read(head.data(), 8) && head == "\x89HDF\r\n\x1a\n";
}

StoredFlow open_stored_declarations(const std::string& file, const std::string& truth_file,
                                    shipment::Epochs epochs) {
    auto source = std::make_unique<StoredDeclarations>(file, truth_file, epochs);
    FlowLabel label = source->label();
    return {std::move(label), std::move(source)};
}

}  // namespace greenlane::io
