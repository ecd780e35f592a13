#pragma once

#include "greenlane/experiment/rank_workers.h"

#include <functional>
#include <memory>
#include <string>

namespace greenlane::cli {

/// The ranks of which this process is one; nullptr where mpirun or srun did not start it.
experiment::Ranks* ranks();

/// How a command ends.
struct Ending {
    int status = 0;
    std::string why;  ///< empty where all is well
};

/// Runs the program as one rank of several where it was started so, or else as it is. Returns the
/// exit status. Ranks other than 0 say nothing; when one of them cannot go on, all end.
int run_as_rank(const std::function<Ending()>& run);

/// As many threads in every process as `--jobs` says.
std::unique_ptr<experiment::Workers> make_workers(unsigned jobs);

}  // namespace greenlane::cli
