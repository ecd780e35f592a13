#include "greenlane/io/digest.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

/// Published values of XXH64 with seed 0; the last text is longer than a stripe.
TEST(Digest, IsXxh64) {
    EXPECT_EQ(digest(""), 0xef46'db37'51d8'e999u);
    EXPECT_EQ(digest("a"), 0xd24e'c4f1'a98c'6e5bu);
    EXPECT_EQ(digest("abc"), 0x44bc'2cf5'ad77'0999u);
    EXPECT_EQ(digest("Nobody inspects the spammish repetition"), 0xfbce'a83c'8a37'8bf1u);
    EXPECT_EQ(hexadecimal(digest("abc")), "44bc2cf5ad770999");
}

TEST(Digest, DoesNotDependOnHowTheBytesCome) {
    std::string bytes;
    for (int i = 0; i < 200; ++i) {
        bytes += static_cast<char>(i * 37);
    }
    for (std::size_t length = 0; length <= bytes.size(); ++length) {
        const std::uint64_t whole = digest(std::string_view(bytes).substr(0, length));
        for (const std::size_t piece : {1u, 7u, 31u, 32u, 33u, 64u}) {
            Digest parts;
            for (std::size_t at = 0; at < length; at += piece) {
                parts.add(std::string_view(bytes).substr(at, std::min(piece, length - at)));
            }
            ASSERT_EQ(parts.value(), whole) << length << " bytes, " << piece << " at a time";
        }
    }
}

}  // namespace
}  // namespace greenlane::io
