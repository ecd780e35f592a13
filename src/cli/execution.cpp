#include "cli/execution.h"

#include "greenlane/engine/replication.h"
#include "greenlane/experiment/tuning.h"

#include "cli/ranks.h"
#include "cli/shell_word.h"
#include "cli/simulation.h"
#include "cli/terminal.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <limits>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

using Texts = std::vector<std::string>;

/// `2/4`.
experiment::Shard parse_shard(const std::string& text) {
    experiment::Shard shard;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    const bool has_of = number.ec == std::errc{} && number.ptr != end && *number.ptr == '/';
    const auto of = std::from_chars(has_of ? number.ptr + 1 : end, end, shard.of);
    if (of.ec != std::errc{} || of.ptr != end || shard.number < 1 || shard.number > shard.of) {
        usage_error("--shard " + text + " is no part of a study",
                    "--shard 2/4, for the second of four");
    }
    return shard;
}

std::string to_string(const experiment::Shard& shard) {
    return fmt::format("{}/{}", shard.number, shard.of);
}

std::unique_ptr<io::JournalFile> shard_in(const std::string& folder) {
    return io::JournalFile::open(folder + '/' + io::JournalFile::name, io::JournalFile::Use::read);
}

/// Of a study, those of a search left out: what --replications counts.
std::uint64_t replications_in(const io::JournalFile& journal) {
    const bool searches = journal.label().arguments.front() == "tune";
    return journal.replications(searches ? experiment::first_searched
                                         : std::numeric_limits<std::uint64_t>::max());
}

/// The command line that repeats a study which has been extended to so many replications.
Texts as_extended(Texts arguments, std::uint64_t held) {
    const std::string option = "--replications";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const bool is_one_word = arguments[i].starts_with(option + '=');
        if (is_one_word || (arguments[i] == option && i + 1 < arguments.size())) {
            std::string& word = arguments[is_one_word ? i : i + 1];
            const std::size_t begin = is_one_word ? option.size() + 1 : 0;
            const std::uint64_t asked = std::stoull(word.substr(begin));
            word = word.substr(0, begin) + std::to_string(std::max(asked, held));
        }
    }
    return arguments;
}

}  // namespace

void add_execution_options(options::options_description& described, const char* results) {
    auto add = described.add_options();
    add("jobs", options::value<std::string>()->value_name("N"),
        "threads; results do not depend on them (default: all cores)");
    add("out", options::value<std::string>()->value_name("DIR"), results);
    add("resume",
        "goes on with the study in DIR where it was interrupted, or (but for `tune`) extends it to "
        "more --replications; starts it where there is no DIR");
    add("shard", options::value<std::string>()->value_name("I/N"),
        "does part I of N, into DIR; `greenlane merge` makes the results of all N");
}

StudyExecution::StudyExecution(const options::variables_map& given)
    : given_(given),
      out_(option<std::string>(given, "out", "")),
      merged_(option<Texts>(given, merged_folders, {})),
      workers_(make_workers(jobs(given))),
      execution_{.workers = workers_.get()} {
    if (given.count("shard") > 0) {
        execution_.shard = parse_shard(given["shard"].as<std::string>());
    }
    for (const char* needs_out : {"resume", "shard"}) {
        if (given.count(needs_out) > 0 && out_.empty()) {
            usage_error(fmt::format("--{} without --out", needs_out),
                        "--out names the folder of the study");
        }
    }
    for (const char* result : {"decisions", "json"}) {
        if (execution_.shard && given.count(result) > 0) {
            usage_error(fmt::format("--{} with --shard: a part of a study has no results", result));
        }
    }
    if (!out_.empty() && workers_->writes() && given.count("resume") == 0 &&
        std::filesystem::symlink_status(out_).type() != std::filesystem::file_type::not_found) {
        const bool has_journal =
            std::filesystem::exists(out_ + '/' + io::JournalFile::name) && merged_.empty();
        throw InputError(Failure::usage, out_, "exists already",
                         has_journal ? "--resume goes on with it; or name another folder"
                                     : "name another folder");
    }
}

int StudyExecution::perform(std::span<const std::string> files, const Study& study) {
    const Configuration configuration =
        out_.empty() && ranks() == nullptr ? Configuration{} : configuration_of(given_, files);
    if (experiment::Ranks* const all = ranks()) {
        all->meet("inputs " + fingerprint(configuration));
    }
    const std::unique_ptr<StudyFolder> folder =
        out_.empty() || !workers_->writes() ? nullptr : open_folder(configuration);
    try {
        return study(execution_, folder.get());
    } catch (const experiment::DoneElsewhere&) {
        return 0;
    } catch (const experiment::ShardDone& done) {
        if (folder) {
            folder->keep();
        }
        say(fmt::format(
            "shard {}: {} of {} replications done in {}\n"
            "  when all {} are: greenlane merge DIR... -o RESULT",
            to_string(*execution_.shard), done.units(), done.all(), out_, execution_.shard->of));
        return 0;
    } catch (const InputError& error) {
        // What was wrong with the inputs or the options stays so until they are mended.
        const bool is_passing =
            error.failure() == Failure::replication || error.failure() == Failure::output;
        if (!folder || !folder->stays() || (!is_passing && folder->journal().units() == known_)) {
            throw;
        }
        say(error.what());
        say_kept(*folder, is_passing ? "" : "mended, ");
        return static_cast<int>(error.failure());
    } catch (const engine::Interrupted&) {
        if (!folder || !folder->stays()) {
            throw;
        }
        say("interrupted");
        say_kept(*folder, "");
        return static_cast<int>(Failure::interrupted);
    }
}

std::uint64_t StudyExecution::replications(std::uint64_t asked) const {
    for (const std::string& name : merged_) {
        asked = std::max(asked, replications_in(*shard_in(name)));
    }
    return asked;
}

void StudyExecution::expect_no_fewer(std::uint64_t replications) const {
    if (replications < held_) {
        throw InputError(
            Failure::usage, out_,
            fmt::format("the journal holds {} replications: results of {} would replace them",
                        held_, replications),
            fmt::format("--replications {}, or name another folder", held_));
    }
}

double StudyExecution::units_to_do(std::uint64_t units) const {
    const auto shards = static_cast<double>(execution_.shard ? execution_.shard->of : 1);
    return std::max(0.0, static_cast<double>(units) / shards - static_cast<double>(known_));
}

std::unique_ptr<StudyFolder> StudyExecution::open_folder(const Configuration& configuration) {
    const io::JournalLabel label{.arguments = option<Texts>(given_, command_line, {}),
                                 .folder = std::filesystem::current_path().string(),
                                 .shard = execution_.shard.value_or(experiment::Shard{}),
                                 .configuration = configuration};
    auto folder = std::make_unique<StudyFolder>(out_, label);
    const io::JournalLabel& recorded = folder->journal().label();
    const std::string other = difference(recorded.configuration, label.configuration);
    if (!other.empty()) {
        throw InputError(Failure::usage, out_, "is of another study: " + other,
                         fmt::format("name another folder, or repeat it as it was: {} --out {} "
                                     "--resume",
                                     shell_command(as_extended(recorded.arguments,
                                                               replications_in(folder->journal()))),
                                     shell_word(out_)));
    }
    if (recorded.shard != label.shard) {
        throw InputError(Failure::usage, out_, "is of shard " + to_string(recorded.shard),
                         "name another folder, or --shard " + to_string(recorded.shard));
    }
    if (!merged_.empty()) {
        take_over_shards(*folder);
    }
    known_ = folder->journal().units();
    held_ = replications_in(folder->journal());
    execution_.journal = &folder->journal();
    return folder;
}

void StudyExecution::take_over_shards(StudyFolder& folder) {
    for (const std::string& name : merged_) {
        const auto shard = shard_in(name);
        const io::JournalLabel& recorded = shard->label();
        const std::string other =
            difference(recorded.configuration, folder.journal().label().configuration);
        if (!other.empty()) {
            throw InputError(Failure::usage, name, "its study cannot be finished here: " + other,
                             "the files that the shards were made from must be as they were");
        }
        say(shard->warnings());
        execution_.merges = recorded.shard.of;
        folder.take_over(*shard);
    }
}

void StudyExecution::say_kept(const StudyFolder& folder, const char* when) const {
    say(
        fmt::format("  replications finished and kept in {}: {}; {}the same command goes on with "
                    "--out {} --resume",
                    out_, folder.journal().units(), when, shell_word(out_)));
}

}  // namespace greenlane::cli
