#pragma once

#include "greenlane/core/diagnostics.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::io {

/// A folder of a test's own, with the files that the test writes; gone with the test.
class WrittenFiles {
public:
    WrittenFiles() {
        const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
        std::string name = std::string(test->test_suite_name()) + '.' + test->name();
        for (char& c : name) {
            c = c == '/' ? '-' : c;
        }
        folder_ = std::filesystem::temp_directory_path() / ("greenlane-" + name);
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    ~WrittenFiles() { std::filesystem::remove_all(folder_); }
    WrittenFiles(const WrittenFiles&) = delete;
    WrittenFiles& operator=(const WrittenFiles&) = delete;

    const std::filesystem::path& folder() const { return folder_; }

    std::filesystem::path write(const std::string& name, std::string_view text) const {
        const auto path = folder_ / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }

    /// Every diagnostic as printed, without the path of this folder.
    std::vector<std::string> messages(const Diagnostics& diagnostics) const {
        std::vector<std::string> list;
        const std::string prefix = folder_.string() + '/';
        for (const Diagnostic& diagnostic : diagnostics.all()) {
            std::string text = to_string(diagnostic);
            for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix)) {
                text.erase(at, prefix.size());
            }
            list.push_back(std::move(text));
        }
        return list;
    }

private:
    std::filesystem::path folder_;
};

}  // namespace greenlane::io
