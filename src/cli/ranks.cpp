#include "cli/ranks.h"

#include <cstdlib>

#include <fcntl.h>
#include <unistd.h>

namespace greenlane::cli {

namespace {

std::unique_ptr<experiment::Ranks> started;

/// Open MPI's own launcher and those that speak PMIx, as srun --mpi=pmix does.
bool started_as_rank() {
    return std::getenv("OMPI_COMM_WORLD_SIZE") != nullptr || std::getenv("PMIX_RANK") != nullptr;
}

void fall_silent() {
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
        ::dup2(nowhere, STDOUT_FILENO);
        ::dup2(nowhere, STDERR_FILENO);
        ::close(nowhere);
    }
}

}  // namespace

experiment::Ranks* ranks() {
    return started.get();
}

int run_as_rank(const std::function<Ending()>& run) {
    if (!started_as_rank()) {
        return run().status;
    }
    started = std::make_unique<experiment::Ranks>();
    if (started->number() > 0) {
        fall_silent();
    }
    const Ending ending = run();
    started->leave(ending.status, ending.why);
    started.reset();
    return ending.status;
}

std::unique_ptr<experiment::Workers> make_workers(unsigned jobs) {
    if (started) {
        return std::make_unique<experiment::RankWorkers>(*started, jobs);
    }
    return std::make_unique<experiment::ThreadWorkers>(jobs);
}

}  // namespace greenlane::cli
