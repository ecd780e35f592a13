#include "profile/hs_prefix.h"

#include <algorithm>

namespace greenlane::profile {

std::optional<std::string> hs_digits(std::string_view text) {
    std::string digits;
    for (const char c : text) {
        if (c >= '0' && c <= '9') {
            digits += c;
        } else if (c != '.' && c != ' ') {
            return std::nullopt;
        }
    }
    return digits.size() >= 2 && digits.size() <= 12 ? std::optional(digits) : std::nullopt;
}

std::vector<std::string> normalised_prefixes(std::vector<std::string> prefixes) {
    std::sort(prefixes.begin(), prefixes.end());
    // What a prefix covers follows it in the order of the alphabet.
    std::vector<std::string> kept;
    for (std::string& prefix : prefixes) {
        if (kept.empty() || !prefix.starts_with(kept.back())) {
            kept.push_back(std::move(prefix));
        }
    }
    return kept;
}

namespace {

bool within(const WatchEntry& entry, Reach reach) {
    switch (reach) {
        case Reach::core:
            return entry.core;
        case Reach::with_ex:
            return entry.core || !entry.doubtful;
        case Reach::all:
            break;
    }
    return true;
}

void append(const WatchList& list, Reach reach, std::vector<std::string>& prefixes) {
    for (const WatchEntry& entry : list.entries) {
        if (within(entry, reach)) {
            prefixes.push_back(entry.prefix);
        }
    }
}

}  // namespace

std::vector<std::string> prefixes(const WatchList& list, Reach reach) {
    std::vector<std::string> chosen;
    append(list, reach, chosen);
    return normalised_prefixes(std::move(chosen));
}

std::vector<std::string> prefixes_of_any(const Lists& lists, Reach reach) {
    std::vector<std::string> chosen;
    for (const WatchList& list : lists.watch_lists) {
        append(list, reach, chosen);
    }
    return normalised_prefixes(std::move(chosen));
}

}  // namespace greenlane::profile
