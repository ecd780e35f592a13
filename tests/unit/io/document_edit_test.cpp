#include "greenlane/io/document_edit.h"

#include <filesystem>

#include <gmock/gmock.h>

namespace greenlane::io {
namespace {

using testing::HasSubstr;

const std::string text = R"(# Ein Profil für Zöllner
[profile]
name = "tëst"   # ünïcode before the value
random_rate = 0.02 # lottery
[capacity]
red = { note = "ä#ö", per_day = 40, overflow = "yellow" } # places
[[rule]]
code = "A"
rate = 1.0
[[rule]]
code = "B"
rate = 0.5# no blank
[service]
mean = "8min"
last = 7)";

std::optional<double> number(const std::string& key) {
    Diagnostics diagnostics;
    return number_at(text, "profile.toml", key, diagnostics);
}

std::string refusal(const std::string& key) {
    Diagnostics diagnostics;
    EXPECT_FALSE(number_at(text, "profile.toml", key, diagnostics));
    return to_string(diagnostics.all().front());
}

/// The text with the first occurrence of one part replaced.
std::string instead(const std::string& part, const std::string& by) {
    std::string changed = text;
    return changed.replace(changed.find(part), part.size(), by);
}

TEST(DocumentEdit, FindsNumbersAndDurations) {
    EXPECT_EQ(number("profile.random_rate"), 0.02);
    EXPECT_EQ(number("capacity.red.per_day"), 40);
    EXPECT_EQ(number("rule.B.rate"), 0.5);
    EXPECT_EQ(number("service.mean"), 480'000);
    EXPECT_THAT(refusal("rule.C.rate"), HasSubstr("there is no key 'rule.C.rate'"));
    EXPECT_THAT(refusal("profile.name"),
                HasSubstr("profile.toml:3:8: error: 'profile.name' is a text"));
    EXPECT_THAT(refusal("capacity.red"), HasSubstr("is a table, not a number"));
}

TEST(DocumentEdit, ChangesNothingButTheValue) {
    EXPECT_EQ(with_number(text, "profile.random_rate", "0.1"),
              instead("0.02 # lottery", "0.1 # lottery"));
    EXPECT_EQ(with_number(text, "capacity.red.per_day", "125"), instead("40,", "125,"));
    EXPECT_EQ(with_number(text, "rule.A.rate", "0"), instead("1.0", "0"));
    EXPECT_EQ(with_number(text, "rule.B.rate", "0.25"), instead("0.5#", "0.25#"));
    EXPECT_EQ(with_number(text, "service.mean", "90s"), instead("\"8min\"", "\"90s\""));
    EXPECT_EQ(with_number(text, "service.last", "8"), instead("last = 7", "last = 8"));
}

TEST(DocumentEdit, PathsLeadToTheSamePlaceFromAnotherFolder) {
    const std::string profile =
        "[lists]\nown = 'own.csv' # mine\nwatchlists = \"lists\"\n"
        "[model]\nfile = \"/models/m\"\n";
    EXPECT_EQ(moved_profile(profile, "/a/b", "/a/out"),
              "[lists]\nown = \"../b/own.csv\" # mine\nwatchlists = \"../b/lists\"\n"
              "[model]\nfile = \"/models/m\"\n");
    const std::string scenario =
        "[scenario]\nprofile = \"../p.toml\"\n[goods]\ncatalogue = \"g.csv\"\n";
    EXPECT_EQ(moved_scenario(scenario, "/a/b", "/a/b/out", "../../p.toml"),
              "[scenario]\nprofile = \"../../p.toml\"\n[goods]\ncatalogue = \"../g.csv\"\n");
    EXPECT_EQ(moved_scenario("[scenario]\nname = \"x\"\n", "/a", "/a", "p.toml"),
              "[scenario]\nprofile = \"p.toml\"\nname = \"x\"\n");
    EXPECT_EQ(moved_scenario("[scenario]\nname = \"x\"\n", "/a", "/b", ""),
              "[scenario]\nname = \"x\"\n");
}

TEST(DocumentEdit, UnstatedWatchListsAreNamed) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "document_edit" / "profiles";
    std::filesystem::create_directories(folder / "watchlists");
    const std::string plain = "[profile]\nname = \"x\"";
    EXPECT_EQ(moved_profile(plain, folder, folder.parent_path() / "out"),
              plain + "\n\n[lists]\nwatchlists = \"../profiles/watchlists\"\n");
    EXPECT_EQ(
        moved_profile("[lists] # own\na = \"a.csv\"\n", folder, folder.parent_path() / "out"),
        "[lists] # own\nwatchlists = \"../profiles/watchlists\"\na = \"../profiles/a.csv\"\n");
}

}  // namespace
}  // namespace greenlane::io
