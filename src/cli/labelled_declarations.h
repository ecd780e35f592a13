#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/evaluation/label.h"

#include "cli/declarations.h"

#include <functional>
#include <optional>
#include <span>

namespace greenlane::cli {

/// Reads declarations with what is known of their outcomes. Throws InputError where a row
/// contradicts itself, or no row has a known outcome. Gives back the source, read to its end.
using UseLabelled = std::function<void(const shipment::Block&, const shipment::Vocabulary&,
                                       const evaluation::Labels&)>;
std::unique_ptr<shipment::Source> read_labelled(DeclarationFiles& files, shipment::Epochs epochs,
                                                const UseLabelled& use);

/// `--against` and `--nomenclature`.
void add_audit_options(options::options_description& described);
/// The files that `--against` names, read by the mapping of the declarations; nullopt where it
/// names none.
std::optional<DeclarationFiles> training_files(const options::variables_map& given,
                                               const DeclarationRequest& judged,
                                               std::uint64_t seed);
/// What `--nomenclature` names. Throws InputError.
std::optional<evaluation::Nomenclature> read_nomenclature(const options::variables_map& given);

}  // namespace greenlane::cli
