#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace greenlane::io {

/// The 112-bit fingerprint of a key; two keys of one file share one by chance with a probability
/// below 10^-18.
struct KeyPrint {
    std::uint64_t first;
    std::uint64_t second;
};
/// `text` is the key's own part, `part` tells keys of the same text apart.
KeyPrint fingerprint(std::string_view text, std::string_view part = {});

/// Which keys were seen in the last days. Memory follows the window, 26 to 85 bytes a key in it,
/// not the file.
class DuplicateWindow {
public:
    /// A key is forgotten when it is `days` days old; days >= 1.
    explicit DuplicateWindow(std::int64_t days);

    /// True, and the key is remembered, where it was not seen in the window that ends with `day`.
    /// Days never decrease.
    bool add(KeyPrint key, std::int64_t day);
    bool contains(KeyPrint key, std::int64_t day) const;
    /// Fetches what add(key, ...) is going to need.
    void prefetch(KeyPrint key) const {
        __builtin_prefetch(&slots_[key.first & (slots_.size() - 1)]);
    }

    std::size_t capacity() const { return slots_.size(); }

private:
    struct Slot {
        std::uint64_t first = 0;
        std::uint64_t second : 48 = 0;
        std::uint64_t day : 16 = 0;  ///< 0: free; otherwise 1 + day modulo 2^16 - 1
    };
    bool fresh(const Slot& slot, std::int64_t mark) const;
    void rebuild(std::int64_t day);
    void place(const Slot& slot);

    std::int64_t days_;
    std::size_t used_ = 0;  ///< slots that are not free, outdated ones too
    std::vector<Slot> slots_;
};

}  // namespace greenlane::io
