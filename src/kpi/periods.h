#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::kpi {

/// Days [begin, end) of a run, counted from its first one.
struct Period {
    std::string label;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Every day (2026-01-05), ISO week (2026-W02), month (2026-01), quarter (2026-Q1) and year (2026)
/// that has a day among the `days` from `first_day` on (days since 1970-01-01), in this order.
std::vector<Period> periods(std::int64_t first_day, std::size_t days);

}  // namespace greenlane::kpi
