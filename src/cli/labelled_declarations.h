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
/// Adds the files that `--against` names to an audit, read by the mapping of the declarations; what
/// repeats needs no outcomes, so they may be without. False where it names none.
bool add_training_files(const options::variables_map& given, const DeclarationRequest& judged,
                        std::uint64_t seed, evaluation::Audit& audit);
/// What `--nomenclature` names. Throws InputError.
std::optional<evaluation::Nomenclature> read_nomenclature(const options::variables_map& given);

}  // namespace greenlane::cli
