#pragma once

#include "greenlane/random/law.h"

#include <cstddef>
#include <span>

namespace greenlane::random {

/// What a law is made of. Spans are of one length, and the same or disjoint: Law sees to that.
class Law::Kind {
public:
    struct Figures {
        double mean;
        double variance;
        double relative_error;
    };

    explicit Kind(Figures figures) : figures_(figures) {}
    Kind(const Kind&) = delete;
    Kind& operator=(const Kind&) = delete;
    virtual ~Kind() = default;

    virtual double quantile(double u) const = 0;
    virtual void quantiles(std::span<const double> u, std::span<double> out) const = 0;

    const Figures& figures() const { return figures_; }

private:
    Figures figures_;
};

/// A law in one formula: a small callable without branches, so that the loop vectorises. It is
/// copied before the loop, for the compiler to see that no store changes it.
template <class Formula>
class FormulaKind final : public Law::Kind {
public:
    FormulaKind(Formula formula, Figures figures) : Kind(figures), formula_(formula) {}

    double quantile(double u) const override { return formula_(u); }

    void quantiles(std::span<const double> u, std::span<double> out) const override {
        const Formula formula = formula_;
        const std::size_t size = u.size();
#pragma GCC ivdep
        for (std::size_t i = 0; i < size; ++i) {
            out[i] = formula(u[i]);
        }
    }

private:
    Formula formula_;
};

/// The last bit of a double near 1. Errors are counted in it.
inline constexpr double last_bit = 0x1p-52;

}  // namespace greenlane::random
