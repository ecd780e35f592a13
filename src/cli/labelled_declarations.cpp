#include "cli/labelled_declarations.h"

#include "greenlane/io/lists.h"

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

[[noreturn]] void refuse(const DeclarationFiles& files, const shipment::Block& block,
                         std::size_t row) {
    const shipment::Declarations& declarations = block.declarations;
    const std::vector<shipment::Ternary>& inspected = block.records.inspected;
    const std::string which = declarations.number.absent()
                                  ? fmt::format("declaration {} in order of lodgement",
                                                declarations.first_shipment + row + 1)
                                  : fmt::format("declaration '{}'", declarations.number[row]);
    const bool nobody_looked = !inspected.empty() && inspected[row] == shipment::Ternary::no;
    throw InputError(
        Failure::declarations, files.request().files.front(),
        which + " has a recorded outcome, " +
            (nobody_looked ? "though nobody inspected it" : "but no probability of inspection"),
        "leave the outcome empty where nobody looked");
}

/// Reads declarations with what is known of their outcomes, be it nothing.
std::unique_ptr<shipment::Source> read_labels(DeclarationFiles& files, shipment::Epochs epochs,
                                              const UseLabelled& use) {
    evaluation::Labels labels;
    return files.read(epochs,
                      [&](const shipment::Block& block, const shipment::Vocabulary& vocabulary) {
                          if (const auto row = labels.assign(block)) {
                              refuse(files, block, *row);
                          }
                          use(block, vocabulary, labels);
                      });
}

}  // namespace

std::unique_ptr<shipment::Source> read_labelled(DeclarationFiles& files, shipment::Epochs epochs,
                                                const UseLabelled& use) {
    bool any_known = false;
    auto source =
        read_labels(files, epochs, [&](const auto& block, const auto& words, const auto& labels) {
            for (const shipment::Outcome outcome : labels.outcome) {
                any_known = any_known || outcome != shipment::Outcome::unknown;
            }
            use(block, words, labels);
        });
    if (!any_known) {
        throw InputError(Failure::declarations, files.request().files.front(),
                         "no declaration has a known outcome",
                         files.mapping() ? "[truth] violation or [recorded] outcome in the mapping"
                                         : "--truth names the ground truth of what was generated");
    }
    return source;
}

void add_audit_options(options::options_description& described) {
    auto add = described.add_options();
    add("against", options::value<std::vector<std::string>>()->multitoken()->value_name("FILE..."),
        "what a score was trained on: declarations of the same layout");
    add("nomenclature", options::value<std::string>()->value_name("FILE"),
        "the HS codes that there are, e.g. profiles/nomenclature/hs2022.csv");
}

bool add_training_files(const options::variables_map& given, const DeclarationRequest& judged,
                        std::uint64_t seed, evaluation::Audit& audit) {
    const auto named = option<std::vector<std::string>>(given, "against", {});
    if (named.empty()) {
        return false;
    }
    DeclarationRequest request = judged;
    request.files = named;
    request.truth.clear();
    request.rejects_file.clear();
    DeclarationFiles files(std::move(request), seed);
    read_labels(files, {files.utc_offset(), 0},
                [&](const auto& block, const auto& words, const auto& known) {
                    audit.add_training(block, words, known.outcome, files.utc_offset());
                });
    audit.next_source();
    return true;
}

std::optional<evaluation::Nomenclature> read_nomenclature(const options::variables_map& given) {
    const auto file = option<std::string>(given, "nomenclature", "");
    if (file.empty()) {
        return std::nullopt;
    }
    Diagnostics diagnostics;
    evaluation::Nomenclature nomenclature = io::read_nomenclature(file, diagnostics);
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    return nomenclature;
}

}  // namespace greenlane::cli
