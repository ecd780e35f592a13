#pragma once

#include "greenlane/io/journal.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::cli {

/// The folder of a study: its journal from the beginning on and, when all is done, its results.
/// Throws InputError(output) where something cannot be written, InputError(usage) where there is
/// nothing to go on with.
class StudyFolder {
public:
    /// Whether there is something of that name; an empty folder is nothing.
    static bool is_there(const std::string& folder);

    /// Makes the folder with a new journal or, where it is there, goes on with the journal in it.
    /// What there is to warn of it is said.
    StudyFolder(std::string folder, const io::JournalLabel& label);
    /// Leaves no results that finish() was not called for, and no new folder in which no unit has
    /// been finished, unless keep() was called.
    ~StudyFolder();
    StudyFolder(const StudyFolder&) = delete;
    StudyFolder& operator=(const StudyFolder&) = delete;

    io::JournalFile& journal() { return *journal_; }
    const io::JournalFile& journal() const { return *journal_; }
    /// Puts what other journals of the study hold into this one's.
    void take_over(const io::JournalFile& other);
    /// Whether there is something in it to go on from when it is left now.
    bool stays() const;
    void keep() { is_kept_ = true; }

    /// The path of a result, until finish() gives it its name.
    std::string file(const std::string& name);
    void write(const std::string& name, std::string_view content);
    /// All results are whole: they take the place of what may be there.
    void finish();

private:
    explicit StudyFolder(std::string folder);
    std::string path(const std::string& name) const { return folder_ + '/' + name; }

    std::string folder_;
    bool is_made_ = false;
    bool is_kept_ = false;
    std::unique_ptr<io::JournalFile> journal_;
    std::size_t known_ = 0;  ///< units that were not finished here
    std::vector<std::string> unfinished_;
};

}  // namespace greenlane::cli
