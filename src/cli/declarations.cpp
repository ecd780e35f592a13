#include "cli/declarations.h"

#include "greenlane/engine/replication.h"
#include "greenlane/io/declaration_hdf5.h"

#include "cli/terminal.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

double share(const std::string& text) {
    std::size_t read = 0;
    double value = -1;
    try {
        value = std::stod(text, &read);
    } catch (const std::exception&) {
        read = 0;
    }
    if (read > 0 && text.substr(read) == "%") {
        value /= 100;
        ++read;
    }
    if (read != text.size() || !(value >= 0 && value <= 1)) {
        usage_error("--max-rejects " + text + " is not a share", "0.001, or 0.1%");
    }
    return value;
}

void check_files(const std::vector<std::string>& files) {
    for (const std::string& file : files) {
        if (!std::filesystem::exists(file)) {
            throw InputError(Failure::declarations, file, "no such file");
        }
        if (std::filesystem::is_directory(file)) {
            throw InputError(Failure::declarations, file, "is a directory, not a file",
                             "name the files in it");
        }
        if (!std::filesystem::is_regular_file(file)) {
            throw InputError(Failure::declarations, file,
                             "is no file that could be read more than once",
                             "write it to a file first");
        }
    }
}

/// Each format has options of its own.
void check_options(const DeclarationRequest& request, bool stored) {
    if (stored && request.files.size() > 1) {
        throw InputError(Failure::usage, request.files[1],
                         "only one file of generated declarations can be replayed at a time");
    }
    if (stored && !request.mapping.empty()) {
        throw InputError(Failure::usage, request.files.front(),
                         "generated declarations take no mapping", "leave --mapping out");
    }
    if (!stored && request.mapping.empty()) {
        throw InputError(Failure::usage, request.files.front(),
                         "declarations in a CSV file need a mapping",
                         "--mapping profiles/mappings/kcs.toml, for example");
    }
    if (!stored && !request.truth.empty()) {
        throw InputError(Failure::usage, request.truth,
                         "declarations in a CSV file take no file of truth",
                         "[truth] in the mapping names the columns that hold it");
    }
}

}  // namespace

void expect_lanes(const DeclarationRequest& request,
                  const std::optional<io::MappingDefinition>& mapping) {
    if (!mapping) {
        throw InputError(
            Failure::usage, request.files.front(),
            "generated declarations hold no lanes for the profile 'recorded' to replay",
            "compare with a profile instead");
    }
    if (mapping->find(io::Field::lane) == nullptr &&
        mapping->find(io::Field::controls) == nullptr) {
        throw InputError(Failure::usage, request.mapping,
                         "names no column of the lanes that the profile 'recorded' replays",
                         "lane or controls under [recorded]; or compare with a profile instead");
    }
}

void add_declaration_options(options::options_description& described, const char* purpose) {
    auto add = described.add_options();
    add("declarations",
        options::value<std::vector<std::string>>()->multitoken()->value_name("FILE..."), purpose);
    add("mapping", options::value<std::string>()->value_name("FILE"),
        "how their columns are to be read (TOML)");
    add("truth", options::value<std::string>()->value_name("FILE"),
        "the ground truth that `generate` wrote beside them");
    add("max-rejects", options::value<std::string>()->value_name("SHARE"),
        "unusable rows tolerated (default 0.1%)");
    add("rejects", options::value<std::string>()->value_name("FILE"),
        "where unusable rows are written, whole and with their reasons (default: nowhere)");
}

std::optional<DeclarationRequest> declaration_request(const options::variables_map& given) {
    const auto files = option<std::vector<std::string>>(given, "declarations", {});
    if (files.empty()) {
        for (const char* needs_them : {"mapping", "truth", "max-rejects", "rejects"}) {
            if (given.count(needs_them) > 0) {
                usage_error(std::string("--") + needs_them + " without --declarations");
            }
        }
        return std::nullopt;
    }
    DeclarationRequest request{
        .files = files,
        .mapping = option<std::string>(given, "mapping", ""),
        .truth = option<std::string>(given, "truth", ""),
        .max_rejects = share(option<std::string>(given, "max-rejects", "0.001")),
        .rejects_file = option<std::string>(given, "rejects", "")};
    if (request.rejects_file.empty()) {
        return request;
    }
    std::error_code unknown;
    const auto type = std::filesystem::status(request.rejects_file, unknown).type();
    const bool is_input = std::any_of(files.begin(), files.end(), [&](const std::string& file) {
        return std::filesystem::equivalent(file, request.rejects_file, unknown);
    });
    if (is_input || (type != std::filesystem::file_type::not_found &&
                     type != std::filesystem::file_type::regular)) {
        throw InputError(Failure::usage, request.rejects_file,
                         is_input ? "rejected rows would overwrite the declarations"
                                  : "rejected rows cannot replace what is no file",
                         "--rejects names another file");
    }
    return request;
}

void check_declarations(const DeclarationRequest& request) {
    check_files(request.files);
    check_options(request, io::is_hdf5(request.files.front()));
}

void warn_of_rejects(const io::RejectSummary& rejects, const std::string& file,
                     Diagnostics& diagnostics) {
    if (rejects.rejected == 0) {
        return;
    }
    diagnostics.warning(rejects.first->position, rejects.first->message);
    diagnostics.warning({},
                        fmt::format("{} of {} rows cannot be used", rejects.rejected, rejects.rows),
                        io::place_of_rejects(file));
}

DeclarationFiles::DeclarationFiles(DeclarationRequest request, std::uint64_t seed)
    : request_(std::move(request)), seed_(seed) {
    check_declarations(request_);
    if (request_.mapping.empty()) {
        utc_offset_ = io::open_stored_declarations(request_.files.front(), request_.truth, {})
                          .label.utc_offset;
        return;
    }
    Diagnostics diagnostics;
    mapping_ = io::read_mapping(request_.mapping, diagnostics);
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    say(diagnostics);
    utc_offset_ = mapping_->utc_offset;
}

std::unique_ptr<shipment::Source> DeclarationFiles::open(shipment::Epochs epochs) const {
    if (!mapping_) {
        return io::open_stored_declarations(request_.files.front(), request_.truth, epochs).source;
    }
    return io::open_declarations(
        {.files = request_.files,
         .mapping = *mapping_,
         .seed = seed_,
         .epochs = epochs,
         .hour_of_day = {},
         .rejects = {request_.max_rejects, read_before_ ? "" : request_.rejects_file}});
}

std::unique_ptr<shipment::Source> DeclarationFiles::read(shipment::Epochs epochs, const Use& use) {
    std::unique_ptr<shipment::Source> source = open(epochs);
    ProgressBar progress("reading", "declarations", 0);
    shipment::Block block;
    std::uint64_t declarations = 0;
    while (source->next(block)) {
        if (interrupted()) {
            throw engine::Interrupted();
        }
        use(block, source->vocabulary());
        declarations += block.declarations.rows();
        progress.show(declarations);
    }
    if (declarations == 0) {
        throw InputError(Failure::declarations, request_.files.front(), "holds no declarations");
    }
    const auto* const records = dynamic_cast<const io::DeclarationSource*>(source.get());
    if (records != nullptr && !read_before_) {
        Diagnostics diagnostics;
        warn_of_rejects(records->rejects(), request_.rejects_file, diagnostics);
        say(diagnostics);
    }
    read_before_ = true;
    return source;
}

}  // namespace greenlane::cli
