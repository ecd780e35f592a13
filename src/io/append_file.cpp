#include "io/append_file.h"

#include "greenlane/core/diagnostics.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace greenlane::io {

namespace {

std::int64_t now() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int flags_of(AppendFile::Mode mode) {
    return mode == AppendFile::Mode::make     ? O_RDWR | O_CREAT
           : mode == AppendFile::Mode::append ? O_RDWR
                                              : O_RDONLY;
}

/// So that a file that was just made is found after a power cut.
void sync_folder(const std::filesystem::path& file) {
    const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

}  // namespace

AppendFile::Descriptor::~Descriptor() {
    if (number >= 0) {
        ::close(number);
    }
}

AppendFile::AppendFile(std::filesystem::path path, Mode mode)
    : path_(std::move(path)), descriptor_(::open(path_.c_str(), flags_of(mode) | O_CLOEXEC, 0666)) {
    if (descriptor_.number < 0 && mode == Mode::make) {
        fail_writing(errno);
    }
    if (descriptor_.number < 0) {
        refuse(std::string("cannot be opened: ") + std::strerror(errno));
    }
    lock(mode);
    struct stat status {};
    if (::fstat(descriptor_.number, &status) == 0) {
        size_ = static_cast<std::uint64_t>(status.st_size);
    }
    if (mode == Mode::make) {
        cut(0);
        sync_folder(path_);
    }
}

AppendFile::~AppendFile() {
    if (!is_synced_) {
        ::fdatasync(descriptor_.number);
    }
}

void AppendFile::lock(Mode mode) {
    if (::flock(descriptor_.number, (mode == Mode::read ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0) {
        const int reason = errno;
        if (reason == ENOLCK || reason == ENOSYS || reason == EOPNOTSUPP) {
            is_locked_ = false;
            return;
        }
        refuse(reason == EWOULDBLOCK
                   ? std::string(mode == Mode::read ? "another process is writing to it"
                                                    : "another process is using it")
                   : std::string("cannot be locked: ") + std::strerror(reason),
               reason == EWOULDBLOCK ? "wait until it has ended" : "");
    }
}

std::string AppendFile::read(std::uint64_t offset, std::uint64_t size) const {
    std::string bytes(std::min(size, size_ - std::min(offset, size_)), '\0');
    std::size_t filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::pread(descriptor_.number, bytes.data() + filled,
                                    bytes.size() - filled, static_cast<off_t>(offset + filled));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            refuse(std::string("cannot be read: ") +
                   (got < 0 ? std::strerror(errno) : "it has become shorter"));
        }
        filled += static_cast<std::size_t>(got);
    }
    return bytes;
}

void AppendFile::append(std::string_view head, std::string_view rest) {
    std::array<std::string_view, 2> parts{head, rest};
    std::uint64_t end = size_;
    while (!parts[0].empty() || !parts[1].empty()) {
        std::array<iovec, 2> pieces{};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            pieces[i] = {const_cast<char*>(parts[i].data()), parts[i].size()};
        }
        const ssize_t put =
            ::pwritev(descriptor_.number, pieces.data(), pieces.size(), static_cast<off_t>(end));
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            const int reason = put < 0 ? errno : ENOSPC;
            cut(size_);
            fail_writing(reason);
        }
        end += static_cast<std::uint64_t>(put);
        auto left = static_cast<std::size_t>(put);
        for (std::string_view& part : parts) {
            const std::size_t done = std::min(left, part.size());
            part.remove_prefix(done);
            left -= done;
        }
    }
    size_ = end;
    is_synced_ = false;
    if (now() - synced_at_ >= 20 * sync_took_) {
        sync();
    }
}

void AppendFile::cut(std::uint64_t size) {
    if (::ftruncate(descriptor_.number, static_cast<off_t>(size)) != 0) {
        fail_writing(errno);
    }
    size_ = size;
}

void AppendFile::sync() {
    const std::int64_t begun = now();
    if (::fdatasync(descriptor_.number) != 0) {
        fail_writing(errno);
    }
    synced_at_ = now();
    sync_took_ = synced_at_ - begun;
    is_synced_ = true;
}

void AppendFile::fail_writing(int reason) const {
    throw InputError(Failure::output, path_.string(),
                     std::string("cannot be written: ") + std::strerror(reason));
}

void AppendFile::refuse(std::string message, std::string hint) const {
    throw InputError(Failure::usage, path_.string(), std::move(message), std::move(hint));
}

}  // namespace greenlane::io
