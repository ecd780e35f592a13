#pragma once

#include "greenlane/experiment/gate.h"
#include "greenlane/experiment/result.h"
#include "greenlane/io/performance.h"

#include "cli/command.h"
#include "cli/inputs.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::cli {

/// `--jobs`: where it is not given, as many threads as cores, or one a rank.
unsigned jobs(const options::variables_map& given);

/// What a result is told of the inputs of its run.
experiment::RunLabel label_of(const Inputs& inputs);

/// To be said before the run starts: nobody should have to wait for a queue that never ends.
std::vector<std::string> overload_warnings(const engine::CompiledScenario& scenario);

/// Whether a gate is true of a figure, or there is none that could show it to be false; says so.
/// `whose` is the system, empty for the only one.
bool is_stopped(const experiment::Gate& gate, const std::string& whose,
                const std::optional<kpi::Figure>& figure, std::string_view unit);

/// From its making on.
class Stopwatch {
public:
    /// The time taken, and the most memory that the program ever took; counts are the caller's.
    /// `resumed`: results of another time are among them.
    io::Performance performance(unsigned jobs, bool resumed) const;

private:
    std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace greenlane::cli
