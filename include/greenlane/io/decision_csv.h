#pragma once

#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <fstream>
#include <string>
#include <string_view>

namespace greenlane::io {

/// A trader's name in an output: `t` and 16 hexadecimal digits, SipHash-2-4 of the name keyed by
/// the seed; empty for no name. This is pseudonymisation, not anonymisation: equal names have equal
/// pseudonyms, and who knows the seed can test a name.
std::string trader_pseudonym(std::string_view name, std::uint64_t seed);

/// Writes what selectivity decided, a row a declaration, as CSV (docs/file-formats.md); under a
/// temporary name until finish(). Throws InputError(output) where it cannot be written.
class DecisionWriter {
public:
    /// `profile` may be null, and outlives the writer. `redacted`: numbers, traders and reasons
    /// stay empty; codes tell why.
    DecisionWriter(std::string file, const profile::CompiledProfile* profile, std::uint64_t seed,
                   bool redacted = false);
    /// Removes what was not finished.
    ~DecisionWriter();
    DecisionWriter(const DecisionWriter&) = delete;
    DecisionWriter& operator=(const DecisionWriter&) = delete;

    /// `decisions` has the block's rows, or none where nothing is screened.
    void append(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                const screening::Decisions& decisions);
    void finish();

private:
    void append_declaration(const shipment::Declarations& declarations, std::size_t row,
                            const shipment::Vocabulary& vocabulary);
    void append_decision(const screening::Decisions& decisions, std::size_t row);
    void flush();

    std::string file_;
    std::string temporary_;  ///< empty once finished
    const profile::CompiledProfile* profile_;
    std::uint64_t seed_;
    bool redacted_;
    std::ofstream out_;
    std::string rows_;  ///< not written yet
};

}  // namespace greenlane::io
