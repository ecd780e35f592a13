#pragma once

#include <cstddef>
#include <string_view>

namespace greenlane::io {

/// The number of bytes before the first that is not UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF); the text's size where all is well.
std::size_t valid_utf8_prefix(std::string_view text);

}  // namespace greenlane::io
