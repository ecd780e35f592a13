#include "greenlane/learning/weekly_declarations.h"

#include "greenlane/core/contract.h"

namespace greenlane::learning {

namespace {

constexpr std::int64_t epochs_a_week = 7;

template <typename T>
void append(std::vector<T>& to, const std::vector<T>& from) {
    to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

void WeekCutter::add(const shipment::Block& block, const evaluation::Labels& labels) {
    const shipment::Declarations& declarations = block.declarations;
    const std::int64_t epoch = epochs_.of(declarations.lodged.front());
    if (cut_.weeks.empty()) {
        first_epoch_ = epoch;
    }
    const auto week = static_cast<std::size_t>((epoch - first_epoch_) / epochs_a_week);
    GREENLANE_EXPECT(week + 1 >= cut_.weeks.size());
    while (cut_.weeks.size() <= week) {
        const std::int64_t begin =
            first_epoch_ + epochs_a_week * static_cast<std::int64_t>(cut_.weeks.size());
        cut_.weeks.push_back({epochs_.begin(begin),
                              epochs_.begin(begin + epochs_a_week),
                              declarations.first_shipment,
                              0,
                              {}});
        cut_.truth.emplace_back();
    }
    cut_.weeks.back().rows += declarations.rows();
    cut_.weeks.back().blocks.push_back(declarations);
    append(cut_.truth.back().outcome, labels.outcome);
    append(cut_.truth.back().revenue, labels.revenue);
    append(cut_.truth.back().recorded, block.records.inspected);
}

}  // namespace greenlane::learning
