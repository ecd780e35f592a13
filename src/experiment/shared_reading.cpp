#include "greenlane/experiment/shared_reading.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace greenlane::experiment {

namespace {

/// A window is full when it holds so many declarations: enough for threads to wait seldom.
constexpr std::size_t window_rows = 16 * shipment::Source::max_rows;

/// The window of declarations that all passes work through, and who of them may run.
class Reading {
public:
    Reading(shipment::Source& source, std::size_t passes, unsigned jobs)
        : source_(source), open_(passes), places_(std::max(1u, jobs)) {}

    const shipment::Vocabulary& vocabulary() const { return source_.vocabulary(); }

    void enter() {
        std::unique_lock lock(mutex_);
        take_place(lock);
    }

    void leave() {
        const std::lock_guard lock(mutex_);
        free_place();
        --open_;
        step_.notify_all();
    }

    /// So many passes never enter; those that have fail with it.
    void fail(std::exception_ptr failure, std::size_t passes) {
        const std::lock_guard lock(mutex_);
        failure_ = std::move(failure);
        open_ -= passes;
        step_.notify_all();
    }

    /// The window behind the one numbered `number`, when all passes ask for it; empty at the end.
    std::span<const shipment::Block> next_window(std::uint64_t& number) {
        std::unique_lock lock(mutex_);
        free_place();
        ++waiting_;
        step_.wait(lock, [&] { return number_ != number || waiting_ == open_; });
        if (number_ == number) {
            read_window();
        }
        number = number_;
        take_place(lock);
        if (failure_) {
            std::rethrow_exception(failure_);
        }
        return std::span(blocks_).first(held_);
    }

private:
    /// Nobody looks at the blocks or the vocabulary meanwhile: all passes wait.
    void read_window() {
        held_ = 0;
        try {
            for (std::size_t rows = 0; rows < window_rows && !ended_ && !failure_;) {
                if (held_ == blocks_.size()) {
                    blocks_.emplace_back();
                }
                if (source_.next(blocks_[held_])) {
                    rows += blocks_[held_++].declarations.rows();
                } else {
                    ended_ = true;
                }
            }
        } catch (...) {
            failure_ = std::current_exception();
        }
        waiting_ = 0;
        ++number_;
        step_.notify_all();
    }

    void take_place(std::unique_lock<std::mutex>& lock) {
        place_.wait(lock, [this] { return places_ > 0; });
        --places_;
    }
    void free_place() {
        ++places_;
        place_.notify_one();
    }

    shipment::Source& source_;
    std::mutex mutex_;
    std::condition_variable step_;   ///< a window was read, or a pass has left
    std::condition_variable place_;  ///< one is free
    std::vector<shipment::Block> blocks_;
    std::size_t held_ = 0;      ///< blocks of the window; the rest are kept for their memory
    std::uint64_t number_ = 0;  ///< of the window; before the first one, 0
    std::size_t open_;          ///< passes that have not left
    std::size_t waiting_ = 0;   ///< of these, for the next window
    unsigned places_;           ///< for passes that run
    bool ended_ = false;
    std::exception_ptr failure_;
};

/// What one pass sees of it.
class SharedSource final : public shipment::Source {
public:
    explicit SharedSource(Reading& reading) : reading_(reading) {}

    bool next(shipment::Block& block) override {
        if (at_ == window_.size()) {
            window_ = reading_.next_window(number_);
            at_ = 0;
        }
        if (window_.empty()) {
            block.clear();
            return false;
        }
        block = window_[at_++];
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return reading_.vocabulary(); }

private:
    Reading& reading_;
    std::span<const shipment::Block> window_;
    std::uint64_t number_ = 0;
    std::size_t at_ = 0;
};

void make_pass(const Pass& pass, Reading& reading, std::exception_ptr& failure) {
    reading.enter();
    try {
        SharedSource source(reading);
        pass(source);
    } catch (...) {
        failure = std::current_exception();
    }
    reading.leave();
}

}  // namespace

void make_passes(shipment::Source& source, std::span<const Pass> passes, unsigned jobs) {
    if (passes.size() == 1) {
        passes.front()(source);
        return;
    }
    Reading reading(source, passes.size(), jobs);
    std::vector<std::exception_ptr> failures(passes.size());
    {
        std::vector<std::jthread> threads;
        threads.reserve(passes.size());
        for (std::size_t i = 0; i < passes.size(); ++i) {
            try {
                threads.emplace_back([&, i] { make_pass(passes[i], reading, failures[i]); });
            } catch (...) {
                failures[i] = std::current_exception();
                reading.fail(failures[i], passes.size() - i);
                break;
            }
        }
    }
    for (const std::exception_ptr& failure : failures) {
        if (failure) {
            std::rethrow_exception(failure);
        }
    }
}

}  // namespace greenlane::experiment
