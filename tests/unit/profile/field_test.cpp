#include "greenlane/profile/field.h"

#include <gtest/gtest.h>

namespace greenlane::profile {
namespace {

TEST(Field, IsFoundByItsName) {
    for (const FieldInfo& row : fields()) {
        EXPECT_EQ(parse_field(row.name), row.field);
        EXPECT_EQ(&info(row.field), &row);
        EXPECT_FALSE(row.meaning.empty()) << row.name;
    }
    EXPECT_FALSE(parse_field("Mass"));
    EXPECT_FALSE(parse_field(""));
}

TEST(Field, OnlyNumbersHaveUnits) {
    for (const FieldInfo& row : fields()) {
        EXPECT_TRUE(row.unit.empty() || row.type == Type::number) << row.name;
    }
}

}  // namespace
}  // namespace greenlane::profile
