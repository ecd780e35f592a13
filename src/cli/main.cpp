#include "greenlane/core/contract.h"
#include "greenlane/engine/replication.h"

#include "cli/command.h"
#include "cli/ranks.h"
#include "cli/terminal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <sstream>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/stat.h>

namespace greenlane::cli {

void usage_error(const std::string& message, const std::string& hint) {
    throw InputError(Failure::usage, "", message, hint);
}

std::uint64_t whole_number(const options::variables_map& given, const char* name,
                           std::uint64_t least, std::uint64_t otherwise) {
    if (given.count(name) == 0) {
        return otherwise;
    }
    const auto& text = given[name].as<std::string>();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < least) {
        usage_error(fmt::format("--{} {} is not a whole number from {}", name, text, least));
    }
    return value;
}

namespace {

std::vector<Command> commands() {
    std::vector<Command> all;
    all.push_back(run_command());
    all.push_back(compare_command());
    all.push_back(sweep_command());
    all.push_back(merge_command());
    all.push_back(tune_command());
    all.push_back(evaluate_command());
    all.push_back(audit_command());
    all.push_back(screen_command());
    all.push_back(explain_command());
    all.push_back(generate_command());
    all.push_back(check_command());
    all.push_back(map_command());
    all.push_back(train_command());
    all.push_back(learn_command());
    all.push_back(calibrate_command());
    return all;
}

std::string overview(const std::vector<Command>& all) {
    std::string text = fmt::format(
        "greenlane {}: what a customs risk profile would do at the border, before a pilot\n\n"
        "  greenlane run scenarios/sea-port.toml              what the port's profile finds and "
        "costs\n"
        "  greenlane check profiles/my-profile.toml           every mistake in a file at once\n\n"
        "Commands (greenlane COMMAND --help shows examples):\n",
        GREENLANE_VERSION);
    for (const Command& command : all) {
        text += fmt::format("  {:<10} {}\n", command.name, command.summary);
    }
    return text;
}

std::string help(const Command& command) {
    std::ostringstream described;
    described << command.visible;
    return fmt::format("{}\n\nExamples:\n{}\nUsage: greenlane {} {}\n\n{}", command.summary,
                       command.examples, command.name, command.usage, described.str());
}

/// The words of a command line that stay the same however the command is carried out, those
/// without an option first, lest an option of many words take them.
std::vector<std::string> lasting_words(const Command& command,
                                       const options::parsed_options& parsed) {
    constexpr std::array<std::string_view, 6> passing{"decisions", "jobs",   "json",
                                                      "out",       "resume", "shard"};
    std::vector<std::string> words{command.name};
    for (const bool with_option : {false, true}) {
        for (const options::option& given : parsed.options) {
            const bool lasts =
                std::find(passing.begin(), passing.end(), given.string_key) == passing.end();
            if (lasts && (given.position_key < 0) == with_option) {
                words.insert(words.end(), given.original_tokens.begin(),
                             given.original_tokens.end());
            }
        }
    }
    return words;
}

int run(const Command& command, const std::vector<std::string>& arguments,
        const std::vector<std::string>& merged) {
    options::options_description all;
    all.add(command.visible).add_options()("help,h", "examples and options");
    // Positional arguments need an option behind them that the help does not show.
    options::options_description hidden;
    for (unsigned i = 0; i < command.positional.max_total_count() && i < 1; ++i) {
        hidden.add_options()(command.positional.name_for_position(i).c_str(),
                             options::value<std::vector<std::string>>());
    }
    all.add(hidden);
    options::variables_map given;
    try {
        const options::parsed_options parsed =
            options::command_line_parser(arguments)
                .options(all)
                .positional(command.positional)
                .style(options::command_line_style::unix_style &
                       ~options::command_line_style::allow_guessing)
                .run();
        options::store(parsed, given);
        const auto put = [&](const char* name, const std::vector<std::string>& words) {
            given.insert({name, options::variable_value(boost::any(words), false)});
        };
        put(command_line, lasting_words(command, parsed));
        put(merged_folders, merged);
        options::notify(given);
    } catch (const options::unknown_option& error) {
        std::vector<std::string_view> names;
        for (const auto& known : command.visible.options()) {
            names.push_back(known->long_name());
        }
        const std::string name = error.get_option_name();
        const std::string_view meant =
            nearest(name.substr(std::min(name.size(), name.find_first_not_of('-'))), names);
        usage_error("unknown option '" + name + "'",
                    meant.empty() ? "greenlane " + command.name + " --help"
                                  : "did you mean '--" + std::string(meant) + "'?");
    } catch (const options::error& error) {
        usage_error(error.what(), "greenlane " + command.name + " --help");
    }
    if (given.count("help") > 0) {
        write_out(help(command));
        return 0;
    }
    return command.run(given);
}

int dispatch(const std::vector<std::string>& arguments) {
    const std::vector<Command> all = commands();
    if (arguments.empty()) {
        say(overview(all));
        return static_cast<int>(Failure::usage);
    }
    if (arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
        write_out(overview(all));
        return 0;
    }
    if (arguments[0] == "--version") {
        write_out(fmt::format("greenlane {}\n", GREENLANE_VERSION));
        return 0;
    }
    return run_command_line(arguments, {});
}

Ending badly(Failure failure, const std::string& why) {
    say(why);
    return {static_cast<int>(failure), why};
}

/// Every way a command can end badly, as one line of cause, one of hint, and an exit status.
Ending guarded(const std::vector<std::string>& arguments) {
    try {
        return {dispatch(arguments), {}};
    } catch (const InputError& error) {
        return badly(error.failure(), error.what());
    } catch (const experiment::DoneElsewhere&) {
        return {0, {}};
    } catch (const engine::Interrupted&) {
        return badly(Failure::interrupted, "interrupted: nothing was written");
    } catch (const ContractViolation& error) {
        return badly(Failure::bug, std::string(error.what()) +
                                       "\n  please report it with the command and its input files");
    } catch (const std::bad_alloc&) {
        return badly(Failure::replication, "error: out of memory");
    } catch (const std::length_error&) {
        return badly(Failure::replication, "error: out of memory");
    } catch (const std::exception& error) {
        return badly(Failure::bug, fmt::format("error: {}", error.what()));
    }
}

}  // namespace

int run_command_line(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& merged) {
    const std::vector<Command> all = commands();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Command& command) {
        return command.name == arguments[0];
    });
    if (found == all.end()) {
        std::vector<std::string_view> names;
        names.reserve(all.size());
        for (const Command& command : all) {
            names.push_back(command.name);
        }
        usage_error("unknown command '" + arguments[0] + "'", did_you_mean(arguments[0], names));
    }
    return run(*found, {arguments.begin() + 1, arguments.end()}, merged);
}

}  // namespace greenlane::cli

int main(int argc, char** argv) {
    // Profiles may hold secrets and declarations traders: what is written is for its owner alone.
    umask(0077);
    return greenlane::cli::run_as_rank([&] {
        return greenlane::cli::guarded({argv + 1, argv + argc});
    });
}
