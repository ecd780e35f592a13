#include "io/toml_value.h"

#include "greenlane/core/calendar.h"

#include <cstdint>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using Kind = TomlValue::Kind;

TomlValue parsed(std::string_view text) {
    Diagnostics diagnostics;
    auto value = parse_toml(text, "f.toml", diagnostics);
    EXPECT_TRUE(diagnostics.all().empty());
    return value ? std::move(*value) : TomlValue{};
}

std::string error_of(std::string_view text) {
    Diagnostics diagnostics;
    EXPECT_FALSE(parse_toml(text, "f.toml", diagnostics)) << text;
    return diagnostics.all().size() == 1 ? to_string(diagnostics.all()[0]) : "not one error";
}

TEST(TomlValue, HoldsEveryTypeWithItsPlace) {
    TomlValue root = parsed(
        "text = \"a\"\n"
        "  integer = -3\n"
        "number = 1.5\n"
        "truth = true\n"
        "day = 1970-01-03\n"
        "clock = 00:00:01.250\n"
        "moment = 1970-01-01T05:00:00+05:00\n"
        "list = [1,\n  2]\n"
        "[table]\n"
        "inner = { key = 'x' }\n");
    EXPECT_EQ(root.find("text")->text, "a");
    EXPECT_EQ(root.find("integer")->integer, -3);
    EXPECT_EQ(root.find("number")->number, 1.5);
    EXPECT_EQ(root.find("truth")->integer, 1);
    EXPECT_EQ(root.find("day")->integer, 2);
    EXPECT_EQ(root.find("clock")->integer, 1250);
    EXPECT_EQ(root.find("moment")->integer, 0);
    EXPECT_EQ(root.find("list")->elements[1].position.line, 9u);
    EXPECT_EQ(root.find("list")->elements[1].position.column, 3u);
    const TomlValue& inner = *root.find("table")->find("inner");
    EXPECT_EQ(inner.kind, Kind::table);
    EXPECT_EQ(inner.entries[0].value.position.line, 11u);
    EXPECT_EQ(inner.entries[0].value.position.column, 17u) << "the opening quote";
    EXPECT_EQ(inner.entries[0].position.column, 11u) << "the key";
    EXPECT_EQ(root.find("nothing"), nullptr);
}

TEST(TomlValue, KeepsKeysInTheOrderOfTheText) {
    const TomlValue root = parsed("b = 1\na = 2\n[z]\n[c]\n");
    std::vector<std::string> keys;
    for (const TomlEntry& entry : root.entries) {
        keys.push_back(entry.key);
    }
    EXPECT_THAT(keys, ::testing::ElementsAre("b", "a", "z", "c"));
}

TEST(TomlValue, TellsMistakesOfFormWithTheirPlace) {
    EXPECT_THAT(error_of("a = 1\na = 2\n"), ::testing::StartsWith("f.toml:2:"));
    EXPECT_THAT(error_of("a = [1,\n"), ::testing::HasSubstr("not valid TOML: array"));
    EXPECT_THAT(error_of("a = wrong"), ::testing::StartsWith("f.toml:1:5: error: not valid"));
    EXPECT_THAT(error_of("a = \"\xff\""), ::testing::StartsWith("f.toml:1:"));
    EXPECT_THAT(error_of("a = 2026-02-30"), ::testing::StartsWith("f.toml:1:"));
}

TEST(TomlValue, RefusesControlCharacters) {
    EXPECT_EQ(error_of("[\n\x1b\n"),
              "f.toml:2:1: error: a control character (code 27)\n"
              "  hint: write it as an escape, \\u00.., inside a quoted text");
    EXPECT_THAT(error_of(std::string_view("a = 'x\0'", 9)), ::testing::StartsWith("f.toml:1:7:"));
    EXPECT_THAT(error_of("a = '\xc3\xa9\x7f'"), ::testing::StartsWith("f.toml:1:7:"))
        << "columns count characters";
}

TEST(TomlValue, RefusesKeysThatWouldExhaustTheStack) {
    std::string key = "a";
    for (int i = 0; i < 200'000; ++i) {
        key += ".a";
    }
    EXPECT_THAT(error_of(key + " = 1"), ::testing::HasSubstr("more than 64 parts"));
    EXPECT_THAT(error_of('[' + key + ']'), ::testing::HasSubstr("more than 64 parts"));
    EXPECT_THAT(error_of("x = {" + key + " = 1}"), ::testing::HasSubstr("more than 64 parts"));
    EXPECT_THAT(error_of("a = " + std::string(100'000, '[')), ::testing::HasSubstr("not valid"));
}

TEST(TomlValue, CountsDotsOnlyInKeys) {
    const std::string dots(500, '.');
    parsed("a = \"" + dots + "\" # " + dots + "\nb = '" + dots + "'\nc = \"\\\"" + dots + "\"\n");
    parsed("a = \"\"\"\n" + dots + "\n\"" + dots + "\"\"\"\nb = '''" + dots + "'" + dots + "'''");
    std::string numbers = "a = [";
    for (int i = 0; i < 200; ++i) {
        numbers += "0.5, ";
    }
    parsed(numbers + "]");
}

/// Every byte of a sound text replaced, in turn, by each of some hostile ones; and every prefix.
TEST(TomlValue, NeverAbortsOnHostileText) {
    const std::string sound =
        "[a.'b']\nx = \"\\u00e9\" # c\ny = [1, {z = 2026-01-01}]\n[[s]]\nd=1e5\nt='''q'''\n";
    const std::string hostile("\0\x1b\"'[]{}=.,#\n\r\\\xff\xc3", 18);
    for (std::size_t i = 0; i < sound.size(); ++i) {
        Diagnostics diagnostics;
        parse_toml(sound.substr(0, i), "f", diagnostics);
        for (const char byte : hostile) {
            std::string text = sound;
            text[i] = byte;
            parse_toml(text, "f", diagnostics);
            text.insert(i, 3, byte);
            parse_toml(text, "f", diagnostics);
        }
    }
}

}  // namespace
}  // namespace greenlane::io
