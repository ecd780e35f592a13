#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// One line of a watch list: goods controlled by an agreement, as an HS prefix.
struct WatchEntry {
    std::string prefix;    ///< digits, 2 to 10
    bool ex = false;       ///< only part of the code is controlled
    bool core = true;      ///< confidence not low and scope not ex-minor
    std::string document;  ///< kind of document required; empty: none
    std::string goods;
    bool doubtful = false;  ///< confidence low
};

/// The goods that one agreement controls.
struct WatchList {
    std::string agreement;  ///< "Basel", "CITES", ...
    std::uint16_t hs_edition = 2022;
    std::vector<WatchEntry> entries;
};

/// How much of a list `mea(...)` means: the core; with every ex code that is not doubtful; all of
/// it.
enum class Reach : std::uint8_t { core, with_ex, all };

/// A plain list of words or HS prefixes, from a user's CSV file.
struct WordList {
    std::string name;
    std::vector<std::string> words;
};

/// Every list that a profile and its KPIs refer to.
struct Lists {
    std::vector<WatchList> watch_lists;    ///< one an agreement, in the order they are reported
    std::vector<std::string> green_goods;  ///< HS prefixes of environmental goods
    std::vector<WordList> word_lists;

    const WatchList* find_watch_list(std::string_view agreement) const;
    const WordList* find_word_list(std::string_view name) const;
};

/// The HS prefixes of a list within a reach: sorted, none covered by another.
std::vector<std::string> prefixes(const WatchList& list, Reach reach);

}  // namespace greenlane::profile
