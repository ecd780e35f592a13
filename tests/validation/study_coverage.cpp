/// How often what a study reports contains the truth: 95 % intervals of KPIs and of their paired
/// differences, from many studies of whole scenarios. Prints the table of docs/validation.md, and
/// fails where what is promised is not kept.
///
///     study_coverage [STUDIES [SCENARIO]]      1,000 studies of each scenario take ten minutes
///
/// Studies are those of one seed, each with ten replications of its own: the intervals are given
/// the inputs, and the seed's traders are one of them. Truth is theory where there is one, and else
/// the mean of all replications of all studies: its own error takes less than 0.1 points off the
/// coverage. A/A: every other study against the next, the same reference system; 5 % of them
/// should seem different at 5 %. Other seeds show how far a figure hangs on the traders.

#include "greenlane/core/bytes.h"
#include "greenlane/experiment/comparison.h"
#include "greenlane/experiment/outcome.h"
#include "greenlane/experiment/simulation.h"
#include "greenlane/io/profile.h"
#include "greenlane/io/scenario.h"
#include "greenlane/kpi/difference.h"
#include "greenlane/kpi/kpi_figure.h"
#include "greenlane/kpi/sample_size.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using namespace greenlane;

constexpr std::size_t many = 10;         // replications of a study
constexpr std::size_t few = many / 2;    // of a small one: half of its replications
constexpr std::size_t other_seeds = 20;  // each with a twenty-fifth of the replications

/// Of a figure under the reference, and how much more it is under the other system.
struct Truth {
    double level;
    double difference;
};

struct Row {
    std::size_t kpi;
    bool promised = false;  ///< the program fails outside the limits
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

/// Of one seed: what the replications of each system gave.
using Outcomes = std::array<std::vector<experiment::Outcome>, 2>;  ///< reference, other

class Replications final : public experiment::Simulation {
public:
    explicit Replications(std::array<engine::CompiledScenario, 2> systems)
        : Simulation({}, false), systems_(std::move(systems)) {}

private:
    std::shared_ptr<const engine::CompiledScenario> scenario(
        const experiment::Unit& unit) override {
        return {std::shared_ptr<const void>(), &systems_[unit.system]};
    }
    std::string simulate(const experiment::Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override {
        ByteWriter writer;
        writer(experiment::outcome_of(
            scenario, engine::run_replication(scenario, declarations, unit.replication, watch)));
        return writer.take();
    }

    std::array<engine::CompiledScenario, 2> systems_;
};

Outcomes replicate(const System& reference, const System& other, std::uint64_t seed,
                   std::size_t replications) {
    Replications task({reference.with_seed(seed), other.with_seed(seed)});
    Outcomes outcomes{std::vector<experiment::Outcome>(replications),
                      std::vector<experiment::Outcome>(replications)};
    experiment::Units units;
    for (std::uint64_t system = 0; system < outcomes.size(); ++system) {
        units.add(system, 0, replications);
    }
    experiment::ThreadWorkers workers(std::max(1U, std::thread::hardware_concurrency()));
    experiment::Execution execution{.workers = &workers};
    std::size_t done = 0;
    experiment::execute(execution, task, units,
                        [&](const experiment::Unit& unit, std::string&& bytes) {
                            ByteReader reader(bytes);
                            reader(outcomes[unit.system][unit.replication]);
                            if (++done % 1000 == 0) {
                                std::fprintf(stderr, "seed %llu: %zu of %zu replications\n",
                                             static_cast<unsigned long long>(seed), done,
                                             outcomes.size() * replications);
                            }
                        });
    return outcomes;
}

using Replicated = std::vector<std::optional<double>>;

Replicated values_of(std::span<const experiment::Outcome> outcomes, std::size_t kpi) {
    Replicated values;
    for (const experiment::Outcome& outcome : outcomes) {
        values.push_back(outcome.value(kpi));
    }
    return values;
}

struct Coverage {
    std::uint64_t intervals = 0;
    std::uint64_t covering = 0;

    void add(const std::optional<kpi::Figure>& figure, double truth) {
        if (figure && figure->interval) {
            ++intervals;
            covering += figure->interval->contains(truth);
        }
    }
    /// 93 to 97 %, or what chance allows of 95 % (99.9 %) where that is wider.
    bool is_kept() const {
        const kpi::Counts chance = kpi::expected_counts(intervals, 0.95, 0.999);
        const auto least =
            std::min(0.93 * static_cast<double>(intervals), static_cast<double>(chance.low));
        const auto most =
            std::max(0.97 * static_cast<double>(intervals), static_cast<double>(chance.high));
        const auto found = static_cast<double>(covering);
        return least <= found && found <= most;
    }
    double percent() const {
        return 100 * static_cast<double>(covering) / static_cast<double>(intervals);
    }
};

/// Studies of so many replications each.
struct Studies {
    Coverage level;
    Coverage paired;         ///< of studies in which some replication shows a difference
    std::uint64_t same = 0;  ///< the difference is equal in all replications

    void add(std::size_t kpi, std::span<const experiment::Outcome> reference,
             std::span<const experiment::Outcome> other, const Truth& truth) {
        std::int64_t counted = 0;
        for (const experiment::Outcome& outcome : reference) {
            counted += outcome.counted[kpi];
        }
        const Replicated values = values_of(reference, kpi);
        level.add(kpi::figure_of(kpi::kpis()[kpi], values, counted), truth.level);
        const auto compared = kpi::compare_paired(values_of(other, kpi), values);
        if (compared && compared->figure.interval &&
            compared->figure.interval->low == compared->figure.interval->high) {
            ++same;
        } else if (compared) {
            paired.add(compared->figure, truth.difference);
        }
    }
    bool is_kept() const { return level.is_kept() && paired.is_kept(); }
};

/// What the studies showed of one row.
struct Finding {
    Truth truth;
    Studies small, large;
    std::uint64_t significant = 0;  ///< of the A/A comparisons
    Truth between_seeds{};  ///< standard deviations, in standard errors of a study's replications

    bool is_kept(std::size_t studies) const {
        const kpi::Counts by_chance = kpi::expected_counts(studies / 2, 0.05, 0.999);
        return small.is_kept() && large.is_kept() && by_chance.low <= significant &&
               significant <= by_chance.high;
    }
};

/// Mean and variance of what is defined.
struct Spread {
    double mean = 0;
    double variance = 0;
};

Spread spread_of(const Replicated& values) {
    double n = 0;
    double sum = 0;
    for (const auto& value : values) {
        n += value.has_value();
        sum += value.value_or(0);
    }
    Spread spread{sum / n, 0};
    for (const auto& value : values) {
        const double deviation = value.value_or(spread.mean) - spread.mean;
        spread.variance += deviation * deviation / (n - 1);
    }
    return spread;
}

/// By replication.
Replicated differences(const Outcomes& outcomes, std::size_t kpi) {
    Replicated values = values_of(outcomes[1], kpi);
    for (std::size_t r = 0; r < values.size(); ++r) {
        const auto reference = outcomes[0][r].value(kpi);
        values[r] = values[r] && reference ? std::optional(*values[r] - *reference) : std::nullopt;
    }
    return values;
}

/// What the variance between the seeds' means has beyond that of their replications, as a standard
/// deviation in standard errors of `many` replications.
double between(const std::vector<Replicated>& seeds) {
    Replicated means;
    double within = 0;
    for (const Replicated& seed : seeds) {
        const Spread spread = spread_of(seed);
        means.emplace_back(spread.mean);
        within += spread.variance / static_cast<double>(seeds.size());
    }
    const double sampling = within / static_cast<double>(seeds.front().size());
    const double beyond = std::max(0.0, spread_of(means).variance - sampling);
    return beyond > 0 ? std::sqrt(beyond / (within / static_cast<double>(many))) : 0;
}

Finding find(const Row& row, const Outcomes& all, const std::vector<Outcomes>& others) {
    const std::span reference(all[0]);
    const std::span other(all[1]);
    Finding finding{
        .truth = row.theory.value_or(Truth{spread_of(values_of(reference, row.kpi)).mean,
                                           spread_of(differences(all, row.kpi)).mean}),
        .small = {},
        .large = {}};
    for (std::size_t first = 0; first < reference.size(); first += few) {
        finding.small.add(row.kpi, reference.subspan(first, few), other.subspan(first, few),
                          finding.truth);
    }
    for (std::size_t first = 0; first < reference.size(); first += many) {
        finding.large.add(row.kpi, reference.subspan(first, many), other.subspan(first, many),
                          finding.truth);
    }
    for (std::size_t first = 0; first + 2 * many <= reference.size(); first += 2 * many) {
        const auto compared =
            kpi::compare_unpaired(values_of(reference.subspan(first, many), row.kpi),
                                  values_of(reference.subspan(first + many, many), row.kpi));
        finding.significant += compared && compared->test && compared->test->p < 0.05;
    }
    std::vector<Replicated> levels;
    std::vector<Replicated> paired;
    for (const Outcomes& seed : others) {
        levels.push_back(values_of(seed[0], row.kpi));
        paired.push_back(differences(seed, row.kpi));
    }
    finding.between_seeds = {between(levels), between(paired)};
    return finding;
}

std::vector<Finding> measure(const Setting& setting, std::size_t studies) {
    const System reference(setting.scenario, setting.overrides, "");
    std::vector<std::string> overrides = setting.overrides;
    overrides.insert(overrides.end(), setting.other_overrides.begin(),
                     setting.other_overrides.end());
    const System other(setting.scenario, overrides, setting.other_profile);
    const Outcomes all = replicate(reference, other, 1, studies * many);
    std::vector<Outcomes> others;
    for (std::size_t seed = 2; seed < 2 + other_seeds; ++seed) {
        others.push_back(replicate(reference, other, seed, std::max(few, studies / 25)));
    }
    std::vector<Finding> findings;
    for (const Row& row : setting.rows) {
        findings.push_back(find(row, all, others));
    }
    return findings;
}

void print(const Setting& setting, const std::vector<Finding>& findings, std::size_t studies) {
    std::printf(
        "\n| %s | truth | R = %zu | R = %zu | A/A | seeds | difference | R = %zu | R = %zu | "
        "same | seeds |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n",
        setting.scenario.c_str(), few, many, few, many);
    for (std::size_t row = 0; row < setting.rows.size(); ++row) {
        const Finding& found = findings[row];
        if (found.small.level.intervals < studies) {
            continue;  // as a rule undefined in so short a time
        }
        const char* const mark = setting.rows[row].promised ? "**" : "";
        std::printf("| %s`%s`%s | %.4g | %.1f | %.1f | %llu | %.1f |", mark,
                    std::string(kpi::kpis()[setting.rows[row].kpi].id).c_str(), mark,
                    found.truth.level, found.small.level.percent(), found.large.level.percent(),
                    static_cast<unsigned long long>(found.significant), found.between_seeds.level);
        const auto same = static_cast<double>(found.large.same);
        if (found.large.paired.intervals > 0) {
            std::printf(" %.3g | %.1f | %.1f | %.1f | %.1f |\n", found.truth.difference,
                        found.small.paired.percent(), found.large.paired.percent(),
                        100 * same / static_cast<double>(studies), found.between_seeds.difference);
        } else {
            std::printf(" %.3g | | | 100 | |\n", found.truth.difference);
        }
    }
}

/// M/M/1 at 54 shipments an hour, a minute's service against 57 seconds.
Setting one_desk() {
    const double slack = 60 - 54;           // service rate less arrival rate, an hour
    const double other = 3600.0 / 57 - 54;  // the same with the quicker service
    const double due = 0.25;                // hours
    const auto row = [](std::string_view id, double level, double other_level) {
        return Row{.kpi = kpi::kpi_index(id),
                   .promised = true,
                   .theory = Truth{level, other_level - level}};
    };
    Setting setting{.scenario = "one-desk",
                    .overrides = {"scenario.duration=30d", "targets.release_within=15min"},
                    .other_overrides = {"station.document-check.service.mean=57s"},
                    .other_profile = {},
                    .rows = {row("clearance.time", 1 / slack, 1 / other),
                             row("release.on_time.all", 100 - 100 * std::exp(-slack * due),
                                 100 - 100 * std::exp(-other * due)),
                             row("clearance.utilisation", 90, 85.5)}};
    setting.rows.push_back({.kpi = kpi::kpi_index("clearance.time.p90"), .promised = true});
    return setting;
}

/// The preset as it stands, green-strict against its green-baseline: all headline KPIs.
Setting sea_port() {
    constexpr std::array<std::string_view, 5> promised{"clearance.time", "clearance.time.p90",
                                                       "release.on_time", "targeting.hit_rate",
                                                       "targeting.detection_rate"};
    Setting setting{.scenario = "sea-port",
                    .overrides = {},
                    .other_overrides = {},
                    .other_profile = "green-strict.toml",
                    .rows = {}};
    for (std::size_t kpi = 0; kpi < kpi::kpis().size(); ++kpi) {
        if (experiment::is_headline(kpi::kpis()[kpi])) {
            setting.rows.push_back({.kpi = kpi,
                                    .promised = std::find(promised.begin(), promised.end(),
                                                          kpi::kpis()[kpi].id) != promised.end()});
        }
    }
    return setting;
}

}  // namespace

int main(int argc, char** argv) try {
    const std::size_t studies = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
    const std::string_view wanted = argc > 2 ? argv[2] : "";
    bool kept = true;
    std::printf(
        "Coverage of 95 %% intervals in %zu studies of R = %zu and %zu of R = %zu, in %%.\n",
        studies, many, studies * many / few, few);
    for (const Setting& setting : {one_desk(), sea_port()}) {
        if (wanted.empty() || setting.scenario == wanted) {
            const std::vector<Finding> findings = measure(setting, studies);
            print(setting, findings, studies);
            for (std::size_t row = 0; row < setting.rows.size(); ++row) {
                kept &= !setting.rows[row].promised || findings[row].is_kept(studies);
            }
        }
    }
    return kept ? 0 : 1;
} catch (const InputError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
}
