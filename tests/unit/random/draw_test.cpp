#include "greenlane/random/draw.h"

#include "greenlane/core/contract.h"

#include <cstdint>
#include <limits>
#include <set>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::random {
namespace {

constexpr std::uint64_t two_to_32 = std::uint64_t{1} << 32;
constexpr std::uint64_t all_ones = std::numeric_limits<std::uint64_t>::max();

// Known answers of Philox4x32-10 from Random123 1.14 (tests/kat_vectors): the counter's last word
// is purpose << 24 | index.
TEST(Draw, GivesTheKnownAnswersOfPhilox) {
    EXPECT_EQ(draw({0, 0}, 0, {Purpose{0}, 0, 0}),
              (Words{0xE169C58D'6627E8D5, 0x9B00DBD8'BC57AC4C}));
    EXPECT_EQ(draw({0xFFFFFFFF, 0xFFFFFFFF}, all_ones, {Purpose{0xFF}, 0xFFFFFFFF, 0xFFFFFF}),
              (Words{0x41C83B0E'408F276D, 0x6D5451FD'A20BC7C6}));
    EXPECT_EQ(
        draw({0xA4093822, 0x299F31D0}, 0x85A308D3'243F6A88, {Purpose{0x03}, 0x13198A2E, 0x707344}),
        (Words{0x94FDCCEB'D16CFE09, 0x24126EA1'5001E420}));
}

class DrawBlocks : public testing::TestWithParam<std::uint64_t> {};

TEST_P(DrawBlocks, AreTheWordsOfSingleDraws) {
    const Key key = make_key(7, 3);
    const Stream stream{Purpose::service, name_key("documents"), 5};
    for (std::size_t size = 0; size <= 40; ++size) {
        std::vector<std::uint64_t> shipments(size);
        std::vector<std::uint32_t> indices(size);
        for (std::size_t i = 0; i < size; ++i) {
            shipments[i] = GetParam() + i;
            indices[i] = static_cast<std::uint32_t>(i * 419430) % (1u << 24);
        }
        std::vector<std::uint64_t> first(size);
        std::vector<std::uint64_t> second(size);
        const auto expect_words = [&](bool own_index, bool both) {
            for (std::size_t i = 0; i < size; ++i) {
                Stream one = stream;
                one.index = own_index ? indices[i] : stream.index;
                const Words words = draw(key, shipments[i], one);
                ASSERT_EQ(first[i], words.first) << "place " << i << " of " << size;
                ASSERT_EQ(second[i], both ? words.second : 0) << "place " << i << " of " << size;
            }
            first.assign(size, 0);
            second.assign(size, 0);
        };
        draw_range(key, GetParam(), stream, first, {});
        expect_words(false, false);
        draw_range(key, GetParam(), stream, first, second);
        expect_words(false, true);
        draw_list(key, shipments, {}, stream, first, {});
        expect_words(false, false);
        draw_list(key, shipments, {}, stream, first, second);
        expect_words(false, true);
        if (size > 0) {
            draw_list(key, shipments, indices, stream, first, second);
            expect_words(true, true);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(AroundTheHalvesOfTheCounter, DrawBlocks,
                         testing::Values(std::uint64_t{0}, std::uint64_t{1000}, two_to_32 - 20,
                                         two_to_32 - 1, two_to_32, (two_to_32 << 20) - 5,
                                         all_ones - 20, all_ones));

TEST(Draw, DiffersWithEachPartOfItsAddress) {
    std::set<std::uint64_t> words;
    std::size_t draws = 0;
    const auto add = [&](const Words& pair) {
        words.insert(pair.first);
        words.insert(pair.second);
        draws += 2;
    };
    const Key key = make_key(1, 1);
    for (int purpose = 0; purpose < 256; ++purpose) {
        add(draw(key, 9, {static_cast<Purpose>(purpose), 1, 1}));
    }
    for (unsigned bit = 0; bit < 32; ++bit) {
        add(draw(key, 9, {Purpose::control, 1u ^ 1u << bit, 1}));
    }
    for (unsigned bit = 0; bit < 24; ++bit) {
        add(draw(key, 9, {Purpose::control, 1, 1u ^ 1u << bit}));
    }
    for (unsigned bit = 0; bit < 64; ++bit) {
        const std::uint64_t flip = std::uint64_t{1} << bit;
        add(draw(key, 9 ^ flip, {Purpose::control, 1, 1}));
        add(draw(make_key(1 ^ flip, 1), 9, {Purpose::control, 1, 1}));
        add(draw(make_key(1, 1 ^ flip), 9, {Purpose::control, 1, 1}));
    }
    EXPECT_EQ(words.size(), draws);
}

TEST(Draw, TellsSeedFromReplication) {
    EXPECT_NE(make_key(1, 2), make_key(2, 1));
    // From a Philox4x32-10 written apart from this one: a key may never change.
    EXPECT_EQ(make_key(1, 2), (Key{0x951F2E75, 0x5ACB22C1}));
}

TEST(Draw, RefusesAnIndexThatWouldSpillIntoThePurpose) {
    const Key key = make_key(1, 1);
    const Stream stream{Purpose::service, 0, 1u << 24};
    std::vector<std::uint64_t> words(3);
    const std::vector<std::uint64_t> shipments(3);
    const std::vector<std::uint32_t> indices{0, 1u << 24, 0};
    EXPECT_THROW(draw(key, 0, stream), ContractViolation);
    EXPECT_THROW(draw_range(key, 0, stream, words, {}), ContractViolation);
    EXPECT_THROW(draw_list(key, shipments, {}, stream, words, {}), ContractViolation);
    EXPECT_THROW(draw_list(key, shipments, indices, {Purpose::service}, words, {}),
                 ContractViolation);
}

TEST(Draw, RefusesSpansOfUnequalLength) {
    const Key key = make_key(1, 1);
    std::vector<std::uint64_t> words(3);
    std::vector<std::uint64_t> fewer(2);
    const std::vector<std::uint64_t> shipments(3);
    const std::vector<std::uint32_t> indices(2);
    std::vector<double> uniform_values(2);
    EXPECT_THROW(draw_range(key, 0, {Purpose::service}, words, fewer), ContractViolation);
    EXPECT_THROW(draw_list(key, shipments, {}, {Purpose::service}, fewer, {}), ContractViolation);
    EXPECT_THROW(draw_list(key, shipments, indices, {Purpose::service}, words, {}),
                 ContractViolation);
    EXPECT_THROW(uniforms(words, uniform_values), ContractViolation);
}

TEST(Uniform, IsNeverZeroOrOneAndExact) {
    EXPECT_EQ(uniform(0), 0x1p-53);
    EXPECT_EQ(uniform(all_ones), 1.0 - 0x1p-53);
    EXPECT_EQ(uniform(std::uint64_t{1} << 63), 0.5 + 0x1p-53);
    const Key key = make_key(5, 0);
    for (std::uint64_t shipment = 0; shipment < 1000; ++shipment) {
        const std::uint64_t word = draw(key, shipment, {Purpose::goods}).first;
        const long double exact = (static_cast<long double>(word >> 12) + 0.5L) * 0x1p-52L;
        ASSERT_EQ(uniform(word), static_cast<double>(exact));
        ASSERT_EQ(1.0 - uniform(word), static_cast<double>(1.0L - exact));
        ASSERT_EQ(uniform(~word), 1.0 - uniform(word));
    }
}

TEST(Uniform, InABlockIsTheSame) {
    for (std::size_t size = 0; size <= 40; ++size) {
        std::vector<std::uint64_t> words(size);
        std::vector<double> values(size);
        draw_range(make_key(5, 0), 0, {Purpose::goods}, words, {});
        uniforms(words, values);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(values[i], uniform(words[i]));
        }
    }
}

TEST(Happens, NeverAtZeroAlwaysAtOne) {
    EXPECT_FALSE(happens(0, 0.0));
    EXPECT_TRUE(happens(all_ones, 1.0));
    EXPECT_TRUE(happens(0, 0x1p-52));
}

TEST(NameKey, IsFnv1a) {
    EXPECT_EQ(name_key(""), 0x811C9DC5u);
    EXPECT_EQ(name_key("a"), 0xE40C292Cu);
    EXPECT_EQ(name_key("foobar"), 0xBF9CF968u);
}

}  // namespace
}  // namespace greenlane::random
