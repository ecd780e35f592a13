#pragma once

#include "greenlane/experiment/work.h"

#include "experiment/rank_desk.h"
#include "experiment/rank_messages.h"
#include "experiment/told_failure.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// The thread of rank 0 that talks: hands out units and takes results.
class Leader {
public:
    Leader(Desk& desk, std::size_t ranks, Units units, const Receive& receive)
        : desk_(desk), units_(std::move(units)), receive_(receive), is_over_(ranks) {}

    /// Until all ranks are over, and know it; returns the first unit's failure.
    std::optional<ToldFailure> lead();

private:
    bool look_at_own_desk();
    void handle(const Message& message);
    std::vector<Unit> next_units(std::size_t wanted);
    void take_result(const Unit& unit, std::string&& bytes);
    void fail(ToldFailure told);

    Desk& desk_;
    Units units_;  ///< not handed out yet
    const Receive& receive_;
    std::vector<bool> is_over_;  ///< by rank
    std::size_t others_over_ = 0;
    std::optional<ToldFailure> failure_;
};

}  // namespace greenlane::experiment
