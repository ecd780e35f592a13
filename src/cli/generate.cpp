#include "greenlane/engine/replication.h"
#include "greenlane/io/declaration_hdf5.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/terminal.h"

#include <filesystem>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

std::string required_file(const options::variables_map& given, const char* name,
                          const char* message) {
    const std::string file = option<std::string>(given, name, "");
    if (file.empty()) {
        usage_error(message,
                    "greenlane generate scenarios/sea-port.toml -o flow.h5 --truth truth.h5");
    }
    if (std::filesystem::exists(file)) {
        throw InputError(Failure::usage, file, "exists already", "name another file, or remove it");
    }
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    if (!folder.empty() && !std::filesystem::is_directory(folder)) {
        throw InputError(Failure::output, file, "cannot be written: there is no such folder",
                         "mkdir -p " + folder.string());
    }
    return file;
}

int generate(const options::variables_map& given) {
    const std::string file =
        required_file(given, "output", "-o names the file that the declarations go to");
    const std::string truth =
        required_file(given, "truth", "--truth names the file that the ground truth goes to");
    if (std::filesystem::path(file).lexically_normal() ==
        std::filesystem::path(truth).lexically_normal()) {
        usage_error("declarations and ground truth cannot go to one file",
                    "the truth stands apart, where no profile can see it");
    }
    const std::uint64_t replication = whole_number(given, "replication", 0, 0);
    const Inputs inputs = read_inputs(given, false);
    const engine::CompiledScenario& scenario = inputs.scenario;
    const auto source =
        scenario.feed->open(random::make_key(scenario.seed, replication), scenario.epochs);

    io::DeclarationWriter writer(
        file, truth, {scenario.name, scenario.seed, replication, scenario.horizon.utc_offset});
    ProgressBar progress("generating", "declarations", 0);
    shipment::Block block;
    std::uint64_t declarations = 0;
    while (source->next(block)) {
        if (interrupted()) {
            throw engine::Interrupted();
        }
        writer.append(block);
        declarations += block.declarations.rows();
        progress.show(declarations);
    }
    writer.finish(source->vocabulary());
    say(fmt::format("{} declarations in {}, their ground truth in {}", declarations, file, truth));
    return 0;
}

}  // namespace

Command generate_command() {
    Command command{
        .name = "generate",
        .summary = "Writes synthetic declarations, and their ground truth apart",
        .usage = "SCENARIO -o FILE --truth FILE [--replication R]",
        .examples =
            "  greenlane generate scenarios/sea-port.toml -o flow.h5 --truth truth.h5\n"
            "  greenlane run scenarios/sea-port.toml --declarations flow.h5 --truth truth.h5\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = generate};
    command.positional.add("scenario", -1);
    add_input_options(command.visible, false);
    command.visible.add_options()("output,o", options::value<std::string>()->value_name("FILE"),
                                  "declarations, as customs sees them (HDF5)")(
        "truth", options::value<std::string>()->value_name("FILE"),
        "ground truth, which only a simulator knows (HDF5)")(
        "replication", options::value<std::string>()->value_name("R"),
        "the replication to write (default 0)");
    return command;
}

}  // namespace greenlane::cli
