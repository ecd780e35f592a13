#pragma once

#include "greenlane/core/bytes.h"

#include <string>
#include <string_view>

namespace greenlane::experiment {

template <typename... T>
std::string to_bytes(const T&... values) {
    ByteWriter writer;
    writer(values...);
    return writer.take();
}

/// What to_bytes() made, nothing more and nothing less. Throws BadBytes.
template <typename... T>
void from_bytes(std::string_view bytes, T&... values) {
    ByteReader reader(bytes);
    reader(values...);
    if (!reader.at_end()) {
        throw BadBytes("more bytes than expected");
    }
}

}  // namespace greenlane::experiment
