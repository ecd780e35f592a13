#include "cli/result_folder.h"

#include "greenlane/core/diagnostics.h"

#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace greenlane::cli {

namespace fs = std::filesystem;

void ResultFolder::expect_new(const std::string& folder) {
    std::error_code ignored;
    if (fs::symlink_status(folder, ignored).type() != fs::file_type::not_found) {
        throw InputError(Failure::usage, folder, "exists already", "name another folder");
    }
}

ResultFolder::ResultFolder(std::string folder) : folder_(std::move(folder)) {
    while (folder_.size() > 1 && folder_.back() == '/') {
        folder_.pop_back();
    }
    std::string pattern = folder_ + ".partial-XXXXXX";
    if (mkdtemp(pattern.data()) == nullptr) {
        const bool no_parent = errno == ENOENT;
        throw InputError(Failure::output, folder_,
                         std::string("cannot be made: ") + std::strerror(errno),
                         no_parent ? "mkdir -p " + fs::path(folder_).parent_path().string() : "");
    }
    temporary_ = pattern;
}

ResultFolder::~ResultFolder() {
    if (!temporary_.empty()) {
        std::error_code ignored;
        fs::remove_all(temporary_, ignored);
    }
}

std::string ResultFolder::file(const std::string& name) const {
    return temporary_ + "/" + name;
}

void ResultFolder::write(const std::string& name, std::string_view content) const {
    write_file(file(name), content);
}

void ResultFolder::finish() {
    if (std::rename(temporary_.c_str(), folder_.c_str()) != 0) {
        throw InputError(Failure::output, folder_,
                         std::string("cannot be given its name: ") + std::strerror(errno));
    }
    temporary_.clear();
}

}  // namespace greenlane::cli
