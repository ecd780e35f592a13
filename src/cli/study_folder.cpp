#include "cli/study_folder.h"

#include "greenlane/core/diagnostics.h"

#include "cli/output.h"
#include "cli/terminal.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <sys/stat.h>

namespace greenlane::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* unfinished_end = ".part";

}  // namespace

bool StudyFolder::is_there(const std::string& folder) {
    std::error_code unknown;
    const fs::file_type type = fs::symlink_status(folder, unknown).type();
    return type != fs::file_type::not_found &&
           (type != fs::file_type::directory || !fs::is_empty(folder, unknown));
}

StudyFolder::StudyFolder(std::string folder) : folder_(std::move(folder)) {
    while (folder_.size() > 1 && folder_.back() == '/') {
        folder_.pop_back();
    }
}

StudyFolder::StudyFolder(std::string folder, const io::JournalLabel& label)
    : StudyFolder(std::move(folder)) {
    const std::string file = path(io::JournalFile::name);
    if (is_there(folder_)) {
        if (!is_there(file)) {
            throw InputError(Failure::usage, folder_,
                             "holds no journal: there is nothing to resume", "name another folder");
        }
        journal_ = io::JournalFile::open(file, io::JournalFile::Use::resume);
        if (!journal_) {
            say("warning: " + file + ": nothing was finished when it was cut off; starts anew");
        } else {
            say(journal_->warnings());
            known_ = journal_->units();
            return;
        }
    } else if (mkdir(folder_.c_str(), 0777) == 0) {
        is_made_ = true;
    } else if (errno != EEXIST) {
        const bool no_parent = errno == ENOENT;
        throw InputError(Failure::output, folder_,
                         std::string("cannot be made: ") + std::strerror(errno),
                         no_parent ? "mkdir -p " + fs::path(folder_).parent_path().string() : "");
    }
    journal_ = std::make_unique<io::JournalFile>(file, label);
    say(journal_->warnings());
}

StudyFolder::~StudyFolder() {
    std::error_code ignored;
    for (const std::string& name : unfinished_) {
        fs::remove(path(name) + unfinished_end, ignored);
    }
    if (is_made_ && !is_kept_ && !stays()) {
        fs::remove(path(io::JournalFile::name), ignored);
        fs::remove(folder_, ignored);
    }
}

bool StudyFolder::stays() const {
    const std::size_t units = journal_ ? journal_->units() : 0;
    return units > (is_made_ ? known_ : 0);
}

void StudyFolder::take_over(const io::JournalFile& other) {
    journal_->take_over(other);
    known_ = journal_->units();
}

std::string StudyFolder::file(const std::string& name) {
    unfinished_.push_back(name);
    return path(name) + unfinished_end;
}

void StudyFolder::write(const std::string& name, std::string_view content) {
    write_file(file(name), content);
}

void StudyFolder::finish() {
    for (const std::string& name : unfinished_) {
        if (std::rename((path(name) + unfinished_end).c_str(), path(name).c_str()) != 0) {
            throw InputError(Failure::output, path(name),
                             std::string("cannot be given its name: ") + std::strerror(errno));
        }
    }
    unfinished_.clear();
    keep();
}

}  // namespace greenlane::cli
