#pragma once

#include "greenlane/experiment/result.h"

#include "report/table.h"

#include <string>
#include <string_view>
#include <vector>

namespace greenlane::report {

/// A table of KPIs: figure, interval, beside it the range of the runs where parameters were drawn,
/// or on a replay the data interval, unit, target and whether it is met; n/a with a footnote where
/// a figure is undefined.
class KpiRows {
public:
    explicit KpiRows(const experiment::RunResult& result);

    /// The KPI's figure in a slice of the cube, under `label`.
    void add(const std::string& label, std::size_t kpi, std::size_t slice = 0);
    bool empty() const { return table_.empty(); }
    /// The table, and its footnotes beneath.
    std::string to_string(const Terminal& terminal) const;

private:
    std::string_view footnote(std::string_view why);
    Cell undefined(std::size_t kpi);
    std::string_view caution(std::size_t kpi, std::size_t slice);
    std::string limits_beside(kpi::Figure figure, std::size_t kpi) const;
    Cell target(std::size_t kpi, const std::optional<kpi::Figure>& figure) const;

    kpi::Cell overall_;
    const experiment::RunResult& result_;
    std::vector<std::string_view> footnotes_;
    Table table_;
};

}  // namespace greenlane::report
