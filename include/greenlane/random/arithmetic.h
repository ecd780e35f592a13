#pragma once

#include <span>

namespace greenlane::random {

/// Elementary functions whose bits depend on no library and no processor: the same polynomial in
/// scalar tail and vector body. Relative error below 2^-50 over the stated ranges.

/// Natural logarithm, x in (0, infinity), normal numbers.
double log(double x);
void log(std::span<const double> x, std::span<double> out);
/// e^x, |x| <= 700.
double exp(double x);
void exp(std::span<const double> x, std::span<double> out);
/// Inverse of the standard normal distribution function, u in (0, 1): AS 241 (Wichura 1988),
/// PPND16.
double normal_quantile(double u);
void normal_quantile(std::span<const double> u, std::span<double> out);

}  // namespace greenlane::random
