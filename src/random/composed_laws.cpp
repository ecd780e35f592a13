#include "greenlane/core/contract.h"

#include "random/kernels.h"
#include "random/law_kind.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <utility>

namespace greenlane::random {

namespace {

/// Where a uniform falls among shares laid end to end: the number of cumulative shares below it,
/// found by halving without branches. The last share needs no bound.
class ShareTable {
public:
    explicit ShareTable(std::span<const double> shares)
        : bounds_(std::bit_ceil(shares.size()) - 1, std::numeric_limits<double>::infinity()),
          size_(shares.size()) {
        const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
        double sum = 0.0;
        for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
            sum += shares[i];
            bounds_[i] = sum / total;
        }
    }

    std::size_t find(double u) const {
        std::size_t place = 0;
        for (std::size_t step = (bounds_.size() + 1) / 2; step > 0; step /= 2) {
            place += bounds_[place + step - 1] < u ? step : 0;
        }
        return place;
    }

    double begin(std::size_t place) const { return place == 0 ? 0.0 : bounds_[place - 1]; }
    double end(std::size_t place) const { return place + 1 == size_ ? 1.0 : bounds_[place]; }

private:
    std::vector<double> bounds_;
    std::size_t size_;
};

class EmpiricalKind final : public Law::Kind {
public:
    EmpiricalKind(std::vector<double> values, std::span<const double> weights, Figures figures)
        : Kind(figures), values_(std::move(values)), table_(weights) {}

    double quantile(double u) const override { return values_[table_.find(u)]; }

    void quantiles(std::span<const double> u, std::span<double> out) const override {
        for (std::size_t i = 0; i < u.size(); ++i) {
            out[i] = quantile(u[i]);
        }
    }

private:
    std::vector<double> values_;
    ShareTable table_;
};

class MixtureKind final : public Law::Kind {
public:
    MixtureKind(std::vector<Law::Part> parts, std::span<const double> shares, Figures figures)
        : Kind(figures), parts_(std::move(parts)), table_(shares) {}

    double quantile(double u) const override {
        const std::size_t part = table_.find(u);
        return parts_[part].law.quantile(within(part, u));
    }

    /// Part by part: its uniforms packed side by side, its quantiles in one block, and back.
    void quantiles(std::span<const double> u, std::span<double> out) const override {
        for (std::size_t begin = 0; begin < u.size(); begin += chunk_size) {
            const std::size_t size = std::min(chunk_size, u.size() - begin);
            chunk(u.subspan(begin, size), out.subspan(begin, size));
        }
    }

private:
    static constexpr std::size_t chunk_size = 256;

    /// Where in the part's own share u lies, kept inside (0, 1).
    double within(std::size_t part, double u) const {
        const double begin = table_.begin(part);
        const double place = (u - begin) / (table_.end(part) - begin);
        return kernel::smaller(kernel::larger(place, 0x1p-53), 1.0 - 0x1p-53);
    }

    void chunk(std::span<const double> u, std::span<double> out) const {
        std::array<std::size_t, chunk_size> part_of;
        for (std::size_t i = 0; i < u.size(); ++i) {
            part_of[i] = table_.find(u[i]);
        }
        std::array<double, chunk_size> packed;
        std::array<std::size_t, chunk_size> places;
        for (std::size_t part = 0; part < parts_.size(); ++part) {
            std::size_t count = 0;
            for (std::size_t i = 0; i < u.size(); ++i) {
                places[count] = i;
                count += part_of[i] == part ? 1 : 0;
            }
            for (std::size_t i = 0; i < count; ++i) {
                packed[i] = within(part, u[places[i]]);
            }
            const std::span<double> block = std::span(packed).first(count);
            parts_[part].law.quantiles(block, block);
            for (std::size_t i = 0; i < count; ++i) {
                out[places[i]] = packed[i];
            }
        }
    }

    std::vector<Law::Part> parts_;
    ShareTable table_;
};

bool is_finite_and_not_negative(double value) {
    return value >= 0.0 && std::isfinite(value);
}

/// Of a choice among parts; the variance in a second pass, so that nothing cancels.
Law::Kind::Figures figures_of(std::span<const double> shares, std::span<const double> means,
                              std::span<const double> variances) {
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    const double mean =
        std::inner_product(shares.begin(), shares.end(), means.begin(), 0.0) / total;
    double squares = 0.0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const double distance = means[i] - mean;
        squares += shares[i] * (variances[i] + distance * distance);
    }
    return {.mean = mean, .variance = squares / total, .relative_error = 0.0};
}

}  // namespace

Law Law::empirical(std::vector<double> values, std::vector<double> weights) {
    GREENLANE_EXPECT(!values.empty());
    if (weights.empty()) {
        weights.assign(values.size(), 1.0);
    }
    GREENLANE_EXPECT(weights.size() == values.size());
    GREENLANE_EXPECT(std::all_of(values.begin(), values.end(), is_finite_and_not_negative));
    GREENLANE_EXPECT(std::all_of(weights.begin(), weights.end(), is_finite_and_not_negative));

    std::vector<std::pair<double, double>> weighted;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (weights[i] > 0.0) {
            weighted.emplace_back(values[i], weights[i]);
        }
    }
    GREENLANE_EXPECT(!weighted.empty());
    std::sort(weighted.begin(), weighted.end());
    values.clear();
    weights.clear();
    for (const auto& [value, weight] : weighted) {
        values.push_back(value);
        weights.push_back(weight);
    }
    const Kind::Figures figures =
        figures_of(weights, values, std::vector<double>(values.size(), 0.0));
    return Law(std::make_shared<EmpiricalKind>(std::move(values), weights, figures));
}

Law Law::mixture(std::vector<Part> parts) {
    std::vector<double> shares;
    std::vector<double> means;
    std::vector<double> variances;
    double relative_error = 0.0;
    std::erase_if(parts, [](const Part& part) {
        GREENLANE_EXPECT(is_finite_and_not_negative(part.share));
        return part.share == 0.0;
    });
    GREENLANE_EXPECT(!parts.empty());
    for (const Part& part : parts) {
        shares.push_back(part.share);
        means.push_back(part.law.mean());
        variances.push_back(part.law.variance());
        relative_error = std::max(relative_error, part.law.relative_error());
    }
    Kind::Figures figures = figures_of(shares, means, variances);
    figures.relative_error = relative_error;
    return Law(std::make_shared<MixtureKind>(std::move(parts), shares, figures));
}

}  // namespace greenlane::random
