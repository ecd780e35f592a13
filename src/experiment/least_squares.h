#pragma once

#include <cstddef>
#include <vector>

namespace greenlane::experiment {

/// Least squares by the Cholesky factor of X'X; X has a row a point.
class LeastSquares {
public:
    /// At least one row, all of one length.
    explicit LeastSquares(std::vector<std::vector<double>> rows);

    /// Whether no column is made up of others.
    bool is_solvable() const { return solvable_; }
    /// The coefficients; a response a row. Expects is_solvable().
    std::vector<double> solve(const std::vector<double>& responses) const;
    double fitted(std::size_t row, const std::vector<double>& coefficients) const;
    std::vector<double> column(std::size_t index) const;

private:
    std::vector<std::vector<double>> rows_;
    std::vector<std::vector<double>> factor_;  ///< lower triangle
    bool solvable_ = true;
};

}  // namespace greenlane::experiment
