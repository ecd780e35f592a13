#include "greenlane/kpi/kpi_figure.h"

#include "greenlane/kpi/proportion.h"

#include <cmath>

namespace greenlane::kpi {

std::optional<Figure> figure_of(const Kpi& kpi, Replicated values, std::int64_t counted) {
    auto figure = estimate(values, kpi.bounds());
    if (figure && figure->interval && figure->interval->low == figure->interval->high &&
        kpi.how.is_proportion() && kpi.unit == Unit::percent) {
        const auto trials = static_cast<double>(counted);
        const auto limits = clopper_pearson(
            {.events = static_cast<std::uint64_t>(std::round(figure->mean / 100 * trials)),
             .trials = static_cast<std::uint64_t>(counted)});
        figure->interval = Interval{100 * limits->low, 100 * limits->high};
    }
    return figure;
}

}  // namespace greenlane::kpi
