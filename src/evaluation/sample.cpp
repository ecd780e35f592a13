#include "greenlane/evaluation/sample.h"

#include "greenlane/core/calendar.h"

#include "kpi/periods.h"

#include <algorithm>

namespace greenlane::evaluation {

namespace {

template <typename Column>
void append(Column& to, const Column& from) {
    to.insert(to.end(), from.begin(), from.end());
}

bool is_of(const std::string& label, Per per) {
    constexpr std::size_t month_length = 7;  // 2026-01; 2026-Q1 and 2026 are as long as no other
    switch (per) {
        case Per::week:
            return label.find('W') != std::string::npos;
        case Per::month:
            return label.size() == month_length && label.find('Q') == std::string::npos;
        case Per::quarter:
            return label.find('Q') != std::string::npos;
    }
    return false;
}

}  // namespace

bool Sample::partly_labelled() const {
    return std::find(outcome.begin(), outcome.end(), shipment::Outcome::unknown) != outcome.end();
}

void Sample::add(const shipment::Block& block, const Labels& labels, Duration utc_offset) {
    const shipment::Declarations& declarations = block.declarations;
    append(outcome, labels.outcome);
    append(revenue, labels.revenue);
    append(importer, declarations.importer);
    append(inspected, block.records.inspected);
    append(random, block.records.random);
    append(probability, block.records.probability);
    const std::vector<shipment::Code>& goods = declarations.items.hs;
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        day.push_back(static_cast<std::int32_t>(day_of(declarations.lodged[row] + utc_offset)));
        if (!goods.empty()) {
            const std::uint32_t first = declarations.first_item[row];
            const bool has_item = first < declarations.first_item[row + 1];
            hs.push_back(has_item ? goods[first] : shipment::no_code);
        }
    }
}

std::vector<RowRange> periods_of(const Sample& sample, Per per) {
    std::vector<RowRange> ranges;
    if (sample.rows() == 0) {
        return ranges;
    }
    const std::int64_t first = sample.day.front();
    const auto days = static_cast<std::size_t>(sample.day.back() - first + 1);
    const auto row_of = [&](std::size_t after) {
        const auto at = std::lower_bound(sample.day.begin(), sample.day.end(),
                                         first + static_cast<std::int64_t>(after));
        return static_cast<std::size_t>(at - sample.day.begin());
    };
    for (const kpi::Period& period : kpi::periods(first, days)) {
        const RowRange range{period.label, row_of(period.begin), row_of(period.end)};
        if (is_of(period.label, per) && range.begin < range.end) {
            ranges.push_back(range);
        }
    }
    return ranges;
}

}  // namespace greenlane::evaluation
