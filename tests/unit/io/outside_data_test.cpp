#include "greenlane/io/declaration_reader.h"

#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

const std::filesystem::path data = std::filesystem::path(GREENLANE_SHARED) / "data";

struct Totals {
    std::uint64_t rows = 0;
    std::int64_t value = 0;
    std::int64_t mass = 0;
    std::int64_t duty = 0;
    std::uint64_t violations = 0;
    RejectSummary rejects;
};

Totals read(const std::string& mapping, std::vector<std::string> files) {
    DeclarationInput input;
    Diagnostics diagnostics;
    input.mapping = read_mapping(
        std::filesystem::path(GREENLANE_SOURCE_ROOT) / "profiles" / "mappings" / mapping,
        diagnostics);
    EXPECT_FALSE(diagnostics.has_errors());
    input.files = std::move(files);
    const auto source = open_declarations(input);
    shipment::Block block;
    Totals totals;
    while (source->next(block)) {
        totals.rows += block.declarations.rows();
        for (std::size_t i = 0; i < block.declarations.item_rows(); ++i) {
            totals.value += block.declarations.items.value[i];
            totals.mass += block.declarations.items.mass[i];
            totals.duty += block.declarations.items.duty[i];
            totals.violations += block.truth.violation[i] != Violation::none ? 1 : 0;
        }
    }
    totals.rejects = source->rejects();
    return totals;
}

/// The sums were computed from the files with Python's decimal module.
TEST(OutsideData, korean_declarations_are_read_whole) {
    if (!std::filesystem::exists(data / "kcs")) {
        GTEST_SKIP() << "no " << data / "kcs";
    }
    const Totals totals = read("kcs.toml", {(data / "kcs" / "declarations_train.csv").string(),
                                            (data / "kcs" / "declarations_valid.csv").string()});
    EXPECT_EQ(totals.rows, 37'385u + 8'134u);
    EXPECT_EQ(totals.rejects.rejected, 0u);
    EXPECT_EQ(totals.value, 13'368'048'901);
    EXPECT_EQ(totals.duty, 1'184'005'187);
    EXPECT_EQ(totals.mass, 1'249'568'771'300);
    EXPECT_EQ(totals.violations, 9'818u);
}

TEST(OutsideData, planted_declarations_are_read_whole) {
    if (!std::filesystem::exists(data / "planted")) {
        GTEST_SKIP() << "no " << data / "planted";
    }
    const Totals totals =
        read("planted.toml", {(data / "planted" / "declarations.csv.gz").string()});
    EXPECT_EQ(totals.rows, 100'000u);
    EXPECT_EQ(totals.rejects.rejected, 0u);
    EXPECT_EQ(totals.value, 580'973'641'900);
    EXPECT_EQ(totals.duty, 101'980'660'100);
    EXPECT_EQ(totals.mass, 300'174'440'000);
    EXPECT_EQ(totals.violations, 7'503u);
}

}  // namespace
}  // namespace greenlane::io
