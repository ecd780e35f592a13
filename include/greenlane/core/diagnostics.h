#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane {

/// A place in a text that a user wrote. Lines and columns count from 1; 0 means "the whole file".
struct SourcePosition {
    std::shared_ptr<const std::string> file;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

enum class Severity : std::uint8_t { warning, error };

/// One mistake of a user: what is wrong, why, and what to write instead.
struct Diagnostic {
    Severity severity = Severity::error;
    SourcePosition position;
    std::string message;
    std::string hint;  ///< empty where there is nothing to suggest
};

/// `file:line:column: error: message` and, where there is one, a second line `  hint: ...`.
std::string to_string(const Diagnostic& diagnostic);

/// Everything wrong with what a user wrote, gathered in one pass.
class Diagnostics {
public:
    void error(SourcePosition position, std::string message, std::string hint = {});
    void warning(SourcePosition position, std::string message, std::string hint = {});
    void append(const Diagnostics& other);
    /// In the order of the files' first mention, within a file by line and column.
    void sort_by_place();

    bool has_errors() const { return errors_ > 0; }
    std::size_t error_count() const { return errors_; }
    std::span<const Diagnostic> all() const { return list_; }

private:
    std::vector<Diagnostic> list_;
    std::size_t errors_ = 0;
};

/// Which promise of the command line a failure belongs to; the value is the exit status.
enum class Failure : int {
    replication = 1,   ///< a replication failed
    usage = 2,         ///< bad usage, scenario or profile, or the output folder exists
    declarations = 3,  ///< declarations missing, unreadable or refused
    gate = 4,          ///< a --fail-if gate is true
    output = 5,        ///< a result could not be written
    bug = 70,          ///< a bug of ours
    interrupted = 130,
};

/// What stops a command because of its input or its surroundings; carries every finding.
class InputError : public std::exception {
public:
    InputError(Failure failure, Diagnostics diagnostics);
    /// One message about a whole file.
    InputError(Failure failure, const std::string& file, std::string message,
               std::string hint = {});

    const char* what() const noexcept override { return text_.c_str(); }
    Failure failure() const { return failure_; }
    const Diagnostics& diagnostics() const { return diagnostics_; }

private:
    Failure failure_;
    Diagnostics diagnostics_;
    std::string text_;
};

/// The candidate nearest to `word` (edit distance at most a third of its length, and one), or
/// empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);
/// `did you mean 'nearest'?`, or empty where no candidate is near.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace greenlane
