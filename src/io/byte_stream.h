#pragma once

#include "greenlane/core/diagnostics.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace greenlane::io {

/// The bytes of a file, plain or gzip (several members too): told by its content, not its name.
/// Throws InputError(failure) where the file is missing, a directory, unreadable or damaged.
class ByteStream {
public:
    explicit ByteStream(std::string path, Failure failure = Failure::declarations);
    ~ByteStream();
    ByteStream(const ByteStream&) = delete;
    ByteStream& operator=(const ByteStream&) = delete;

    /// Fills `into` from its front; fewer bytes than asked for only at the end.
    std::size_t read(std::span<char> into);
    /// Bytes not yet read; nullopt where gzip hides it.
    std::optional<std::uint64_t> bytes_left() const;

private:
    struct Inflater;

    std::size_t read_raw(std::span<char> into);
    std::size_t inflate_into(std::span<char> into);
    [[noreturn]] void fail(std::string message, std::string hint = {}) const;

    std::string path_;
    Failure failure_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
    std::uint64_t read_ = 0;
    std::string head_;  ///< the first two bytes, read to tell gzip from plain
    std::unique_ptr<Inflater> inflater_;
};

}  // namespace greenlane::io
