#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace greenlane::io {

/// A file that is read at any place and written at its end. While one process writes to it no other
/// opens it, where the file system has locks. Throws InputError(output) where it cannot be written,
/// else InputError(usage).
class AppendFile {
public:
    enum class Mode {
        make,    ///< a new one, or an empty one instead of what is there
        append,  ///< one that is there
        read,
    };

    AppendFile(std::filesystem::path path, Mode mode);
    ~AppendFile();
    AppendFile(const AppendFile&) = delete;
    AppendFile& operator=(const AppendFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    std::uint64_t size() const { return size_; }
    /// False: its file system has no locks, and nothing keeps others away.
    bool is_locked() const { return is_locked_; }
    /// At most so many bytes; fewer only at the end.
    std::string read(std::uint64_t offset, std::uint64_t size) const;
    /// Appends all of it or, where that fails, nothing. It is brought to the disk soon: at once
    /// where what comes takes its time, else as often as a twentieth of the time allows.
    void append(std::string_view head, std::string_view rest);
    void cut(std::uint64_t size);

private:
    void lock(Mode mode);
    void sync();
    [[noreturn]] void fail_writing(int reason) const;
    [[noreturn]] void refuse(std::string message, std::string hint = {}) const;

    /// Closed at the end of its life.
    struct Descriptor {
        explicit Descriptor(int opened) : number(opened) {}
        ~Descriptor();
        Descriptor(const Descriptor&) = delete;
        Descriptor& operator=(const Descriptor&) = delete;
        int number;
    };

    std::filesystem::path path_;
    Descriptor descriptor_;
    std::uint64_t size_ = 0;
    bool is_locked_ = true;
    bool is_synced_ = true;
    std::int64_t synced_at_ = 0;  ///< ns
    std::int64_t sync_took_ = 0;  ///< ns
};

}  // namespace greenlane::io
