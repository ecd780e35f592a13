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

TEST(TomlEdit, ReplacesATableWithAllThatIsInIt) {
    const std::string old = std::string(post).substr(
        std::string(post).find("[arrivals]"),
        std::string(post).find("\n# The desk.") - std::string(post).find("[arrivals]"));
    const auto out = edited(post, [](TomlEdit& edit, TomlValue&) {
        edit.set_table("arrivals", "[arrivals]\nper_hour = 4\n");
    });
    EXPECT_EQ(out.text, with(std::string(post) + "\n", old, "[arrivals]\nper_hour = 4\n"));
    EXPECT_EQ(edited("a.b = 1\nc = 2\n",
                     [](TomlEdit& edit, TomlValue&) { edit.set_table("a", "[a]\nb = 3\n"); })
                  .text,
              "c = 2\n[a]\nb = 3\n");
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
    });
    EXPECT_EQ(out.diagnostics.error_count(), 2u);
    EXPECT_EQ(out.text, "goods = { catalogue = \"a\" }\n");
}

}  // namespace
}  // namespace greenlane::io
