#include "greenlane/experiment/goodness_of_fit.h"

#include "greenlane/random/draw.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace greenlane::experiment {

namespace {

/// At most most_stays of them, evenly spaced.
std::vector<Stay> spaced(std::span<const Stay> stays) {
    const std::size_t size = std::min(stays.size(), GoodnessOfFit::most_stays);
    std::vector<Stay> chosen;
    for (std::size_t i = 0; i < size; ++i) {
        chosen.push_back(stays[i * stays.size() / size]);
    }
    return chosen;
}

double anderson_darling(const LawFit& fit, std::span<const Stay> stays) {
    std::vector<double> uniform;
    for (const Stay& stay : stays) {
        if (stay.completed) {
            const double share = fit.distribution(stay.length) / fit.distribution(stay.limit);
            uniform.push_back(std::clamp(share, 1e-15, 1 - 1e-15));
        }
    }
    std::sort(uniform.begin(), uniform.end());
    const std::size_t size = uniform.size();
    double sum = 0;
    for (std::size_t i = 0; i < size; ++i) {
        sum += (2.0 * static_cast<double>(i) + 1) *
               (std::log(uniform[i]) + std::log1p(-uniform[size - 1 - i]));
    }
    const double n = static_cast<double>(size);
    return -n - sum / n;
}

}  // namespace

std::optional<GoodnessOfFit> test_fit(LawFamily family, std::span<const Stay> stays,
                                      std::uint64_t seed, std::string_view what) {
    std::vector<Stay> sample = spaced(stays);
    const auto fit = fit_law(family, sample);
    if (!fit) {
        return std::nullopt;
    }
    GoodnessOfFit test{.statistic = anderson_darling(*fit, sample), .stays = sample.size()};
    const random::Law law = fit->law();
    const random::Key key = random::make_key(seed, 0);
    std::uint32_t as_bad = 1;
    std::vector<double> lengths(sample.size());
    std::vector<std::uint64_t> words(sample.size());
    for (std::uint32_t resample = 0; resample < GoodnessOfFit::resamples; ++resample) {
        random::draw_range(key, 0, {random::Purpose::resample, random::name_key(what), resample},
                           words, {});
        random::uniforms(words, lengths);
        law.quantiles(lengths, lengths);
        for (std::size_t i = 0; i < sample.size(); ++i) {
            sample[i].completed = lengths[i] <= sample[i].limit;
            sample[i].length = std::min(lengths[i], sample[i].limit);
        }
        const auto refitted = fit_law(family, sample);
        as_bad += !refitted || anderson_darling(*refitted, sample) >= test.statistic ? 1 : 0;
    }
    test.p = as_bad / (GoodnessOfFit::resamples + 1.0);
    return test;
}

}  // namespace greenlane::experiment
