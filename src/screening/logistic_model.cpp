#include "greenlane/screening/logistic_model.h"

#include "greenlane/core/contract.h"

#include <cmath>

namespace greenlane::screening {

namespace {

double standardised(const LogisticModel& model, std::size_t feature, float value) {
    return std::isnan(value)
               ? 0.0
               : (static_cast<double>(value) - model.means[feature]) / model.deviations[feature];
}

}  // namespace

std::string fault(const LogisticModel& model) {
    const std::size_t features = model.coefficients.size();
    if (model.means.size() != features || model.deviations.size() != features) {
        return "coefficients, means and deviations do not match";
    }
    bool finite = std::isfinite(model.intercept);
    for (std::size_t j = 0; j < features; ++j) {
        finite = finite && std::isfinite(model.coefficients[j]) && std::isfinite(model.means[j]) &&
                 std::isfinite(model.deviations[j]);
        if (!(model.deviations[j] > 0)) {
            return "a deviation is not above 0";
        }
    }
    if (!model.covariance.empty() && model.covariance.size() != (features + 1) * (features + 1)) {
        return "the covariance is of another size";
    }
    for (const double number : model.covariance) {
        finite = finite && std::isfinite(number);
    }
    return finite ? "" : "a number is not finite";
}

void margins(const LogisticModel& model, const FeatureMatrix& features, std::span<double> out) {
    GREENLANE_EXPECT(out.size() == features.rows());
    GREENLANE_EXPECT(features.columns == model.coefficients.size());
    for (std::size_t row = 0; row < out.size(); ++row) {
        const std::span<const float> values = features.row(row);
        double margin = model.intercept;
        for (std::size_t j = 0; j < values.size(); ++j) {
            margin += model.coefficients[j] * standardised(model, j, values[j]);
        }
        out[row] = margin;
    }
}

std::vector<double> contributions(const LogisticModel& model, std::span<const float> row) {
    std::vector<double> parts(row.size());
    for (std::size_t j = 0; j < row.size(); ++j) {
        parts[j] = model.coefficients[j] * standardised(model, j, row[j]);
    }
    return parts;
}

double standard_error(const LogisticModel& model, std::span<const float> row) {
    const std::size_t terms = row.size() + 1;
    GREENLANE_EXPECT(model.covariance.size() == terms * terms);
    std::vector<double> z(terms, 1.0);
    for (std::size_t j = 0; j < row.size(); ++j) {
        z[j + 1] = standardised(model, j, row[j]);
    }
    double variance = 0;
    for (std::size_t a = 0; a < terms; ++a) {
        for (std::size_t b = 0; b < terms; ++b) {
            variance += z[a] * model.covariance[a * terms + b] * z[b];
        }
    }
    return std::sqrt(variance);
}

}  // namespace greenlane::screening
