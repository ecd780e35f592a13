#include "greenlane/io/what_if.h"

#include "written_files.h"

#include <gmock/gmock.h>

namespace greenlane::io {
namespace {

using testing::ElementsAre;

std::vector<std::string> complaints(const char* text) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    read_what_if(files.write("w.csv", text), diagnostics);
    return files.messages(diagnostics);
}

TEST(WhatIf, HasARowAScenarioAndAColumnAKeyPath) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    const auto table =
        read_what_if(files.write("w.csv",
                                 "name,station.nii.servers,station.nii.service.mean\n"
                                 "today,,\n"
                                 "\"two, fast\",2,4min\n"),
                     diagnostics);
    ASSERT_TRUE(table);
    EXPECT_FALSE(diagnostics.has_errors());
    ASSERT_EQ(table->size(), 2u);
    EXPECT_EQ(table->front().name, "today");
    EXPECT_TRUE(table->front().overrides.empty());
    const WhatIf& fast = table->back();
    EXPECT_EQ(fast.name, "two, fast");
    ASSERT_EQ(fast.overrides.size(), 2u);
    EXPECT_EQ(fast.overrides[0].value, "station.nii.servers=2");
    EXPECT_EQ(fast.overrides[1].value, "station.nii.service.mean=4min");
    EXPECT_EQ(fast.overrides[1].position.line, 3u);
    EXPECT_EQ(fast.overrides[1].position.column, 15u);
}

TEST(WhatIf, TellsMistakesOfTheTableAtTheirPlaces) {
    EXPECT_THAT(complaints("scenario,arrivals.per_hour\na,1\n"),
                ElementsAre("w.csv:1:1: error: the columns of a what-if table are 'name' and key "
                            "paths\n  hint: for example "
                            "name,arrivals.per_hour,roster.scanners.servers"));
    EXPECT_THAT(complaints("name\na\n"), ElementsAre(testing::HasSubstr("'name' and key paths")));
    EXPECT_THAT(complaints("name,arrivals.per_hour,\na,1,2\n"),
                ElementsAre("w.csv:1:1: error: a column has no name"));
    EXPECT_THAT(complaints("name,arrivals.per_hour\na,1\n,2\na,3\nb,1,2\n"),
                testing::UnorderedElementsAre("w.csv:3:1: error: the row has no name",
                                              "w.csv:4:1: error: 'a' stands twice",
                                              testing::StartsWith("w.csv:5:1: error: ")));
    EXPECT_THAT(complaints("name,a,a\nx,1,2\n"), ElementsAre(testing::HasSubstr("twice")));
}

TEST(WhatIf, TellsTheMistakeOfAnOverrideAtItsCell) {
    const auto table = std::make_shared<const std::string>("w.csv");
    const WhatIf row{"fast", {{"arrivals.per_hour=x", {table, 3, 7}}}};
    Diagnostics found;
    found.error({std::make_shared<const std::string>("--set arrivals.per_hour=x"), 0, 0}, "no");
    found.error({std::make_shared<const std::string>("port.toml"), 4, 1}, "neither", "hint");
    const Diagnostics told = at_cells(found, row);
    ASSERT_EQ(told.error_count(), 2u);
    EXPECT_EQ(to_string(told.all()[0]), "w.csv:3:7: error: no");
    EXPECT_EQ(to_string(told.all()[1]), "port.toml:4:1: error: neither\n  hint: hint");
}

}  // namespace
}  // namespace greenlane::io
