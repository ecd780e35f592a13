#include "greenlane/evaluation/outcome_model.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
using Codes = std::vector<std::uint32_t>;

/// 60 rows of 20 importers in 4 headings of 2 chapters, every third not inspected.
struct History {
    std::vector<Outcome> outcome;
    Codes importer, chapter, heading;

    History() {
        for (std::uint32_t row = 0; row < 60; ++row) {
            outcome.push_back(row % 3 == 2   ? Outcome::unknown
                              : row % 7 == 0 ? Outcome::violation
                                             : Outcome::compliant);
            importer.push_back(row % 20);
            heading.push_back(row / 15);
            chapter.push_back(row / 30);
        }
    }
    std::vector<double> rates(double strength = 50) const {
        const std::array<std::span<const std::uint32_t>, 2> groups{chapter, heading};
        return cross_fitted_rates(outcome, importer, groups, 5, strength);
    }
};

TEST(OutcomeModel, no_outcome_of_an_importer_tells_on_its_own_rows) {
    const History history;
    const auto rates = history.rates();
    for (std::uint32_t importer = 0; importer < 20; ++importer) {
        History changed = history;
        bool others_change = false;
        for (std::size_t row = importer; row < 60; row += 20) {
            changed.outcome[row] = Outcome::violation;
        }
        const auto again = changed.rates();
        for (std::size_t row = 0; row < 60; ++row) {
            if (row % 20 == importer) {
                EXPECT_EQ(rates[row], again[row]) << "row " << row;
            } else {
                others_change = others_change || rates[row] != again[row];
            }
        }
        EXPECT_TRUE(others_change) << "importer " << importer;
    }
}

TEST(OutcomeModel, groups_shrink_towards_the_coarser_ones) {
    // Importer 1 is judged (alone in its fold); importer 0 fills two groups of one chapter.
    std::vector<Outcome> outcome(21, Outcome::compliant);
    outcome[0] = Outcome::unknown;
    Codes importer(21, 0);
    importer[0] = 1;
    Codes chapter(21, 0);
    Codes heading(21, 1);
    for (std::size_t row = 1; row <= 10; ++row) {
        outcome[row] = row <= 4 ? Outcome::violation : Outcome::compliant;
        heading[row] = 0;
    }
    heading[0] = 0;
    const std::array<std::span<const std::uint32_t>, 2> groups{chapter, heading};
    const auto rates = cross_fitted_rates(outcome, importer, groups, 2, 10);
    const double all = (4 + 0.5) / (20 + 1);
    const double in_chapter = (4 + 10 * all) / (20 + 10);
    EXPECT_NEAR(rates[0], (4 + 10 * in_chapter) / (10 + 10), 1e-15);
    EXPECT_EQ(rates[1], 0.5);  // no other fold has a known outcome
}

}  // namespace
}  // namespace greenlane::evaluation
