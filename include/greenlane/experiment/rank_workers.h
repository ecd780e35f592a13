#pragma once

#include "greenlane/experiment/ranks.h"
#include "greenlane/experiment/work.h"

#include <string>

namespace greenlane::experiment {

/// Threads of all ranks; rank 0 hands out the units to whoever is free, and computes itself.
class RankWorkers final : public Workers {
public:
    /// So many threads in each rank. `ranks` outlives them.
    RankWorkers(Ranks& ranks, unsigned threads) : ranks_(ranks), threads_(threads) {}

    void complete(Task& task, Units units, const Receive& receive, bool everywhere) override;
    std::string share(std::string text) override;
    bool writes() const override { return ranks_.number() == 0; }
    unsigned jobs() const override { return threads_ * static_cast<unsigned>(ranks_.count()); }

private:
    Ranks& ranks_;
    unsigned threads_;
};

}  // namespace greenlane::experiment
