#include "greenlane/engine/replication.h"
#include "greenlane/experiment/calibration_notes.h"
#include "greenlane/experiment/goods_count.h"
#include "greenlane/io/calibration.h"
#include "greenlane/io/catalogue.h"
#include "greenlane/io/scenario.h"
#include "greenlane/report/calibration_tables.h"

#include "cli/command.h"
#include "cli/inputs.h"
#include "cli/output.h"
#include "cli/terminal.h"

#include <filesystem>

#include <fmt/format.h>

namespace greenlane::cli {

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

constexpr const char* example =
    "greenlane calibrate scenarios/sea-port.toml --declarations 2025.csv --mapping "
    "my-mapping.toml -o my-port.toml";

void expect_new(const fs::path& file) {
    if (fs::exists(file)) {
        throw InputError(Failure::usage, file.string(), "exists already",
                         "name another file, or remove it");
    }
}

/// Where the calibrated scenario goes: new files in a folder that is there.
io::CalibrationPlace place_of(const options::variables_map& given) {
    const auto scenarios = option<Texts>(given, "scenario", {});
    if (scenarios.size() != 1) {
        usage_error(scenarios.empty() ? "no scenario given" : "more than one scenario given",
                    example);
    }
    io::CalibrationPlace place;
    place.before = scenarios.front();
    place.after = option<std::string>(given, "output", "");
    if (place.after.empty()) {
        usage_error("-o names the file that the calibrated scenario goes to", example);
    }
    place.catalogue = place.after;
    place.catalogue.replace_filename(place.after.stem().string() + "-goods.csv");
    expect_new(place.after);
    expect_new(place.catalogue);
    if (const fs::path folder = place.after.parent_path();
        !folder.empty() && !fs::is_directory(folder)) {
        throw InputError(Failure::output, place.after.string(),
                         "cannot be written: there is no such folder",
                         "mkdir -p " + folder.string());
    }
    return place;
}

engine::ScenarioDefinition read_scenario(const fs::path& file) {
    Diagnostics diagnostics;
    auto scenario = io::read_scenario(file, {}, diagnostics);
    if (!scenario || diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    return std::move(*scenario);
}

/// Whether the declarations hold a time of day.
bool times_known(const DeclarationFiles& files) {
    const auto& mapping = files.mapping();
    return !mapping || mapping->find(io::Field::date)->date_format.find("%H") != std::string::npos;
}

/// Values of goods are in US dollars, in the catalogue as in what the flow generates.
void expect_dollars(const io::MappingDefinition& mapping) {
    if (mapping.find(io::Field::value) != nullptr && mapping.currency != "USD") {
        throw InputError(
            Failure::usage, mapping.file,
            "values are in " + mapping.currency + ", those of a goods catalogue in US dollars",
            "convert them: currency = \"USD\", and `exchange` says what one unit of "
            "the file's money is in dollars");
    }
}

/// What the scenario's profile would have decided on the same declarations, without a clock.
void compare_lanes(const DeclarationFiles& files, const engine::ScenarioDefinition& before,
                   std::uint64_t seed, experiment::LaneCounts& lanes) {
    if (lanes.total() == 0 || !before.profile || before.profile->value == "recorded") {
        return;
    }
    Replays replays;
    const Inputs inputs = read_inputs({.scenario = {},
                                       .profile = before.profile->value,
                                       .overrides = {},
                                       .seed = seed,
                                       .declarations = files.request()},
                                      replays);
    ProgressBar progress("screening", "declarations",
                         static_cast<std::uint64_t>(inputs.scenario.expected));
    engine::Watch watch;
    watch.decided = [&](const shipment::Block& block, const shipment::Vocabulary&,
                        const screening::Decisions& decisions) {
        lanes.add(block.records.lane, decisions);
    };
    watch.goes_on = [&](std::uint64_t lodged) {
        progress.show(lodged);
        return !interrupted();
    };
    engine::run_replication(inputs.scenario, inputs.scenario.feed->first_replication(), watch);
    lanes.profile = inputs.profile;
}

void expect_fit(const experiment::Calibration& calibration, const std::string& file) {
    if (!calibration.is_empty()) {
        return;
    }
    throw InputError(
        Failure::declarations, file,
        "nothing can be fitted to " +
            experiment::counted(calibration.arrivals.declarations, "declaration"),
        fmt::format("arrivals need {} declarations, goods {} with a code of six digits, the times "
                    "of a stage {} completed stays",
                    experiment::ArrivalFit::fewest_declarations,
                    experiment::GoodsFit::fewest_declarations,
                    experiment::Calibration::fewest_stays));
}

experiment::Calibration calibrate(DeclarationFiles& files, const engine::ScenarioDefinition& before,
                                  std::uint64_t seed) {
    experiment::PostRecords records;
    std::optional<experiment::GoodsCount> goods;
    if (before.flow.goods) {
        goods.emplace(*before.flow.goods, files.minor_digits());
    }
    const auto source = files.read({files.utc_offset(), 0}, [&](const shipment::Block& block,
                                                                const shipment::Vocabulary& words) {
        records.add(block);
        if (goods) {
            goods->add(block.declarations, words);
        }
    });
    experiment::Calibration calibration =
        experiment::calibrate(records, before.process,
                              {.utc_offset = files.utc_offset(),
                               .times_known = times_known(files),
                               .day_of_week = before.flow.arrivals.day_of_week.value,
                               .lanes_decided = before.profile.has_value(),
                               .seed = seed});
    if (goods) {
        calibration.goods = goods->fit(source->vocabulary());
    }
    expect_fit(calibration, files.request().files.front());
    compare_lanes(files, before, seed, calibration.lanes);
    return calibration;
}

int run(const options::variables_map& given) {
    io::CalibrationPlace place = place_of(given);
    auto request = declaration_request(given);
    if (!request) {
        usage_error("no declarations given", example);
    }
    const engine::ScenarioDefinition before = read_scenario(place.before);
    if (given.count("seed") == 0 && !before.seed) {
        usage_error("no seed: the test of fit draws", "--seed 1, or a seed in the scenario");
    }
    const std::uint64_t seed = whole_number(given, "seed", 0, before.seed ? before.seed->value : 0);
    watch_for_interrupt();
    DeclarationFiles files(std::move(*request), seed);
    if (files.mapping() && before.flow.goods) {
        expect_dollars(*files.mapping());
    }
    place.utc_offset = files.utc_offset();
    place.start = before.start.value;
    place.utc_offset_before = before.utc_offset;
    place.source = files.mapping() ? files.mapping()->source : "";
    const experiment::Calibration calibration = calibrate(files, before, seed);

    Diagnostics diagnostics;
    const std::string text = io::to_calibrated_scenario(calibration, place, diagnostics);
    if (diagnostics.has_errors()) {
        throw InputError(Failure::usage, diagnostics);
    }
    if (calibration.goods && calibration.goods->is_fitted()) {
        write_file(place.catalogue.string(),
                   io::to_catalogue_csv(calibration.goods->catalogue, place.source));
    }
    write_file(place.after.string(), text);
    write_out(report::calibration_tables(place.after.filename().string(), calibration,
                                         {terminal_width(), colours_wanted()}));
    return 0;
}

}  // namespace

Command calibrate_command() {
    Command command{
        .name = "calibrate",
        .summary = "Fits arrivals, goods and times of a scenario to a post's own records",
        .usage = "SCENARIO --declarations FILE... --mapping FILE -o SCENARIO",
        .examples =
            "  greenlane calibrate scenarios/sea-port.toml --declarations 2020.csv --mapping "
            "profiles/mappings/kcs.toml -o my-port.toml\n"
            "  greenlane check my-port.toml\n"
            "  greenlane run my-port.toml --parameter-uncertainty\n",
        .visible = options::options_description("Options"),
        .positional = {},
        .run = run};
    command.positional.add("scenario", -1);
    add_declaration_options(command.visible,
                            "the post's records (CSV, CSV.gz, or what `generate` wrote)");
    command.visible.add_options()("output,o", options::value<std::string>()->value_name("FILE"),
                                  "the calibrated scenario, a new file; its goods go beside it")(
        "seed", options::value<std::string>()->value_name("N"),
        "of the tests of fit, instead of the scenario's");
    return command;
}

}  // namespace greenlane::cli
