#include "greenlane/experiment/ranks.h"

#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

namespace greenlane::experiment {

namespace {

/// Between two looks whether all are present.
constexpr std::chrono::microseconds look_again{200};

/// What a rank says of itself when all meet.
struct Presence {
    bool leaves = false;
    int status = 0;
    std::array<char, 1016> text{};  ///< ends with 0
    std::string what() const { return text.data(); }
};

Presence presence(bool leaves, int status, std::string text) {
    Presence present{leaves, status, {}};
    text.resize(std::min(text.size(), present.text.size() - 1));
    std::copy(text.begin(), text.end(), present.text.begin());
    return present;
}

std::vector<Presence> all_present(const Presence& own, std::size_t count) {
    std::vector<Presence> all(count);
    MPI_Request request = MPI_REQUEST_NULL;
    MPI_Iallgather(&own, sizeof own, MPI_BYTE, all.data(), sizeof own, MPI_BYTE, MPI_COMM_WORLD,
                   &request);
    int is_done = 0;
    // Without turning: others may write files meanwhile.
    for (MPI_Test(&request, &is_done, MPI_STATUS_IGNORE); is_done == 0;
         MPI_Test(&request, &is_done, MPI_STATUS_IGNORE)) {
        std::this_thread::sleep_for(look_again);
    }
    MPI_Wait(&request, MPI_STATUS_IGNORE);
    return all;
}

}  // namespace

Ranks::Ranks() {
    int provided = 0;
    int number = 0;
    int count = 1;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &number);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    number_ = static_cast<std::size_t>(number);
    count_ = static_cast<std::size_t>(count);
}

Ranks::~Ranks() {
    MPI_Finalize();
}

void Ranks::leave(int status, const std::string& why) {
    for (;;) {
        const auto all = all_present(presence(true, status, why), count_);
        if (std::all_of(all.begin(), all.end(), [](const Presence& one) { return one.leaves; })) {
            return;
        }
    }
}

void Ranks::meet(const std::string& text) {
    const Presence own = presence(false, 0, text);
    const auto all = all_present(own, count_);
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        if (all[rank].leaves) {
            throw InputError(static_cast<Failure>(all[rank].status), "",
                             "rank " + std::to_string(rank) + " gave up: " + all[rank].what());
        }
    }
    for (std::size_t rank = 0; rank < all.size(); ++rank) {
        if (all[rank].text != all.front().text) {
            throw InputError(Failure::usage, "",
                             "ranks 0 and " + std::to_string(rank) +
                                 " were not given the same study: '" + all.front().what() +
                                 "' and '" + all[rank].what() + '\'',
                             "the program and all files must be the same on every node");
        }
    }
}

}  // namespace greenlane::experiment
