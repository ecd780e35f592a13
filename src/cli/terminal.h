#pragma once

#include "greenlane/core/diagnostics.h"

#include <chrono>
#include <cstdint>
#include <string>

namespace greenlane::cli {

/// Data, to stdout: it must get there, or InputError(output).
void write_out(const std::string& data);
/// Talk, to stderr.
void say(const std::string& line);
void say(const Diagnostics& diagnostics);

/// Whether colours are wanted on stdout: a terminal, and no NO_COLOR. Ranks have no terminal.
bool colours_wanted();
/// Columns of the terminal on stdout; 100 where it is none.
std::size_t terminal_width();

/// From the first call on, Ctrl-C sets a flag instead of ending the program.
void watch_for_interrupt();
bool interrupted();

/// How far a run is: on a terminal a line that is drawn again and again, with rate and time left;
/// elsewhere nothing.
class ProgressBar {
public:
    /// `expected` units in all; 0 where nobody knows.
    ProgressBar(std::string label, std::string unit, std::uint64_t expected);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    void show(std::uint64_t done);

private:
    using Clock = std::chrono::steady_clock;

    std::string label_;
    std::string unit_;
    std::uint64_t expected_;
    bool drawn_ = false;
    bool on_terminal_;
    Clock::time_point begun_ = Clock::now();
    Clock::time_point last_ = begun_;
};

}  // namespace greenlane::cli
