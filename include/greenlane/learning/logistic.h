#pragma once

#include "greenlane/screening/features.h"
#include "greenlane/screening/logistic_model.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::learning {

/// A fitted regression, and what is to be said of it.
struct LogisticFit {
    screening::LogisticModel model;
    /// Features that are not known of any row, or have one value; their coefficients are 0.
    std::vector<std::size_t> constant;
    /// Features that those before them determine but for 10^-8 of their variance; coefficients 0.
    std::vector<std::size_t> collinear;
    /// The features part the classes, wholly or in part: without a ridge there is no finite
    /// maximum (Albert and Anderson 1984, Biometrika 71), and what stands in the model is where
    /// the steps ended; with one, the coefficients are finite, and rest on the ridge.
    bool separated = false;
    bool converged = false;
    int steps = 0;
};

/// A coefficient's estimate and 95 % interval, by the covariance and the normal distribution
/// (Wald); on the scale of the standardised feature.
struct CoefficientInterval {
    double low;
    double high;
};
/// Of (intercept, coefficients); the model has a covariance.
std::vector<CoefficientInterval> intervals(const screening::LogisticModel& model);

/// Logistic regression by iteratively reweighted least squares (McCullagh and Nelder 1989, section
/// 4.4) with step halving, on standardised features; a cell that is not known counts as its mean.
/// Maximises the weighted log-likelihood - ridge / 2 x sum of squared coefficients (le Cessie and
/// van Houwelingen 1992, Applied Statistics 41); the intercept is free. The covariance is the
/// inverse of the penalised information.
/// `violation` (0 or 1, both there) is as long as the features' rows; `weight` too (above 0), or
/// empty: all 1.
LogisticFit fit_logistic(const screening::FeatureMatrix& features,
                         std::span<const std::uint8_t> violation,
                         std::span<const double> weight = {}, double ridge = 1);

}  // namespace greenlane::learning
