#include "greenlane/io/journal.h"

#include "greenlane/core/bytes.h"
#include "greenlane/io/digest.h"

#include "io/append_file.h"
#include "io/journal_record.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include <zlib.h>

namespace greenlane::io {

namespace {

/// What a journal begins with; the label follows, and its digest.
struct JournalHead {
    std::uint64_t mark = 0;
    std::uint64_t version = 1;
    std::uint64_t label_size = 0;
    std::uint64_t check = 0;  ///< digest of the three words before

    std::string_view bytes() const {
        return {reinterpret_cast<const char*>(this), sizeof(JournalHead)};
    }
    std::uint64_t expected_check() const {
        return digest(bytes().substr(0, sizeof(JournalHead) - sizeof check));
    }
    std::uint64_t begin_of_records() const {
        return sizeof(JournalHead) + label_size + sizeof(std::uint64_t);
    }
};

constexpr std::string_view mark_text = "GLJOURNL";

std::string_view bytes_of(const std::uint64_t& word) {
    return {reinterpret_cast<const char*>(&word), sizeof word};
}

/// Shorter than `bytes`, or nothing where deflating does not make it so.
std::string deflated(std::string_view bytes) {
    uLongf size = compressBound(bytes.size());
    std::string packed(size, '\0');
    const int status = compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                                 reinterpret_cast<const Bytef*>(bytes.data()), bytes.size(), 1);
    packed.resize(status == Z_OK && size < bytes.size() ? size : 0);
    return packed;
}

}  // namespace

JournalFile::JournalFile(const std::filesystem::path& file, JournalLabel label)
    : file_(std::make_unique<AppendFile>(file, AppendFile::Mode::make)), label_(std::move(label)) {
    ByteWriter writer;
    writer(label_);
    std::string text = writer.take();
    JournalHead head{.label_size = text.size()};
    std::memcpy(&head.mark, mark_text.data(), sizeof head.mark);
    head.check = head.expected_check();
    text += bytes_of(digest(text));
    file_->append(head.bytes(), text);
    warn_of_others();
}

JournalFile::JournalFile(std::unique_ptr<AppendFile> file) : file_(std::move(file)) {}

JournalFile::~JournalFile() = default;

std::unique_ptr<JournalFile> JournalFile::open(const std::filesystem::path& file, Use use) {
    using enum AppendFile::Mode;
    std::unique_ptr<JournalFile> journal(
        new JournalFile(std::make_unique<AppendFile>(file, use == Use::read ? read : append)));
    if (!journal->read_label()) {
        return nullptr;
    }
    journal->read_records(use);
    if (use == Use::resume) {
        journal->warn_of_others();
    }
    return journal;
}

bool JournalFile::read_label() {
    const std::string bytes = file_->read(0, sizeof(JournalHead));
    if (!mark_text.starts_with(std::string_view(bytes).substr(0, mark_text.size()))) {
        refuse("is no journal", "name the folder that a study was written to with --out");
    }
    if (bytes.size() < sizeof(JournalHead)) {
        return false;
    }
    JournalHead head;
    std::memcpy(&head, bytes.data(), sizeof head);
    const char* const anew = "start the study anew, in another folder";
    if (head.check != head.expected_check()) {
        refuse("is damaged: what it is of cannot be read", anew);
    }
    if (head.version != JournalHead{}.version) {
        refuse("is of format version " + std::to_string(head.version) +
                   ", which this greenlane does not know",
               anew);
    }
    if (file_->size() < head.begin_of_records()) {
        return false;
    }
    const std::string text = file_->read(sizeof head, head.label_size);
    if (file_->read(sizeof head + head.label_size, sizeof(std::uint64_t)) !=
        bytes_of(digest(text))) {
        refuse("is damaged: what it is of cannot be read", anew);
    }
    ByteReader{text}(label_);
    return true;
}

void JournalFile::read_records(Use use) {
    JournalHead head;
    std::memcpy(&head, file_->read(0, sizeof head).data(), sizeof head);
    RecordScan scan(*file_, head.begin_of_records());
    while (scan.next()) {
        const RecordHead& record = scan.head();
        places_[record.unit] = {scan.offset(), record.stored, record.size, record.digest};
    }
    if (scan.damaged() > 0) {
        warn(std::to_string(scan.damaged()) +
             " bytes in the middle are damaged: what they held is done again");
    }
    if (scan.sound_end() < file_->size()) {
        warn("the last " + std::to_string(file_->size() - scan.sound_end()) +
             " bytes are no whole record: what they held is done again");
        if (use == Use::resume) {
            file_->cut(scan.sound_end());
        }
    }
}

std::uint64_t JournalFile::replications(std::uint64_t below) const {
    std::uint64_t most = 0;
    for (const auto& [unit, place] : places_) {
        most = unit.replication < below ? std::max(most, unit.replication + 1) : most;
    }
    return most;
}

std::optional<std::string> JournalFile::find(const experiment::Unit& unit) const {
    const auto place = places_.find(unit);
    if (place == places_.end()) {
        return std::nullopt;
    }
    std::string bytes = stored(place->second);
    if (bytes.size() == place->second.size) {
        return bytes;
    }
    std::string result(place->second.size, '\0');
    uLongf size = result.size();
    if (uncompress(reinterpret_cast<Bytef*>(result.data()), &size,
                   reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()) != Z_OK ||
        size != result.size()) {
        refuse("holds a record that cannot be inflated", "start the study anew, in another folder");
    }
    return result;
}

void JournalFile::append(const experiment::Unit& unit, std::string_view result) {
    const std::string packed = deflated(result);
    store(unit, result.size(), packed.empty() ? result : packed);
}

void JournalFile::take_over(const JournalFile& other) {
    for (const auto& [unit, place] : other.places_) {
        if (!places_.contains(unit)) {
            store(unit, place.size, other.stored(place));
        }
    }
}

std::string JournalFile::stored(const Place& place) const {
    std::string bytes = file_->read(place.offset, place.stored);
    if (digest(bytes) != place.digest) {
        refuse("reads differently now than when it was opened", "is the disk failing?");
    }
    return bytes;
}

void JournalFile::store(const experiment::Unit& unit, std::uint64_t size, std::string_view stored) {
    const RecordHead head = RecordHead::of(unit, size, stored);
    const std::uint64_t offset = file_->size() + sizeof head;
    file_->append(head.bytes(), stored);
    places_[unit] = {offset, head.stored, size, head.digest};
}

void JournalFile::warn(std::string message, std::string hint) {
    warnings_.warning({std::make_shared<const std::string>(file_->path().string()), 0, 0},
                      std::move(message), std::move(hint));
}

void JournalFile::warn_of_others() {
    if (!file_->is_locked()) {
        warn("its file system has no locks, so no second process is kept from writing to it",
             "start the study in this folder once at a time");
    }
}

void JournalFile::refuse(std::string message, std::string hint) const {
    throw InputError(Failure::usage, file_->path().string(), std::move(message), std::move(hint));
}

}  // namespace greenlane::io
