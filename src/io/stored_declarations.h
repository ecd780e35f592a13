#pragma once

#include "greenlane/io/declaration_hdf5.h"

#include "io/block_columns.h"

#include <cstdint>
#include <string_view>

namespace greenlane::io {

/// The layout of declarations in HDF5, shared by its writer and its reader.
inline constexpr std::string_view declarations_filetype = "greenlane-declarations";
inline constexpr std::string_view truth_filetype = "greenlane-truth";
inline constexpr std::int64_t stored_version = 1;

/// Ties a truth file to its declarations: a hash of the seed and of every time of lodgement.
class FlowFingerprint {
public:
    explicit FlowFingerprint(std::uint64_t seed) { add(seed); }
    void add(std::uint64_t value) {
        hash_ = (hash_ ^ value) * 0x9e3779b97f4a7c15u;
        hash_ ^= hash_ >> 32;
    }
    std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 0x243f6a8885a308d3u;
};

/// Visits every dictionary: visit(name, dictionary).
template <typename Visit, typename Vocabulary>
void for_each_dictionary(Visit&& visit, Vocabulary& vocabulary) {
    visit("hs", vocabulary.hs);
    visit("country", vocabulary.country);
    visit("office", vocabulary.office);
    visit("importer", vocabulary.importer);
    visit("declarant", vocabulary.declarant);
    visit("seller", vocabulary.seller);
    visit("carrier", vocabulary.carrier);
    visit("document", vocabulary.document);
    visit("tax_type", vocabulary.tax_type);
}

}  // namespace greenlane::io
