#include "greenlane/core/contract.h"

#include "random/kernels.h"
#include "random/law_kind.h"
#include "random/rounded.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/math/distributions/gamma.hpp>

namespace greenlane::random {

namespace {

constexpr int piece_bits = 4;
constexpr int pieces_per_octave = 1 << piece_bits;
constexpr int octaves = 53;  // of the nearer tail, from 2^-54 to 1/2
constexpr int pieces_per_tail = octaves * pieces_per_octave;
constexpr std::size_t stride = 8;  // of a piece in the table
constexpr double smallest_tail = 0x1p-54;
constexpr double largest_tail = 0x1.fffffffffffffp-2;  // just below 1/2

/// The logarithm of the quantile of a gamma variate of scale 1, and its first two derivatives by
/// the share of a tail.
struct Node {
    double value;
    double first;
    double second;
};

/// Makes the nodes. With x = e^y of distribution P(shape, x) and density f(x) = e^q / x,
/// q = shape y - x - log Gamma(shape): dy/du = e^-q and d2y/du2 = (x - shape) (dy/du)^2.
class Nodes {
public:
    explicit Nodes(double shape)
        : shape_(shape), law_(shape), log_gamma_(to_44_bits(boost::math::lgamma(shape))) {}

    Node lower(double tail) const {
        // P(shape, x) = x^shape / Gamma(shape + 1) but for a factor within x of 1.
        const double small = (kernel::log(tail) + log_gamma_ + kernel::log(shape_)) / shape_;
        return node(small < -40.0 ? small : kernel::log(quantile(law_, tail)), 1.0);
    }

    Node upper(double tail) const {
        return node(kernel::log(quantile(complement(law_, tail))), -1.0);
    }

private:
    Node node(double log_quantile, double sign) const {
        const double value = to_fixed_point(log_quantile);
        const double x = kernel::exp(value);
        const double first = sign * kernel::exp(x + log_gamma_ - shape_ * value);
        return {value, first, (x - shape_) * first * first};
    }

    double shape_;
    boost::math::gamma_distribution<> law_;
    double log_gamma_;
};

/// The coefficients, in t from 0 to 1 over the piece, of the quintic with the value and the two
/// derivatives of the piece's ends (Hermite).
std::array<double, 6> join(const Node& from, const Node& to, double width) {
    const double first_0 = from.first * width;
    const double first_1 = to.first * width;
    const double half_second_0 = 0.5 * from.second * width * width;
    const double half_second_1 = 0.5 * to.second * width * width;
    const double rise = to.value - from.value - first_0 - half_second_0;
    const double bend = first_1 - first_0 - 2.0 * half_second_0;
    const double turn = half_second_1 - half_second_0;
    return {from.value,
            first_0,
            half_second_0,
            10.0 * rise - 4.0 * bend + turn,
            -15.0 * rise + 7.0 * bend - 2.0 * turn,
            6.0 * rise - 3.0 * bend + turn};
}

/// log of the quantile by quintics, sixteen to an octave of the nearer tail.
class GammaKind final : public Law::Kind {
public:
    GammaKind(double shape, double scale, Figures figures) : Kind(figures), scale_(scale) {
        table_.reserve(2 * pieces_per_tail * stride);
        const Nodes nodes(shape);
        add_tail([&](double tail) { return nodes.lower(tail); });
        add_tail([&](double tail) { return nodes.upper(tail); });
    }

    double quantile(double u) const override { return at(table_.data(), scale_, u); }

    void quantiles(std::span<const double> u, std::span<double> out) const override {
        const double* const table = table_.data();
        const double scale = scale_;
#pragma GCC ivdep
        for (std::size_t i = 0; i < u.size(); ++i) {
            out[i] = at(table, scale, u[i]);
        }
    }

private:
    template <class NodeAt>
    void add_tail(NodeAt node_at) {
        Node from = node_at(smallest_tail);
        for (int octave = 0; octave < octaves; ++octave) {
            const double width = std::ldexp(smallest_tail, octave - piece_bits);
            for (int piece = 1; piece <= pieces_per_octave; ++piece) {
                const Node to = node_at((pieces_per_octave + piece) * width);
                const auto coefficients = join(from, to, width);
                table_.insert(table_.end(), coefficients.begin(), coefficients.end());
                table_.resize(table_.size() + stride - coefficients.size());
                from = to;
            }
        }
    }

    static double at(const double* table, double scale, double u) {
        const double tail = kernel::smaller(
            kernel::larger(kernel::smaller(u, 1.0 - u), smallest_tail), largest_tail);
        const std::uint64_t bits =
            std::bit_cast<std::uint64_t>(tail) - std::bit_cast<std::uint64_t>(smallest_tail);
        // Below the exponent and the bits that number the piece: where in the piece, from 0 to 1.
        const double t =
            std::bit_cast<double>((bits << piece_bits & kernel::mantissa_bits) | kernel::one_bits) -
            1.0;
        const std::uint64_t piece =
            (bits >> (52 - piece_bits)) + (u < 0.5 ? 0 : std::uint64_t{pieces_per_tail});
        const std::uint64_t c = piece * stride;
        const double logarithm =
            ((((table[c + 5] * t + table[c + 4]) * t + table[c + 3]) * t + table[c + 2]) * t +
             table[c + 1]) *
                t +
            table[c];
        return scale * kernel::exp(logarithm);
    }

    std::vector<double> table_;  // six coefficients a piece, and two zeros
    double scale_;
};

}  // namespace

Law Law::gamma(double mean, double shape) {
    GREENLANE_EXPECT(mean > 0.0 && std::isfinite(mean));
    GREENLANE_EXPECT(shape >= smallest_shape && shape <= largest_shape);
    if (shape == 1.0) {
        return exponential(mean);
    }
    return Law(
        std::make_shared<GammaKind>(shape, mean / shape,
                                    Kind::Figures{.mean = mean,
                                                  .variance = mean * mean / shape,
                                                  .relative_error = 1e-11 + 1.6e-10 / shape}));
}

}  // namespace greenlane::random
