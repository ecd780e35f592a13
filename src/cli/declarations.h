#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/io/declaration_reader.h"
#include "greenlane/io/mapping.h"
#include "greenlane/io/rejects.h"
#include "greenlane/shipment/source.h"

#include "cli/command.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// Declarations as the command line names them.
struct DeclarationRequest {
    std::vector<std::string> files;
    std::string mapping;  ///< of CSV files
    std::string truth;    ///< of generated declarations; may be empty
    double max_rejects = 0.001;
    std::string rejects_file;  ///< where unusable rows go; empty: nowhere
    friend bool operator==(const DeclarationRequest&, const DeclarationRequest&) = default;
};

/// `--declarations` (what it is for: `purpose`), `--mapping`, `--truth`, `--max-rejects` and
/// `--rejects`.
void add_declaration_options(options::options_description& described, const char* purpose);
/// What those options ask for; nullopt where no declarations are named. Wrong usage is thrown.
std::optional<DeclarationRequest> declaration_request(const options::variables_map& given);

/// What every command with declarations checks before it reads: the files exist, and the options
/// suit their format. Throws InputError.
void check_declarations(const DeclarationRequest& request);

/// Says that rows were left out, though no more than are tolerated.
void warn_of_rejects(const io::RejectSummary& rejects, const std::string& file,
                     Diagnostics& diagnostics);

/// Throws InputError(usage) where the records tell neither lanes nor controls, which the profile
/// `recorded` replays: it would release all. `mapping`: none of generated declarations.
void expect_lanes(const DeclarationRequest& request,
                  const std::optional<io::MappingDefinition>& mapping);

/// Files of declarations that a command reads without a scenario, once or several times.
class DeclarationFiles {
public:
    /// Checks the request and reads the mapping; throws InputError. `seed`: of the times of day of
    /// records that hold only a date.
    DeclarationFiles(DeclarationRequest request, std::uint64_t seed);

    using Use = std::function<void(const shipment::Block&, const shipment::Vocabulary&)>;
    /// Reads them all, in order of lodgement. Says, the first time, which rows were left out.
    /// Gives back the source, read to its end, for the words of its vocabulary. Throws InputError,
    /// and engine::Interrupted after Ctrl-C.
    std::unique_ptr<shipment::Source> read(shipment::Epochs epochs, const Use& use);

    /// None of generated declarations.
    const std::optional<io::MappingDefinition>& mapping() const { return mapping_; }
    const DeclarationRequest& request() const { return request_; }
    Duration utc_offset() const { return utc_offset_; }
    int minor_digits() const { return mapping_ ? mapping_->minor_digits : 2; }

private:
    std::unique_ptr<shipment::Source> open(shipment::Epochs epochs) const;

    DeclarationRequest request_;
    std::uint64_t seed_;
    std::optional<io::MappingDefinition> mapping_;
    Duration utc_offset_ = 0;
    bool read_before_ = false;
};

}  // namespace greenlane::cli
