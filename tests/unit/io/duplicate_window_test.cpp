#include "io/duplicate_window.h"

#include <cstdint>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

TEST(DuplicateWindow, remembers_for_the_days_of_the_window) {
    DuplicateWindow window(3);
    EXPECT_TRUE(window.add(fingerprint("a"), 10));
    EXPECT_FALSE(window.add(fingerprint("a"), 12));
    EXPECT_TRUE(window.contains(fingerprint("a"), 12));
    EXPECT_FALSE(window.contains(fingerprint("a"), 13));
    EXPECT_TRUE(window.add(fingerprint("a"), 13));
    EXPECT_TRUE(window.add(fingerprint("a", "1"), 13));
    EXPECT_FALSE(window.add(fingerprint("a", "1"), 13));
}

TEST(DuplicateWindow, tells_keys_and_their_parts_apart) {
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> seen;
    for (const char* text : {"", "a", "aa", "aaaaaaaa", "aaaaaaaaa", "ab", "a1", "b"}) {
        for (const char* part : {"", "1", "a", "aa", "11"}) {
            const KeyPrint print = fingerprint(text, part);
            EXPECT_TRUE(seen.emplace(std::pair{print.first, print.second}, text).second);
        }
    }
}

TEST(DuplicateWindow, equals_an_obvious_memory_and_stays_small) {
    DuplicateWindow window(5);
    std::map<std::string, std::int64_t> last;
    std::uint64_t state = 3;
    for (std::int64_t row = 0; row < 200'000; ++row) {
        const std::int64_t day = row / 200 - 500;  // through the turn of the stored days, at 0
        state = state * 6364136223846793005u + 1442695040888963407u;
        const std::string key = std::to_string((state >> 33) % 3000);
        const auto found = last.find(key);
        const bool fresh = found == last.end() || day - found->second >= 5;
        ASSERT_EQ(window.add(fingerprint(key), day), fresh) << row;
        if (fresh) {
            last[key] = day;
        }
    }
    EXPECT_LE(window.capacity(), 8192u);
}

}  // namespace
}  // namespace greenlane::io
