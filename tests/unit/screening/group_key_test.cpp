#include "greenlane/screening/group_key.h"

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;

TEST(GroupKey, names_are_read_back_in_any_order) {
    EXPECT_EQ(name(GroupKey{origin, hs6}), "hs6*origin");
    EXPECT_EQ(parse_group_key("origin*hs6"), (GroupKey{hs6, origin}));
    for (std::size_t i = 0; i < key_field_count; ++i) {
        const GroupKey key{static_cast<KeyField>(i)};
        EXPECT_EQ(parse_group_key(name(key)), key);
        EXPECT_EQ(fields_of(key), std::vector{static_cast<KeyField>(i)});
    }
}

TEST(GroupKey, what_is_no_key_is_not_read) {
    for (const char* text : {"", "*", "hs6*", "*hs6", "hs6*hs6", "hs8", "hs6 *origin", "HS6"}) {
        EXPECT_EQ(parse_group_key(text), std::nullopt) << text;
    }
}

TEST(GroupKey, a_finer_key_has_all_fields_or_longer_goods_codes) {
    EXPECT_TRUE(refines({hs6, origin}, {hs6}));
    EXPECT_TRUE(refines({hs6, origin}, {hs2, origin}));
    EXPECT_TRUE(refines({hs}, {hs6}));
    EXPECT_TRUE(refines({hs4}, {hs4}));
    EXPECT_FALSE(refines({hs4}, {hs6}));
    EXPECT_FALSE(refines({hs6}, {hs6, origin}));
    EXPECT_FALSE(refines({importer}, {hs2}));
    EXPECT_FALSE(refines({hs6}, {importer}));
}

}  // namespace
}  // namespace greenlane::screening
