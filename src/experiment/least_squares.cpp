#include "experiment/least_squares.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace greenlane::experiment {

LeastSquares::LeastSquares(std::vector<std::vector<double>> rows) : rows_(std::move(rows)) {
    const std::size_t size = rows_.front().size();
    factor_.assign(size, std::vector<double>(size));
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = 0;
            for (const std::vector<double>& row : rows_) {
                sum += row[i] * row[j];
            }
            const double whole = sum;
            for (std::size_t k = 0; k < j; ++k) {
                sum -= factor_[i][k] * factor_[j][k];
            }
            // What is left of a column that others make up is rounding.
            solvable_ = solvable_ && (i != j || sum > 1e-9 * whole);
            factor_[i][j] = i == j ? std::sqrt(std::max(sum, 0.0)) : sum / factor_[j][j];
        }
    }
}

std::vector<double> LeastSquares::solve(const std::vector<double>& responses) const {
    const std::size_t size = factor_.size();
    std::vector<double> solution(size);
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            solution[i] += rows_[row][i] * responses[row];
        }
    }
    for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            solution[i] -= factor_[i][k] * solution[k];
        }
        solution[i] /= factor_[i][i];
    }
    for (std::size_t i = size; i-- > 0;) {
        for (std::size_t k = i + 1; k < size; ++k) {
            solution[i] -= factor_[k][i] * solution[k];
        }
        solution[i] /= factor_[i][i];
    }
    return solution;
}

double LeastSquares::fitted(std::size_t row, const std::vector<double>& coefficients) const {
    return std::inner_product(coefficients.begin(), coefficients.end(), rows_[row].begin(), 0.0);
}

std::vector<double> LeastSquares::column(std::size_t index) const {
    std::vector<double> column;
    for (const std::vector<double>& row : rows_) {
        column.push_back(row[index]);
    }
    return column;
}

}  // namespace greenlane::experiment
