#include "greenlane/io/kpi_csv.h"

#include "io/csv_text.h"

namespace greenlane::io {

namespace {

bool is_defined(const kpi::Cube& cube, std::size_t slice, std::size_t kpi) {
    for (std::size_t r = 0; r < cube.replications(); ++r) {
        if (cube.value(r, slice, kpi)) {
            return true;
        }
    }
    return false;
}

/// `,id,unit,` of the KPIs that have rows in a slice, empty for the others: all of them for the
/// whole run.
std::vector<std::string> columns_of(const kpi::Cube& cube, std::size_t slice) {
    std::vector<std::string> columns(kpi::kpis().size());
    for (std::size_t kpi = 0; kpi < columns.size(); ++kpi) {
        if (slice == 0 || is_defined(cube, slice, kpi)) {
            columns[kpi] =
                "," + std::string(kpi::kpis()[kpi].id) + "," + csv_text(cube.unit(kpi)) + ",";
        }
    }
    return columns;
}

}  // namespace

std::string to_kpi_csv(const experiment::RunResult& result) {
    const kpi::Cube& cube = result.cube;
    std::string csv = "scenario,profile,replication,period,segment,kpi,unit,value\r\n";
    const std::string names =
        csv_text(result.scenario) + "," + csv_text(result.label.profile) + ",";
    for (std::size_t slice = 0; slice < cube.slices().size(); ++slice) {
        const std::vector<std::string> columns = columns_of(cube, slice);
        const std::string labels = "," + csv_text(cube.slices()[slice].period) + "," +
                                   csv_text(cube.slices()[slice].segment);
        for (std::size_t r = 0; r < cube.replications(); ++r) {
            const std::string row = names + std::to_string(result.replications[r].number) + labels;
            for (std::size_t kpi = 0; kpi < columns.size(); ++kpi) {
                if (!columns[kpi].empty()) {
                    const auto value = cube.value(r, slice, kpi);
                    csv += row;
                    csv += columns[kpi];
                    csv += value ? csv_number(*value) : "";
                    csv += "\r\n";
                }
            }
        }
    }
    return csv;
}

}  // namespace greenlane::io
