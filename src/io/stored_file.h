#pragma once

#include "io/stored_declarations.h"

#include <cstdint>
#include <string>
#include <string_view>

#include <H5Cpp.h>

namespace greenlane::io {

/// Throws InputError for a file that does not hold what it should.
[[noreturn]] void damaged(const std::string& file, const std::string& what);

/// Does `work`; what HDF5 throws is a file that cannot be read.
template <typename Work>
auto reading(const std::string& file, Work work) {
    H5::Exception::dontPrint();
    try {
        return work();
    } catch (const H5::Exception& error) {
        damaged(file, error.getDetailMsg());
    }
}

/// An open file of declarations or of their truth, and what its root says. Throws InputError where
/// there is none.
struct StoredFile {
    std::string name;
    H5::H5File file;
    FlowLabel label;
    std::uint64_t first_shipment = 0;
    std::uint64_t rows = 0;
    std::uint64_t item_rows = 0;
    std::uint64_t fingerprint = 0;

    StoredFile(const std::string& path, std::string_view filetype);

private:
    void open(std::string_view filetype);
};

}  // namespace greenlane::io
