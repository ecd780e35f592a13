#include "io/stored_file.h"

#include "greenlane/core/diagnostics.h"

#include "io/stored_columns.h"

#include <fstream>

namespace greenlane::io {

void damaged(const std::string& file, const std::string& what) {
    throw InputError(Failure::declarations, file, "the file is damaged: " + what,
                     "generate it anew");
}

StoredFile::StoredFile(const std::string& path, std::string_view filetype) : name(path) {
    if (!std::ifstream(path)) {
        throw InputError(Failure::declarations, path, "no such file, or not to be read");
    }
    if (!is_hdf5(path)) {
        throw InputError(Failure::declarations, path, "the file is not HDF5",
                         "CSV files are read with a mapping");
    }
    reading(name, [&] { open(filetype); });
}

void StoredFile::open(std::string_view filetype) {
    file.openFile(name, H5F_ACC_RDONLY);
    if (!file.attrExists("filetype") || read_text(file, "filetype") != filetype) {
        throw InputError(Failure::declarations, name,
                         "the file is not a '" + std::string(filetype) + "' file");
    }
    const std::int64_t version = read_integer(file, "version");
    if (version != stored_version) {
        throw InputError(Failure::declarations, name,
                         "the file has version " + std::to_string(version) +
                             ", and this program reads version " + std::to_string(stored_version));
    }
    label = {read_text(file, "scenario"), read_unsigned(file, "seed"),
             read_unsigned(file, "replication"), read_integer(file, "utc_offset_ms")};
    first_shipment = read_unsigned(file, "first_shipment");
    rows = read_unsigned(file, "declarations");
    item_rows = read_unsigned(file, "items");
    fingerprint = read_unsigned(file, "fingerprint");
}

bool is_hdf5(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    std::string head(8, '\0');
    return stream.read(head.data(), 8) && head == "\x89HDF\r\n\x1a\n";
}

}  // namespace greenlane::io
