#include "greenlane/io/declaration_hdf5.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

#include "io/block_columns.h"
#include "written_files.h"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace greenlane::io {
namespace {

using shipment::Block;
using testing::HasSubstr;

constexpr std::uint64_t total = 40'000;

/// Rows first, first + 1, ... of a made-up flow; every column is there.
Block made_up(std::uint64_t first, std::size_t rows, shipment::Vocabulary& words) {
    Block block;
    block.declarations.first_shipment = first;
    block.declarations.first_item.push_back(0);
    const auto fill = [](std::uint64_t seed, const std::string& name, auto& column,
                         shipment::Dictionary* dictionary) {
        using Column = std::remove_reference_t<decltype(column)>;
        if constexpr (std::is_same_v<Column, shipment::TextColumn>) {
            column.push_back(name + std::string(seed % 5, '\xc3') + std::to_string(seed));
        } else if (dictionary != nullptr) {
            column.push_back(static_cast<typename Column::value_type>(
                dictionary->code(seed % 7 == 0 ? "" : name + std::to_string(seed % 91))));
        } else {
            column.push_back(static_cast<typename Column::value_type>(seed % 3));
        }
    };
    for (std::uint64_t row = first; row < first + rows; ++row) {
        block.declarations.lodged.push_back(static_cast<Instant>(row) * 20 * minute);
        const auto visit = [&](const std::string& name, DictionaryOf dictionary, auto& column) {
            fill(row, name, column, dictionary ? &(words.*dictionary) : nullptr);
        };
        for_each_declaration_column(visit, block);
        for_each_record_column(visit, block);
        for (std::uint64_t item = 0; item < row % 4; ++item) {
            for_each_item_column(visit, block);
            for_each_truth_column(visit, block);
        }
        block.declarations.first_item.push_back(
            static_cast<std::uint32_t>(block.declarations.items.hs.size()));
    }
    return block;
}

class DeclarationHdf5 : public testing::Test {
protected:
    WrittenFiles files;
    const std::string file = (files.folder() / "flow.h5").string();
    const std::string truth = (files.folder() / "truth.h5").string();

    shipment::Vocabulary write(const std::string& to, const std::string& truth_to,
                               std::size_t rows_a_block, std::uint64_t seed = 5) {
        shipment::Vocabulary words;
        words.document.code("basel");
        words.document.code("cites");
        DeclarationWriter writer(to, truth_to, {"made up", seed, 3, 9 * hour});
        for (std::uint64_t row = 1000; row < 1000 + total; row += rows_a_block) {
            writer.append(
                made_up(row, std::min<std::size_t>(rows_a_block, 1000 + total - row), words));
        }
        writer.finish(words);
        return words;
    }
    static std::string bytes(const std::string& path) {
        std::ifstream stream(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    /// What the reading of a file ends with.
    static std::string refusal(const std::string& path, const std::string& truth_path = "") {
        try {
            Block block;
            const StoredFlow flow = open_stored_declarations(path, truth_path, {});
            while (flow.source->next(block)) {
            }
        } catch (const InputError& error) {
            EXPECT_EQ(error.failure(), Failure::declarations);
            return error.what();
        }
        return "";
    }
};

/// Column by column, both blocks side by side.
void expect_equal(Block& a, Block& b) {
    EXPECT_EQ(a.declarations.first_shipment, b.declarations.first_shipment);
    EXPECT_EQ(a.declarations.lodged, b.declarations.lodged);
    EXPECT_EQ(a.declarations.first_item, b.declarations.first_item);
    const auto same = [](const std::string& name, DictionaryOf, auto& x, auto& y) {
        ASSERT_EQ(x.size(), y.size()) << name;
        for (std::size_t i = 0; i < x.size(); ++i) {
            ASSERT_EQ(x[i], y[i]) << name << " row " << i;
        }
    };
    for_each_declaration_column(same, a, b);
    for_each_record_column(same, a, b);
    for_each_item_column(same, a, b);
    for_each_truth_column(same, a, b);
}

TEST_F(DeclarationHdf5, gives_back_rows_codes_and_truth_epoch_by_epoch) {
    const shipment::Vocabulary words = write(file, truth, 4096);
    const shipment::Epochs epochs{9 * hour, 6 * hour};
    StoredFlow flow = open_stored_declarations(file, truth, epochs);
    EXPECT_EQ(flow.label.scenario, "made up");
    EXPECT_EQ(flow.label.seed, 5u);
    EXPECT_EQ(flow.label.replication, 3u);
    EXPECT_EQ(flow.label.utc_offset, 9 * hour);
    std::uint64_t row = 1000;
    Block block;
    while (flow.source->next(block)) {
        EXPECT_EQ(epochs.of(block.declarations.lodged.front()),
                  epochs.of(block.declarations.lodged.back()));
        shipment::Vocabulary same = words;
        Block expected = made_up(row, block.declarations.rows(), same);
        expect_equal(block, expected);
        row += block.declarations.rows();
    }
    EXPECT_EQ(row, 1000 + total);
    EXPECT_EQ(flow.source->vocabulary().importer.size(), words.importer.size());
    EXPECT_EQ(flow.source->vocabulary().hs.word(5), words.hs.word(5));
}

TEST_F(DeclarationHdf5, the_truth_stands_apart) {
    write(file, truth, 4096);
    StoredFlow flow = open_stored_declarations(file, "", {});
    Block block;
    ASSERT_TRUE(flow.source->next(block));
    EXPECT_FALSE(block.truth.known());
    EXPECT_EQ(bytes(file).find("violation"), std::string::npos);
}

TEST_F(DeclarationHdf5, equal_flows_give_equal_bytes) {
    write(file, truth, 4096);
    const std::string again = (files.folder() / "again.h5").string();
    const std::string truth_again = (files.folder() / "truth-again.h5").string();
    write(again, truth_again, 4096);
    EXPECT_TRUE(bytes(file) == bytes(again));
    EXPECT_TRUE(bytes(truth) == bytes(truth_again));
}

TEST_F(DeclarationHdf5, nothing_stands_under_the_name_before_the_end) {
    {
        shipment::Vocabulary words;
        DeclarationWriter writer(file, truth, {});
        writer.append(made_up(0, 10, words));
        EXPECT_FALSE(std::filesystem::exists(file));
    }
    EXPECT_TRUE(std::filesystem::is_empty(files.folder()));
    try {
        DeclarationWriter writer((files.folder() / "no" / "folder.h5").string(), "", {});
        FAIL();
    } catch (const InputError& error) {
        EXPECT_EQ(error.failure(), Failure::output);
    }
}

TEST_F(DeclarationHdf5, an_empty_flow_is_a_flow) {
    DeclarationWriter writer(file, truth, {"empty", 1, 0, 0});
    writer.finish({});
    StoredFlow flow = open_stored_declarations(file, truth, {});
    Block block;
    EXPECT_FALSE(flow.source->next(block));
}

TEST_F(DeclarationHdf5, refuses_what_is_not_its_own) {
    write(file, truth, 4096);
    const std::string other = (files.folder() / "other.h5").string();
    const std::string other_truth = (files.folder() / "other-truth.h5").string();
    write(other, other_truth, 4096, 6);
    EXPECT_THAT(refusal("nowhere.h5"), HasSubstr("nowhere.h5: error: no such file"));
    EXPECT_THAT(refusal(truth), HasSubstr("is not a 'greenlane-declarations' file"));
    EXPECT_THAT(refusal(file, file), HasSubstr("is not a 'greenlane-truth' file"));
    EXPECT_THAT(refusal(file, other_truth), HasSubstr("the truth is not that of the declarations"));
    EXPECT_THAT(refusal(files.write("a.csv", "a,b\n1,2\n").string()), HasSubstr("not HDF5"));
    EXPECT_TRUE(is_hdf5(file));
    EXPECT_FALSE(is_hdf5("nowhere.h5"));
}

TEST_F(DeclarationHdf5, a_truncated_or_altered_file_is_refused_and_never_a_crash) {
    write(file, truth, 4096);
    const std::string sound = bytes(file);
    for (std::size_t part = 1; part <= 20; ++part) {
        EXPECT_NE(
            refusal(files.write("cut.h5", sound.substr(0, sound.size() * part / 21)).string()), "")
            << part;
    }
    std::uint64_t state = 1;
    for (int i = 0; i < 60; ++i) {
        std::string altered = sound;
        for (int bytes_hit = 0; bytes_hit < 20; ++bytes_hit) {
            state = state * 6364136223846793005u + 1442695040888963407u;
            altered[(state >> 20) % altered.size()] = static_cast<char>(state >> 12);
        }
        refusal(files.write("altered.h5", altered).string());
    }
}

TEST_F(DeclarationHdf5, blocks_must_follow_each_other) {
    shipment::Vocabulary words;
    DeclarationWriter writer(file, "", {});
    writer.append(made_up(0, 10, words));
    EXPECT_THROW(writer.append(made_up(11, 10, words)), ContractViolation);
}

}  // namespace
}  // namespace greenlane::io
