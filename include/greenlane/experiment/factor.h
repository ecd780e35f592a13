#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::experiment {

/// What the values of a factor are.
enum class Scale : std::uint8_t {
    words,     ///< texts without an order, such as files of profiles
    number,    ///< whole numbers of 10^-digits
    duration,  ///< whole milliseconds
};

/// A key path that a study varies, as `--vary` names it, and the values that it takes. Numbers are
/// counted in ticks, exactly: 0.1:0.3:0.1 has 0.3.
struct Factor {
    std::string given;  ///< `key=lo:hi:step`, for messages
    std::string key;    ///< as `--set` takes it
    Scale scale = Scale::words;
    int digits = 0;                   ///< decimal places of a tick of a number
    std::vector<std::string> words;   ///< levels that are none of numbers
    std::vector<std::int64_t> ticks;  ///< levels of a list or of a range with a step; else empty
    std::int64_t low = 0;             ///< of a range, in ticks
    std::int64_t high = 0;

    /// A range without a step: every tick from low to high.
    bool is_continuous() const { return words.empty() && ticks.empty(); }
    /// Of a list, or of a range with a step.
    std::size_t levels() const { return scale == Scale::words ? words.size() : ticks.size(); }
    /// As `--set` takes it: `3`, `0.05`, `"4min"` without its quotes.
    std::string text(std::int64_t tick) const;
    std::string level_text(std::size_t level) const;
    /// In units of the key: durations in milliseconds.
    double value(std::int64_t tick) const;
    /// Of one of the factor's texts; nullopt of words.
    std::optional<double> value_of(std::string_view text) const;
    /// The tick of a range at a coordinate in (0, 1): every one is as likely as another.
    std::int64_t tick_at(double coordinate) const;
    /// Keeps a range without a step to whole numbers, for a key that takes no others; false where
    /// one of its ends is none.
    bool take_whole_numbers();
};

/// Levels that a factor has at most, and points that a design has.
inline constexpr std::size_t most_points = 10'000;

/// Reads `key=lo:hi:step`, `key=lo:hi` or `key=a,b,c`. Numbers may carry a unit of time or, for a
/// share, `%`: 5% is 0.05. Commas within quotes or brackets part nothing. Throws InputError(usage),
/// naming the option, for what is none of these, an empty range, a step that leads nowhere, values
/// that are not of one kind or stand twice, fewer than two of them, and more than most_points.
Factor parse_factor(std::string_view text);

/// All factors; a key that stands twice is an error too.
std::vector<Factor> parse_factors(const std::vector<std::string>& texts);

/// By factor, the last parts of its key path, as few as tell it from the others: `servers`.
std::vector<std::string> short_keys(const std::vector<Factor>& factors);

}  // namespace greenlane::experiment
