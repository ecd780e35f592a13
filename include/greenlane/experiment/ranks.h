#pragma once

#include <cstddef>
#include <string>

namespace greenlane::experiment {

/// The processes that mpirun or srun started together: MPI begins and ends with this object, of
/// which there is one in a process. Rank 0 prints and writes.
class Ranks {
public:
    Ranks();
    /// leave() comes before.
    ~Ranks();
    Ranks(const Ranks&) = delete;
    Ranks& operator=(const Ranks&) = delete;

    std::size_t number() const { return number_; }
    std::size_t count() const { return count_; }

    /// Waits until all leave. With `why`, where this rank cannot go on, and the exit status that it
    /// leaves with: others that wait for it meanwhile then throw.
    void leave(int status, const std::string& why);
    /// Waits until all meet. Throws InputError where one of them leaves instead, for the failure
    /// that it leaves with, and InputError(usage) where their texts differ: they were not given the
    /// same study.
    void meet(const std::string& text);

private:
    std::size_t number_ = 0;
    std::size_t count_ = 1;
};

}  // namespace greenlane::experiment
