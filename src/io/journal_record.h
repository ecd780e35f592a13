#pragma once

#include "greenlane/experiment/work.h"

#include "io/append_file.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane::io {

/// What stands in front of a unit's result in a journal, as it lies in memory.
struct RecordHead {
    std::uint64_t mark = 0;
    experiment::Unit unit;
    std::uint64_t size = 0;    ///< of the result
    std::uint64_t stored = 0;  ///< bytes that follow; fewer than `size`: deflated by zlib
    std::uint64_t digest = 0;  ///< of them
    std::uint64_t check = 0;   ///< digest of the seven words before

    static RecordHead of(const experiment::Unit& unit, std::uint64_t size, std::string_view stored);
    /// nullopt where the bytes are no head of a record.
    static std::optional<RecordHead> parse(std::string_view bytes);
    std::string_view bytes() const {
        return {reinterpret_cast<const char*>(this), sizeof(RecordHead)};
    }
};
static_assert(sizeof(RecordHead) == 56);

/// Goes through the sound records of a journal, from one to the next, whatever lies between them.
class RecordScan {
public:
    RecordScan(const AppendFile& file, std::uint64_t begin)
        : file_(file), at_(begin), sound_end_(begin) {}

    /// Goes on to the next sound record; false where there is none left.
    bool next();
    const RecordHead& head() const { return head_; }
    /// Where the record's bytes begin.
    std::uint64_t offset() const { return sound_end_ - head_.stored; }
    /// Behind the last sound record.
    std::uint64_t sound_end() const { return sound_end_; }
    /// Bytes between the sound records so far.
    std::uint64_t damaged() const { return damaged_; }

private:
    bool is_sound(std::uint64_t offset) const;
    /// The next place from `at` on where a record may begin.
    std::uint64_t next_mark(std::uint64_t at) const;

    const AppendFile& file_;
    std::uint64_t at_;
    RecordHead head_;
    std::uint64_t sound_end_;
    std::uint64_t damaged_ = 0;
};

}  // namespace greenlane::io
