#include "greenlane/io/study.h"

#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"

#include "written_files.h"

#include <cmath>
#include <fstream>
#include <iterator>

#include <H5Cpp.h>
#include <gmock/gmock.h>

/// A study is read back by the HDF5 library alone and compared with the result it was made from.
namespace greenlane::io {
namespace {

const std::filesystem::path golden = std::filesystem::path(GREENLANE_SOURCE_ROOT) / "tests/golden";

experiment::RunResult two_replications() {
    Diagnostics diagnostics;
    const auto scenario = read_scenario((golden / "post.toml").string(), {}, diagnostics);
    const auto profile = read_profile(scenario->profile->value, {}, diagnostics);
    engine::ScenarioParts parts;
    parts.scenario = &*scenario;
    parts.profile = &profile->definition;
    parts.lists = profile->lists;
    const auto compiled = engine::compile(parts, diagnostics);
    experiment::ThreadWorkers workers(1);
    experiment::Execution execution{.workers = &workers};
    experiment::Run run = experiment::run(*compiled, {.replications = 2}, execution);
    return experiment::summarise(
        *compiled, std::move(run),
        {.profile = profile->definition.name.value, .replayed = {}, .warnings = {}}, true);
}

class StudyTest : public testing::Test {
protected:
    StudyTest() : result_(two_replications()) {}

    void write() {
        const std::string file = (files_.folder() / "study.h5").string();
        write_study(file, result_, {{{"scenario", "[scenario]\n"}}, {"scenario.seed=7"}});
        study_ = H5::H5File(file, H5F_ACC_RDONLY);
    }

    template <typename T>
    std::vector<T> numbers(const std::string& path, const H5::PredType& type) const {
        const H5::DataSet set = study_.openDataSet(path);
        std::vector<T> values(static_cast<std::size_t>(set.getSpace().getSimpleExtentNpoints()));
        set.read(values.data(), type);
        return values;
    }
    std::vector<double> doubles(const std::string& path) const {
        return numbers<double>(path, H5::PredType::NATIVE_DOUBLE);
    }
    std::vector<std::int64_t> integers(const std::string& path) const {
        return numbers<std::int64_t>(path, H5::PredType::NATIVE_INT64);
    }
    std::vector<std::string> texts(const std::string& path) const {
        const H5::DataSet set = study_.openDataSet(path);
        const std::size_t size = set.getDataType().getSize();
        const auto count = static_cast<std::size_t>(set.getSpace().getSimpleExtentNpoints());
        std::vector<char> bytes(count * size);
        set.read(bytes.data(), set.getDataType());
        std::vector<std::string> words;
        for (std::size_t i = 0; i < count; ++i) {
            const std::string padded(&bytes[i * size], size);
            words.push_back(padded.substr(0, padded.find('\0')));
        }
        return words;
    }
    std::vector<hsize_t> shape(const std::string& path) const {
        const H5::DataSpace space = study_.openDataSet(path).getSpace();
        std::vector<hsize_t> extents(static_cast<std::size_t>(space.getSimpleExtentNdims()));
        space.getSimpleExtentDims(extents.data());
        return extents;
    }
    std::string attribute(const std::string& name) const {
        const H5::Attribute attribute = study_.openGroup("/").openAttribute(name);
        std::string text;
        attribute.read(attribute.getDataType(), text);
        return text.substr(0, text.find('\0'));
    }

    WrittenFiles files_;
    experiment::RunResult result_;
    H5::H5File study_;
};

void expect_same(std::span<const double> read, std::span<const double> expected) {
    ASSERT_EQ(read.size(), expected.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        EXPECT_TRUE(read[i] == expected[i] || (std::isnan(read[i]) && std::isnan(expected[i])))
            << i;
    }
}

TEST_F(StudyTest, SaysWhatItIs) {
    write();
    EXPECT_EQ(attribute("filetype"), "greenlane-study");
    EXPECT_EQ(attribute("scenario"), "post");
    EXPECT_EQ(attribute("profile"), "post-profile");
    EXPECT_EQ(attribute("data"), "synthetic");
    EXPECT_THAT(texts("inputs/scenario"), testing::ElementsAre("[scenario]\n"));
    EXPECT_THAT(texts("inputs/overrides"), testing::ElementsAre("scenario.seed=7"));
}

TEST_F(StudyTest, HoldsTheCube) {
    write();
    const std::size_t kpis = kpi::kpis().size();
    const std::vector<std::string> ids = texts("kpi/id");
    const std::vector<double> figures = doubles("kpi/figure");
    ASSERT_EQ(ids.size(), kpis);
    for (std::size_t i = 0; i < kpis; ++i) {
        EXPECT_EQ(ids[i], kpi::kpis()[i].id);
        const auto figure = result_.cube.figure(0, i);
        const double expected = figure ? figure->mean : std::nan("");
        expect_same({&figures[3 * i], 1}, {&expected, 1});
    }
    const std::vector<std::string> segments = texts("kpi/by_segment/label");
    const std::vector<double> values = doubles("kpi/by_segment/value");
    const std::vector<std::int64_t> counts = integers("kpi/by_segment/count");
    ASSERT_EQ(shape("kpi/by_segment/value"), (std::vector<hsize_t>{2, segments.size(), kpis}));
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const std::size_t slice = result_.cube.slice_index("all", segments[i]);
        for (std::size_t r = 0; r < 2; ++r) {
            expect_same(std::span(values).subspan((r * segments.size() + i) * kpis, kpis),
                        result_.cube.values().subspan(
                            (r * result_.cube.slices().size() + slice) * kpis, kpis));
        }
        EXPECT_EQ(counts[i * kpis], result_.cube.count(slice, 0));
    }
    EXPECT_EQ(texts("kpi/by_period/label").front(), "all");
    EXPECT_FALSE(study_.openGroup("kpi").nameExists("data_interval"));
}

TEST_F(StudyTest, HoldsTheDataIntervalsOfAReplay) {
    result_.data.emplace().by_kpi.assign(kpi::kpis().size(), std::nullopt);
    result_.data->by_kpi[1] = kpi::Interval{2, 3};
    write();
    ASSERT_EQ(shape("kpi/data_interval"), (std::vector<hsize_t>{kpi::kpis().size(), 2}));
    const std::vector<double> limits = doubles("kpi/data_interval");
    EXPECT_TRUE(std::isnan(limits[0]));
    EXPECT_EQ(limits[2], 2);
    EXPECT_EQ(limits[3], 3);
}

TEST_F(StudyTest, HoldsWhatEachRuleFound) {
    write();
    const std::vector<std::int64_t> counts = integers("rules/counts");
    const std::vector<double> rates = doubles("rules/hit_rate");
    const std::vector<std::string> codes = texts("rules/code");
    EXPECT_THAT(texts("rules/count"),
                testing::ElementsAre("matched", "chosen", "unknown", "inspected", "hits"));
    ASSERT_EQ(codes.size(), result_.rules.size());
    const std::size_t row = 5 * codes.size();
    std::int64_t hits = 0;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const experiment::RuleResult& rule = result_.rules[i];
        EXPECT_EQ(codes[i], rule.code);
        EXPECT_EQ(counts[5 * i] + counts[row + 5 * i], rule.counts.matched);
        EXPECT_EQ(counts[5 * i + 3] + counts[row + 5 * i + 3], rule.inspected);
        EXPECT_EQ(counts[5 * i + 4] + counts[row + 5 * i + 4], rule.hits);
        const double rate = rule.hit_rate ? rule.hit_rate->mean : std::nan("");
        expect_same({&rates[3 * i], 1}, {&rate, 1});
        hits += *rule.hits;
    }
    EXPECT_GT(hits, 0);
}

TEST_F(StudyTest, HoldsHistogramsAndCounts) {
    write();
    const std::vector<std::int64_t> first = integers("lanes/clearance_ms/first_bin");
    const std::vector<std::int64_t> bins = integers("lanes/clearance_ms/bins");
    for (const Lane lane : lanes) {
        const auto index = static_cast<std::size_t>(lane);
        kpi::Histogram read;
        for (std::int64_t bin = first[index]; bin < first[index + 1]; ++bin) {
            const std::int64_t* at = &bins[static_cast<std::size_t>(3 * bin)];
            read.add(at[0], static_cast<std::uint64_t>(at[2]));
        }
        kpi::Histogram expected;
        for (const engine::Replication& replication : result_.replications) {
            expected.merge(replication.tally.clearance(lane));
        }
        EXPECT_EQ(read, expected) << name(lane);
    }
    const std::vector<std::int64_t> counts = integers("counts/value");
    EXPECT_EQ(counts[0] + counts[counts.size() / 2], result_.counts.lodged);
    EXPECT_THAT(integers("counts/replication"), testing::ElementsAre(0, 1));
    EXPECT_EQ(texts("stations/name").size(), result_.stations.size());
}

TEST_F(StudyTest, IsTheSameBytesForTheSameResult) {
    std::array<std::string, 2> bytes;
    for (std::string& read : bytes) {
        const std::string file = (files_.folder() / "study.h5").string();
        write_study(file, result_, {});
        std::ifstream in(file, std::ios::binary);
        read.assign(std::istreambuf_iterator<char>(in), {});
    }
    EXPECT_FALSE(bytes[0].empty());
    EXPECT_EQ(bytes[0], bytes[1]);
}

}  // namespace
}  // namespace greenlane::io
