#include "greenlane/engine/lane_sweep.h"

#include "greenlane/core/contract.h"
#include "greenlane/engine/replication.h"
#include "greenlane/kpi/clock.h"

#include "engine/epoch_lanes.h"
#include "engine/planner.h"
#include "engine/seen_through.h"
#include "engine/selectivity.h"
#include "engine/threshold_levels.h"
#include "screening/threshold_effect.h"

#include <algorithm>
#include <limits>

namespace greenlane::engine {

LaneSetting lane_setting(const profile::CompiledProfile& profile) {
    LaneSetting setting{profile.yellow_from, profile.red_from, {}};
    for (std::size_t lane = 0; lane < lane_count; ++lane) {
        setting.per_day[lane] = profile.capacity[lane] ? profile.capacity[lane]->per_day : 0;
    }
    return setting;
}

void LaneTotals::add(const LaneTotals& other, std::int64_t times) {
    cell.add(other.cell, times);
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        lanes[i] += times * other.lanes[i];
    }
    for (std::size_t i = 0; i < controls.size(); ++i) {
        controls[i] += times * other.controls[i];
    }
}

std::optional<double> value(const kpi::Kpi& kpi, const LaneTotals& totals,
                            const kpi::Assumptions& assumptions) {
    if (kpi::needs_clock(kpi)) {
        return std::nullopt;
    }
    kpi::Evidence evidence;
    evidence.cell = &totals.cell;
    evidence.kinds_known = kpi::kinds_known(totals.cell);
    return kpi::value(kpi, evidence, assumptions);
}

std::optional<std::string_view> why_no_lane_sweep(const CompiledScenario& scenario) {
    if (!scenario.profile) {
        return "there is no profile: nobody is selected";
    }
    if (scenario.profile->recorded) {
        return "lanes are those of the records: no threshold decides them";
    }
    if (std::any_of(scenario.profile->rules.begin(), scenario.profile->rules.end(),
                    [](const profile::CompiledRule& rule) { return rule.sampling.has_value(); })) {
        return "its sampling plans follow what was found, and so what was selected, before";
    }
    return std::nullopt;
}

namespace {

/// The lanes of thresholds, from none on.
constexpr std::array reachable{Lane::green, Lane::yellow, Lane::red};

std::size_t index(Lane lane) {
    return static_cast<std::size_t>(lane);
}

/// The profile's decisions before thresholds and capacity.
CompiledScenario without_lanes(CompiledScenario scenario) {
    scenario.profile->yellow_from.reset();
    scenario.profile->red_from.reset();
    std::fill(std::begin(scenario.profile->capacity), std::end(scenario.profile->capacity),
              std::nullopt);
    return scenario;
}

class LaneSweep {
public:
    LaneSweep(const CompiledScenario& scenario, random::Key key,
              std::span<const LaneSetting> settings)
        : seen_through_(scenario.process, scenario.window),
          epochs_(scenario.epochs),
          levels_(settings),
          effect_(*scenario.profile),
          limits_(scenario.profile->capacity),
          planner_(scenario.process, scenario.lists, key, scenario.epochs),
          in_line_(scenario.profile->decide_at.has_value()),
          totals_(settings.size()) {
        first_.fill(levels_.end());
        first_[index(Lane::green)] = 0;
        for (const LaneSetting& setting : settings) {
            const LaneCut& cut =
                cuts_.emplace_back(cut_of(cuts_.size(), setting, *scenario.profile));
            for (const Lane reached : {Lane::yellow, Lane::red}) {
                const auto [first, last] = cut.levels(reached, levels_.end());
                if (first < last) {
                    first_[index(reached)] = std::min(first_[index(reached)], first);
                }
            }
        }
        std::sort(cuts_.begin(), cuts_.end());
        for (const Lane reached : reachable) {
            by_level_[index(reached)].resize(levels_.end() + std::size_t{1});
        }
    }

    /// `decisions` are those without thresholds and capacity.
    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
             const screening::Decisions& decisions) {
        const std::int64_t epoch = epochs_.of(block.declarations.lodged.front());
        if (epoch != epoch_) {
            fill_lanes();
            epoch_ = epoch;
        }
        stand_in_line(decisions);
        for (const Lane reached : reachable) {
            decide(reached, decisions);
            if (!rows_.empty()) {
                see_through(reached, block, vocabulary);
                displace(reached, block, vocabulary);
            }
        }
    }

    /// One a setting. The sweep is used up.
    std::vector<LaneTotals> finish() {
        fill_lanes();
        for (const Lane reached : reachable) {
            std::vector<LaneTotals>& below = by_level_[index(reached)];
            for (std::size_t level = 1; level < below.size(); ++level) {
                below[level].add(below[level - 1]);
            }
            for (const LaneCut& cut : cuts_) {
                const auto [first, last] = cut.levels(reached, levels_.end());
                totals_[cut.setting].add(below[last]);
                totals_[cut.setting].add(below[first], -1);
            }
        }
        return std::move(totals_);
    }

private:
    using Row = Planner::Row;
    static constexpr std::size_t nowhere = std::numeric_limits<std::size_t>::max();

    LaneCut cut_of(std::size_t number, const LaneSetting& setting,
                   const profile::CompiledProfile& profile) const {
        std::array<std::optional<profile::Capacity>, lane_count> capacity;
        std::copy(std::begin(profile.capacity), std::end(profile.capacity), capacity.begin());
        for (std::size_t lane = 0; lane < lane_count; ++lane) {
            if (capacity[lane]) {
                capacity[lane]->per_day = setting.per_day[lane];
            }
        }
        const std::uint32_t red = levels_.first(setting.red_from);
        return {.setting = number,
                .per_day = setting.per_day,
                .red_level = red,
                .yellow_level = std::min(levels_.first(setting.yellow_from), red),
                .capacity = screening::LaneCapacity(capacity)};
    }

    /// Whom a limited lane may get: by the rules and the lottery, or by a threshold.
    void stand_in_line(const screening::Decisions& decisions) {
        level_.resize(decisions.rows());
        place_.assign(decisions.rows(), nowhere);
        for (std::size_t row = 0; row < decisions.rows(); ++row) {
            level_[row] = levels_.of(decisions.points[row]);
            const auto may_reach = [&](Lane lane) {
                return limits_.limited(lane) && level_[row] >= first_[index(lane)];
            };
            if (limits_.limited(decisions.lane[row]) || may_reach(Lane::yellow) ||
                may_reach(Lane::red)) {
                place_[row] = in_line_.add(decisions.points[row], level_[row]);
            }
        }
    }

    /// The rows that reach this threshold, and no stricter one, under some setting.
    void decide(Lane reached, const screening::Decisions& decisions) {
        decisions_ = decisions;
        rows_.clear();
        for (std::size_t row = 0; row < decisions.rows(); ++row) {
            if (level_[row] < first_[index(reached)]) {
                continue;
            }
            rows_.push_back(static_cast<Row>(row));
            if (reached != Lane::green) {
                effect_.apply(reached, decisions_, row);
            }
            if (place_[row] != nowhere) {
                in_line_.decide(place_[row], reached, decisions_.lane[row], decisions_.traits[row]);
            }
        }
    }

    /// Adds what controls find among them where nobody is displaced.
    void see_through(Lane reached, const shipment::Block& block,
                     const shipment::Vocabulary& vocabulary) {
        planner_.plan(block, vocabulary, decisions_, rows_, plan_);
        giving_way_.clear();
        undisplaced_.clear();
        for (const Row row : rows_) {
            const LaneTotals& totals = seen_through_.totals_of(plan_, row);
            // Behind the sums below a level stands that of the level itself.
            by_level_[index(reached)][level_[row] + 1].add(totals);
            if (limits_.gives_way(decisions_, row)) {
                giving_way_.push_back(row);
                undisplaced_.push_back(totals);
            }
        }
    }

    /// Notes what changes for those who can be displaced, from lane to lane.
    void displace(Lane reached, const shipment::Block& block,
                  const shipment::Vocabulary& vocabulary) {
        while (!giving_way_.empty()) {
            for (const Row row : giving_way_) {
                limits_.displace(decisions_, row);
            }
            planner_.plan(block, vocabulary, decisions_, giving_way_, plan_);
            std::size_t still = 0;
            for (std::size_t i = 0; i < giving_way_.size(); ++i) {
                const Row row = giving_way_[i];
                in_line_.give_way(place_[row], reached, decisions_.lane[row], undisplaced_[i],
                                  seen_through_.totals_of(plan_, row));
                if (limits_.gives_way(decisions_, row)) {
                    giving_way_[still] = row;
                    undisplaced_[still++] = undisplaced_[i];
                }
            }
            giving_way_.resize(still);
        }
    }

    void fill_lanes() {
        if (in_line_.empty()) {
            return;
        }
        in_line_.fill(cuts_, totals_);
        in_line_.clear();
    }

    SeenThrough seen_through_;
    shipment::Epochs epochs_;
    std::optional<std::int64_t> epoch_;
    ThresholdLevels levels_;
    screening::ThresholdEffect effect_;
    screening::LaneCapacity limits_;  ///< the profile's: which lanes, and where one goes from there
    Planner planner_;
    EpochLanes in_line_;
    std::vector<LaneCut> cuts_;                      ///< sorted
    std::vector<LaneTotals> totals_;                 ///< by setting: what displacement changes
    std::array<std::uint32_t, lane_count> first_{};  ///< level that reaches a lane in some setting
    /// By lane reached and level + 1: of all shipments of the level, if they reach that lane.
    std::array<std::vector<LaneTotals>, lane_count> by_level_;
    // Of the block at hand:
    std::vector<std::uint32_t> level_;  ///< by row
    std::vector<std::size_t> place_;    ///< by row: in line, or nowhere
    screening::Decisions decisions_;
    std::vector<Row> rows_, giving_way_;
    std::vector<LaneTotals> undisplaced_;  ///< of those giving way
    Plan plan_;
};

}  // namespace

std::vector<LaneTotals> sweep_lanes(const CompiledScenario& scenario, std::uint64_t number,
                                    std::span<const LaneSetting> settings,
                                    const std::function<bool(std::uint64_t)>& goes_on) {
    const random::Key key = random::make_key(scenario.seed, number);
    return sweep_lanes(scenario, *scenario.feed->open(key, scenario.epochs), number, settings,
                       goes_on);
}

std::vector<LaneTotals> sweep_lanes(const CompiledScenario& scenario, shipment::Source& source,
                                    std::uint64_t number, std::span<const LaneSetting> settings,
                                    const std::function<bool(std::uint64_t)>& goes_on) {
    GREENLANE_EXPECT(!why_no_lane_sweep(scenario));
    const CompiledScenario screened = without_lanes(scenario);
    const random::Key key = random::make_key(scenario.seed, number);
    Watch watch;
    watch.goes_on = goes_on;
    Selectivity selectivity(screened, source, key, watch);
    LaneSweep sweep(scenario, key, settings);
    selectivity.run(
        [&](const shipment::Block& block, const screening::Decisions& decisions) {
            sweep.add(block, selectivity.vocabulary(), decisions);
        },
        [](Instant) { return std::vector<screening::Finding>(); });
    return sweep.finish();
}

}  // namespace greenlane::engine
