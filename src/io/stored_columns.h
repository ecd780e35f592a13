#pragma once

#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <H5Cpp.h>

namespace greenlane::io {

/// The type under which a column's elements are stored: enumerators by their number.
template <typename T>
const H5::PredType& stored_type() {
    if constexpr (std::is_enum_v<T>) {
        return stored_type<std::underlying_type_t<T>>();
    } else if constexpr (std::is_same_v<T, std::uint8_t>) {
        return H5::PredType::NATIVE_UINT8;
    } else if constexpr (std::is_same_v<T, std::uint16_t>) {
        return H5::PredType::NATIVE_UINT16;
    } else if constexpr (std::is_same_v<T, std::uint32_t>) {
        return H5::PredType::NATIVE_UINT32;
    } else if constexpr (std::is_same_v<T, std::int32_t>) {
        return H5::PredType::NATIVE_INT32;
    } else if constexpr (std::is_same_v<T, std::int64_t>) {
        return H5::PredType::NATIVE_INT64;
    } else {
        static_assert(std::is_same_v<T, std::uint64_t>);
        return H5::PredType::NATIVE_UINT64;
    }
}

/// One column of a file that is being written: chunks of 32,768, shuffled, deflated and with a
/// checksum.
class ColumnAppender {
public:
    ColumnAppender(const H5::Group& group, const std::string& name, const H5::PredType& type);
    void append(const void* elements, std::size_t count);
    /// Writes what is held back to fill a chunk.
    void flush();

    static constexpr std::size_t chunk = 32 * 1024;

private:
    H5::PredType type_;
    H5::DataSet data_;
    hsize_t written_ = 0;
    std::vector<char> held_;
};

/// One column of a file that is being read, a chunk ahead.
class ColumnReader {
public:
    /// Throws H5::Exception where there is no column of integers of that name.
    ColumnReader(const H5::Group& group, const std::string& name);
    std::uint64_t size() const { return size_; }
    /// Elements first, first + 1, ... into `out`, converted to `type`, the same in every call;
    /// within size().
    void read(std::uint64_t first, std::size_t count, const H5::PredType& type, void* out);

private:
    void hold(std::uint64_t first, const H5::PredType& type);

    H5::DataSet data_;
    std::uint64_t size_ = 0;
    std::uint64_t held_first_ = 0;
    std::uint64_t held_count_ = 0;
    std::vector<char> held_;
};

/// A group that does not hold the time of its making.
H5::Group create_group(const H5::H5File& file, const std::string& name);

void write_attribute(const H5::H5File& file, const std::string& name, std::int64_t value);
void write_attribute(const H5::H5File& file, const std::string& name, std::uint64_t value);
void write_attribute(const H5::H5File& file, const std::string& name, const std::string& value);
std::int64_t read_integer(const H5::H5File& file, const std::string& name);
std::uint64_t read_unsigned(const H5::H5File& file, const std::string& name);
std::string read_text(const H5::H5File& file, const std::string& name);

/// The words with the codes 1, 2, ... as two columns, `<name>_length` and `<name>_bytes`.
void write_words(const H5::Group& group, const std::string& name,
                 const shipment::Dictionary& dictionary);
/// False where the words are not distinct, empty or too many.
bool read_words(const H5::Group& group, const std::string& name, shipment::Dictionary& dictionary);

}  // namespace greenlane::io
