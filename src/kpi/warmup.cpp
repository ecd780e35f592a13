#include "greenlane/kpi/warmup.h"

#include "greenlane/core/contract.h"
#include "greenlane/kpi/interval.h"

#include "kpi/sample.h"

#include <algorithm>

namespace greenlane::kpi {

namespace {

constexpr std::size_t batch_length = 5;

std::optional<double> mean_of(std::span<const std::optional<double>> values) {
    double sum = 0;
    std::size_t count = 0;
    for (const auto& value : values) {
        if (value) {
            sum += *value;
            ++count;
        }
    }
    return count > 0 ? std::optional(sum / static_cast<double>(count)) : std::nullopt;
}

Series batched(const Series& series) {
    Series batches(series.size() / batch_length);
    for (std::size_t i = 0; i < batches.size(); ++i) {
        batches[i] = mean_of(std::span(series).subspan(i * batch_length, batch_length));
    }
    return batches;
}

Series averaged(const std::vector<Series>& replications) {
    GREENLANE_EXPECT(!replications.empty());
    Series means(replications.front().size());
    std::vector<std::optional<double>> values(replications.size());
    for (std::size_t period = 0; period < means.size(); ++period) {
        for (std::size_t r = 0; r < replications.size(); ++r) {
            GREENLANE_EXPECT(replications[r].size() == means.size());
            values[r] = replications[r][period];
        }
        means[period] = mean_of(values);
    }
    return means;
}

/// Whether what stands before the cut is not what stands after it, by more than noise.
bool differs(const std::vector<Series>& replications, std::size_t cut, double confidence) {
    if (cut == 0) {
        return false;
    }
    std::vector<std::optional<double>> before;
    std::vector<std::optional<double>> after;
    for (const Series& series : replications) {
        before.push_back(mean_of(std::span(series).first(cut)));
        after.push_back(mean_of(std::span(series).subspan(cut)));
    }
    const auto difference = student_t(differences(before, after), confidence);
    return difference && (!difference->interval || !difference->interval->contains(0));
}

}  // namespace

WarmupCut mser5(const Series& series) {
    const Series batches = batched(series);
    const std::size_t limit = batches.size() / 2;
    WarmupCut cut;
    // From the end, so that the mean and the squares of what is left grow by one batch a step.
    double count = 0;
    double mean = 0;
    double squares = 0;
    for (std::size_t d = batches.size(); d-- > 0;) {
        if (batches[d]) {
            ++count;
            const double deviation = *batches[d] - mean;
            mean += deviation / count;
            squares += deviation * (*batches[d] - mean);
        }
        const double statistic = squares / (count * count);
        if (d <= limit && count > 0 && (!cut.mean || statistic <= cut.statistic)) {
            cut = {.periods = d * batch_length, .statistic = statistic, .mean = mean};
        }
    }
    cut.valid = cut.mean && cut.periods * 10 < limit * batch_length * 9;
    return cut;
}

Warmup warmup(std::span<const std::vector<Series>> by_kpi, std::size_t runs) {
    Warmup found{.by_kpi = {}, .asks = {}, .periods = 0};
    const double confidence = 1 - 0.05 / std::max(1.0, static_cast<double>(by_kpi.size() * runs));
    for (const std::vector<Series>& replications : by_kpi) {
        const Series means = averaged(replications);
        const WarmupCut cut = mser5(means);
        const bool too_short = means.size() < 2 * batch_length;
        found.by_kpi.push_back(cut);
        found.asks.push_back(mean_of(means) &&
                             (too_short || differs(replications, cut.periods, confidence)));
        if (found.asks.back()) {
            found.periods = found.periods && cut.valid
                                ? std::optional(std::max(*found.periods, cut.periods))
                                : std::nullopt;
        }
    }
    return found;
}

}  // namespace greenlane::kpi
