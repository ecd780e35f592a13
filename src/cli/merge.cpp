#include "greenlane/io/journal.h"

#include "cli/command.h"
#include "cli/configuration.h"

#include <filesystem>
#include <set>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

/// What the journals are of; InputError(usage) where they are not all the shards of one study.
io::JournalLabel common_label(const Texts& folders) {
    std::optional<io::JournalLabel> first;
    std::set<std::uint64_t> numbers;
    for (const std::string& folder : folders) {
        const std::string file = folder + '/' + io::JournalFile::name;
        if (!fs::exists(file)) {
            throw InputError(Failure::usage, folder, "holds no journal",
                             "name the folders that shards were written to with --out");
        }
        const auto journal = io::JournalFile::open(file, io::JournalFile::Use::read);
        if (!journal) {
            throw InputError(Failure::usage, folder, "its shard has finished nothing",
                             "run it with --resume");
        }
        const io::JournalLabel& label = journal->label();
        first = first ? first : label;
        const std::string other = difference(first->configuration, label.configuration);
        if (!other.empty()) {
            throw InputError(
                Failure::usage, folder,
                fmt::format("is of another study than {}: {}", folders.front(), other));
        }
        if (label.shard.of != first->shard.of) {
            throw InputError(Failure::usage, folder,
                             fmt::format("is one of {} shards, {} one of {}", label.shard.of,
                                         folders.front(), first->shard.of));
        }
        numbers.insert(label.shard.number);
    }
    std::string missing;
    for (std::uint64_t number = 1; number <= first->shard.of; ++number) {
        if (!numbers.contains(number)) {
            missing += fmt::format("{}{}/{}", missing.empty() ? "" : ", ", number, first->shard.of);
        }
    }
    if (!missing.empty()) {
        usage_error("shards are missing: " + missing, "merge takes the folders of all of them");
    }
    return *first;
}

int merge(const options::variables_map& given) {
    const Texts named = option<Texts>(given, "folder", {});
    if (named.empty() || given.count("output") == 0) {
        usage_error(named.empty() ? "no folder given" : "-o names the folder of the results",
                    "greenlane merge part-1 part-2 -o result");
    }
    const io::JournalLabel label = common_label(named);
    // Names that hold wherever the study's own paths are relative to.
    Texts folders;
    for (const std::string& folder : named) {
        folders.push_back(fs::absolute(folder).string());
    }
    // Results may name their folder: as it would have been named where the shards were made.
    fs::path output = given["output"].as<std::string>();
    if (output.is_relative() && fs::is_directory(label.folder)) {
        output = fs::proximate(fs::absolute(output), label.folder);
    }
    Texts arguments = label.arguments;
    arguments.insert(arguments.end(), {"--out", output.string()});
    if (given.count("jobs") > 0) {
        arguments.insert(arguments.end(), {"--jobs", given["jobs"].as<std::string>()});
    }
    if (given.count("json") > 0) {
        arguments.emplace_back("--json");
    }
    // Where the shards were made may not be there on this machine; then paths are taken from here.
    std::error_code elsewhere;
    fs::current_path(label.folder, elsewhere);
    return run_command_line(arguments, folders);
}

}  // namespace

Command merge_command() {
    Command command{
        .name = "merge",
        .summary = "Makes the results of a study that was done in shards",
        .usage = "DIR... -o DIR",
        .examples =
            "  greenlane run scenarios/sea-port.toml --replications 100 --shard 1/2 --out part-1\n"
            "  greenlane run scenarios/sea-port.toml --replications 100 --shard 2/2 --out part-2\n"
            "  greenlane merge part-1 part-2 -o result\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = merge};
    command.positional.add("folder", -1);
    auto add = command.visible.add_options();
    add("output,o", options::value<std::string>()->value_name("DIR"),
        "a new folder: the same files as the study writes without --shard; needed");
    add("jobs", options::value<std::string>()->value_name("N"),
        "threads, for what a study does after its shards (default: all cores)");
    add("json", "prints summary.json instead of tables");
    return command;
}

}  // namespace greenlane::cli
