#include "evaluation/goods_tuples.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace greenlane::evaluation {

void GoodsTuples::close() {
    std::sort(all_.begin(), all_.end());
}

bool GoodsTuples::contains(std::uint64_t print) const {
    const auto at = std::lower_bound(all_.begin(), all_.end(), print << 2);
    return at != all_.end() && *at >> 2 == print << 2 >> 2;
}

std::uint64_t GoodsTuples::repeated() const {
    std::uint64_t repeated = 0;
    for (std::size_t i = 1; i < all_.size(); ++i) {
        repeated += all_[i] >> 2 == all_[i - 1] >> 2 ? 1 : 0;
    }
    return repeated;
}

Constancy GoodsTuples::constancy(const GoodsTuples& first, const GoodsTuples& second) {
    std::array<std::uint64_t, 3> total{};  // by outcome
    for (const GoodsTuples* set : {&first, &second}) {
        for (const std::uint64_t entry : set->all_) {
            ++total[entry & 3];
        }
    }
    const auto violations = static_cast<double>(total[2]);
    const double rate = violations / (static_cast<double>(total[1]) + violations);
    Constancy constancy;
    auto a = first.all_.begin();
    auto b = second.all_.begin();
    while (a != first.all_.end() || b != second.all_.end()) {
        const bool from_first =
            b == second.all_.end() || (a != first.all_.end() && *a >> 2 <= *b >> 2);
        const std::uint64_t print = (from_first ? *a : *b) >> 2;
        std::array<std::uint64_t, 3> count{};
        for (; a != first.all_.end() && *a >> 2 == print; ++a) {
            ++count[*a & 3];
        }
        for (; b != second.all_.end() && *b >> 2 == print; ++b) {
            ++count[*b & 3];
        }
        if (count[1] + count[2] >= 2) {
            const auto n = static_cast<double>(count[1] + count[2]);
            ++constancy.tuples;
            constancy.constant += count[1] == 0 || count[2] == 0 ? 1 : 0;
            constancy.by_chance += std::pow(rate, n) + std::pow(1 - rate, n);
        }
    }
    return constancy;
}

}  // namespace greenlane::evaluation
