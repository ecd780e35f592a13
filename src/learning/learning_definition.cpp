#include "greenlane/learning/learning_definition.h"

#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <numbers>

namespace greenlane::learning {

namespace {

constexpr std::array<std::string_view, 3> course_names = {"constant", "linear", "decay"};
constexpr std::array<std::string_view, all_maskings.size()> masking_names = {
    "none", "row", "importer", "as-given"};

}  // namespace

std::string_view name(RatePlan::Course course) {
    return course_names[static_cast<std::size_t>(course)];
}

std::string_view name(Masking masking) {
    return masking_names[static_cast<std::size_t>(masking)];
}

double RatePlan::at(std::size_t week) const {
    const double part = static_cast<double>(week) / over;
    switch (course) {
        case Course::constant:
            return from;
        case Course::linear:
            return from + (to - from) * std::min(1.0, part);
        case Course::decay:
            return to + (from - to) * random::exp(-std::min(part, 1000.0) * std::numbers::ln2);
    }
    return 0;
}

}  // namespace greenlane::learning
