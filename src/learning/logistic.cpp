#include "greenlane/learning/logistic.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <Eigen/Cholesky>
#include <Eigen/Core>

namespace greenlane::learning {

namespace {

using screening::FeatureMatrix;

constexpr int most_steps = 30;
constexpr int most_halvings = 30;
constexpr double shortest_step = 1e-9;
constexpr double least_share_of_variance = 1e-8;
constexpr double largest_margin = 700;

/// Log-likelihood and its derivatives at some coefficients.
struct Likelihood {
    double value = 0;
    Eigen::VectorXd gradient;
    Eigen::MatrixXd information;  ///< the lower triangle
    double lowest_violation = largest_margin;
    double highest_compliant = -largest_margin;
};

/// Adds factor x row x row' to the lower triangle, column by column: the order of the sums is that
/// of the rows, on every processor.
void add_square(const Eigen::VectorXd& row, double factor, Eigen::MatrixXd& sum) {
    for (Eigen::Index j = 0; j < row.size(); ++j) {
        const double scaled = factor * row[j];
        double* column = sum.col(j).data();
        for (Eigen::Index i = j; i < row.size(); ++i) {
            column[i] += scaled * row[i];
        }
    }
}

/// The rows as the regression sees them: 1, then the standardised features in use.
class Design {
public:
    Design(const FeatureMatrix& features, LogisticFit& fit) : features_(features) {
        standardise(fit);
        drop_collinear(fit);
    }

    Eigen::Index columns() const { return static_cast<Eigen::Index>(used_.size()) + 1; }
    std::span<const std::size_t> used() const { return used_; }
    const std::vector<double>& means() const { return means_; }
    const std::vector<double>& deviations() const { return deviations_; }

    void read(std::size_t row, Eigen::VectorXd& out) const {
        const std::span<const float> cells = features_.row(row);
        out[0] = 1;
        for (std::size_t k = 0; k < used_.size(); ++k) {
            const std::size_t j = used_[k];
            const double z = (static_cast<double>(cells[j]) - means_[j]) / deviations_[j];
            out[static_cast<Eigen::Index>(k) + 1] = std::isnan(z) ? 0 : z;
        }
    }

private:
    void standardise(LogisticFit& fit) {
        means_.assign(features_.columns, 0);
        deviations_.assign(features_.columns, 1);
        for (std::size_t j = 0; j < features_.columns; ++j) {
            double known = 0;
            double sum = 0;
            const auto each = [&](auto use) {
                for (std::size_t row = 0; row < features_.rows(); ++row) {
                    const double cell = features_.values[row * features_.columns + j];
                    if (!std::isnan(cell)) {
                        use(cell);
                    }
                }
            };
            each([&](double cell) {
                known += 1;
                sum += cell;
            });
            means_[j] = known > 0 ? sum / known : 0;
            double squares = 0;
            each([&](double cell) { squares += (cell - means_[j]) * (cell - means_[j]); });
            // Rounding alone leaves about 10^-16 of the mean.
            const double deviation = known > 0 ? std::sqrt(squares / known) : 0;
            if (deviation > 1e-12 * std::abs(means_[j])) {
                deviations_[j] = deviation;
                used_.push_back(j);
            } else {
                fit.constant.push_back(j);
            }
        }
    }

    /// Cholesky factors of the features' correlations tell what each adds to those before it.
    void drop_collinear(LogisticFit& fit) {
        Eigen::MatrixXd products = Eigen::MatrixXd::Zero(columns(), columns());
        Eigen::VectorXd row(columns());
        for (std::size_t i = 0; i < features_.rows(); ++i) {
            read(i, row);
            add_square(row, 1, products);
        }
        std::vector<std::size_t> kept;
        std::vector<Eigen::Index> places = {0};
        std::vector<Eigen::VectorXd> factors = {
            Eigen::VectorXd::Constant(1, std::sqrt(products(0, 0)))};
        for (std::size_t k = 0; k < used_.size(); ++k) {
            const auto place = static_cast<Eigen::Index>(k) + 1;
            Eigen::VectorXd factor(static_cast<Eigen::Index>(places.size()) + 1);
            double left = products(place, place);
            for (std::size_t p = 0; p < places.size(); ++p) {
                const auto size = static_cast<Eigen::Index>(p);
                const double shared = factor.head(size).dot(factors[p].head(size));
                factor[size] = (products(place, places[p]) - shared) / factors[p][size];
                left -= factor[size] * factor[size];
            }
            if (left < least_share_of_variance * products(place, place)) {
                fit.collinear.push_back(used_[k]);
                continue;
            }
            factor[factor.size() - 1] = std::sqrt(left);
            factors.push_back(std::move(factor));
            places.push_back(place);
            kept.push_back(used_[k]);
        }
        used_ = std::move(kept);
    }

    const FeatureMatrix& features_;
    std::vector<double> means_;
    std::vector<double> deviations_;
    std::vector<std::size_t> used_;
};

class Regression {
public:
    Regression(const Design& design, std::span<const std::uint8_t> violation,
               std::span<const double> weight, double ridge)
        : design_(design), violation_(violation), weight_(weight), ridge_(ridge) {}

    Likelihood at(const Eigen::VectorXd& coefficients) const {
        const Eigen::Index columns = design_.columns();
        Likelihood out;
        out.gradient = Eigen::VectorXd::Zero(columns);
        out.information = Eigen::MatrixXd::Zero(columns, columns);
        Eigen::VectorXd row(columns);
        for (std::size_t i = 0; i < violation_.size(); ++i) {
            design_.read(i, row);
            const double margin =
                std::clamp(row.dot(coefficients), -largest_margin, largest_margin);
            const bool violation = violation_[i] != 0;
            double& extreme = violation ? out.lowest_violation : out.highest_compliant;
            extreme = violation ? std::min(extreme, margin) : std::max(extreme, margin);
            const double odds = random::exp(-std::abs(margin));
            const double p = margin >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
            const double weight = weight_.empty() ? 1 : weight_[i];
            // ln p of what was seen.
            const double against = violation ? std::max(-margin, 0.0) : std::max(margin, 0.0);
            out.value -= weight * (against + random::log(1 + odds));
            out.gradient += weight * ((violation ? 1 : 0) - p) * row;
            add_square(row, weight * odds / ((1 + odds) * (1 + odds)), out.information);
        }
        for (Eigen::Index j = 1; j < columns; ++j) {
            out.value -= ridge_ / 2 * coefficients[j] * coefficients[j];
            out.gradient[j] -= ridge_ * coefficients[j];
            out.information(j, j) += ridge_;
        }
        return out;
    }

    /// Newton's steps from `coefficients`, each halved until it does not lose likelihood.
    Likelihood maximise(Eigen::VectorXd& coefficients, LogisticFit& fit) const {
        Likelihood now = at(coefficients);
        while (!fit.converged && fit.steps < most_steps) {
            ++fit.steps;
            Eigen::VectorXd step =
                now.information.selfadjointView<Eigen::Lower>().ldlt().solve(now.gradient);
            Likelihood next = at(coefficients + step);
            for (int i = 0; i < most_halvings && !(next.value >= now.value - rounding(now)); ++i) {
                step /= 2;
                next = at(coefficients + step);
            }
            coefficients += step;
            fit.converged = step.cwiseAbs().maxCoeff() < shortest_step;
            now = std::move(next);
        }
        return now;
    }

private:
    static double rounding(const Likelihood& likelihood) {
        return 1e-12 * std::abs(likelihood.value);
    }

    const Design& design_;
    std::span<const std::uint8_t> violation_;
    std::span<const double> weight_;
    double ridge_;
};

/// Coefficients and covariance of the columns in use, among all features.
void write(const Design& design, const Eigen::VectorXd& coefficients,
           const Eigen::MatrixXd& covariance, screening::LogisticModel& model) {
    const std::size_t features = design.means().size();
    model.means = design.means();
    model.deviations = design.deviations();
    model.intercept = coefficients[0];
    model.coefficients.assign(features, 0);
    model.covariance.assign((features + 1) * (features + 1), 0);
    std::vector<std::size_t> place = {0};
    for (const std::size_t j : design.used()) {
        place.push_back(j + 1);
    }
    for (std::size_t a = 0; a < place.size(); ++a) {
        const auto i = static_cast<Eigen::Index>(a);
        if (a > 0) {
            model.coefficients[place[a] - 1] = coefficients[i];
        }
        for (std::size_t b = 0; b < place.size(); ++b) {
            model.covariance[place[a] * (features + 1) + place[b]] =
                covariance(i, static_cast<Eigen::Index>(b));
        }
    }
}

}  // namespace

LogisticFit fit_logistic(const FeatureMatrix& features, std::span<const std::uint8_t> violation,
                         std::span<const double> weight, double ridge) {
    GREENLANE_EXPECT(features.rows() == violation.size() && ridge >= 0);
    GREENLANE_EXPECT(weight.empty() || weight.size() == violation.size());
    GREENLANE_EXPECT(std::count(violation.begin(), violation.end(), 0) > 0 &&
                     std::count(violation.begin(), violation.end(), 1) > 0);
    LogisticFit fit;
    const Design design(features, fit);
    Eigen::VectorXd coefficients = Eigen::VectorXd::Zero(design.columns());
    const Likelihood last =
        Regression(design, violation, weight, ridge).maximise(coefficients, fit);
    fit.separated = last.lowest_violation > last.highest_compliant || !fit.converged;
    const Eigen::MatrixXd covariance =
        last.information.selfadjointView<Eigen::Lower>().ldlt().solve(
            Eigen::MatrixXd::Identity(design.columns(), design.columns()));
    write(design, coefficients, covariance, fit.model);
    return fit;
}

std::vector<CoefficientInterval> intervals(const screening::LogisticModel& model) {
    const std::size_t columns = model.coefficients.size() + 1;
    GREENLANE_EXPECT(model.covariance.size() == columns * columns);
    const double z = random::normal_quantile(0.975);
    std::vector<CoefficientInterval> out;
    for (std::size_t j = 0; j < columns; ++j) {
        const double at = j == 0 ? model.intercept : model.coefficients[j - 1];
        const double error = std::sqrt(model.covariance[j * columns + j]);
        out.push_back({at - z * error, at + z * error});
    }
    return out;
}

}  // namespace greenlane::learning
