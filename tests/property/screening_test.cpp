#include "greenlane/core/control.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/screening/screener.h"

#include "property/screening_cases.h"
#include "support/draws.h"

#include <memory>
#include <sstream>

#include <gtest/gtest.h>

namespace greenlane::test {
namespace {

using screening::Decisions;
using screening::RuleCounts;
using screening::Screener;

shipment::Records encode(std::span<const PlainRecord> rows) {
    shipment::Records records;
    for (const PlainRecord& row : rows) {
        records.lane.push_back(row.lane ? static_cast<std::uint8_t>(*row.lane)
                                        : shipment::Records::no_lane);
        ControlSet controls = row.scanned ? bit(Control::nii) : ControlSet{0};
        controls |= row.any_control ? bit(Control::documents) : ControlSet{0};
        records.controls.push_back(controls);
    }
    return records;
}

/// The whole flow through a Screener, in blocks of random lengths that cross no epoch.
struct Screened {
    std::vector<std::unique_ptr<Decisions>> blocks;
    std::vector<RuleCounts> counts;
};

Screened screen(const ScreeningCase& made, std::uint64_t cut, std::size_t longest) {
    Draws draws(cut);
    Screened out;
    Screener screener(made.profile, made.key, made.epochs);
    shipment::Vocabulary vocabulary;
    std::vector<Decisions*> epoch;
    for (std::size_t first = 0; first < made.rows.size();) {
        const auto epoch_of = [&](std::size_t row) {
            return made.epochs.of(made.rows[row].lodged);
        };
        const std::size_t wanted = draws.below(longest) + 1;
        std::size_t count = 0;
        while (count < wanted && first + count < made.rows.size() &&
               epoch_of(first + count) == epoch_of(first)) {
            ++count;
        }
        const shipment::Declarations block =
            encode(std::span(made.rows).subspan(first, count), made.first_shipment + first,
                   vocabulary, draws.below(2) == 0);
        out.blocks.push_back(std::make_unique<Decisions>());
        // Rubbish of an earlier block must not show through.
        out.blocks.back()->chosen.assign(7, 99);
        out.blocks.back()->points.assign(5000, 99);
        screener.screen(block, encode(std::span(made.records).subspan(first, count)), vocabulary,
                        *out.blocks.back());
        epoch.push_back(out.blocks.back().get());
        first += count;
        if (first == made.rows.size() || epoch_of(first) != epoch_of(first - 1)) {
            if (screener.settles()) {
                screener.settle(epoch);
            }
            epoch.clear();
        }
    }
    out.counts.assign(screener.rule_counts().begin(), screener.rule_counts().end());
    return out;
}

std::uint16_t traits_of(const PlainDecision& row) {
    const auto trait = [](bool on, screening::Trait bit) { return on ? bit : 0; };
    return static_cast<std::uint16_t>(
        trait(row.flagged, screening::flagged) | trait(row.high_risk, screening::high_risk) |
        trait(row.selected, screening::selected) | trait(row.by_rule, screening::by_rule) |
        trait(row.by_environment, screening::by_environment) |
        trait(row.by_lottery, screening::by_lottery) | trait(row.displaced, screening::displaced) |
        trait(row.nii, screening::nii) | trait(row.uncovered, screening::uncovered) |
        trait(row.mandatory, screening::mandatory));
}

std::vector<bool> bits(std::span<const std::uint64_t> words, std::size_t count) {
    std::vector<bool> out;
    for (std::size_t i = 0; i < count; ++i) {
        out.push_back((words[i / 64] >> i % 64 & 1) != 0);
    }
    return out;
}

std::string describe(const std::vector<bool>& set) {
    std::string text;
    for (const bool member : set) {
        text += member ? '1' : '0';
    }
    return text;
}

std::string describe(Lane lane, std::uint16_t traits, std::int64_t points, Instant decided,
                     const std::vector<bool>& matched, const std::vector<bool>& chosen) {
    std::ostringstream text;
    text << name(lane) << " traits " << traits << " points " << points << " decided " << decided
         << " matched " << describe(matched) << " chosen " << describe(chosen);
    return text.str();
}

void expect_equal(const ScreeningCase& made, const std::vector<PlainDecision>& expected,
                  const Screened& screened) {
    const std::size_t rules = made.profile.rules.size();
    std::size_t row = 0;
    std::vector<RuleCounts> counts(rules);
    for (const auto& block : screened.blocks) {
        for (std::size_t i = 0; i < block->rows(); ++i, ++row) {
            ASSERT_LT(row, expected.size());
            PlainDecision plain = expected[row];
            plain.matched.resize(rules);
            plain.unknown.resize(rules);
            plain.chosen.resize(rules);
            ASSERT_EQ(
                describe(plain.lane, traits_of(plain), plain.points, plain.decided, plain.matched,
                         plain.chosen),
                describe(block->lane[i], block->traits[i], block->points[i], block->decided[i],
                         bits(block->matched_rules(i), rules), bits(block->chosen_rules(i), rules)))
                << "row " << row;
            for (std::size_t r = 0; r < rules; ++r) {
                counts[r].matched += plain.matched[r];
                counts[r].unknown += plain.unknown[r];
                counts[r].chosen += plain.chosen[r];
            }
        }
    }
    ASSERT_EQ(row, expected.size());
    for (std::size_t r = 0; r < rules; ++r) {
        EXPECT_EQ(counts[r].matched, screened.counts[r].matched) << "rule " << r;
        EXPECT_EQ(counts[r].unknown, screened.counts[r].unknown) << "rule " << r;
        EXPECT_EQ(counts[r].chosen, screened.counts[r].chosen) << "rule " << r;
    }
}

/// Laws that hold without any reference.
void expect_lawful(const ScreeningCase& made, const Screened& screened) {
    for (const auto& block : screened.blocks) {
        for (std::size_t i = 0; i < block->rows(); ++i) {
            const std::uint16_t traits = block->traits[i];
            const bool kept = (traits & (screening::mandatory | screening::by_lottery)) != 0;
            EXPECT_FALSE(kept && (traits & screening::displaced) != 0);
            EXPECT_FALSE((traits & screening::high_risk) != 0 &&
                         (traits & screening::flagged) == 0);
            EXPECT_FALSE((traits & screening::by_rule) != 0 &&
                         (traits & screening::by_lottery) != 0);
            EXPECT_TRUE(made.profile.recorded || (traits & screening::nii) == 0 ||
                        (traits & screening::by_rule) != 0);
        }
    }
}

class ScreeningProperty : public testing::TestWithParam<int> {};

TEST_P(ScreeningProperty, equals_the_reference_row_for_row_however_blocks_are_cut) {
    constexpr std::uint64_t cases = 500;
    for (std::uint64_t i = 0; i < cases; ++i) {
        const std::uint64_t seed = static_cast<std::uint64_t>(GetParam()) * cases + i;
        SCOPED_TRACE("seed " + std::to_string(seed));
        const ScreeningCase made = make_screening_case(seed);
        ReferenceScreener reference(made.profile, made.key, made.epochs);
        const auto expected = reference.screen(made.rows, made.records, made.first_shipment);
        for (const std::size_t longest : {std::size_t{4096}, std::size_t{70}}) {
            const Screened screened = screen(made, seed, longest);
            expect_equal(made, expected, screened);
            expect_lawful(made, screened);
        }
        if (HasFailure()) {
            return;
        }
    }
}

char letter(std::optional<bool> value) {
    return !value ? '?' : *value ? 'T' : 'F';
}
char letter(const screening::Bitmap& truth, const screening::Bitmap& unknown, std::size_t row) {
    const auto bit = [row](const screening::Bitmap& bitmap) {
        return (bitmap[row / 64] >> row % 64 & 1) != 0;
    };
    return bit(truth) && bit(unknown) ? '!' : bit(truth) ? 'T' : bit(unknown) ? '?' : 'F';
}

TEST_P(ScreeningProperty, atoms_and_programs_equal_the_reference) {
    constexpr std::uint64_t cases = 100;
    for (std::uint64_t i = 0; i < cases; ++i) {
        const std::uint64_t seed = 100'000 + static_cast<std::uint64_t>(GetParam()) * cases + i;
        SCOPED_TRACE("seed " + std::to_string(seed));
        const ScreeningCase made = make_screening_case(seed);
        const profile::Conditions& conditions = made.profile.conditions;
        screening::Evaluator evaluator(conditions);
        shipment::Vocabulary vocabulary;
        const Duration utc_offset = made.epochs.utc_offset;
        evaluator.evaluate(encode(made.rows, 0, vocabulary, i % 2 == 0), vocabulary, {},
                           utc_offset);
        for (std::size_t row = 0; row < made.rows.size(); ++row) {
            for (std::size_t atom = 0; atom < conditions.atoms.size(); ++atom) {
                ASSERT_EQ(
                    letter(value_of(conditions.atoms[atom], made.rows[row], true, utc_offset)),
                    letter(evaluator.atom_truth(atom), evaluator.atom_unknown(atom), row))
                    << "row " << row << " atom " << atom;
            }
            for (std::size_t program = 0; program < conditions.programs.size(); ++program) {
                ASSERT_EQ(letter(value_of(conditions.programs[program], conditions.atoms,
                                          made.rows[row], true, utc_offset)),
                          letter(evaluator.truth(program), evaluator.unknown(program), row))
                    << "row " << row << " program " << program;
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(cases, ScreeningProperty, testing::Range(0, 10));

}  // namespace
}  // namespace greenlane::test
