#pragma once

#include "greenlane/profile/field.h"

#include "profile/faults.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::profile {

/// The words of a field that has a fixed set of them; empty for all others.
std::span<const std::string_view> closed_words(Field field);

/// Whether two fields draw their words from one dictionary.
bool is_country(Field field);

/// A word of `field` (of type word or hs) as the columns hold it; nullopt with a fault where it
/// cannot be one. `source` says in the message where the word comes from: empty, or " of list 'x'".
std::optional<std::string> checked_word(Field field, std::string_view word, std::size_t offset,
                                        std::string_view source, Faults& faults);

/// Sorted and distinct; of HS prefixes those that no other covers.
std::vector<std::string> normalised_words(Field field, std::vector<std::string> words);

/// `did you mean 'x'?`, or the candidates where none is near and they are few.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace greenlane::profile
