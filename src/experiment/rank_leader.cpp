#include "experiment/rank_leader.h"

#include "greenlane/core/contract.h"

#include "experiment/unit_bytes.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace greenlane::experiment {

std::optional<ToldFailure> Leader::lead() {
    Patience patience;
    while (!desk_.is_empty() || others_over_ + 1 < is_over_.size()) {
        bool idle = !look_at_own_desk();
        while (const auto message = next_message()) {
            handle(*message);
            idle = false;
        }
        if (idle) {
            desk_.wait(patience);
        } else {
            patience.renew();
        }
    }
    for (std::size_t rank = 1; rank < is_over_.size(); ++rank) {
        send(static_cast<int>(rank), end, to_bytes(failure_));
    }
    return std::move(failure_);
}

/// Whether something was there.
bool Leader::look_at_own_desk() {
    bool found = false;
    if (auto failure = desk_.failure()) {
        fail(std::move(*failure));
        found = true;
    }
    while (auto own = desk_.collect()) {
        take_result(own->first, std::move(own->second));
        found = true;
    }
    if (const std::size_t wanted = desk_.wanted(); wanted > 0) {
        desk_.put(next_units(wanted));
        found = true;
    }
    return found;
}

void Leader::handle(const Message& message) {
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
std::vector<Unit> Leader::next_units(std::size_t wanted) {
    const std::uint64_t parts = 2 * is_over_.size();
    return units_.take(std::min<std::uint64_t>(wanted, (units_.size() + parts - 1) / parts));
}

void Leader::take_result(const Unit& unit, std::string&& bytes) {
    if (failure_ && failure_->failure == Failure::output) {
        return;
    }
    try {
        receive_(unit, std::move(bytes));
    } catch (...) {
        fail(told_failure());
    }
}

/// Units before the one that failed go on, for one of them may fail too, and then is the one to be
/// told of.
void Leader::fail(ToldFailure told) {
    keep_first(failure_, std::move(told));
    units_ = {};
    desk_.stop_after(failure_->unit);
    for (std::size_t rank = 1; rank < is_over_.size(); ++rank) {
        if (!is_over_[rank]) {
            send(static_cast<int>(rank), stop, to_bytes(failure_->unit));
        }
    }
}

}  // namespace greenlane::experiment
