#pragma once

#include "greenlane/profile/watch_list.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// The digits of an HS prefix as written, dots and spaces dropped; nullopt unless 2 to 12 digits.
std::optional<std::string> hs_digits(std::string_view text);

/// Sorted, distinct, and without the prefixes that a shorter one covers.
std::vector<std::string> normalised_prefixes(std::vector<std::string> prefixes);

/// The prefixes of all agreements together.
std::vector<std::string> prefixes_of_any(const Lists& lists, Reach reach);

}  // namespace greenlane::profile
