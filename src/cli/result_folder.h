#pragma once

#include <string>
#include <string_view>

namespace greenlane::cli {

/// The folder of a run's results: a temporary one beside its final name, where files gather, and
/// which is given its name when all of them are whole. Throws InputError(output) where something
/// cannot be written; without finish() nothing is left.
class ResultFolder {
public:
    /// Where there is already something of that name: InputError(usage).
    static void expect_new(const std::string& folder);

    explicit ResultFolder(std::string folder);
    ~ResultFolder();
    ResultFolder(const ResultFolder&) = delete;
    ResultFolder& operator=(const ResultFolder&) = delete;

    /// The path of a file in it, for now.
    std::string file(const std::string& name) const;
    void write(const std::string& name, std::string_view content) const;
    void finish();

private:
    std::string folder_;
    std::string temporary_;  ///< empty once finished
};

}  // namespace greenlane::cli
