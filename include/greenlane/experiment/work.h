#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/unit.h"

#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// Units still to be done, in order; taken from any thread.
class Queue {
public:
    Queue() = default;
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;
    virtual ~Queue() = default;
    /// At most so many units, and none when nothing is left.
    virtual std::vector<Unit> take(std::size_t most) = 0;
};

/// Takes a unit's result, from any thread, one call at a time.
using Receive = std::function<void(const Unit& unit, std::string&& result)>;

/// What a unit threw.
class UnitFailure : public std::exception {
public:
    UnitFailure(const Unit& unit, const std::exception_ptr& cause) : unit_(unit) { cause_ = cause; }
    const char* what() const noexcept override { return "a unit failed"; }
    const Unit& unit() const { return unit_; }
    [[noreturn]] void rethrow_cause() const { std::rethrow_exception(cause_); }

private:
    Unit unit_;
    std::exception_ptr cause_;
};

/// What is to be done with the units of a study. A unit's result is a pure function of the unit, as
/// bytes: it may have been made by another process, another day.
class Task {
public:
    Task() = default;
    Task(const Task&) = delete;
    Task& operator=(const Task&) = delete;
    virtual ~Task() = default;
    /// Does units from the queue, on so many threads, until it is empty. Throws UnitFailure where
    /// one throws, of several the first unit's; no unit behind it is begun any more.
    virtual void work(Queue& queue, unsigned jobs, const Receive& receive) = 0;
};

/// Those who do the work: threads of this process, or of many. With many, every one of them runs
/// the same program and calls the same functions with the same arguments.
class Workers {
public:
    Workers() = default;
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    virtual ~Workers() = default;
    /// Does `units`; their results are received in the process that writes, and, at the end, in the
    /// others too where they are wanted `everywhere`. What a unit throws is thrown on in every
    /// process, of several the first unit's.
    virtual void complete(Task& task, Units units, const Receive& receive, bool everywhere) = 0;
    /// Sends text from the process that writes to all others; returns it in each of them.
    virtual std::string share(std::string text) = 0;
    /// Whether this is the process that prints and writes files.
    virtual bool writes() const = 0;
    /// Threads, in all processes.
    virtual unsigned jobs() const = 0;
};

/// So many threads of this process.
class ThreadWorkers final : public Workers {
public:
    explicit ThreadWorkers(unsigned jobs) : jobs_(jobs) {}
    void complete(Task& task, Units units, const Receive& receive, bool everywhere) override;
    std::string share(std::string text) override { return text; }
    bool writes() const override { return true; }
    unsigned jobs() const override { return jobs_; }

private:
    unsigned jobs_;
};

/// Results of units that were finished, kept where a power cut leaves them. Implemented by io.
class Journal {
public:
    Journal() = default;
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    virtual ~Journal() = default;
    /// nullopt: the unit is not finished yet.
    virtual std::optional<std::string> find(const Unit& unit) const = 0;
    /// Throws InputError(output) where it cannot be kept.
    virtual void append(const Unit& unit, std::string_view result) = 0;
};

/// A part of a study's units, for a job of many that know nothing of each other: `--shard 2/4`.
struct Shard {
    std::uint64_t number = 1;  ///< from 1
    std::uint64_t of = 1;
    /// The number of the one among so many shards that holds the unit at this position.
    static std::uint64_t holding(std::uint64_t position, std::uint64_t of) {
        return position % of + 1;
    }
    bool holds(std::uint64_t position) const { return holding(position, of) == number; }
    friend bool operator==(const Shard&, const Shard&) = default;
};

/// How a study's units are done. Every study takes one.
struct Execution {
    Workers* workers = nullptr;
    Journal* journal = nullptr;    ///< none: nothing is kept; used by the process that writes alone
    std::optional<Shard> shard{};  ///< none: all units
    /// The journal is of so many shards, and all units of the study's first stage are finished:
    /// those that are missing are an error. 0: it is none of shards.
    std::uint64_t merges = 0;
    /// Every process goes on with the results: a study of several stages.
    bool everywhere = false;
};

/// Thrown in a process that has done its part of a study and has nothing to write.
class DoneElsewhere : public std::exception {
public:
    const char* what() const noexcept override { return "the results are in another process"; }
};

/// Thrown when a shard has done its part: there is nothing to report before all are merged.
class ShardDone : public std::exception {
public:
    ShardDone(std::uint64_t units, std::uint64_t all) : units_(units), all_(all) {}
    const char* what() const noexcept override { return "the shard is done"; }
    std::uint64_t units() const { return units_; }  ///< of the shard
    std::uint64_t all() const { return all_; }      ///< units of the stage

private:
    std::uint64_t units_;
    std::uint64_t all_;
};

/// Does one stage of a study: all units, or the shard's. Results that the journal holds are not
/// made again; new ones are appended to it. `receive` gets every unit's result once, in no
/// particular order; where not `everywhere`, processes that do not write throw DoneElsewhere
/// instead. Throws ShardDone after the stage of a shard, and InputError(usage) where `merges` and
/// units are missing. `merges` and `shard` concern the first stage that is executed: a study of
/// several stages goes on from there without them.
void execute(Execution& execution, Task& task, const Units& units, const Receive& receive);

}  // namespace greenlane::experiment
