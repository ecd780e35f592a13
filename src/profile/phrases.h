#pragma once

#include "greenlane/profile/field.h"

#include "profile/lexer.h"

#include <string>
#include <string_view>

namespace greenlane::profile {

/// At most 40 bytes of a text, whole characters, with `...` where it was cut.
std::string shortened(std::string_view text);

/// A token as a message shows it: shortened, in quotes.
std::string quoted(const Token& token);

/// "mass is a number of kg"
std::string noun_phrase(const FieldInfo& field);

/// How to ask for a field that is not compared: "write aeo or not aeo"; empty for the others.
std::string other_question(const FieldInfo& field);

}  // namespace greenlane::profile
