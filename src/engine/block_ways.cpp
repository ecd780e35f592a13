#include "engine/block_ways.h"

#include <algorithm>
#include <numeric>

namespace greenlane::engine {

void BlockWays::start(std::size_t rows) {
    rows_ = rows;
    steps_.clear();
    established_.clear();
}

/// Keeps the order within each row: counts become offsets, then each entry goes to its place.
template <typename Value>
void BlockWays::sort_by_row(const std::vector<Entry<Value>>& entries,
                            std::vector<std::uint32_t>& first, std::vector<Value>& values) const {
    first.assign(rows_ + 1, 0);
    for (const Entry<Value>& entry : entries) {
        ++first[entry.row + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    values.resize(entries.size());
    for (const Entry<Value>& entry : entries) {
        values[first[entry.row]++] = entry.value;
    }
    // Every offset has moved on to the next row's.
    std::copy_backward(first.begin(), first.end() - 1, first.end());
    first.front() = 0;
}

void BlockWays::write(Plan& plan) const {
    sort_by_row(steps_, plan.first_step, plan.steps);
    plan.first_establishment.clear();
    plan.establishments.clear();
    if (!established_.empty()) {
        sort_by_row(established_, plan.first_establishment, plan.establishments);
    }
}

}  // namespace greenlane::engine
