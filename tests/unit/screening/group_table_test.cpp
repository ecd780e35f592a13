#include "greenlane/screening/group_table.h"

#include "support/draws.h"
#include "support/plain_rows.h"

#include <map>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;
using test::PlainRow;

const std::vector<GroupKey> keys = {{hs6, origin, departure, tax_rate, tax_type},
                                    {hs4},
                                    {hs6},
                                    {hs},
                                    {importer},
                                    {importer, hs6},
                                    {mode},
                                    {hs6, origin}};

/// Rows in which every column has gaps, and few enough words that groups repeat.
class Rows {
public:
    explicit Rows(std::uint64_t seed) : draws_(seed) {}

    std::vector<PlainRow> make(std::size_t count) {
        std::vector<PlainRow> rows;
        for (std::size_t i = 0; i < count; ++i) {
            PlainRow& row = rows.emplace_back();
            row.mode = static_cast<shipment::Mode>(below(4));
            row.importer = word("T", 5);
            row.departure = word("D", 3);
            for (std::size_t item = 0; item < below(4); ++item) {
                test::PlainItem& goods = row.items.emplace_back();
                const std::string code =
                    "8703" + std::to_string(below(9)) + "0" + std::to_string(10 + below(3));
                goods.hs =
                    below(7) == 0 ? std::nullopt : std::optional(code.substr(0, 2 + 2 * below(4)));
                goods.origin = word("C", 3);
                goods.tax_type = word("X", 2);
                goods.tax_rate = below(4) == 0 ? -1 : static_cast<std::int32_t>(below(3) * 800);
            }
        }
        return rows;
    }

private:
    std::uint64_t below(std::uint64_t count) { return draws_.below(count); }
    std::optional<std::string> word(const std::string& stem, std::uint64_t count) {
        const std::uint64_t drawn = below(count + 1);
        return drawn == 0 ? std::nullopt : std::optional(stem + std::to_string(drawn));
    }

    test::Draws draws_;
};

/// What a key says of an item in words, or nothing where a field is not given.
std::optional<std::string> plain_group(GroupKey key, const PlainRow& row,
                                       const test::PlainItem& item) {
    std::string text;
    for (const KeyField field : fields_of(key)) {
        std::optional<std::string> word;
        switch (field) {
            case importer:
                word = row.importer;
                break;
            case departure:
                word = row.departure;
                break;
            case mode:
                if (row.mode != shipment::Mode::unknown) {
                    word = name(row.mode);
                }
                break;
            case origin:
                word = item.origin;
                break;
            case tax_type:
                word = item.tax_type;
                break;
            case tax_rate:
                if (*item.tax_rate >= 0) {
                    word = std::to_string(*item.tax_rate);
                }
                break;
            case hs:
                word = item.hs;
                break;
            default:
                if (item.hs && item.hs->size() >= hs_digits(field)) {
                    word = item.hs->substr(0, hs_digits(field));
                }
        }
        if (!word) {
            return std::nullopt;
        }
        text += *word + "|";
    }
    return text;
}

/// Groups of items by the words that name them.
using Named = std::vector<std::map<std::string, Group>>;

/// Holds the groups of rows against their names: one group a name, both ways.
void check(const std::vector<PlainRow>& rows, const ItemGroups& groups, bool grows, Named& named) {
    std::size_t item = 0;
    for (const PlainRow& row : rows) {
        for (const test::PlainItem& goods : row.items) {
            for (std::size_t key = 0; key < keys.size(); ++key) {
                const std::optional<std::string> text = plain_group(keys[key], row, goods);
                const Group group = groups.of(item)[key];
                if (!text) {
                    ASSERT_EQ(group, no_group);
                    continue;
                }
                const auto found = named[key].find(*text);
                if (found != named[key].end()) {
                    ASSERT_EQ(group, found->second) << name(keys[key]) << " " << *text;
                } else if (grows) {
                    for (const auto& other : named[key]) {
                        ASSERT_NE(group, other.second) << *text << " " << other.first;
                    }
                    named[key][*text] = group;
                } else {
                    ASSERT_EQ(group, no_group) << *text;
                }
            }
            ++item;
        }
    }
    ASSERT_EQ(item, groups.items());
}

TEST(GroupReader, items_with_the_same_words_are_of_one_group) {
    GroupTable table(keys);
    GroupReader reader(table);
    shipment::Vocabulary vocabulary;
    Named named(keys.size());
    Rows rows(1);
    ItemGroups groups;
    for (int block = 0; block < 3; ++block) {
        const std::vector<PlainRow> made = rows.make(400);
        reader.read(test::encode(made, 0, vocabulary, false), vocabulary, groups);
        check(made, groups, true, named);
    }
    EXPECT_EQ(table.size(table.index({hs6, origin})), named[7].size());
}

TEST(GroupReader, another_source_finds_the_same_groups_and_makes_none) {
    GroupTable table(keys);
    Named named(keys.size());
    ItemGroups groups;
    {
        GroupReader reader(table);
        shipment::Vocabulary vocabulary;
        const std::vector<PlainRow> made = Rows(2).make(60);
        reader.read(test::encode(made, 0, vocabulary, false), vocabulary, groups);
        check(made, groups, true, named);
    }
    const std::size_t before = table.size(0);
    GroupReader finder(std::as_const(table));
    shipment::Vocabulary other;
    other.hs.code("999999");
    other.importer.code("Z");
    Rows rows(3);
    for (int block = 0; block < 2; ++block) {
        const std::vector<PlainRow> made = rows.make(300);
        finder.read(test::encode(made, 0, other, false), other, groups);
        check(made, groups, false, named);
    }
    EXPECT_EQ(table.size(0), before);
}

TEST(GroupReader, absent_columns_are_of_no_group) {
    GroupTable table(keys);
    GroupReader reader(table);
    shipment::Vocabulary vocabulary;
    PlainRow row;
    row.importer = "T1";
    row.items.resize(2);
    row.items[0].hs = row.items[1].hs = "870321";
    ItemGroups groups;
    reader.read(test::encode(std::vector{row}, 0, vocabulary, true), vocabulary, groups);
    ASSERT_EQ(groups.items(), 2u);
    EXPECT_EQ(groups.of(1)[7], no_group);
    EXPECT_EQ(groups.of(1)[5], 0u);
}

TEST(GroupTable, a_group_lies_in_its_coarser_ones) {
    GroupTable table(keys);
    GroupReader reader(table);
    shipment::Vocabulary vocabulary;
    ItemGroups groups;
    reader.read(test::encode(Rows(4).make(300), 0, vocabulary, false), vocabulary, groups);
    int compared = 0;
    for (std::size_t item = 0; item < groups.items(); ++item) {
        for (std::size_t fine = 0; fine < keys.size(); ++fine) {
            for (std::size_t coarse = 0; coarse < keys.size(); ++coarse) {
                const Group group = groups.of(item)[fine];
                if (group != no_group && refines(keys[fine], keys[coarse])) {
                    EXPECT_EQ(table.coarser(fine, group, coarse), groups.of(item)[coarse]);
                    ++compared;
                }
            }
        }
    }
    EXPECT_GT(compared, 1000);
}

TEST(PairTable, pairs_are_numbered_in_the_order_of_their_first_use) {
    PairTable table;
    for (std::uint32_t i = 0; i < 5000; ++i) {
        EXPECT_EQ(table.intern(i % 71, i / 71), i);
    }
    for (std::uint32_t i = 0; i < 5000; ++i) {
        EXPECT_EQ(table.find(i % 71, i / 71), i);
        EXPECT_EQ(table.first(i), i % 71);
        EXPECT_EQ(table.second(i), i / 71);
    }
    EXPECT_EQ(table.find(71, 0), no_group);
}

}  // namespace
}  // namespace greenlane::screening
