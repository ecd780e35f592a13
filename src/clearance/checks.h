#pragma once

#include "greenlane/core/located.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::clearance {

/// A name as it stands in a message.
std::string quoted(std::string_view name);

/// The names that every enumerator of a list has.
template <typename List>
std::vector<std::string_view> names_of(const List& list) {
    std::vector<std::string_view> names;
    for (const auto element : list) {
        names.push_back(name(element));
    }
    return names;
}

/// `did you mean 'nearest'?`, or all the names where none is near.
std::string hint_for(std::string_view word, std::span<const std::string_view> names);

/// Whether a number lies in [0, 1]; reports `what` otherwise.
bool check_share(const Located<double>& number, std::string_view what, Diagnostics& diagnostics);

/// More servers than any station has.
inline constexpr std::int64_t server_limit = 1'000'000;

/// Whether a number of servers is one; reports it otherwise.
bool check_servers(const Located<std::int64_t>& servers, Diagnostics& diagnostics);

}  // namespace greenlane::clearance
