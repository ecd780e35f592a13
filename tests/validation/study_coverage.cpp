/// How often what a study reports contains the truth: 95 % intervals of KPIs and of their paired
/// differences, from many studies of whole scenarios, each with a seed of its own. Prints the table
/// of docs/validation.md, and fails where what is promised is not kept (99.9 %).
///
///     study_coverage [STUDIES [SCENARIO]]      1,000 studies of each scenario take five minutes
///
/// Truth is theory where there is one, and else the mean of a tenth as many other studies: its own
/// error takes 0.1 points off the coverage. A/A: every other study against the next, which is the
/// same reference system with another seed; 5 % of them should seem different at 5 %.

#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/result.h"
#include "greenlane/experiment/run.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/kpi/difference.h"
#include "greenlane/kpi/sample_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace greenlane;

constexpr std::size_t few = 5;  // replications; the first ones of each study

/// Of a figure, under the reference and under the other system.
struct Truth {
    double reference;
    double other;
};

struct Row {
    std::size_t kpi;
    bool promised = false;  ///< the program fails outside the limits
    /// A quantile is read as that of all shipments, not as the mean of the replications' quantiles.
    bool of_all = false;
    std::optional<Truth> theory{};
};

/// Two systems that are compared, and what is looked at.
struct Setting {
    std::string scenario;
    std::vector<std::string> overrides;        ///< of both
    std::vector<std::string> other_overrides;  ///< of the other system
    std::string other_profile;                 ///< empty: the scenario's own
    std::vector<Row> rows;
};

/// A scenario with its profile, read once.
class System {
public:
    System(const std::string& name, const std::vector<std::string>& overrides,
           const std::string& profile) {
        const std::string root = GREENLANE_SOURCE_ROOT;
        Diagnostics diagnostics;
        scenario_ =
            io::read_scenario(root + "/scenarios/" + name + ".toml", overrides, diagnostics);
        if (scenario_ && scenario_->profile) {
            profile_ = io::read_profile(
                profile.empty() ? scenario_->profile->value : root + "/profiles/" + profile, {},
                diagnostics);
        }
        if (diagnostics.has_errors()) {
            throw InputError(Failure::usage, diagnostics);
        }
    }

    std::size_t replications() const {
        return static_cast<std::size_t>(scenario_->replications.value);
    }

    engine::CompiledScenario with_seed(std::uint64_t seed) const {
        engine::ScenarioParts parts;
        parts.scenario = &*scenario_;
        parts.seed = seed;
        if (profile_) {
            parts.profile = &profile_->definition;
            parts.lists = profile_->lists;
        }
        Diagnostics diagnostics;
        auto compiled = engine::compile(parts, diagnostics);
        if (!compiled) {
            throw InputError(Failure::usage, diagnostics);
        }
        return std::move(*compiled);
    }

private:
    std::optional<engine::ScenarioDefinition> scenario_;
    std::optional<io::ProfileFile> profile_;
};

/// What `run` reports of one system, by row.
struct Report {
    std::vector<std::vector<std::optional<double>>> values;
    std::vector<std::optional<kpi::Figure>> figures;
    std::vector<std::optional<kpi::Figure>> of_few;  ///< by the first replications alone
    kpi::Histogram times;                            ///< of all shipments
};

Report report(const System& system, std::uint64_t seed, const std::vector<Row>& rows) {
    const engine::CompiledScenario scenario = system.with_seed(seed);
    experiment::RunOptions options;
    options.replications = system.replications();
    experiment::ThreadWorkers workers(1);
    experiment::Execution execution{.workers = &workers};
    experiment::RunResult whole =
        experiment::summarise(scenario, experiment::run(scenario, options, execution), {}, false);
    Report report;
    for (const Row& row : rows) {
        auto& values = report.values.emplace_back();
        for (std::size_t r = 0; r < whole.cube.replications(); ++r) {
            values.push_back(whole.cube.value(r, 0, row.kpi));
        }
        report.figures.push_back(whole.cube.figure(0, row.kpi));
    }
    for (const engine::Replication& replication : whole.replications) {
        report.times.merge(replication.tally.clearance(kpi::ClearanceOf::all));
    }
    whole.replications.erase(whole.replications.begin() + few, whole.replications.end());
    const auto first =
        experiment::summarise(scenario, {std::move(whole.replications), {}}, {}, false);
    for (const Row& row : rows) {
        report.of_few.push_back(first.cube.figure(0, row.kpi));
    }
    return report;
}

/// Both systems on the same draws.
struct Study {
    Report reference;
    Report other;
};

struct Coverage {
    std::uint64_t intervals = 0;
    std::uint64_t covering = 0;

    void add(const std::optional<kpi::Figure>& figure, double truth) {
        if (figure && figure->interval) {
            ++intervals;
            covering += figure->interval->contains(truth);
        }
    }
    bool is_kept() const {
        const kpi::Counts counts = kpi::expected_counts(intervals, 0.95, 0.999);
        return counts.low <= covering && covering <= counts.high;
    }
    double percent() const {
        return 100 * static_cast<double>(covering) / static_cast<double>(intervals);
    }
};

std::optional<kpi::Figure> difference(std::span<const std::optional<double>> other,
                                      std::span<const std::optional<double>> reference) {
    const auto compared = kpi::compare_paired(other, reference);
    return compared ? std::optional(compared->figure) : std::nullopt;
}

/// What the studies showed of one row.
struct Finding {
    double truth = 0;
    double true_difference = 0;
    Coverage level, level_of_few;
    Coverage paired, paired_of_few;
    std::uint64_t significant = 0;  ///< of the A/A comparisons

    void add(const Study& study, std::size_t row) {
        level.add(study.reference.figures[row], truth);
        level_of_few.add(study.reference.of_few[row], truth);
        const std::span other(study.other.values[row]);
        const std::span reference(study.reference.values[row]);
        paired.add(difference(other, reference), true_difference);
        paired_of_few.add(difference(other.first(few), reference.first(few)), true_difference);
    }
    void add_comparison(const Report& first, const Report& second, std::size_t row) {
        const auto compared = kpi::compare_unpaired(first.values[row], second.values[row]);
        significant += compared && compared->test && compared->test->p < 0.05;
    }
    bool is_kept(std::size_t studies) const {
        const kpi::Counts by_chance = kpi::expected_counts(studies / 2, 0.05, 0.999);
        return level.is_kept() && level_of_few.is_kept() && paired.is_kept() &&
               paired_of_few.is_kept() && by_chance.low <= significant &&
               significant <= by_chance.high;
    }
};

double mean_of(const std::vector<Study>& studies, Report Study::*system, std::size_t row) {
    double sum = 0;
    std::size_t n = 0;
    for (const Study& study : studies) {
        for (const auto& value : (study.*system).values[row]) {
            sum += value.value_or(0);
            n += value.has_value();
        }
    }
    return sum / static_cast<double>(n);
}

double quantile_of_all(const std::vector<Study>& studies, Report Study::*system, double p) {
    kpi::Histogram times;
    for (const Study& study : studies) {
        times.merge((study.*system).times);
    }
    return static_cast<double>(*times.quantile(p)) / static_cast<double>(hour);
}

Truth truth_of(const Row& row, std::size_t index, const std::vector<Study>& studies) {
    if (row.theory) {
        return *row.theory;
    }
    const auto of = [&](Report Study::*system) {
        return row.of_all ? quantile_of_all(studies, system, kpi::kpis()[row.kpi].how.p)
                          : mean_of(studies, system, index);
    };
    return {of(&Study::reference), of(&Study::other)};
}

std::vector<Study> run_studies(const System& reference, const System& other,
                               const std::vector<Row>& rows, std::size_t number,
                               std::uint64_t first_seed) {
    std::vector<Study> studies;
    for (std::uint64_t seed = first_seed; seed < first_seed + number; ++seed) {
        studies.push_back({report(reference, seed, rows), report(other, seed, rows)});
    }
    return studies;
}

struct Measured {
    std::size_t replications = 0;   ///< of each study, as the scenario asks for
    std::vector<Finding> findings;  ///< by row
};

Measured measure(const Setting& setting, std::size_t number) {
    const System reference(setting.scenario, setting.overrides, "");
    std::vector<std::string> overrides = setting.overrides;
    overrides.insert(overrides.end(), setting.other_overrides.begin(),
                     setting.other_overrides.end());
    const System other(setting.scenario, overrides, setting.other_profile);
    const auto studies = run_studies(reference, other, setting.rows, number, 1);
    const auto others = run_studies(reference, other, setting.rows, (number + 9) / 10, 1'000'001);
    Measured measured{reference.replications(), std::vector<Finding>(setting.rows.size())};
    for (std::size_t row = 0; row < setting.rows.size(); ++row) {
        Finding& finding = measured.findings[row];
        const Truth truth = truth_of(setting.rows[row], row, others);
        finding.truth = truth.reference;
        finding.true_difference = truth.other - truth.reference;
        for (const Study& study : studies) {
            finding.add(study, row);
        }
        for (std::size_t study = 1; study < number; study += 2) {
            finding.add_comparison(studies[study - 1].reference, studies[study].reference, row);
        }
    }
    return measured;
}

void print(const Setting& setting, const Measured& measured, std::size_t studies) {
    std::printf(
        "\n| %s | truth | R = %zu | R = %zu | difference | R = %zu | R = %zu | A/A |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: |\n",
        setting.scenario.c_str(), few, measured.replications, few, measured.replications);
    for (std::size_t row = 0; row < setting.rows.size(); ++row) {
        const kpi::Kpi& kpi = kpi::kpis()[setting.rows[row].kpi];
        const Finding& found = measured.findings[row];
        if (found.level_of_few.intervals < studies / 2) {
            continue;  // as a rule undefined in so short a time
        }
        const char* const mark = setting.rows[row].promised ? "**" : "";
        std::printf("| %s`%s`%s%s | %.4g | %.1f | %.1f | %.3g | %.1f | %.1f | %llu |\n", mark,
                    std::string(kpi.id).c_str(), mark,
                    setting.rows[row].of_all ? " of all shipments" : "", found.truth,
                    found.level_of_few.percent(), found.level.percent(), found.true_difference,
                    found.paired_of_few.percent(), found.paired.percent(),
                    static_cast<unsigned long long>(found.significant));
    }
}

/// M/M/1 at 54 shipments an hour, a minute's service against 57 seconds.
Setting one_desk() {
    const double slack = 60 - 54;           // service rate less arrival rate, an hour
    const double other = 3600.0 / 57 - 54;  // the same with the quicker service
    const double due = 0.25;                // hours
    const auto row = [](std::string_view id, Truth theory) {
        return Row{.kpi = kpi::kpi_index(id), .promised = true, .theory = theory};
    };
    Setting setting{.scenario = "one-desk",
                    .overrides = {"scenario.duration=30d", "targets.release_within=15min"},
                    .other_overrides = {"station.document-check.service.mean=57s"},
                    .other_profile = {},
                    .rows = {row("clearance.time", {1 / slack, 1 / other}),
                             row("release.on_time.all", {100 - 100 * std::exp(-slack * due),
                                                         100 - 100 * std::exp(-other * due)}),
                             row("clearance.utilisation", {90, 85.5})}};
    const std::size_t p90 = kpi::kpi_index("clearance.time.p90");
    setting.rows.push_back({.kpi = p90, .promised = true});
    setting.rows.push_back(
        {.kpi = p90, .of_all = true, .theory = Truth{std::log(10) / slack, std::log(10) / other}});
    return setting;
}

/// A week of the preset after its week of warm-up, green-strict against green-baseline: all
/// headline KPIs.
Setting sea_port() {
    constexpr std::array<std::string_view, 5> promised{"clearance.time", "clearance.time.p90",
                                                       "release.on_time", "targeting.hit_rate",
                                                       "targeting.detection_rate"};
    Setting setting{.scenario = "sea-port",
                    .overrides = {"scenario.duration=14d"},
                    .other_overrides = {},
                    .other_profile = "green-strict.toml",
                    .rows = {}};
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        const std::string_view id = kpi::kpis()[kpi].id;
        if (experiment::is_headline(kpi::kpis()[kpi])) {
            setting.rows.push_back(
                {.kpi = kpi,
                 .promised = std::find(promised.begin(), promised.end(), id) != promised.end()});
        }
        if (id == "clearance.time.p90") {
            setting.rows.push_back({.kpi = kpi, .of_all = true});
        }
    }
    return setting;
}

}  // namespace

int main(int argc, char** argv) try {
    const std::size_t number = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
    const std::string_view wanted = argc > 2 ? argv[2] : "";
    bool kept = true;
    std::printf("Coverage of 95 %% intervals in %zu studies, in %%.\n", number);
    for (const Setting& setting : {one_desk(), sea_port()}) {
        if (wanted.empty() || setting.scenario == wanted) {
            const Measured measured = measure(setting, number);
            print(setting, measured, number);
            for (std::size_t row = 0; row < setting.rows.size(); ++row) {
                kept &= !setting.rows[row].promised || measured.findings[row].is_kept(number);
            }
        }
    }
    return kept ? 0 : 1;
} catch (const InputError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
