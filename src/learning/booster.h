#pragma once

#include "greenlane/screening/features.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::learning {

/// Rows as XGBoost holds them.
class BoosterRows {
public:
    /// `values` is row-major, a cell that is not a number is not known; `violation` and `weight` as
    /// in fit_forest(), or empty.
    BoosterRows(std::span<const float> values, std::size_t columns,
                std::span<const std::uint8_t> violation, std::span<const double> weight);
    void* handle() const { return handle_.get(); }
    std::size_t rows() const { return rows_; }

private:
    std::size_t rows_;
    std::shared_ptr<void> handle_;
};

/// XGBoost's own model while it grows.
class Booster {
public:
    using Parameters = std::vector<std::pair<std::string, std::string>>;

    /// `cached` are the rows that it will train on and predict again and again.
    Booster(std::span<const BoosterRows* const> cached, const Parameters& parameters);
    /// Grows tree number `iteration`.
    void grow(int iteration, const BoosterRows& rows);
    /// Log-odds, one a row.
    std::vector<float> margins(const BoosterRows& rows) const;
    /// XGBoost's JSON model.
    std::string text() const;

private:
    std::shared_ptr<void> handle_;
};

}  // namespace greenlane::learning
