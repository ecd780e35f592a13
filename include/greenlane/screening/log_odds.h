#pragma once

#include <span>

namespace greenlane::screening {

/// Between probabilities and log-odds ("margins"), in place; the same bits on every processor.

/// ln(p / (1 - p)) of p in [0, 1], taken to lie within 10^-12 of neither end.
void log_odds(std::span<double> probabilities);
/// 1 / (1 + exp(-margin)).
void probabilities(std::span<double> margins);

}  // namespace greenlane::screening
