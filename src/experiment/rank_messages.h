#pragma once

#include <optional>
#include <string>

namespace greenlane::experiment {

/// The number of the rank that hands out units, prints and writes.
inline constexpr int leader = 0;

/// What ranks send each other while they do units.
enum Tag : int {
    ask,     ///< for so many units, to the leader
    grant,   ///< units; none: nothing is left
    result,  ///< of a unit, to the leader
    stop,    ///< after this unit
    over,    ///< a rank's threads have ended, to the leader, with a failure or without
    end,     ///< all have, with the first failure or without
};

struct Message {
    int from = 0;
    int tag = 0;
    std::string bytes;
};

void send(int to, Tag tag, const std::string& bytes);
/// nullopt: none is there yet.
std::optional<Message> next_message();
/// The leader's text, in every rank.
std::string broadcast(std::string text);

}  // namespace greenlane::experiment
