#include "unit/profile/reading.h"

#include <array>
#include <fstream>
#include <sstream>
#include <string_view>

#include <gtest/gtest.h>

namespace greenlane::profile::test {
namespace {

std::vector<std::string> lines_of_page() {
    std::ifstream page(GREENLANE_LANGUAGE_PAGE);
    std::vector<std::string> lines;
    for (std::string line; std::getline(page, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The lines of all blocks of one kind; an empty line ends a block too.
std::vector<std::string> block_lines(std::string_view kind) {
    std::vector<std::string> lines;
    bool inside = false;
    for (const std::string& line : lines_of_page()) {
        if (line.starts_with("```")) {
            if (inside) {
                lines.emplace_back();
            }
            inside = line == "```" + std::string(kind);
        } else if (inside) {
            lines.push_back(line);
        }
    }
    return lines;
}

void expect_understood(const std::string& text, Scope scope) {
    const Reading reading = read(text, scope);
    EXPECT_TRUE(reading.program) << text;
    EXPECT_TRUE(messages(reading.diagnostics).empty()) << text;
}

TEST(LanguagePage, ItsConditionsAreUnderstood) {
    std::size_t count = 0;
    for (const auto& [kind, scope] :
         {std::pair{"when", Scope::declaration}, std::pair{"station", Scope::process}}) {
        for (const std::string& text : block_lines(kind)) {
            if (!text.empty()) {
                expect_understood(text, scope);
                ++count;
            }
        }
    }
    for (const std::string& line : block_lines("toml")) {
        if (line.starts_with("when = ")) {
            expect_understood(line.substr(8, line.size() - 9), Scope::declaration);
            ++count;
        }
    }
    EXPECT_GE(count, 14u);
}

TEST(LanguagePage, ItsMistakesReadAsPrinted) {
    std::vector<std::string> group;
    std::size_t count = 0;
    for (const std::string& line : block_lines("mistakes")) {
        if (!line.empty()) {
            group.push_back(line);
            continue;
        }
        ASSERT_FALSE(group.empty());
        // Columns on the page count from the beginning of the condition.
        const Reading reading = read(group.front(), Scope::declaration, 2, {nullptr, 1, 0});
        std::vector<std::string> printed{group.front()};
        for (const Diagnostic& diagnostic : reading.diagnostics.all()) {
            std::istringstream text(to_string(diagnostic));
            std::string first;
            std::getline(text, first);
            printed.push_back(std::to_string(diagnostic.position.column) + ": " + first);
            for (std::string hint; std::getline(text, hint);) {
                printed.push_back(hint);
            }
        }
        EXPECT_EQ(printed, group);
        group.clear();
        ++count;
    }
    EXPECT_GE(count, 3u);
}

TEST(LanguagePage, ItsTableOfFieldsIsTheProgramsOwn) {
    constexpr std::array<std::string_view, 6> types{"flag", "number", "word",
                                                    "hs",   "text",   "documents"};
    constexpr std::array<std::string_view, 4> levels{"item", "declaration", "decision", "control"};
    std::vector<std::string> expected;
    for (const FieldInfo& row : fields()) {
        std::string line = "| `" + std::string(row.name) + "` |";
        for (const std::string_view cell :
             {types[static_cast<std::size_t>(row.type)],
              levels[static_cast<std::size_t>(row.level)], row.unit, row.meaning}) {
            line += (cell.empty() ? "" : " ") + std::string(cell) + " |";
        }
        expected.push_back(line);
    }
    std::vector<std::string> found;
    bool inside = false;
    for (const std::string& line : lines_of_page()) {
        inside = line == "## Fields" || (inside && !line.starts_with("## "));
        if (inside && line.starts_with("| `")) {
            found.push_back(line);
        }
    }
    EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace greenlane::profile::test
