#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <memory>
#include <string>

namespace greenlane::io {

/// What a stored flow is a flow of.
struct FlowLabel {
    std::string scenario;
    std::uint64_t seed = 0;
    std::uint64_t replication = 0;
    Duration utc_offset = 0;  ///< local time minus UTC
};

/// Writes a flow, block by block, as HDF5 (docs/file-formats.md): declarations, records and
/// vocabulary to one file, the ground truth to another. Equal flows give equal bytes. Both are
/// written under temporary names until finish(). Throws InputError(output) where a file cannot be
/// written.
class DeclarationWriter {
public:
    /// `truth_file` may be empty: then no truth is written.
    DeclarationWriter(std::string file, std::string truth_file, FlowLabel label);
    /// Removes what was not finished.
    ~DeclarationWriter();
    DeclarationWriter(const DeclarationWriter&) = delete;
    DeclarationWriter& operator=(const DeclarationWriter&) = delete;

    /// The same columns must be present in every block; shipments must follow each other.
    void append(const shipment::Block& block);
    /// Adds the vocabulary of the flow's source and gives the files their names.
    void finish(const shipment::Vocabulary& vocabulary);

private:
    struct Files;
    std::unique_ptr<Files> files_;
};

/// A flow read back: the same shipments with the same codes.
struct StoredFlow {
    FlowLabel label;
    std::unique_ptr<shipment::Source> source;
};

/// Whether a file is HDF5, by its first bytes; false where it cannot be read.
bool is_hdf5(const std::string& file);

/// Opens what a DeclarationWriter wrote; `truth_file` may be empty. Throws
/// InputError(declarations), from next() too, where a file is missing, of another kind or version,
/// cut short or damaged, or where the truth belongs to other declarations.
StoredFlow open_stored_declarations(const std::string& file, const std::string& truth_file,
                                    shipment::Epochs epochs);

}  // namespace greenlane::io
