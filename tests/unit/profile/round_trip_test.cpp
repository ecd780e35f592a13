#include "profile/decimal.h"
#include "profile/words.h"
#include "support/draws.h"
#include "unit/profile/reading.h"

#include <algorithm>
#include <string_view>

#include <gtest/gtest.h>

namespace greenlane::profile::test {
namespace {

using Step = Program::Step;

/// Random atoms and programs in canonical form.
class AnyConditions {
public:
    explicit AnyConditions(std::uint64_t seed) : draws_(seed) {}

    Conditions any() {
        conditions_ = {};
        conditions_.currency_minor_digits = static_cast<int>(draws_.below(4));
        conditions_.programs.emplace_back();
        grow(static_cast<int>(draws_.below(7)));
        return conditions_;
    }

private:
    void step(Step step, std::uint32_t atom = 0) {
        conditions_.programs.front().instructions.push_back({step, atom});
    }

    void grow(int depth) {
        if (depth == 0) {
            const auto index = static_cast<std::uint32_t>(conditions_.atoms.size());
            conditions_.atoms.push_back(atom());
            const Atom& made = conditions_.atoms.back();
            const bool items = info(made.field).level == Level::item;
            conditions_.programs.front().about_items |= items;
            return step(Step::atom, index);
        }
        if (draws_.below(4) == 0) {
            grow(depth - 1);
            return step(Step::negate);
        }
        grow(static_cast<int>(draws_.below(depth)));
        grow(depth - 1);
        step(draws_.below(2) == 0 ? Step::both : Step::either);
    }

    Atom atom() {
        const FieldInfo& row = fields()[draws_.below(fields().size())];
        switch (row.type) {
            case Type::flag:
                return {row.field, Test::flag, {}};
            case Type::number:
                return number(row.field);
            case Type::hs:
                return {row.field, Test::hs_in, words(row.field)};
            case Type::text:
                return {row.field, Test::contains, {open_word()}};
            case Type::documents:
                return {row.field, Test::has_document, {open_word()}};
            case Type::word:
                break;
        }
        if (row.field == Field::origin && draws_.below(2) == 0) {
            return {Field::origin, Test::same_word, {}, 0, Field::destination};
        }
        return {row.field, Test::word_in, words(row.field)};
    }

    Atom number(Field field) {
        constexpr Test tests[] = {Test::less, Test::less_equal, Test::equal};
        double bound = static_cast<double>(draws_.below(24));
        if (field == Field::value_per_kg) {
            bound = draws_.exponential() * 1000;
        } else if (field != Field::hour && draws_.below(2) == 0) {
            bound = static_cast<double>(draws_.below(1'000'000'000'000'000));
        }
        return {field, tests[draws_.below(3)], {}, bound};
    }

    std::vector<std::string> words(Field field) {
        std::vector<std::string> chosen(1 + draws_.below(5));
        std::generate(chosen.begin(), chosen.end(), [&] { return word(field); });
        return normalised_words(field, std::move(chosen));
    }

    std::string word(Field field) {
        const auto closed = closed_words(field);
        if (!closed.empty()) {
            return std::string(closed[draws_.below(closed.size())]);
        }
        if (is_country(field)) {
            return {static_cast<char>('A' + draws_.below(26)),
                    static_cast<char>('A' + draws_.below(26))};
        }
        if (field == Field::hs) {
            std::string digits = "1";
            for (std::uint64_t left = 1 + draws_.below(11); left > 0; --left) {
                digits += static_cast<char>('0' + draws_.below(10));
            }
            return digits;
        }
        return open_word();
    }

    std::string open_word() {
        constexpr std::string_view pieces[] = {"a", "'", "\"", " ", "and",
                                               "(", "ж", "0",  "]", "''"};
        std::string text;
        for (std::uint64_t left = 1 + draws_.below(6); left > 0; --left) {
            text += pieces[draws_.below(std::size(pieces))];
        }
        return text;
    }

    greenlane::test::Draws draws_;
    Conditions conditions_;
};

/// A program's steps with their atoms written out, so that the order of atoms does not matter.
void expect_same(const Conditions& a, const Conditions& b, const std::string& text) {
    const Program& left = a.programs.front();
    const Program& right = b.programs.front();
    ASSERT_EQ(left.instructions.size(), right.instructions.size()) << text;
    EXPECT_EQ(left.about_items, right.about_items) << text;
    for (std::size_t i = 0; i < left.instructions.size(); ++i) {
        ASSERT_EQ(left.instructions[i].step, right.instructions[i].step) << text;
        if (left.instructions[i].step == Step::atom) {
            EXPECT_EQ(a.atoms[left.instructions[i].atom], b.atoms[right.instructions[i].atom])
                << text;
        }
    }
}

TEST(RoundTrip, EveryProgramIsReadBackFromItsText) {
    AnyConditions random(20'261'121);
    const Lists lists = example_lists();
    for (int i = 0; i < 3000; ++i) {
        const Conditions before = random.any();
        for (const std::string& text : {describe(before, 0), describe(before, 0, lists)}) {
            const Reading after = read(text, Scope::process, before.currency_minor_digits);
            ASSERT_TRUE(after.program) << text << '\n' << messages(after.diagnostics).front();
            expect_same(before, after.conditions, text);
            EXPECT_EQ(describe(after.conditions, 0), describe(before, 0));
        }
    }
}

TEST(RoundTrip, DecimalsShiftWithoutLoss) {
    EXPECT_EQ(shifted("1000.50", 2), "100050");
    EXPECT_EQ(shifted("007.000", 1), "70");
    EXPECT_EQ(shifted("7", -3), "0.007");
    EXPECT_EQ(shifted("0.5", 0), "0.5");
    EXPECT_EQ(shifted("0", 3), "0");
    EXPECT_EQ(shifted("12345", -2), "123.45");
    EXPECT_EQ(decimal_of(0.1), "0.1");
    EXPECT_EQ(decimal_of(1e21), "1000000000000000000000");
    EXPECT_EQ(number_of("0.30000000000000004"), 0.1 + 0.2);
}

}  // namespace
}  // namespace greenlane::profile::test
