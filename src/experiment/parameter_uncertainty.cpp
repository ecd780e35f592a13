#include "greenlane/experiment/parameter_uncertainty.h"

#include "greenlane/random/arithmetic.h"
#include "greenlane/random/draw.h"

#include <algorithm>
#include <cmath>

namespace greenlane::experiment {

namespace {

double uniform_of(const std::string& parameter, std::size_t element, random::Key key) {
    const random::Stream stream{random::Purpose::resample, random::name_key(parameter)};
    return random::uniform(random::draw(key, element, stream).first);
}

/// The standard normal draw of one element.
double normal_of(const UncertainParameter& parameter, std::size_t element, random::Key key) {
    const double own = random::normal_quantile(uniform_of(parameter.key, element, key));
    if (parameter.with.empty()) {
        return own;
    }
    const double rho = parameter.correlation;
    return rho * random::normal_quantile(uniform_of(parameter.with, element, key)) +
           std::sqrt(1 - rho * rho) * own;
}

}  // namespace

std::vector<DrawnParameter> draw_parameters(const std::vector<UncertainParameter>& parameters,
                                            std::uint64_t seed, std::uint64_t replication) {
    const random::Key key = random::make_key(seed, replication);
    std::vector<DrawnParameter> drawn;
    for (const UncertainParameter& parameter : parameters) {
        std::vector<double> values = parameter.values;
        for (std::size_t element = 0; element < values.size(); ++element) {
            double& value = values[element];
            if (parameter.scale == UncertainParameter::Scale::none) {
                value = parameter.law->quantile(uniform_of(parameter.key, element, key));
                continue;
            }
            const double step =
                std::exp(parameter.sd[element] * normal_of(parameter, element, key));
            value = parameter.scale == UncertainParameter::Scale::log
                        ? value * step
                        : value * step / (1 - value + value * step);
        }
        drawn.push_back({parameter.key, std::move(values)});
    }
    return drawn;
}

std::optional<kpi::Interval> replication_range(std::vector<double> values) {
    const std::size_t left_out = (values.size() + 1) / 40;  // 2.5 % on each side
    if (left_out == 0) {
        return std::nullopt;
    }
    std::sort(values.begin(), values.end());
    return kpi::Interval{values[left_out - 1], values[values.size() - left_out]};
}

}  // namespace greenlane::experiment
