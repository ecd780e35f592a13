#include "greenlane/experiment/rank_workers.h"

#include "greenlane/core/contract.h"

#include "experiment/rank_desk.h"
#include "experiment/told_failure.h"
#include "experiment/unit_bytes.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <thread>

#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

namespace greenlane::experiment {

namespace {

constexpr int leader = 0;
/// Between two looks at what others have sent: short beside a replication, and next to nothing of
/// a processor.
constexpr std::chrono::microseconds look_again{200};
constexpr std::size_t longest_message = std::size_t{1} << 30;

/// What ranks send each other while they do units.
enum Tag : int {
    ask,     ///< for so many units, to the leader
    grant,   ///< units; none: nothing is left
    result,  ///< of a unit, to the leader
    stop,    ///< after this unit
    over,    ///< a rank's threads have ended, to the leader, with a failure or without
    end,     ///< all have, with the first failure or without
};

void send(int to, Tag tag, const std::string& bytes) {
    GREENLANE_EXPECT(bytes.size() <= longest_message);
    MPI_Send(bytes.data(), static_cast<int>(bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD);
}

struct Message {
    int from = 0;
    int tag = 0;
    std::string bytes;
};

std::optional<Message> next_message() {
    int is_there = 0;
    MPI_Status status;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &is_there, &status);
    if (is_there == 0) {
        return std::nullopt;
    }
    int size = 0;
    MPI_Get_count(&status, MPI_BYTE, &size);
    Message message{status.MPI_SOURCE, status.MPI_TAG,
                    std::string(static_cast<std::size_t>(size), '\0')};
    MPI_Recv(message.bytes.data(), size, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
    return message;
}

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

/// The thread of rank 0 that talks: hands out units and takes results.
class Leader {
public:
    Leader(Desk& desk, std::size_t ranks, std::span<const Unit> units, const Receive& receive)
        : desk_(desk), units_(units), receive_(receive), is_over_(ranks) {}

    std::optional<ToldFailure> lead() {
        while (!desk_.is_empty() || others_over_ + 1 < is_over_.size()) {
            bool idle = true;
            if (auto failure = desk_.failure()) {
                fail(std::move(*failure));
            }
            while (auto own = desk_.collect()) {
                take_result(own->first, std::move(own->second));
                idle = false;
            }
            if (const std::size_t wanted = desk_.wanted(); wanted > 0) {
                desk_.put(next_units(wanted));
            }
            while (const auto message = next_message()) {
                handle(*message);
                idle = false;
            }
            if (idle) {
                desk_.wait(look_again);
            }
        }
        return std::move(failure_);
    }

private:
    void handle(const Message& message) {
        switch (message.tag) {
            case ask: {
                std::uint64_t wanted = 0;
                from_bytes(message.bytes, wanted);
                send(message.from, grant, to_bytes(next_units(wanted)));
                return;
            }
            case result: {
                Unit unit;
                std::string bytes;
                from_bytes(message.bytes, unit, bytes);
                take_result(unit, std::move(bytes));
                return;
            }
            case over: {
                std::optional<ToldFailure> failure;
                from_bytes(message.bytes, failure);
                is_over_[static_cast<std::size_t>(message.from)] = true;
                ++others_over_;
                if (failure) {
                    fail(std::move(*failure));
                }
                return;
            }
            default:
                GREENLANE_EXPECT(!"a message that rank 0 expects");
        }
    }

    /// A part of what is left, smaller towards the end, so that all end together.
    std::vector<Unit> next_units(std::size_t wanted) {
        const std::size_t fair = (units_.size() + 2 * is_over_.size() - 1) / (2 * is_over_.size());
        const std::size_t count = std::min(wanted, fair);
        std::vector<Unit> next(units_.begin(), units_.begin() + static_cast<std::ptrdiff_t>(count));
        units_ = units_.subspan(count);
        return next;
    }

    void take_result(const Unit& unit, std::string&& bytes) {
        if (failure_ && failure_->failure == Failure::output) {
            return;
        }
        try {
            receive_(unit, std::move(bytes));
        } catch (...) {
            fail(told_failure());
        }
    }

    /// Units before the one that failed go on, for one of them may fail too, and then is the one to
    /// be told of.
    void fail(ToldFailure told) {
        keep_first(failure_, std::move(told));
        units_ = {};
        desk_.stop_after(failure_->unit);
        for (std::size_t rank = 1; rank < is_over_.size(); ++rank) {
            if (!is_over_[rank]) {
                send(static_cast<int>(rank), stop, to_bytes(failure_->unit));
            }
        }
    }

    Desk& desk_;
    std::span<const Unit> units_;  ///< not handed out yet
    const Receive& receive_;
    std::vector<bool> is_over_;  ///< by rank
    std::size_t others_over_ = 0;
    std::optional<ToldFailure> failure_;
};

/// What the thread of any other rank does that talks. Returns what the leader says in the end.
std::optional<ToldFailure> follow(Desk& desk) {
    bool asked = false;
    bool told_over = false;
    for (;;) {
        while (const auto own = desk.collect()) {
            send(leader, result, to_bytes(own->first, own->second));
        }
        if (const std::size_t wanted = desk.wanted(); wanted > 0 && !asked) {
            send(leader, ask, to_bytes(std::uint64_t{wanted}));
            asked = true;
        }
        const auto message = next_message();
        if (!message) {
            auto failure = desk.failure();
            if (!told_over && (failure || (desk.is_empty() && !asked))) {
                send(leader, over, to_bytes(failure));
                told_over = true;
            }
            desk.wait(look_again);
        } else if (message->tag == grant) {
            std::vector<Unit> units;
            from_bytes(message->bytes, units);
            desk.put(std::move(units));
            asked = false;
        } else if (message->tag == stop) {
            Unit failed;
            from_bytes(message->bytes, failed);
            desk.stop_after(failed);
        } else {
            GREENLANE_EXPECT(message->tag == end);
            std::optional<ToldFailure> failure;
            from_bytes(message->bytes, failure);
            return failure;
        }
    }
}

/// The leader's text, in every rank.
std::string broadcast(std::string text) {
    std::uint64_t size = text.size();
    MPI_Bcast(&size, sizeof size, MPI_BYTE, leader, MPI_COMM_WORLD);
    text.resize(size);
    for (std::size_t at = 0; at < size; at += longest_message) {
        MPI_Bcast(text.data() + at, static_cast<int>(std::min(size - at, longest_message)),
                  MPI_BYTE, leader, MPI_COMM_WORLD);
    }
    return text;
}

/// What the leader received, in all other ranks.
void tell_all(const std::vector<std::pair<Unit, std::string>>& results, bool is_leader,
              const Receive& receive) {
    ByteWriter writer;
    for (const auto& [unit, bytes] : results) {
        writer(unit, bytes);
    }
    const std::string told = broadcast(writer.take());
    ByteReader reader(told);
    while (!is_leader && !reader.at_end()) {
        Unit unit;
        std::string bytes;
        reader(unit, bytes);
        receive(unit, std::move(bytes));
    }
}

std::string text_of(std::span<const Unit> units) {
    std::uint64_t hash = 0;
    for (const Unit& unit : units) {
        for (const std::uint64_t part : {unit.system, unit.replication}) {
            hash = (hash ^ part) * 0x9e3779b97f4a7c15u;
            hash ^= hash >> 32;
        }
    }
    return std::to_string(units.size()) + " units " + std::to_string(hash);
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

void RankWorkers::complete(Task& task, std::span<const Unit> units, const Receive& receive,
                           bool everywhere) {
    ranks_.meet(text_of(units));
    std::vector<std::pair<Unit, std::string>> kept;
    const Receive receive_and_keep = [&](const Unit& unit, std::string&& bytes) {
        if (everywhere) {
            kept.emplace_back(unit, bytes);
        }
        receive(unit, std::move(bytes));
    };
    Desk desk(threads_);
    std::optional<ToldFailure> failure;
    {
        const std::jthread worker([&] {
            std::optional<ToldFailure> own;
            try {
                task.work(desk, threads_, [&](const Unit& unit, std::string&& bytes) {
                    desk.leave_result(unit, std::move(bytes));
                });
            } catch (...) {
                own = told_failure();
            }
            desk.leave_for_good(std::move(own));
        });
        if (writes()) {
            failure = Leader(desk, ranks_.count(), units, receive_and_keep).lead();
            for (std::size_t rank = 1; rank < ranks_.count(); ++rank) {
                send(static_cast<int>(rank), end, to_bytes(failure));
            }
        } else {
            failure = follow(desk);
        }
    }
    if (failure) {
        throw_again(*failure);
    }
    if (everywhere) {
        tell_all(kept, writes(), receive);
    }
}

std::string RankWorkers::share(std::string text) {
    ranks_.meet("share");
    return broadcast(std::move(text));
}

}  // namespace greenlane::experiment
