#include "greenlane/core/diagnostics.h"
#include "greenlane/core/lane.h"

#include "io/stored_file.h"
#include "io/stored_range.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

namespace greenlane::io {

namespace {

class StoredDeclarations final : public shipment::Source {
public:
    StoredDeclarations(const std::string& file, const std::string& truth_file,
                       shipment::Epochs epochs)
        : stored_(file, declarations_filetype), epochs_(epochs), fingerprint_(stored_.label.seed) {
        reading(file, [this] { read_vocabulary(); });
        const auto range = [this](const StoredFile& of, const char* group, std::uint64_t rows) {
            return StoredRange(of.name, of.file, group, vocabulary_, rows);
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
    std::optional<StoredRange> heads_;
    std::optional<StoredRange> records_;
    std::optional<StoredRange> items_;
    std::optional<StoredRange> truth_;
    std::vector<std::uint32_t> item_counts_;
    Instant last_ = std::numeric_limits<Instant>::min();
    std::uint64_t read_ = 0;
    std::uint64_t items_read_ = 0;
};

}  // namespace

StoredFlow open_stored_declarations(const std::string& file, const std::string& truth_file,
                                    shipment::Epochs epochs) {
    auto source = std::make_unique<StoredDeclarations>(file, truth_file, epochs);
    FlowLabel label = source->label();
    return {std::move(label), std::move(source)};
}

}  // namespace greenlane::io
