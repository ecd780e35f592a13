#include "io/stored_range.h"

#include <string_view>
#include <utility>

namespace greenlane::io {

StoredRange::StoredRange(const std::string& file, const H5::H5File& handle,
                         const std::string& group, const shipment::Vocabulary& vocabulary,
                         std::uint64_t rows)
    : file_(file), vocabulary_(vocabulary), rows_(rows) {
    if (handle.nameExists(group)) {
        group_ = handle.openGroup(group);
    }
}

void StoredRange::operator()(const std::string& name, DictionaryOf, shipment::TextColumn& column) {
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

ColumnReader* StoredRange::find(const std::string& name) {
    const auto known = columns_.find(name);
    if (known != columns_.end()) {
        return known->second ? &*known->second : nullptr;
    }
    std::optional<ColumnReader> reader;
    if (group_ && group_->nameExists(name)) {
        reader.emplace(*group_, name);
        if (reader->size() != rows_) {
            damaged(file_, "'" + name + "' has " + std::to_string(reader->size()) + " rows, not " +
                               std::to_string(rows_));
        }
    }
    auto& kept = columns_.emplace(name, std::move(reader)).first->second;
    return kept ? &*kept : nullptr;
}

}  // namespace greenlane::io
