#include "greenlane/core/diagnostics.h"

#include <array>

#include <gtest/gtest.h>

namespace greenlane {
namespace {

SourcePosition at(const char* file, std::uint32_t line, std::uint32_t column) {
    return {std::make_shared<const std::string>(file), line, column};
}

TEST(DiagnosticsTest, NamePlaceMistakeAndHint) {
    Diagnostics diagnostics;
    diagnostics.error(at("p.toml", 3, 7), "unknown field 'orign'", "did you mean 'origin'?");
    diagnostics.warning({}, "nothing selects");
    EXPECT_EQ(to_string(diagnostics.all()[0]),
              "p.toml:3:7: error: unknown field 'orign'\n  hint: did you mean 'origin'?");
    EXPECT_EQ(to_string(diagnostics.all()[1]), "warning: nothing selects");
    EXPECT_EQ(diagnostics.error_count(), 1);
}

TEST(DiagnosticsTest, SortByPlaceWithinTheFilesAsTheyCome) {
    Diagnostics diagnostics;
    diagnostics.error(at("b", 9, 1), "1");
    diagnostics.error(at("a", 1, 1), "2");
    diagnostics.error(at("b", 2, 5), "3");
    diagnostics.error(at("b", 2, 4), "4");
    diagnostics.sort_by_place();
    std::string order;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        order += diagnostic.message;
    }
    EXPECT_EQ(order, "4312");
}

TEST(DiagnosticsTest, AnInputErrorSaysAllOfThem) {
    Diagnostics diagnostics;
    diagnostics.error(at("f", 1, 2), "one");
    diagnostics.error(at("f", 3, 4), "two");
    const InputError error(Failure::usage, diagnostics);
    EXPECT_STREQ(error.what(), "f:1:2: error: one\nf:3:4: error: two");
    EXPECT_STREQ(InputError(Failure::output, "out", "disk full").what(), "out: error: disk full");
}

TEST(NearestTest, FindsTypingMistakesAndNothingFarther) {
    constexpr std::array<std::string_view, 3> known{"servers", "service", "share"};
    EXPECT_EQ(nearest("sevrers", known), "servers");
    EXPECT_EQ(nearest("sare", known), "share");
    EXPECT_EQ(nearest("colour", known), "");
    EXPECT_EQ(did_you_mean("servce", known), "did you mean 'service'?");
    EXPECT_EQ(did_you_mean("xyz", known), "");
}

}  // namespace
}  // namespace greenlane
