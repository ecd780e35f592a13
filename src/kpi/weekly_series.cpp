#include "greenlane/kpi/weekly_series.h"

#include "greenlane/core/contract.h"

namespace greenlane::kpi {

std::vector<Series> weekly_series(const Tally& tally, std::size_t days,
                                  const Assumptions& assumptions) {
    constexpr std::size_t week = 7;
    GREENLANE_EXPECT(days <= tally.days().size());
    std::vector<Series> series(kpis().size());
    Cell cell;
    const Evidence evidence{.cell = &cell,
                            .kinds_known = kinds_known(tally.overall()),
                            .stays_known = tally.stays_known()};
    for (std::size_t day = 0; day < days; ++day) {
        cell += tally.days()[day];
        if (day + 1 < week) {
            continue;
        }
        for (std::size_t i = 0; i < series.size(); ++i) {
            if (kpis()[i].how.is_quotient()) {
                series[i].push_back(value(kpis()[i], evidence, assumptions));
            }
        }
        cell.add(tally.days()[day + 1 - week], -1);
    }
    return series;
}

}  // namespace greenlane::kpi
