#include "greenlane/clearance/compile.h"
#include "greenlane/io/catalogue.h"
#include "greenlane/io/learning.h"
#include "greenlane/io/lists.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/profile/compile.h"
#include "greenlane/shipment/flow.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// Every scenario, profile and list of the project is read, checked and compiled without a word.
namespace greenlane::io {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::filesystem::path root{GREENLANE_SOURCE_ROOT};

std::vector<std::filesystem::path> shipped(const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
        if (entry.path().extension() == ".toml") {
            files.push_back(entry.path());
        }
    }
    return files;
}

std::vector<std::string> messages(const Diagnostics& diagnostics) {
    std::vector<std::string> list;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        list.push_back(to_string(diagnostic));
    }
    return list;
}

TEST(ShippedFiles, ProfilesCompileWithoutAWord) {
    const auto files = shipped("profiles");
    EXPECT_THAT(files, SizeIs(8));
    for (const auto& file : files) {
        Diagnostics diagnostics;
        const auto profile = read_profile(file, {}, diagnostics);
        ASSERT_TRUE(profile) << file;
        EXPECT_EQ(profile->definition.name.value, file.stem().string());
        EXPECT_TRUE(profile::compile(profile->definition, profile->lists, 2, diagnostics)) << file;
        // A trained model is nobody's to ship: what such a profile lacks is said, and nothing else.
        if (profile->definition.model) {
            ASSERT_THAT(messages(diagnostics), SizeIs(1)) << file;
            EXPECT_THAT(messages(diagnostics).front(), HasSubstr("there is no such model yet"));
        } else {
            EXPECT_THAT(messages(diagnostics), IsEmpty()) << file;
        }
        for (const auto& rule : profile->definition.rules) {
            EXPECT_FALSE(rule.reason.empty() || rule.owner.empty() || rule.legal_basis.empty() ||
                         !rule.review_by)
                << file << ": " << rule.code.value;
        }
    }
}

/// Those for `learn` alone have no process to compile.
bool only_learns(const std::filesystem::path& scenario) {
    return scenario.stem().string().starts_with("learning-");
}

TEST(ShippedFiles, LearningScenariosAreReadWithoutAWord) {
    auto files = shipped("scenarios");
    std::erase_if(files, [](const auto& file) { return !only_learns(file); });
    EXPECT_THAT(files, SizeIs(2));
    for (const auto& file : files) {
        Diagnostics diagnostics;
        const auto scenario = read_learning(file, {}, diagnostics);
        ASSERT_TRUE(scenario) << file;
        EXPECT_EQ(scenario->name, file.stem().string());
        EXPECT_TRUE(scenario->seeded);
        EXPECT_THAT(messages(diagnostics), IsEmpty()) << file;
    }
}

TEST(ShippedFiles, ScenariosCompileWithoutAWord) {
    auto files = shipped("scenarios");
    std::erase_if(files, only_learns);
    EXPECT_THAT(files, SizeIs(7));
    for (const auto& file : files) {
        Diagnostics diagnostics;
        const auto scenario = read_scenario(file, {}, diagnostics);
        ASSERT_TRUE(scenario) << file;
        EXPECT_EQ(scenario->name.value, file.stem().string());
        shipment::check(scenario->flow, diagnostics);
        profile::Lists lists;
        if (scenario->profile) {
            const auto profile = read_profile(scenario->profile->value, {}, diagnostics);
            ASSERT_TRUE(profile) << file;
            lists = *profile->lists;
        }
        EXPECT_TRUE(clearance::compile(scenario->process, lists, scenario->minor_digits,
                                       scenario->utc_offset, diagnostics))
            << file;
        EXPECT_THAT(messages(diagnostics), IsEmpty()) << file;
    }
}

TEST(ShippedFiles, WatchListsHoldTheFacts) {
    Diagnostics diagnostics;
    const auto lists = read_watch_lists(root / "profiles/watchlists", diagnostics);
    EXPECT_THAT(messages(diagnostics), IsEmpty());
    EXPECT_THAT(lists.watch_lists, SizeIs(9));
    EXPECT_THAT(lists.find_watch_list("Basel")->entries, SizeIs(104));
    EXPECT_THAT(profile::prefixes(*lists.find_watch_list("Basel"), profile::Reach::core),
                SizeIs(46));
    EXPECT_THAT(profile::prefixes(*lists.find_watch_list("CITES"), profile::Reach::core),
                SizeIs(53));
    EXPECT_THAT(lists.green_goods, SizeIs(271));
}

/// A regulated line of the catalogue needs a document that its agreement's list asks for, so that
/// the rules of a profile and the papers of the flow speak of the same thing.
TEST(ShippedFiles, CatalogueAndWatchListsNameTheSameDocuments) {
    Diagnostics diagnostics;
    const auto lists = read_watch_lists(root / "profiles/watchlists", diagnostics);
    const auto catalogue = read_catalogue(root / "scenarios/goods/catalogue.csv", diagnostics);
    EXPECT_THAT(messages(diagnostics), IsEmpty());
    std::size_t regulated = 0;
    for (const auto& line : catalogue) {
        if (line.agreement.empty()) {
            continue;
        }
        ++regulated;
        const auto* list = lists.find_watch_list(line.agreement);
        ASSERT_NE(list, nullptr) << line.agreement;
        const auto asks = [&](const profile::WatchEntry& entry) {
            return std::count(line.documents.begin(), line.documents.end(), entry.document) > 0;
        };
        EXPECT_TRUE(std::any_of(list->entries.begin(), list->entries.end(), asks)) << line.hs;
    }
    EXPECT_GT(regulated, 50u);
}

}  // namespace
}  // namespace greenlane::io
