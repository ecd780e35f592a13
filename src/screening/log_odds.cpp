#include "greenlane/screening/log_odds.h"

#include "greenlane/random/arithmetic.h"

#include <algorithm>

namespace greenlane::screening {

void log_odds(std::span<double> probabilities) {
    for (double& p : probabilities) {
        const double inside = std::clamp(p, 1e-12, 1 - 1e-12);
        p = inside / (1 - inside);
    }
    random::log(probabilities, probabilities);
}

void probabilities(std::span<double> margins) {
    constexpr double largest = 700;  // of what random::exp takes
    for (double& margin : margins) {
        margin = std::clamp(-margin, -largest, largest);
    }
    random::exp(margins, margins);
    for (double& odds_against : margins) {
        odds_against = 1 / (1 + odds_against);
    }
}

}  // namespace greenlane::screening
