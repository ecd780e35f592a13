#include "io/byte_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace greenlane::io {

struct ByteStream::Inflater {
    Inflater() { ready = inflateInit2(&stream, 16 + MAX_WBITS) == Z_OK; }
    ~Inflater() { inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;

    z_stream stream{};
    bool ready = false;
    bool in_member = true;  ///< between the head and the tail of a gzip member
    std::array<char, 64 * 1024> packed{};
};

ByteStream::ByteStream(std::string path, Failure failure)
    : path_(std::move(path)), failure_(failure) {
    descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
        fail(errno == ENOENT ? "no such file" : std::string("cannot be read: ") + strerror(errno));
    }
    struct stat status {};
    if (::fstat(descriptor_, &status) == 0 && S_ISDIR(status.st_mode)) {
        ::close(descriptor_);
        fail("is a directory, not a file", "name the files in it");
    }
    size_ = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
    ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
    head_.resize(2);
    head_.resize(read_raw(head_));
    if (head_ == "\x1f\x8b") {
        inflater_ = std::make_unique<Inflater>();
        std::copy(head_.begin(), head_.end(), inflater_->packed.begin());
        inflater_->stream.next_in = reinterpret_cast<Bytef*>(inflater_->packed.data());
        inflater_->stream.avail_in = 2;
        head_.clear();
    }
}

ByteStream::~ByteStream() {
    ::close(descriptor_);
}

void ByteStream::fail(std::string message, std::string hint) const {
    throw InputError(failure_, path_, std::move(message), std::move(hint));
}

std::size_t ByteStream::read_raw(std::span<char> into) {
    std::size_t filled = 0;
    while (filled < into.size()) {
        const ssize_t got = ::read(descriptor_, into.data() + filled, into.size() - filled);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            fail(std::string("cannot be read: ") + strerror(errno));
        }
        if (got == 0) {
            break;
        }
        filled += static_cast<std::size_t>(got);
    }
    read_ += filled;
    return filled;
}

std::size_t ByteStream::read(std::span<char> into) {
    if (inflater_) {
        return inflate_into(into);
    }
    const std::size_t held = std::min(head_.size(), into.size());
    std::copy_n(head_.begin(), held, into.begin());
    head_.erase(0, held);
    return held + read_raw(into.subspan(held));
}

std::size_t ByteStream::inflate_into(std::span<char> into) {
    z_stream& stream = inflater_->stream;
    stream.next_out = reinterpret_cast<Bytef*>(into.data());
    stream.avail_out = static_cast<uInt>(into.size());
    while (stream.avail_out > 0) {
        if (stream.avail_in == 0) {
            stream.next_in = reinterpret_cast<Bytef*>(inflater_->packed.data());
            stream.avail_in = static_cast<uInt>(read_raw(inflater_->packed));
            if (stream.avail_in == 0) {
                if (inflater_->in_member) {
                    fail("the gzip data end in the middle", "was the file copied whole?");
                }
                break;
            }
        }
        if (!inflater_->in_member) {
            inflateReset(&stream);
            inflater_->in_member = true;
        }
        const int status = inflater_->ready ? inflate(&stream, Z_NO_FLUSH) : Z_MEM_ERROR;
        if (status == Z_STREAM_END) {
            inflater_->in_member = false;
        } else if (status != Z_OK && status != Z_BUF_ERROR) {
            fail("the gzip data are damaged", "unpack the file by hand to see how far it is sound");
        }
    }
    return into.size() - stream.avail_out;
}

std::optional<std::uint64_t> ByteStream::bytes_left() const {
    if (inflater_) {
        return std::nullopt;
    }
    return size_ - std::min(size_, read_) + head_.size();
}

}  // namespace greenlane::io
