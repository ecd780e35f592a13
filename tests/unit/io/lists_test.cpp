#include "greenlane/io/lists.h"

#include "unit/io/written_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string head = "agreement,hs_prefix,goods,ex,scope,confidence,document,hs_edition\n";

TEST(WatchLists, AreReadFileByFileInTheOrderOfTheirNames) {
    const WrittenFiles files;
    files.write("b.csv", head +
                             "CITES,0106,\"live, listed\",1,ex-minor,high,cites_permit,2022\n"
                             "CITES,050710,ivory,1,ex-major,low,cites_permit,2022\n");
    files.write("a.csv", "note," + head + "x,Basel,391510,plastic waste,1,ex-major,medium,,2017\n");
    files.write("green-goods.csv", "hs_prefix,confidence\n854143,high\n850171,low\n");
    files.write("README.md", "not a list");
    Diagnostics diagnostics;
    const auto lists = read_watch_lists(files.folder(), diagnostics);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    ASSERT_THAT(lists.watch_lists, SizeIs(2));
    EXPECT_EQ(lists.watch_lists[0].agreement, "Basel");
    EXPECT_EQ(lists.watch_lists[0].hs_edition, 2017);
    const auto& plastic = lists.watch_lists[0].entries[0];
    EXPECT_TRUE(plastic.ex);
    EXPECT_TRUE(plastic.core);
    EXPECT_EQ(plastic.document, "");
    const auto& cites = lists.watch_lists[1].entries;
    EXPECT_EQ(cites[0].goods, "live, listed");
    EXPECT_FALSE(cites[0].core) << "ex-minor";
    EXPECT_FALSE(cites[1].core) << "low confidence";
    EXPECT_THAT(lists.green_goods, ElementsAre("854143")) << "low confidence is left out";
}

TEST(WatchLists, TellEveryFaultWithItsPlace) {
    const WrittenFiles files;
    files.write("a.csv", head +
                             "Basel,39.15,plastic,2,ex-mayor,hihg,,2023\n"
                             ",3915,plastic,1,full,high,,2022\n"
                             "Basel,3915,plastic,1,full,high,,2022\n"
                             "Basel,3915,again,1,full,high,,2022\n"
                             "Basel,3916,other,1,full,high,,2017\n"
                             "Basel,3917,\"d\xc3\xa9j\xc3\xa0\",7,full,high,,2022\n"
                             "Basel,short\n");
    Diagnostics diagnostics;
    const auto lists = read_watch_lists(files.folder(), diagnostics);
    EXPECT_THAT(lists.watch_lists[0].entries, SizeIs(1));
    EXPECT_THAT(
        files.messages(diagnostics),
        ::testing::IsSupersetOf(
            {"a.csv:2:7: error: '39.15' is not an HS prefix (2 to 10 digits, without dots)",
             "a.csv:2:21: error: 'ex' cannot be '2' (one of 0, 1)",
             "a.csv:2:23: error: 'scope' cannot be 'ex-mayor' (one of full, ex-major, ex-minor)\n"
             "  hint: did you mean 'ex-major'?",
             "a.csv:2:32: error: 'confidence' cannot be 'hihg' (one of high, medium, low)\n"
             "  hint: did you mean 'high'?",
             "a.csv:3:1: error: 'agreement' is empty",
             "a.csv:5:7: error: 3915 stands twice in the list of Basel",
             "a.csv:6:31: error: another edition than in the lines before (2022)",
             "a.csv:7:19: error: 'ex' cannot be '7' (one of 0, 1)"}));
    bool ragged = false;
    for (const auto& message : files.messages(diagnostics)) {
        ragged = ragged || message.starts_with("a.csv:8:");
    }
    EXPECT_TRUE(ragged);
}

TEST(WatchLists, NameTheColumnThatIsMissing) {
    const WrittenFiles files;
    files.write("a.csv", "agreement,hs,goods,ex,scope,confidense,document,hs_edition\n");
    files.write("empty.csv", "");
    Diagnostics diagnostics;
    read_watch_lists(files.folder(), diagnostics);
    const auto messages = files.messages(diagnostics);
    ASSERT_THAT(messages, SizeIs(3));
    EXPECT_EQ(messages[0], "a.csv:1:1: error: there is no column 'hs_prefix'");
    EXPECT_EQ(messages[1],
              "a.csv:1:1: error: there is no column 'confidence'\n"
              "  hint: did you mean 'confidense'?");
    EXPECT_THAT(messages[2], ::testing::StartsWith("empty.csv"));
}

TEST(WatchLists, MustBeInAFolder) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    read_watch_lists(files.folder() / "absent", diagnostics);
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre("absent: error: the folder of watch lists cannot be read "
                            "(No such file or directory)"));
}

TEST(WordLists, AreTheColumnWord) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    EXPECT_THAT(
        read_word_list(files.write("l.csv", "note,word\n1,CN\n2,\"K\"\"R\"\n"), diagnostics),
        ElementsAre("CN", "K\"R"));
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    EXPECT_THAT(read_word_list(files.write("l.csv", "word,x\nCN,\n,1\n"), diagnostics),
                ElementsAre("CN"));
    read_word_list(files.folder() / "absent.csv", diagnostics);
    const auto messages = files.messages(diagnostics);
    ASSERT_THAT(messages, SizeIs(2));
    EXPECT_EQ(messages[0], "l.csv:3:1: error: 'word' is empty");
    EXPECT_THAT(messages[1], ::testing::StartsWith("absent.csv: error: "));
}

}  // namespace
}  // namespace greenlane::io
