#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace greenlane {

/// Bytes that are not what a ByteReader was told to expect.
class BadBytes : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A type that names its members once, for writing and for reading:
/// `template <typename Archive, typename Self> static void transfer(Archive& archive, Self& self)`
/// calls `archive(self.a, self.b)`.
template <typename T, typename Archive>
concept Transferable = requires(Archive& archive, T& value) {
    std::remove_const_t<T>::transfer(archive, value);
};

/// What is written as it lies in memory; no padding, so equal values give equal bytes.
template <typename T>
concept PlainBytes = std::is_trivially_copyable_v<T> &&
    (std::has_unique_object_representations_v<T> || std::floating_point<T>);

/// Writes values as bytes: equal values give equal bytes on every x86-64 processor.
class ByteWriter {
public:
    template <typename... T>
    void operator()(const T&... values) {
        (write(values), ...);
    }
    std::string take() { return std::move(bytes_); }

private:
    template <typename T>
    void write(const T& value) {
        if constexpr (Transferable<const T, ByteWriter>) {
            T::transfer(*this, value);
        } else {
            static_assert(PlainBytes<T>, "needs a transfer() of its own");
            append(&value, sizeof value);
        }
    }
    template <typename T>
    void write(const std::optional<T>& value) {
        write(static_cast<std::uint8_t>(value.has_value()));
        if (value) {
            write(*value);
        }
    }
    template <typename T>
    void write(const std::vector<T>& values) {
        write(static_cast<std::uint64_t>(values.size()));
        if constexpr (PlainBytes<T>) {
            append(values.data(), values.size() * sizeof(T));
        } else {
            for (const T& value : values) {
                write(value);
            }
        }
    }
    template <typename T, std::size_t size>
    void write(const std::array<T, size>& values) {
        for (const T& value : values) {
            write(value);
        }
    }
    void write(const std::string& text) {
        write(static_cast<std::uint64_t>(text.size()));
        append(text.data(), text.size());
    }
    void append(const void* from, std::size_t size) {
        bytes_.append(static_cast<const char*>(from), size);
    }

    std::string bytes_;
};

/// Reads what a ByteWriter wrote, in the same order. Throws BadBytes where there is less, or where
/// a length cannot be; what was read into by then is in no state to be used.
class ByteReader {
public:
    explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

    template <typename... T>
    void operator()(T&... values) {
        (read(values), ...);
    }
    bool at_end() const { return bytes_.empty(); }

private:
    template <typename T>
    void read(T& value) {
        if constexpr (Transferable<T, ByteReader>) {
            T::transfer(*this, value);
        } else {
            static_assert(PlainBytes<T>, "needs a transfer() of its own");
            take(&value, sizeof value);
        }
    }
    template <typename T>
    void read(std::optional<T>& value) {
        std::uint8_t has_value = 0;
        read(has_value);
        value.reset();
        if (has_value != 0) {
            read(value.emplace());
        }
    }
    template <typename T>
    void read(std::vector<T>& values) {
        values.resize(length(PlainBytes<T> ? sizeof(T) : 1));
        if constexpr (PlainBytes<T>) {
            take(values.data(), values.size() * sizeof(T));
        } else {
            for (T& value : values) {
                read(value);
            }
        }
    }
    template <typename T, std::size_t size>
    void read(std::array<T, size>& values) {
        for (T& value : values) {
            read(value);
        }
    }
    void read(std::string& text) {
        text.resize(length(1));
        take(text.data(), text.size());
    }
    /// Of what needs so many bytes each at least.
    std::size_t length(std::size_t each) {
        std::uint64_t count = 0;
        read(count);
        if (count > bytes_.size() / each) {
            throw BadBytes("a length beyond the end of the bytes");
        }
        return count;
    }
    void take(void* to, std::size_t size) {
        if (size > bytes_.size()) {
            throw BadBytes("fewer bytes than expected");
        }
        std::memcpy(to, bytes_.data(), size);
        bytes_.remove_prefix(size);
    }

    std::string_view bytes_;
};

}  // namespace greenlane
