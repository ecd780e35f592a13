#include "io/uncertainty_edit.h"

#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

std::string edited(const std::string& text) {
    Diagnostics diagnostics;
    auto document = TomlDocument::parse(text, "f.toml", diagnostics);
    TomlEdit edit(*document, diagnostics);
    UncertaintyEdit uncertainty;
    uncertainty.replace("goods.modes");
    uncertainty.add("arrivals.per_hour", "{ sd_log = 0.1 }");
    uncertainty.write(document->value(), edit);
    EXPECT_FALSE(diagnostics.has_errors());
    return edit.text();
}

TEST(UncertaintyEdit, KeepsTheDoubtsOfWhatStays) {
    EXPECT_EQ(edited("[uncertainty]\n\"goods.modes.sea\" = { sd_log = 1 }\n"
                     "\"goods.modest\" = { sd_log = 2 } # kept\n"
                     "\"arrivals.per_hour\" = { sd_log = 3 }\n"
                     "\"arrivals.day_of_week\" = { sd_log = 4 }\n"),
              "[uncertainty]\n\"goods.modest\" = { sd_log = 2 } # kept\n"
              "\"arrivals.day_of_week\" = { sd_log = 4 }\n"
              "\"arrivals.per_hour\" = { sd_log = 0.1 }\n");
}

TEST(UncertaintyEdit, BeginsATableWhereThereIsNone) {
    const std::string text = edited("a = 1\n");
    EXPECT_EQ(text.substr(0, 9), "a = 1\n\n# ");
    EXPECT_NE(text.find("\n[uncertainty]\n\"arrivals.per_hour\" = { sd_log = 0.1 }\n"),
              std::string::npos);
}

}  // namespace
}  // namespace greenlane::io
