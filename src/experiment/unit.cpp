#include "greenlane/experiment/unit.h"

#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <string>

namespace greenlane::experiment {

void expect_study(std::uint64_t systems, std::uint64_t replications) {
    if (replications > most_units / std::max<std::uint64_t>(1, systems)) {
        throw InputError(Failure::usage, "",
                         std::to_string(replications) + " replications" +
                             (systems > 1 ? " of each of " + std::to_string(systems) + " systems"
                                          : std::string()) +
                             ": a study has at most 10,000,000 in all",
                         "`run --precision` says how many are enough");
    }
}

void Units::add(std::uint64_t system, std::uint64_t first, std::uint64_t count) {
    size_ += count;
    if (!stretches_.empty()) {
        Stretch& last = stretches_.back();
        if (last.system == system && last.first + last.count == first) {
            last.count += count;
            return;
        }
    }
    if (count > 0) {
        stretches_.push_back({system, first, count});
    }
}

std::vector<Unit> Units::take(std::size_t count) {
    std::vector<Unit> taken;
    while (taken.size() < count && size_ > 0) {
        Stretch& front = stretches_[begun_];
        taken.push_back({front.system, front.first++});
        begun_ += --front.count == 0;
        --size_;
    }
    return taken;
}

}  // namespace greenlane::experiment
