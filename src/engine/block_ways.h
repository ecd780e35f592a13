#pragma once

#include "engine/plan.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::engine {

/// The ways of a block's shipments as they are planned, a station at a time: steps and what becomes
/// known on them, in the order of each row.
class BlockWays {
public:
    using Row = std::uint32_t;

    void start(std::size_t rows);
    void add(Row row, const Step& step) { steps_.push_back({row, step}); }
    /// To be filled in; good until the next call.
    Establishment& establish(Row row) {
        return established_.emplace_back(Entry<Establishment>{row, {}}).value;
    }
    /// Writes them down row by row.
    void write(Plan& plan) const;

private:
    template <typename Value>
    struct Entry {
        Row row;
        Value value;
    };
    template <typename Value>
    void sort_by_row(const std::vector<Entry<Value>>& entries, std::vector<std::uint32_t>& first,
                     std::vector<Value>& values) const;

    std::size_t rows_ = 0;
    std::vector<Entry<Step>> steps_;
    std::vector<Entry<Establishment>> established_;
};

}  // namespace greenlane::engine
