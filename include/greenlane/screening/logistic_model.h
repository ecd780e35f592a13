#pragma once

#include "greenlane/screening/features.h"

#include <span>
#include <string>
#include <vector>

namespace greenlane::screening {

/// Logistic regression on standardised features:
/// log-odds = intercept + sum over j of coefficient_j (x_j - mean_j) / deviation_j. A feature that
/// is not known counts as its mean.
struct LogisticModel {
    double intercept = 0;
    std::vector<double> coefficients;
    std::vector<double> means;
    std::vector<double> deviations;  ///< above 0
    /// Of (intercept, coefficients): (features + 1) squared numbers, row-major; empty: not known.
    std::vector<double> covariance;
};

/// The first thing wrong with a model; empty where there is none.
std::string fault(const LogisticModel& model);

/// Log-odds, one a row.
void margins(const LogisticModel& model, const FeatureMatrix& features, std::span<double> out);
/// What each feature adds to a row's log-odds.
std::vector<double> contributions(const LogisticModel& model, std::span<const float> row);
/// Standard error of a row's log-odds by the covariance, sqrt(z' C z) with z = (1, standardised
/// row) (delta method; Hosmer and Lemeshow 2000, section 2.5). The model has a covariance.
double standard_error(const LogisticModel& model, std::span<const float> row);

}  // namespace greenlane::screening
