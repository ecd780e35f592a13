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

}  // namespace

std::unique_ptr<shipment::Source> read_labelled(DeclarationFiles& files, shipment::Epochs epochs,
                                                const UseLabelled& use) {
    evaluation::Labels labels;
    bool any_known = false;
    auto source = files.read(
        epochs, [&](const shipment::Block& block, const shipment::Vocabulary& vocabulary) {
            if (const auto row = labels.assign(block)) {
                refuse(files, block, *row);
            }
            for (const shipment::Outcome outcome : labels.outcome) {
                any_known = any_known || outcome != shipment::Outcome::unknown;
            }
            use(block, vocabulary, labels);
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

std::optional<DeclarationFiles> training_files(const options::variables_map& given,
                                               const DeclarationRequest& judged,
                                               std::uint64_t seed) {
    const auto files = option<std::vector<std::string>>(given, "against", {});
    if (files.empty()) {
        return std::nullopt;
    }
    DeclarationRequest request = judged;
    request.files = files;
    request.truth.clear();
    request.rejects_file.clear();
    return DeclarationFiles(std::move(request), seed);
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
