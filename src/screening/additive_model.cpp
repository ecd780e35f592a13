#include "greenlane/screening/additive_model.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <array>

namespace greenlane::screening {

void log_odds(std::span<double> rates) {
    for (double& rate : rates) {
        // Enough to keep what rounding brought to 0 or 1 finite.
        const double inside = std::clamp(rate, 1e-12, 1 - 1e-12);
        rate = inside / (1 - inside);
    }
    random::log(rates, rates);
}

void margins(const AdditiveModel& model, std::span<const ChainReader> chains,
             const RiskHistory& history, const ItemGroups& groups, std::span<double> out) {
    GREENLANE_EXPECT(model.weights.size() == chains.size() && out.size() == groups.items());
    constexpr std::size_t chunk = 256;
    std::array<double, chunk> rates;
    double base = history.base_rate();
    log_odds({&base, 1});
    std::fill(out.begin(), out.end(), model.intercept + base);
    for (std::size_t first = 0; first < out.size(); first += chunk) {
        const std::size_t count = std::min(chunk, out.size() - first);
        for (std::size_t c = 0; c < chains.size(); ++c) {
            for (std::size_t i = 0; i < count; ++i) {
                rates[i] = chains[c].rate(history, groups.of(first + i));
            }
            log_odds(std::span(rates).first(count));
            for (std::size_t i = 0; i < count; ++i) {
                out[first + i] += model.weights[c] * (rates[i] - base);
            }
        }
    }
}

}  // namespace greenlane::screening
