#include "io/journal_record.h"

#include "greenlane/io/digest.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace greenlane::io {

namespace {

constexpr std::string_view mark_text = "GLRECORD";
constexpr std::size_t checked = sizeof(RecordHead) - sizeof(RecordHead::check);
constexpr std::uint64_t chunk = 1 << 20;

}  // namespace

RecordHead RecordHead::of(const experiment::Unit& unit, std::uint64_t size,
                          std::string_view stored) {
    RecordHead head{.mark = 0,
                    .unit = unit,
                    .size = size,
                    .stored = stored.size(),
                    .digest = io::digest(stored)};
    std::memcpy(&head.mark, mark_text.data(), sizeof head.mark);
    head.check = io::digest(head.bytes().substr(0, checked));
    return head;
}

std::optional<RecordHead> RecordHead::parse(std::string_view bytes) {
    if (bytes.size() < sizeof(RecordHead) || !bytes.starts_with(mark_text)) {
        return std::nullopt;
    }
    RecordHead head;
    std::memcpy(&head, bytes.data(), sizeof head);
    return head.check == io::digest(bytes.substr(0, checked)) ? std::optional(head) : std::nullopt;
}

bool RecordScan::next() {
    for (std::uint64_t at = at_; at < file_.size(); at = next_mark(at + 1)) {
        const auto head = RecordHead::parse(file_.read(at, sizeof(RecordHead)));
        const std::uint64_t offset = at + sizeof(RecordHead);
        if (!head || head->stored > file_.size() - offset) {
            continue;
        }
        head_ = *head;
        if (is_sound(offset)) {
            damaged_ += at - sound_end_;
            sound_end_ = offset + head_.stored;
            at_ = sound_end_;
            return true;
        }
    }
    at_ = file_.size();
    return false;
}

bool RecordScan::is_sound(std::uint64_t offset) const {
    Digest digest;
    for (std::uint64_t done = 0; done < head_.stored; done += chunk) {
        digest.add(file_.read(offset + done, std::min(chunk, head_.stored - done)));
    }
    return digest.value() == head_.digest;
}

std::uint64_t RecordScan::next_mark(std::uint64_t at) const {
    // Chunks overlap, so that a mark is never cut in two.
    for (; at < file_.size(); at += chunk) {
        const std::string bytes = file_.read(at, chunk + mark_text.size() - 1);
        if (const std::size_t found = bytes.find(mark_text); found != std::string::npos) {
            return at + found;
        }
    }
    return file_.size();
}

}  // namespace greenlane::io
