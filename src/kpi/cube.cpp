#include "greenlane/kpi/cube.h"

#include "greenlane/core/contract.h"
#include "greenlane/kpi/kpi_figure.h"

#include "kpi/slices.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace greenlane::kpi {

Cube::Cube(std::span<const Observation> observations, const CubeSettings& settings)
    : replications_(observations.size()), currency_(settings.currency), targets_(kpis().size()) {
    Slices slices(observations, settings);
    slices_ = slices.labels();
    values_.reserve(replications_ * slices_.size() * kpis().size());
    counts_.resize(slices_.size() * kpis().size());
    for (const Observation& observation : observations) {
        auto pooled = counts_.begin();
        for (const Evidence& evidence : slices.evidence(observation)) {
            for (const Kpi& kpi : kpis()) {
                values_.push_back(kpi::value(kpi, evidence, settings.assumptions)
                                      .value_or(std::numeric_limits<double>::quiet_NaN()));
                *pooled++ += kpi::count(kpi, evidence);
            }
        }
    }
    for (const auto& [id, target] : settings.targets) {
        const std::size_t kpi = kpi_index(id);
        GREENLANE_EXPECT(kpi < kpis().size());
        targets_[kpi] = target;
    }
}

std::size_t Cube::slice_index(std::string_view period, std::string_view segment) const {
    const auto found = std::find_if(slices_.begin(), slices_.end(), [&](const Slice& slice) {
        return slice.period == period && slice.segment == segment;
    });
    return static_cast<std::size_t>(found - slices_.begin());
}

std::optional<double> Cube::value(std::size_t replication, std::size_t slice,
                                  std::size_t kpi) const {
    const double value = values_[(replication * slices_.size() + slice) * kpis().size() + kpi];
    return std::isnan(value) ? std::nullopt : std::optional(value);
}

std::optional<Figure> Cube::figure(std::size_t slice, std::size_t kpi) const {
    std::vector<std::optional<double>> replicated(replications_);
    for (std::size_t r = 0; r < replications_; ++r) {
        replicated[r] = value(r, slice, kpi);
    }
    return figure_of(kpis()[kpi], replicated, count(slice, kpi));
}

std::string_view Cube::unit(std::size_t kpi) const {
    const Unit unit = kpis()[kpi].unit;
    return unit == Unit::currency ? std::string_view(currency_) : name(unit);
}

}  // namespace greenlane::kpi
