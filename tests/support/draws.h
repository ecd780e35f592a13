#pragma once

#include "greenlane/random/arithmetic.h"
#include "greenlane/random/draw.h"

#include <cmath>
#include <cstdint>

namespace greenlane::test {

/// A sequence of variates for test data, a function of the seed alone.
class Draws {
public:
    explicit Draws(std::uint64_t seed) : key_(random::make_key(seed, 0)) {}

    std::uint64_t word() {
        return random::draw(key_, next_++, {.purpose = random::Purpose::resample}).first;
    }
    /// 0, ..., count - 1.
    std::uint64_t below(std::uint64_t count) { return word() % count; }
    double uniform() { return random::uniform(word()); }
    double exponential() { return -std::log(uniform()); }
    double normal() { return random::normal_quantile(uniform()); }

private:
    random::Key key_;
    std::uint64_t next_ = 0;
};

}  // namespace greenlane::test
