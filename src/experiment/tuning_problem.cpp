#include "greenlane/experiment/tuning.h"

#include <array>
#include <charconv>
#include <cmath>

namespace greenlane::experiment {

std::string TuningProblem::value_text(const TuningSetting& setting, std::size_t factor) const {
    if (!setting.texts.empty()) {
        return setting.texts[factor];
    }
    const double value = setting.values[factor];
    if (factors[factor].scale == Scale::duration) {
        return factors[factor].text(std::llround(value));
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

}  // namespace greenlane::experiment
