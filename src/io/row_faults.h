#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::io {

/// A row of a batch that cannot be used, and why.
struct RowFault {
    std::uint32_t row = 0;
    std::uint32_t column = 0;  ///< counted from 1
    std::string reason;
};

/// The faults of a batch of rows, the first that is found of each row.
class RowFaults {
public:
    /// Forgets all, for a batch of so many rows.
    void start(std::size_t rows) {
        list_.clear();
        faulty_.assign(rows, 0);
    }
    void add(std::size_t row, std::uint32_t column, std::string reason) {
        if (!faulty_[row]) {
            faulty_[row] = 1;
            list_.push_back({static_cast<std::uint32_t>(row), column, std::move(reason)});
        }
    }
    bool has(std::size_t row) const { return faulty_[row] != 0; }
    const std::vector<RowFault>& list() const { return list_; }

private:
    std::vector<RowFault> list_;
    std::vector<std::uint8_t> faulty_;
};

}  // namespace greenlane::io
