#pragma once

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/work.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::io {

class AppendFile;

/// Something that decides the results of a study.
struct JournalInput {
    std::string kind;    ///< an option without its dashes, "file", "command" or "greenlane"
    std::string name;    ///< the option's text, or a file's path
    std::string digest;  ///< of the file's content; empty of a text, which speaks for itself

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.kind, self.name, self.digest);
    }
    /// A file is what it holds, wherever it lies.
    friend bool operator==(const JournalInput& left, const JournalInput& right) {
        return left.kind == right.kind && left.digest == right.digest &&
               (!left.digest.empty() || left.name == right.name);
    }
};

/// What a journal is of.
struct JournalLabel {
    std::vector<std::string> arguments;  ///< the command line that made it, as far as it matters
    std::string folder;                  ///< that its paths are relative to
    experiment::Shard shard;             ///< 1/1: of the whole study
    std::vector<JournalInput> configuration;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.arguments, self.folder, self.shard.number, self.shard.of, self.configuration);
    }
};

/// The journal of a study: a file that results of finished units are appended to
/// (docs/file-formats.md). What was appended survives the end of the process at once and a power
/// cut soon. Whatever of the file is damaged is as if it had not been appended.
class JournalFile final : public experiment::Journal {
public:
    static constexpr const char* name = "journal.glj";
    enum class Use { resume, read };

    /// A new journal, instead of what may be there. Throws InputError(output) where it cannot be
    /// written, InputError(usage) where another process uses it.
    JournalFile(const std::filesystem::path& file, JournalLabel label);
    /// A journal that is there; null, and nothing changed, where it ends before its label does: it
    /// holds nothing. To resume it, an end that is no whole record is cut off. Throws
    /// InputError(usage) where it cannot be read, is no journal, is of another format version or
    /// has a damaged label, or where another process uses it.
    static std::unique_ptr<JournalFile> open(const std::filesystem::path& file, Use use);
    ~JournalFile() override;

    const JournalLabel& label() const { return label_; }
    std::size_t units() const { return places_.size(); }
    /// From the first to the last that it holds of any system, of those below a number.
    std::uint64_t replications(std::uint64_t below) const;
    /// What of it was damaged, and whether nothing keeps other processes from writing to it.
    const Diagnostics& warnings() const { return warnings_; }

    std::optional<std::string> find(const experiment::Unit& unit) const override;
    void append(const experiment::Unit& unit, std::string_view result) override;
    /// Appends what `other` holds and this one does not.
    void take_over(const JournalFile& other);

private:
    /// Where a unit's result stands.
    struct Place {
        std::uint64_t offset = 0;
        std::uint64_t stored = 0;  ///< bytes in the file; fewer than `size`: deflated
        std::uint64_t size = 0;    ///< of the result
        std::uint64_t digest = 0;  ///< of what is stored
    };

    explicit JournalFile(std::unique_ptr<AppendFile> file);
    bool read_label();
    void read_records(Use use);
    std::string stored(const Place& place) const;
    void store(const experiment::Unit& unit, std::uint64_t size, std::string_view stored);
    void warn(std::string message, std::string hint = {});
    void warn_of_others();
    [[noreturn]] void refuse(std::string message, std::string hint) const;

    std::unique_ptr<AppendFile> file_;
    JournalLabel label_;
    std::map<experiment::Unit, Place> places_;
    Diagnostics warnings_;
};

}  // namespace greenlane::io
