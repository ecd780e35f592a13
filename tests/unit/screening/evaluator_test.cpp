#include "greenlane/screening/evaluator.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/units.h"

#include "screening/bits.h"
#include "screening/column.h"
#include "support/plain_rows.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using profile::Atom;
using profile::Field;
using profile::Program;
using Asked = profile::Test;
using Step = profile::Program::Step;
using test::PlainItem;
using test::PlainRow;

constexpr double infinity = std::numeric_limits<double>::infinity();

Program::Instruction ask(std::uint32_t atom) {
    return {Step::atom, atom};
}

/// T, F or ? for each row.
std::string shown(const Bitmap& truth, const Bitmap& unknown, std::size_t rows) {
    std::string text;
    for (std::size_t row = 0; row < rows; ++row) {
        EXPECT_FALSE(screening::test(truth, row) && screening::test(unknown, row));
        text += screening::test(truth, row) ? 'T' : screening::test(unknown, row) ? '?' : 'F';
    }
    return text;
}

/// What an atom says of rows.
std::string answers(const Atom& atom, const std::vector<PlainRow>& rows, bool drop_empty = false) {
    profile::Conditions conditions;
    conditions.atoms = {atom};
    Program program;
    program.instructions = {ask(0)};
    program.about_items = about_items(atom);
    conditions.programs = {program};
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    evaluator.evaluate(test::encode(rows, 0, vocabulary, drop_empty), vocabulary, History{}, 0);
    const std::string text = shown(evaluator.truth(0), evaluator.unknown(0), rows.size());
    EXPECT_EQ(text, shown(evaluator.atom_truth(0), evaluator.atom_unknown(0), rows.size()));
    return text;
}

std::vector<PlainRow> rows_of_items(const std::vector<std::vector<PlainItem>>& items) {
    std::vector<PlainRow> rows;
    for (const auto& list : items) {
        rows.emplace_back().items = list;
    }
    return rows;
}

PlainItem with_hs(std::optional<std::string> hs) {
    PlainItem item;
    item.hs = std::move(hs);
    return item;
}
PlainItem with_value(std::optional<std::int64_t> value, std::optional<std::int64_t> mass = {}) {
    PlainItem item;
    item.value = value;
    item.mass = mass;
    return item;
}
PlainItem with_text(std::string text) {
    PlainItem item;
    item.description = std::move(text);
    return item;
}

TEST(Evaluator, an_hs_code_matches_prefixes_of_any_length) {
    const auto rows = rows_of_items({{with_hs("271019")},
                                     {with_hs("27")},
                                     {with_hs("2")},
                                     {with_hs("9527")},
                                     {with_hs({})},
                                     {with_hs("9501030000")}});
    EXPECT_EQ(answers({Field::hs, Asked::hs_in, {"27", "950103"}}, rows), "TTFF?T");
}

TEST(Evaluator, one_item_decides_for_its_declaration) {
    const auto rows = rows_of_items({{with_hs("27"), with_hs("95")},
                                     {with_hs("95"), with_hs({})},
                                     {with_hs({}), with_hs("27")},
                                     {with_hs("95"), with_hs("96")},
                                     {}});
    EXPECT_EQ(answers({Field::hs, Asked::hs_in, {"27"}}, rows), "T?TFF");
}

TEST(Evaluator, a_condition_is_about_one_and_the_same_item) {
    profile::Conditions conditions;
    conditions.atoms = {{Field::hs, Asked::hs_in, {"27"}}, {Field::value, Asked::less, {}, 10}};
    Program program;
    program.about_items = true;
    program.instructions = {ask(0), ask(1), {Step::both}};
    conditions.programs = {program};
    std::vector<PlainRow> rows(2);
    PlainItem item = with_value(5);
    item.hs = "95";
    rows[0].items.push_back(item);
    item = with_value(50);
    item.hs = "27";
    rows[0].items.push_back(item);
    rows[1].items.push_back(with_value(5));
    rows[1].items.back().hs = "27";
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 0);
    EXPECT_EQ(shown(evaluator.truth(0), evaluator.unknown(0), 2), "FT");
    EXPECT_EQ(shown(evaluator.atom_truth(0), evaluator.atom_unknown(0), 2), "TT");
    EXPECT_EQ(shown(evaluator.atom_truth(1), evaluator.atom_unknown(1), 2), "TT");
}

TEST(Evaluator, kleenes_tables_hold) {
    // Flags of three rows each: no, yes, unknown against no, yes, unknown.
    std::vector<PlainRow> rows(9);
    const std::optional<bool> values[] = {false, true, std::nullopt};
    for (std::size_t i = 0; i < 9; ++i) {
        rows[i].perishable = values[i / 3];
        rows[i].deferred_payment = values[i % 3];
    }
    profile::Conditions conditions;
    conditions.atoms = {{Field::perishable, Asked::flag, {}},
                        {Field::deferred_payment, Asked::flag, {}}};
    const auto add = [&](std::vector<Program::Instruction> instructions) {
        conditions.programs.emplace_back().instructions = std::move(instructions);
    };
    add({ask(0), ask(1), {Step::both}});
    add({ask(0), ask(1), {Step::either}});
    add({ask(0), {Step::negate}});
    add({});
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 0);
    const auto program = [&](std::size_t i) {
        return shown(evaluator.truth(i), evaluator.unknown(i), 9);
    };
    EXPECT_EQ(program(0), "FFFFT?F??");
    EXPECT_EQ(program(1), "FT?TTT?T?");
    EXPECT_EQ(program(2), "TTTFFF???");
    EXPECT_EQ(program(3), "TTTTTTTTT");
    EXPECT_EQ(evaluator.truth(3)[0], low_bits(9));
}

TEST(Evaluator, bounds_are_exact_beyond_what_doubles_hold) {
    constexpr std::int64_t big = (std::int64_t{1} << 53) + 1;
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();
    const auto rows = rows_of_items({{with_value(big)},
                                     {with_value(big - 1)},
                                     {with_value(largest)},
                                     {with_value(missing + 1)},
                                     {with_value({})}});
    EXPECT_EQ(answers({Field::value, Asked::less_equal, {}, 0x1p53}, rows), "FTFT?");
    EXPECT_EQ(answers({Field::value, Asked::equal, {}, 0x1p53}, rows), "FTFF?");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, 0x1p63}, rows), "TTTT?");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, -0x1p63}, rows), "FFFF?");
    EXPECT_EQ(answers({Field::value, Asked::equal, {}, 0x1p63}, rows), "FFFF?");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, infinity}, rows), "TTTT?");
    EXPECT_EQ(answers({Field::value, Asked::less_equal, {}, -infinity}, rows), "FFFF?");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, std::nan("")}, rows), "FFFF?");
}

TEST(Evaluator, bounds_between_whole_numbers_round_the_right_way) {
    const auto rows =
        rows_of_items({{with_value(-3)}, {with_value(-2)}, {with_value(2)}, {with_value(3)}});
    EXPECT_EQ(answers({Field::value, Asked::less, {}, 2.5}, rows), "TTTF");
    EXPECT_EQ(answers({Field::value, Asked::less_equal, {}, 2.5}, rows), "TTTF");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, 2}, rows), "TTFF");
    EXPECT_EQ(answers({Field::value, Asked::less, {}, -2.5}, rows), "TFFF");
    EXPECT_EQ(answers({Field::value, Asked::equal, {}, 2.5}, rows), "FFFF");
}

TEST(Evaluator, value_per_kg_needs_a_mass) {
    // 30 minor units for 2 kg; per kg 15.
    const auto rows = rows_of_items({{with_value(30, 2000)},
                                     {with_value(30, 0)},
                                     {with_value(30)},
                                     {with_value({}, 2000)},
                                     {with_value(31, 2000)}});
    EXPECT_EQ(answers({Field::value_per_kg, Asked::less_equal, {}, 15}, rows), "T???F");
    EXPECT_EQ(answers({Field::value_per_kg, Asked::equal, {}, 15.5}, rows), "F???T");
    EXPECT_EQ(answers({Field::value_per_kg, Asked::less, {}, 15}, rows), "F???F");
}

TEST(Evaluator, totals_are_unknown_where_an_item_is) {
    const auto rows = rows_of_items(
        {{with_value(3), with_value(4)}, {with_value(3), with_value({})}, {}, {with_value(8)}});
    EXPECT_EQ(answers({Field::total_value, Asked::equal, {}, 7}, rows), "T?FF");
    EXPECT_EQ(answers({Field::total_value, Asked::equal, {}, 0}, rows), "F?TF");
    EXPECT_EQ(answers({Field::total_duty, Asked::equal, {}, 0}, rows), "??T?");
    EXPECT_EQ(answers({Field::items, Asked::less, {}, 2}, rows), "FFTT");
}

TEST(Evaluator, texts_are_searched_in_either_case_and_not_over_their_ends) {
    const auto rows = rows_of_items({{with_text("Raw IVORY")},
                                     {with_text("raw ivo")},
                                     {with_text("ry")},
                                     {PlainItem{}},
                                     {with_text("ivoivory")},
                                     {with_text(std::string(100, 'x') + "iVoRy" + "\xC3\x84")},
                                     {with_text("[ivor\x19]")},
                                     {with_text("ivory")}});
    EXPECT_EQ(answers({Field::description, Asked::contains, {"ivory"}}, rows), "TFF?TTFT");
    EXPECT_EQ(answers({Field::description, Asked::contains, {"y"}}, rows), "TFT?TTFT");
    EXPECT_EQ(answers({Field::description, Asked::contains, {"\xC3\x84"}}, rows), "FFF?FTFF");
    EXPECT_EQ(answers({Field::description, Asked::contains, {"{"}}, rows), "FFF?FFFF");
}

TEST(Evaluator, documents_are_held_or_not_and_unknown_without_the_column) {
    std::vector<PlainRow> rows(3);
    rows[0].documents = {"cites"};
    rows[1].documents = {"basel", "cites"};
    rows[2].documents.emplace();
    EXPECT_EQ(answers({Field::document, Asked::has_document, {"basel"}}, rows), "FTF");
    EXPECT_EQ(answers({Field::document, Asked::has_document, {"unheard_of"}}, rows), "FFF");
    EXPECT_EQ(answers({Field::document, Asked::has_document, {"basel"}}, std::vector<PlainRow>(2)),
              "??");
}

TEST(Evaluator, the_64th_kind_of_document_is_a_document) {
    std::set<std::string> all;
    for (int i = 10; i < 74; ++i) {
        all.insert("d" + std::to_string(i));
    }
    std::vector<PlainRow> rows(2);
    rows[0].documents = all;
    all.erase("d73");
    rows[1].documents = all;
    EXPECT_EQ(answers({Field::document, Asked::has_document, {"d73"}}, rows), "TF");
    EXPECT_EQ(answers({Field::document, Asked::has_document, {"d10"}}, rows), "TT");
}

TEST(Evaluator, absent_columns_are_unknown_in_all_rows) {
    std::vector<PlainRow> rows(70, PlainRow{});
    for (PlainRow& row : rows) {
        row.items.resize(1);
    }
    const std::string unknown(70, '?');
    for (const Atom& atom :
         {Atom{Field::hs, Asked::hs_in, {"2"}}, Atom{Field::origin, Asked::word_in, {"KR"}},
          Atom{Field::value, Asked::less, {}, 5}, Atom{Field::value_per_kg, Asked::less, {}, 5},
          Atom{Field::description, Asked::contains, {"x"}},
          Atom{Field::mode, Asked::word_in, {"sea"}}, Atom{Field::aeo, Asked::flag, {}},
          Atom{Field::first_time, Asked::flag, {}}, Atom{Field::containers, Asked::equal, {}, 0},
          Atom{Field::document, Asked::has_document, {"x"}},
          Atom{Field::origin, Asked::same_word, {}, 0, Field::departure},
          Atom{Field::perishable, Asked::flag, {}}, Atom{Field::lane, Asked::word_in, {"red"}},
          Atom{Field::alarm, Asked::flag, {}}}) {
        EXPECT_EQ(answers(atom, rows, true), unknown) << static_cast<int>(atom.field);
        EXPECT_EQ(answers(atom, rows, false), unknown) << static_cast<int>(atom.field);
    }
}

TEST(Evaluator, words_of_two_dictionaries_are_compared_as_words) {
    std::vector<PlainRow> rows(4);
    rows[0].importer = "a";
    rows[0].seller = "b";
    rows[1].importer = "b";
    rows[1].seller = "b";
    rows[2].importer = "b";
    rows[3].seller = "b";
    EXPECT_EQ(answers({Field::importer, Asked::same_word, {}, 0, Field::seller}, rows), "FT??");
    rows[0].departure = "KR";
    rows[0].destination = "KR";
    EXPECT_EQ(answers({Field::departure, Asked::same_word, {}, 0, Field::destination}, rows),
              "T???");
    rows[0].items.resize(2);
    rows[0].items[1].origin = "KR";
    EXPECT_EQ(answers({Field::departure, Asked::same_word, {}, 0, Field::origin}, rows), "TFFF");
}

TEST(Evaluator, hours_and_weekdays_are_local) {
    profile::Conditions conditions;
    conditions.atoms = {{Field::hour, Asked::less, {}, 9},
                        {Field::weekday, Asked::word_in, {"fri"}}};
    conditions.programs.resize(2);
    conditions.programs[0].instructions = {ask(0)};
    conditions.programs[1].instructions = {ask(1)};
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    std::vector<PlainRow> rows(3);
    // 1970-01-01 was a Thursday. Local time is nine hours ahead.
    rows[0].lodged = -minute;        // Thursday 08:59
    rows[1].lodged = 15 * hour - 1;  // Thursday 23:59
    rows[2].lodged = 15 * hour;      // Friday 00:00
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 9 * hour);
    EXPECT_EQ(shown(evaluator.truth(0), evaluator.unknown(0), 3), "TFT");
    EXPECT_EQ(shown(evaluator.truth(1), evaluator.unknown(1), 3), "FFT");
}

TEST(Evaluator, more_than_64_atoms_share_a_column) {
    profile::Conditions conditions;
    for (int i = 0; i < 200; ++i) {
        conditions.atoms.push_back({Field::importer, Asked::word_in, {"t" + std::to_string(i)}});
    }
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    std::vector<PlainRow> rows(300);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].importer = "t" + std::to_string(i * 7 % 300);
    }
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 0);
    for (std::size_t atom = 0; atom < 200; ++atom) {
        for (std::size_t row = 0; row < rows.size(); ++row) {
            ASSERT_EQ(screening::test(evaluator.atom_truth(atom), row), row * 7 % 300 == atom);
        }
    }
}

TEST(Evaluator, words_that_come_later_are_known) {
    profile::Conditions conditions;
    conditions.atoms = {{Field::office, Asked::word_in, {"ICN"}}};
    Evaluator evaluator(conditions);
    shipment::Vocabulary vocabulary;
    std::vector<PlainRow> rows(1);
    rows[0].office = "PUS";
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 0);
    EXPECT_EQ(evaluator.atom_truth(0)[0], 0u);
    rows[0].office = "ICN";
    evaluator.evaluate(test::encode(rows, 0, vocabulary, false), vocabulary, History{}, 0);
    EXPECT_EQ(evaluator.atom_truth(0)[0], 1u);
}

TEST(Evaluator, a_program_that_hides_what_it_is_about_is_a_bug) {
    profile::Conditions conditions;
    conditions.atoms = {{Field::hs, Asked::hs_in, {"27"}}};
    conditions.programs.emplace_back().instructions = {ask(0)};
    EXPECT_THROW(Evaluator{conditions}, ContractViolation);
}

}  // namespace
}  // namespace greenlane::screening
