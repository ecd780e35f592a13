#pragma once

#include "greenlane/core/control.h"
#include "greenlane/core/violation.h"
#include "greenlane/shipment/source.h"

#include "io/block_columns.h"
#include "io/stored_columns.h"
#include "io/stored_file.h"

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace greenlane::io {

/// The largest number that an element may have where it is no code of a dictionary.
template <typename T>
constexpr std::uint64_t largest_stored() {
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
class StoredRange {
public:
    StoredRange(const std::string& file, const H5::H5File& handle, const std::string& group,
                const shipment::Vocabulary& vocabulary, std::uint64_t rows);

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

    void operator()(const std::string& name, DictionaryOf, shipment::TextColumn& column);

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
        return largest_stored<T>();
    }

    ColumnReader* find(const std::string& name);

    const std::string& file_;
    const shipment::Vocabulary& vocabulary_;
    std::uint64_t rows_;
    std::uint64_t first_ = 0;
    std::size_t count_ = 0;
    std::optional<H5::Group> group_;
    std::map<std::string, std::optional<ColumnReader>> columns_;
    std::map<std::string, Text> texts_;
};

}  // namespace greenlane::io
