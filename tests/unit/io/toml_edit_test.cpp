#include "io/toml_edit.h"

#include <functional>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

constexpr const char* post = R"(# A post.
[scenario]
name = "a # post"   # kept

[arrivals]
per_hour = 18      # derived
hour_of_day = [    # shape assumed
    0, 1,  # ]
    2,
]
swing = [{ amplitude = 0.1 }]

# The desk.
[[station]]
name = "desk"
stage = "assessment"
[station.delay]
distribution = "mixture"
parts = [
    { share = 1, mean = "2h" },
]

[[station]]
name = "pay"       # both
delay = { distribution = "exponential", mean = "6h" }
text = """
[arrivals]
"""
last = 1)";

struct Edited {
    std::string text;
    Diagnostics diagnostics;
};

Edited edited(const std::string& text,
              const std::function<void(TomlEdit&, TomlValue& root)>& change) {
    Edited out;
    auto document = TomlDocument::parse(text, "f.toml", out.diagnostics);
    TomlEdit edit(*document, out.diagnostics);
    change(edit, document->value());
    out.text = edit.text();
    return out;
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    const std::size_t at = text.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), instead);
}

TEST(TomlEdit, WithoutChangesGivesTheTextBack) {
    EXPECT_EQ(edited(post, [](auto&, auto&) {}).text, std::string(post) + "\n");
}

TEST(TomlEdit, ReplacesAValueAndKeepsWhatStandsBehindIt) {
    const auto out = edited(post, [](TomlEdit& edit, TomlValue& root) {
        edit.set_value(*root.find("scenario"), "name", "\"b\"");
        edit.set_value(*root.find("scenario"), "start", "2026-01-05");
        edit.set_value(*root.find("arrivals"), "per_hour", "4");
        edit.set_value(root.find("station")->elements[1], "last", "2");
    });
    std::string expected = with(std::string(post) + "\n", "name = \"a # post\"   # kept",
                                "name = \"b\"   # kept\nstart = 2026-01-05");
    expected = with(expected, "per_hour = 18      # derived", "per_hour = 4      # derived");
    EXPECT_EQ(out.text, with(expected, "last = 1\n", "last = 2\n"));
    EXPECT_EQ(
        edited("[a]\nb = 2026-01-05 00:00:00Z\n",
               [](TomlEdit& edit, TomlValue& root) { edit.set_value(*root.find("a"), "b", "3"); })
            .text,
        "[a]\nb = 3\n");
}

TEST(TomlEdit, TakesOutArraysOfTables) {
    EXPECT_EQ(edited("[a]\nb = 1\n[[a.c]]\nd = 1 # of it\n[[a.c]]\nd = 2\n# of e\n[e]\n",
                     [](TomlEdit& edit, TomlValue& root) {
                         edit.set(*root.find("a"), "c", "");
                         edit.set(*root.find("a"), "f", "f = 3\n");
                     })
                  .text,
              "[a]\nb = 1\nf = 3\n# of e\n[e]\n");
}

TEST(TomlEdit, PutsAKeyInItsPlaceOrBehindTheOthers) {
    const auto out = edited(post, [](TomlEdit& edit, TomlValue& root) {
        TomlValue& desk = root.find("station")->elements[0];
        edit.set(desk, "delay", "delay = 1\n");
        TomlValue& pay = root.find("station")->elements[1];
        edit.set(pay, "delay", "delay = 2\n");
        edit.set(pay, "last", "");
        edit.append("[more]\n");
    });
    std::string expected = with(std::string(post) + "\n",
                                "[station.delay]\ndistribution = \"mixture\"\nparts = [\n"
                                "    { share = 1, mean = \"2h\" },\n]\n",
                                "delay = 1\n");
    expected =
        with(expected, "delay = { distribution = \"exponential\", mean = \"6h\" }", "delay = 2");
    EXPECT_EQ(out.text, with(expected, "last = 1\n", "[more]\n"));
    EXPECT_FALSE(out.diagnostics.has_errors());
}

TEST(TomlEdit, RefusesToWriteIntoAnInlineTable) {
    const auto out = edited("goods = { catalogue = \"a\" }\n", [](TomlEdit& edit, TomlValue& root) {
        edit.set(*root.find("goods"), "catalogue", "catalogue = \"b\"\n");
        edit.set(*root.find("goods"), "modes", "modes = {}\n");
        edit.set_value(*root.find("goods"), "catalogue", "\"b\"");
    });
    EXPECT_EQ(out.diagnostics.error_count(), 3u);
    EXPECT_EQ(out.text, "goods = { catalogue = \"a\" }\n");
}

}  // namespace
}  // namespace greenlane::io
