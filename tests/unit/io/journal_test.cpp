#include "greenlane/io/journal.h"

#include "written_files.h"

#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>

#include <gmock/gmock.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

/// What locking a file fails with; 0: it is locked.
int lock_failure = 0;

}  // namespace

/// Stands before the C library's, for file systems that have no locks.
extern "C" int flock(int descriptor, int operation) {
    if (lock_failure != 0) {
        errno = lock_failure;
        return -1;
    }
    return static_cast<int>(syscall(SYS_flock, descriptor, operation));
}

namespace greenlane::io {
namespace {

using experiment::Unit;
using testing::HasSubstr;

constexpr auto resume = JournalFile::Use::resume;

/// Results of some size, one of them that deflates and one that does not.
std::string result_of(const Unit& unit) {
    std::string result(50 + 10 * unit.replication, 'a');
    std::uint64_t state = unit.replication + 1;
    for (std::size_t i = 0; unit.system == 1 && i < result.size(); ++i) {
        state = state * 0x5851'f42d'4c95'7f2du + 1;
        result[i] = static_cast<char>(state >> 56);
    }
    return result;
}

class Journals : public testing::Test {
protected:
    std::filesystem::path path() const { return files.folder() / JournalFile::name; }
    std::string bytes() const {
        std::ifstream in(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    /// Appends the units and says where each record ends.
    std::vector<std::size_t> fill() {
        JournalFile journal(path(), label);
        std::vector<std::size_t> ends{bytes().size()};
        for (const Unit& unit : units) {
            journal.append(unit, result_of(unit));
            ends.push_back(bytes().size());
        }
        return ends;
    }
    /// Whether the journal holds just these of the units, as they were appended.
    static void expect_units(const JournalFile& journal, const std::vector<bool>& held) {
        for (std::size_t i = 0; i < units.size(); ++i) {
            const auto found = journal.find(units[i]);
            ASSERT_EQ(found.has_value(), held[i]) << "unit " << i;
            if (found) {
                ASSERT_EQ(*found, result_of(units[i]));
            }
        }
    }
    void expect_refused(const std::string& content, const std::string& why) const {
        files.write(JournalFile::name, content);
        try {
            JournalFile::open(path(), resume);
            FAIL() << "it was taken";
        } catch (const InputError& error) {
            EXPECT_EQ(error.failure(), Failure::usage);
            EXPECT_THAT(error.what(), HasSubstr(why));
        }
        EXPECT_EQ(bytes(), content);
    }

    static inline const std::vector<Unit> units{{0, 0}, {1, 0}, {1, 1}, {0, 7}};
    JournalLabel label{.arguments = {"run", "a scenario.toml", "--set", "x=1"},
                       .folder = "/somewhere",
                       .shard = {2, 3},
                       .configuration = {{"scenario", "s.toml", "0123"}, {"set", "x=1", ""}}};
    WrittenFiles files;
};

TEST_F(Journals, HoldWhatWasAppended) {
    fill();
    const auto journal = JournalFile::open(path(), JournalFile::Use::read);
    ASSERT_NE(journal, nullptr);
    EXPECT_EQ(journal->label().arguments, label.arguments);
    EXPECT_EQ(journal->label().folder, label.folder);
    EXPECT_EQ(journal->label().shard, label.shard);
    EXPECT_EQ(journal->label().configuration, label.configuration);
    EXPECT_EQ(journal->units(), units.size());
    EXPECT_TRUE(journal->warnings().all().empty());
    expect_units(*journal, {true, true, true, true});
    EXPECT_EQ(journal->find({5, 5}), std::nullopt);
}

TEST_F(Journals, DeflateWhatGetsSmallerByIt) {
    const auto ends = fill();
    constexpr std::size_t head = 56;
    EXPECT_LT(ends[1] - ends[0], head + result_of(units[0]).size());
    EXPECT_EQ(ends[2] - ends[1], head + result_of(units[1]).size());
}

TEST_F(Journals, GoOnWhereverTheyWereCutOff) {
    const auto ends = fill();
    const std::string whole = bytes();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        SCOPED_TRACE("cut off at " + std::to_string(length));
        files.write(JournalFile::name, whole.substr(0, length));
        const auto journal = JournalFile::open(path(), resume);
        if (length < ends[0]) {
            ASSERT_EQ(journal, nullptr);
            ASSERT_EQ(bytes().size(), length);
            continue;
        }
        ASSERT_NE(journal, nullptr);
        std::vector<bool> held;
        std::size_t sound = ends[0];
        for (std::size_t i = 0; i < units.size(); ++i) {
            held.push_back(ends[i + 1] <= length);
            sound = held.back() ? ends[i + 1] : sound;
        }
        expect_units(*journal, held);
        ASSERT_EQ(journal->warnings().all().size(), sound == length ? 0u : 1u);
        ASSERT_EQ(bytes().size(), sound);
        journal->append({9, 9}, "later");
        ASSERT_EQ(journal->find({9, 9}), "later");
    }
}

TEST_F(Journals, PassOverDamage) {
    const auto ends = fill();
    const std::string whole = bytes();
    for (std::size_t place = ends[0]; place < whole.size(); ++place) {
        SCOPED_TRACE("damaged at " + std::to_string(place));
        std::string damaged = whole;
        damaged[place] = static_cast<char>(damaged[place] ^ 0x10);
        files.write(JournalFile::name, damaged);
        const auto journal = JournalFile::open(path(), resume);
        ASSERT_NE(journal, nullptr);
        std::vector<bool> held;
        for (std::size_t i = 0; i < units.size(); ++i) {
            held.push_back(place < ends[i] || place >= ends[i + 1]);
        }
        expect_units(*journal, held);
        ASSERT_EQ(journal->warnings().all().size(), 1u);
        ASSERT_EQ(bytes().size(), held.back() ? whole.size() : ends[units.size() - 1]);
    }
}

TEST_F(Journals, WhoseLabelIsDamagedAreRefused) {
    const std::size_t begin = fill().front();
    const std::string whole = bytes();
    for (std::size_t place = 0; place < begin; ++place) {
        SCOPED_TRACE("damaged at " + std::to_string(place));
        std::string damaged = whole;
        damaged[place] = static_cast<char>(damaged[place] ^ 0x10);
        expect_refused(damaged, place < 8 ? "is no journal" : "is damaged");
    }
    expect_refused("name,arrivals.per_hour\n", "is no journal");
}

TEST_F(Journals, HaveOneWriter) {
    fill();
    const auto journal = JournalFile::open(path(), resume);
    for (const auto use : {resume, JournalFile::Use::read}) {
        try {
            JournalFile::open(path(), use);
            FAIL() << "two processes would write to it";
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("another process is"));
        }
    }
    EXPECT_THROW(JournalFile(path(), label), InputError);
    expect_units(*journal, {true, true, true, true});
}

TEST_F(Journals, TakeOverWhatOthersHold) {
    fill();
    const auto other = JournalFile::open(path(), JournalFile::Use::read);
    const auto file = files.folder() / "merged.glj";
    {
        JournalFile merged(file, label);
        merged.append(units[1], "its own");
        merged.take_over(*other);
        EXPECT_EQ(merged.units(), units.size());
    }
    const auto merged = JournalFile::open(file, resume);
    EXPECT_EQ(merged->find(units[1]), "its own");
    EXPECT_EQ(merged->find(units[0]), result_of(units[0]));
    EXPECT_EQ(merged->find(units[2]), result_of(units[2]));
}

TEST_F(Journals, SayWhereTheyCannotBeWritten) {
    try {
        JournalFile journal(files.folder() / "absent" / "journal.glj", label);
        FAIL() << "there is no such folder";
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::output);
    }
    try {
        JournalFile journal("/dev/full", label);
        FAIL() << "the device is full";
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::output);
    }
}

TEST_F(Journals, DoWithoutLocksWhereThereAreNone) {
    for (const int reason : {ENOLCK, ENOSYS, EOPNOTSUPP}) {
        lock_failure = reason;
        JournalFile made(path(), label);
        made.append(units[0], "result");
        EXPECT_THAT(to_string(made.warnings().all().front()), HasSubstr("has no locks"));
        EXPECT_EQ(JournalFile::open(path(), resume)->warnings().all().size(), 1u);
        const auto read = JournalFile::open(path(), JournalFile::Use::read);
        EXPECT_EQ(read->find(units[0]), "result");
        EXPECT_TRUE(read->warnings().all().empty());
    }
    lock_failure = EIO;
    EXPECT_THROW(JournalFile(path(), label), InputError);
    lock_failure = 0;
    EXPECT_TRUE(JournalFile::open(path(), resume)->warnings().all().empty());
}

}  // namespace
}  // namespace greenlane::io
