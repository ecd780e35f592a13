#include "greenlane/io/catalogue.h"

#include "unit/io/written_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string head =
    "hs,description,group,agreement,documents,weight,sea,rail,road,air,post,import,export,transit,"
    "origins,usd_per_kg,value_sigma,mass_kg,mass_sigma,units_per_kg,tax_rate,tax_type,look_alike,"
    "undeclared_waste,missing_permit,forged_permit,misclassification,concealed_wildlife,"
    "smuggled_refrigerant,undervaluation,harm,perishable,source,status\n";

TEST(Catalogue, FillsALine) {
    const WrittenFiles files;
    const auto file = files.write(
        "c.csv",
        head +
            "391590,\"mixed scrap, in bales|flakes\",regulated,Basel,"
            "basel_movement phytosanitary,22,1,2,3,4,5,6,7,8,CN:60 KR:20.5,0.15,0.5,21200,0.4,"
            "1.25,6.5,MFN,390761,9,10,11,12,13,14,15,2.5,1,somewhere,assumed\n");
    Diagnostics diagnostics;
    const auto catalogue = read_catalogue(file, diagnostics);
    EXPECT_THAT(files.messages(diagnostics), IsEmpty());
    ASSERT_THAT(catalogue, SizeIs(1));
    const auto& line = catalogue[0];
    EXPECT_EQ(line.hs, "391590");
    EXPECT_THAT(line.descriptions, ElementsAre("mixed scrap, in bales", "flakes"));
    EXPECT_EQ(line.group, shipment::GoodsGroup::regulated);
    EXPECT_EQ(line.agreement, "Basel");
    EXPECT_THAT(line.documents, ElementsAre("basel_movement", "phytosanitary"));
    EXPECT_EQ(line.weight, 22.0);
    EXPECT_THAT(line.mode_weight, ElementsAre(0, 1, 2, 3, 4, 5, 0));
    EXPECT_THAT(line.procedure_weight, ElementsAre(0, 6, 7, 8));
    ASSERT_THAT(line.origins, SizeIs(2));
    EXPECT_EQ(line.origins[1].value, "KR");
    EXPECT_EQ(line.origins[1].weight, 20.5);
    EXPECT_EQ(line.usd_per_kg, 0.15);
    EXPECT_EQ(line.value_sigma, 0.5);
    EXPECT_EQ(line.mass_kg, 21200.0);
    EXPECT_EQ(line.mass_sigma, 0.4);
    EXPECT_EQ(line.units_per_kg, 1.25);
    EXPECT_EQ(line.tax_rate, 6.5);
    EXPECT_EQ(line.tax_type, "MFN");
    EXPECT_EQ(line.look_alike, "390761");
    EXPECT_THAT(line.propensity, ElementsAre(0, 9, 10, 11, 12, 13, 14, 15, 0));
    EXPECT_EQ(line.harm, 2.5);
    EXPECT_TRUE(line.perishable);
    EXPECT_EQ(line.position.line, 2u);
}

TEST(Catalogue, TellsEveryFaultWithItsPlaceAndLeavesTheLineOut) {
    const WrittenFiles files;
    const auto file = files.write(
        "c.csv", head +
                     "39x,a,econ,,,-1,1,1,1,1,1,1,1,1,CN,nan,1,1,1,1,1e999,T,4,0,0,0,0,0,0,0,0,"
                     "yes,s,a\n");
    Diagnostics diagnostics;
    EXPECT_THAT(read_catalogue(file, diagnostics), IsEmpty());
    EXPECT_THAT(
        files.messages(diagnostics),
        ElementsAre("c.csv:2:1: error: '39x' is not an HS prefix (2 to 10 digits, without dots)",
                    "c.csv:2:7: error: 'group' cannot be 'econ' (one of other, regulated, eco)\n"
                    "  hint: did you mean 'eco'?",
                    "c.csv:2:56: error: '4' is not an HS prefix (2 to 10 digits, without dots)",
                    "c.csv:2:74: error: 'perishable' cannot be 'yes' (one of 0, 1)",
                    "c.csv:2:14: error: 'weight' must be a number of at least 0, not '-1'",
                    "c.csv:2:33: error: 'CN' is not of the form CN:60",
                    "c.csv:2:36: error: 'usd_per_kg' must be a number of at least 0, not 'nan'",
                    "c.csv:2:48: error: 'tax_rate' must be a number of at least 0, not '1e999'"));
}

TEST(Catalogue, NamesMissingColumnsAndFiles) {
    const WrittenFiles files;
    Diagnostics diagnostics;
    read_catalogue(files.folder() / "absent.csv", diagnostics);
    EXPECT_THAT(files.messages(diagnostics),
                ElementsAre(::testing::StartsWith("absent.csv: error: ")));
    Diagnostics columns;
    std::string short_head = head;
    short_head.replace(short_head.find("harm"), 4, "harms");
    read_catalogue(files.write("c.csv", short_head), columns);
    EXPECT_THAT(files.messages(columns), ElementsAre("c.csv:1:1: error: there is no column 'harm'\n"
                                                     "  hint: did you mean 'harms'?"));
}

}  // namespace
}  // namespace greenlane::io
