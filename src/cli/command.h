#pragma once

#include "greenlane/core/diagnostics.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <boost/program_options.hpp>

namespace greenlane::cli {

namespace options = boost::program_options;

/// One subcommand: `greenlane NAME ...`.
struct Command {
    std::string name;
    std::string summary;   ///< one line, for `greenlane --help`
    std::string usage;     ///< after `greenlane NAME `
    std::string examples;  ///< shown first in `greenlane NAME --help`
    options::options_description visible;
    options::positional_options_description positional;
    int (*run)(const options::variables_map& given);
};

/// What a command is given beside its options, under names that no option can have: the command
/// line, its name first, without the options that only say how it is carried out this time; and, by
/// `merge`, the folders whose journals it is to go on from.
inline constexpr const char* command_line = "the command line";
inline constexpr const char* merged_folders = "the folders to be merged";

Command run_command();
Command compare_command();
Command sweep_command();
Command merge_command();
Command tune_command();
Command generate_command();
Command check_command();
Command evaluate_command();
Command audit_command();
Command map_command();
Command explain_command();
Command screen_command();
Command train_command();
Command learn_command();
Command calibrate_command();

/// Runs a command line, its name first, as it was given or, of a study, over the journals of these
/// folders. Returns the exit status.
int run_command_line(const std::vector<std::string>& arguments,
                     const std::vector<std::string>& merged);

/// Wrong usage of the command line; exit status 2.
[[noreturn]] void usage_error(const std::string& message, const std::string& hint = {});

/// The value of an option that was given, or `otherwise`.
template <typename T>
T option(const options::variables_map& given, const char* name, T otherwise) {
    return given.count(name) > 0 ? given[name].as<T>() : otherwise;
}

/// The whole number that an option gives, or `otherwise`; anything else, and what is below `least`,
/// is wrong usage.
std::uint64_t whole_number(const options::variables_map& given, const char* name,
                           std::uint64_t least, std::uint64_t otherwise);

}  // namespace greenlane::cli
