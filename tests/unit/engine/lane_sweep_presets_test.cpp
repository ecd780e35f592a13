/// Lane sweeps of the presets and of recorded declarations against whole runs.

#include "greenlane/io/declaration_reader.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/learning/training.h"

#include "unit/engine/whole_runs.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

const std::filesystem::path root = GREENLANE_SOURCE_ROOT;
const std::filesystem::path korean = std::filesystem::path(GREENLANE_SHARED) / "data" / "kcs";

void expect_none(const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        ADD_FAILURE() << to_string(diagnostic);
    }
}

CompiledScenario preset(const std::string& scenario, const std::string& profile) {
    Diagnostics diagnostics;
    const std::vector<std::string> overrides{"scenario.duration=5d", "scenario.warmup=1d"};
    const auto definition =
        io::read_scenario(root / "scenarios" / (scenario + ".toml"), overrides, diagnostics);
    const auto file = io::read_profile(root / "profiles" / (profile + ".toml"), {}, diagnostics);
    auto compiled = compile({.scenario = &*definition,
                             .profile = &file->definition,
                             .lists = file->lists,
                             .replay = {},
                             .seed = {}},
                            diagnostics);
    expect_none(diagnostics);
    return test::observed_to_the_end(std::move(compiled).value());
}

/// The profile's own setting and some around it, with a quarter of the places and with all.
std::vector<LaneSetting> settings_around(const CompiledScenario& scenario) {
    const LaneSetting own = lane_setting(*scenario.profile);
    std::vector<LaneSetting> settings = {own};
    for (const std::int32_t yellow : {10, 35}) {
        for (const std::int32_t red : {20, 60}) {
            for (const std::int64_t share : {1, 4}) {
                LaneSetting setting = own;
                setting.yellow_from = yellow;
                setting.red_from = red;
                for (std::int64_t& places : setting.per_day) {
                    places /= share;
                }
                settings.push_back(setting);
            }
        }
    }
    return settings;
}

void expect_whole_runs(const CompiledScenario& scenario) {
    const auto settings = settings_around(scenario);
    const auto swept = sweep_lanes(scenario, 2, settings);
    std::int64_t displaced = 0;
    for (std::size_t i = 0; i < settings.size(); ++i) {
        const auto whole = test::whole_run(scenario, 2, settings[i]);
        ASSERT_EQ(whole.counts.exits[static_cast<std::size_t>(kpi::Exit::in_process)], 0);
        EXPECT_EQ(test::difference(swept[i], whole.totals), "") << "setting " << i;
        displaced += swept[i].cell[kpi::Measure::displaced];
    }
    EXPECT_GT(displaced, 0);
}

TEST(LaneSweepOfPresets, EqualsWholeRunsAtTheSeaPort) {
    expect_whole_runs(preset("sea-port", "green-baseline"));
}

TEST(LaneSweepOfPresets, EqualsWholeRunsAtTheLandBorderPost) {
    expect_whole_runs(preset("land-border-post", "green-strict"));
}

TEST(LaneSweepOfPresets, RefusesSamplingPlans) {
    EXPECT_TRUE(why_no_lane_sweep(preset("sea-port", "sampling-plan")));
    EXPECT_FALSE(why_no_lane_sweep(preset("sea-port", "random-only")));
}

/// The Korean declarations as a feed.
class KoreanFeed final : public Feed {
public:
    explicit KoreanFeed(const char* file) {
        Diagnostics diagnostics;
        input_.mapping = io::read_mapping(root / "profiles/mappings/kcs.toml", diagnostics);
        expect_none(diagnostics);
        input_.files = {(korean / file).string()};
        input_.seed = 1;
    }
    Duration utc_offset() const { return input_.mapping.utc_offset; }
    std::unique_ptr<shipment::Source> open(random::Key, shipment::Epochs epochs) const override {
        io::DeclarationInput input = input_;
        input.epochs = epochs;
        return io::open_declarations(std::move(input));
    }

private:
    io::DeclarationInput input_;
};

/// Taught by the declarations of 2020.
std::shared_ptr<const screening::FrozenScore> korean_score() {
    const KoreanFeed feed("declarations_train.csv");
    learning::TrainingDefinition definition;
    definition.epochs = {feed.utc_offset(), 0};
    learning::Trainer trainer(definition);
    const auto source = feed.open({}, definition.epochs);
    for (shipment::Block block; source->next(block);) {
        trainer.add(block, source->vocabulary());
    }
    return std::make_shared<const screening::FrozenScore>(
        std::move(trainer).finish(source->vocabulary()).model);
}

/// The declarations of 2021 at the sea port, under a trained score whose highest points of the day
/// are examined.
CompiledScenario korean_scenario() {
    Diagnostics diagnostics;
    auto definition = io::read_scenario(root / "scenarios/sea-port.toml", {}, diagnostics);
    definition->utc_offset = 9 * hour;
    definition->warmup.value = 3 * day;
    profile::ProfileDefinition profile;
    profile.name.value = "ranked";
    profile.random_rate = Located<double>{0.02, {}};
    profile.thresholds = {Located<std::int64_t>{30, {}}, Located<std::int64_t>{45, {}}};
    profile.model = profile::ModelDefinition{};
    profile.capacity = {{{"red", {}},
                         {12, {}},
                         Located<std::string>{"16:00", {}},
                         Located<std::string>{"yellow", {}}}};
    const shipment::Epochs days{9 * hour, 0};
    Replay replay{.feed = std::make_shared<const KoreanFeed>("declarations_valid.csv")};
    const auto source = replay.feed->open({}, days);
    for (shipment::Block block; source->next(block);) {
        const std::int64_t day = days.of(block.declarations.lodged.front());
        replay.begin = replay.declarations == 0 ? days.begin(day) : replay.begin;
        replay.end = days.begin(day + 1);
        replay.declarations += block.declarations.rows();
    }
    auto compiled = compile({.scenario = &*definition,
                             .profile = &profile,
                             .lists = {},
                             .score = korean_score(),
                             .replay = replay,
                             .seed = {}},
                            diagnostics);
    expect_none(diagnostics);
    return test::observed_to_the_end(std::move(compiled).value());
}

TEST(LaneSweepOfRecords, EqualsWholeRunsOfATrainedScoreByRank) {
    if (!std::filesystem::exists(korean)) {
        GTEST_SKIP() << "no " << korean;
    }
    expect_whole_runs(korean_scenario());
}

}  // namespace
}  // namespace greenlane::engine
