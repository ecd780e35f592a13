#include "cli/terminal.h"

#include "cli/ranks.h"

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace greenlane::cli {

namespace {

volatile std::sig_atomic_t interrupt_flag = 0;

void on_interrupt(int) {
    // A second Ctrl-C ends the program at once.
    std::signal(SIGINT, SIG_DFL);
    interrupt_flag = 1;
}

/// A rank's is its launcher's: mpirun gives rank 0 one of its own, wherever the output goes.
bool is_terminal(int descriptor) {
    return ranks() == nullptr && isatty(descriptor) == 1;
}

std::string short_count(double count) {
    if (count >= 1e6) {
        return fmt::format("{:.2f} M", count / 1e6);
    }
    return count >= 1e4 ? fmt::format("{:.0f} k", count / 1e3) : fmt::format("{:.0f}", count);
}

std::string clock_time(double seconds) {
    const long whole = std::lround(seconds);
    return whole >= 3600 ? fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60)
                         : fmt::format("{}:{:02}", whole / 60, whole % 60);
}

}  // namespace

void write_out(const std::string& data) {
    if (std::fwrite(data.data(), 1, data.size(), stdout) != data.size() ||
        std::fflush(stdout) != 0) {
        throw InputError(Failure::output, "",
                         std::string("standard output cannot be written: ") + std::strerror(errno));
    }
}

void say(const std::string& line) {
    fmt::print(stderr, "{}\n", line);
}

void say(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        say(to_string(diagnostic));
    }
}

bool colours_wanted() {
    const char* no_color = std::getenv("NO_COLOR");
    return is_terminal(STDOUT_FILENO) && (no_color == nullptr || *no_color == '\0');
}

std::size_t terminal_width() {
    winsize size{};
    if (is_terminal(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
        size.ws_col >= 40) {
        return size.ws_col;
    }
    return 100;
}

void watch_for_interrupt() {
    std::signal(SIGINT, on_interrupt);
}

bool interrupted() {
    return interrupt_flag != 0;
}

ProgressBar::ProgressBar(std::string label, std::string unit, std::uint64_t expected)
    : label_(std::move(label)),
      unit_(std::move(unit)),
      expected_(expected),
      on_terminal_(is_terminal(STDERR_FILENO)) {}

ProgressBar::~ProgressBar() {
    if (drawn_) {
        fmt::print(stderr, "\r\033[K");
        std::fflush(stderr);
    }
}

void ProgressBar::show(std::uint64_t done) {
    const Clock::time_point now = Clock::now();
    if (!on_terminal_ || now - last_ < std::chrono::milliseconds(100)) {
        return;
    }
    last_ = now;
    drawn_ = true;
    const double seconds = std::chrono::duration<double>(now - begun_).count();
    const double rate = static_cast<double>(done) / seconds;
    std::string line = fmt::format("\r{}  ", label_);
    if (expected_ > 0) {
        const double share =
            std::min(1.0, static_cast<double>(done) / static_cast<double>(expected_));
        const auto filled = static_cast<std::size_t>(share * 24);
        line += fmt::format("{:█>{}}{:░>{}} {:3.0f} %  ", "", filled, "", 24 - filled, share * 100);
        line += fmt::format("{} {}  {} /s  {} left", short_count(static_cast<double>(done)), unit_,
                            short_count(rate),
                            clock_time(seconds * (1 - share) / std::max(share, 1e-9)));
    } else {
        line += fmt::format("{} {}  {} /s", short_count(static_cast<double>(done)), unit_,
                            short_count(rate));
    }
    fmt::print(stderr, "{}\033[K", line);
    std::fflush(stderr);
}

}  // namespace greenlane::cli
