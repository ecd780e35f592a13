#include "greenlane/report/run_tables.h"

#include "report/kpi_rows.h"
#include "report/overview.h"
#include "report/run_heading.h"

#include <algorithm>

namespace greenlane::report {

namespace {

std::string title(std::string_view section) {
    constexpr std::pair<std::string_view, std::string_view> titles[] = {
        {"acceptance", "1 Acceptance"}, {"selectivity", "2 Selectivity"},
        {"assessment", "3 Assessment"}, {"payment", "4 Payment"},
        {"release", "5 Release"},       {"targeting", "Targeting"},
        {"clearance", "Clearance"},     {"revenue", "Revenue"},
        {"environment", "Environment"}};
    for (const auto& [id, words] : titles) {
        if (id == section) {
            return std::string(words);
        }
    }
    return std::string(section);
}

/// A KPI that is part of another one (its id says so) stands under it.
std::string row_label(const kpi::Kpi& kpi) {
    const bool is_part = std::count(kpi.id.begin(), kpi.id.end(), '.') > 1;
    return (is_part ? "  " : "") + std::string(kpi.name);
}

/// Of blank declarations, only what their times tell is shown.
bool tells(const experiment::RunResult& result, std::size_t kpi) {
    const std::optional<kpi::Figure> figure = result.figure(kpi);
    return result.described || (figure && figure->mean > 0);
}

bool is_part_of(const kpi::Kpi& part, const kpi::Kpi& whole) {
    return part.id.size() > whole.id.size() && part.id.starts_with(whole.id) &&
           part.id[whole.id.size()] == '.';
}

/// The KPIs [begin, end), which are of one section; a part brings the whole with it.
std::string kpi_table(const experiment::RunResult& result, std::size_t begin, std::size_t end,
                      const Terminal& terminal) {
    const std::span<const kpi::Kpi> kpis = kpi::kpis();
    KpiRows rows(result);
    for (std::size_t i = begin; i < end; ++i) {
        bool shown = tells(result, i);
        for (std::size_t part = i + 1; part < end && !shown; ++part) {
            shown = is_part_of(kpis[part], kpis[i]) && tells(result, part);
        }
        if (shown) {
            rows.add(row_label(kpis[i]), i);
        }
    }
    return rows.empty()
               ? ""
               : "\n" + painted(title(kpis[begin].section()), Tone::strong, terminal.colours) +
                     "\n" + rows.to_string(terminal);
}

std::string kpi_tables(const experiment::RunResult& result, const Terminal& terminal) {
    std::string text;
    const std::span<const kpi::Kpi> kpis = kpi::kpis();
    for (std::size_t begin = 0; begin < kpis.size();) {
        std::size_t end = begin;
        while (end < kpis.size() && kpis[end].section() == kpis[begin].section()) {
            ++end;
        }
        text += kpi_table(result, begin, end, terminal);
        begin = end;
    }
    return text;
}

}  // namespace

std::string run_tables(const experiment::RunResult& result, const Terminal& terminal) {
    return run_heading(result, terminal) + overview(result, terminal) +
           kpi_tables(result, terminal) + station_tables(result, terminal);
}

}  // namespace greenlane::report
