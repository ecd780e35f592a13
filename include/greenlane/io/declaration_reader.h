#pragma once

#include "greenlane/io/mapping.h"
#include "greenlane/io/rejects.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace greenlane::io {

/// Declarations in CSV files, and how to read them.
struct DeclarationInput {
    std::vector<std::string> files;  ///< plain or gzip, in order of date
    MappingDefinition mapping;
    std::uint64_t seed = 0;  ///< of the times of day of records that hold only a date
    shipment::Epochs epochs;
    std::vector<double> hour_of_day;  ///< 24 shares for those times; empty: all hours alike
    RejectPolicy rejects;
};

/// Declarations from a file, in order of lodgement.
class DeclarationSource : public shipment::Source {
public:
    /// Up to the last block; final when next() has returned false.
    virtual const RejectSummary& rejects() const = 0;
};

/// Opens all files and checks their headers. The files are read day by day: rows must be sorted by
/// local date, across the files too, and only one day's rows are held. Where the mapping's dates
/// have no time, a declaration's is a draw that depends on the seed and its place in the input
/// alone; the declarations of a day are put in order of time, then of place. Records, truth and
/// documents are filled as far as the mapping names them.
/// Throws InputError: here where a file is missing, a directory, empty or lacks a mapped column;
/// from next() where more rows than the policy allows are unusable, with the first cause.
std::unique_ptr<DeclarationSource> open_declarations(DeclarationInput input);

}  // namespace greenlane::io
