#include "greenlane/experiment/setting_simulation.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/random/draw.h"

#include "experiment/unit_bytes.h"

#include <algorithm>
#include <utility>

namespace greenlane::experiment {

namespace {

/// Compiled scenarios that are kept, of a few kilobytes to some megabytes each.
constexpr std::size_t most_kept = 16;

/// What another feed has before an instant at which an epoch begins.
class FeedBefore final : public engine::Feed {
public:
    FeedBefore(std::shared_ptr<const Feed> feed, Instant end) : feed_(std::move(feed)), end_(end) {}

    std::unique_ptr<shipment::Source> open(random::Key key,
                                           shipment::Epochs epochs) const override {
        return std::make_unique<Source>(feed_->open(key, epochs), end_);
    }
    std::uint64_t first_replication() const override { return feed_->first_replication(); }
    bool times_are_recorded() const override { return feed_->times_are_recorded(); }

private:
    class Source final : public shipment::Source {
    public:
        Source(std::unique_ptr<shipment::Source> source, Instant end)
            : source_(std::move(source)), end_(end) {}

        bool next(shipment::Block& block) override {
            // A block is of one epoch: it lies before the end or behind it.
            if (source_->next(block) && block.declarations.lodged.front() < end_) {
                return true;
            }
            block.clear();
            return false;
        }
        const shipment::Vocabulary& vocabulary() const override { return source_->vocabulary(); }

    private:
        std::unique_ptr<shipment::Source> source_;
        Instant end_;
    };

    std::shared_ptr<const Feed> feed_;
    Instant end_;
};

/// The first and the last in the window; nullopt without any.
std::optional<std::pair<Instant, Instant>> lodgements(const engine::CompiledScenario& scenario) {
    const auto source = scenario.feed->open(
        random::make_key(scenario.seed, scenario.feed->first_replication()), scenario.epochs);
    std::optional<std::pair<Instant, Instant>> found;
    shipment::Block block;
    while (source->next(block)) {
        for (const Instant lodged : block.declarations.lodged) {
            if (scenario.window.begin <= lodged && lodged < scenario.window.end) {
                found = {found ? std::min(found->first, lodged) : lodged,
                         found ? std::max(found->second, lodged) : lodged};
            }
        }
    }
    return found;
}

}  // namespace

std::shared_ptr<const engine::Feed> before(std::shared_ptr<const engine::Feed> feed,
                                           Instant split) {
    return std::make_shared<const FeedBefore>(std::move(feed), split);
}

engine::CompiledScenario before(const engine::CompiledScenario& scenario, Instant split,
                                std::shared_ptr<const engine::Feed> feed) {
    engine::CompiledScenario part = scenario;
    part.feed = std::move(feed);
    part.horizon.duration = split - scenario.horizon.start;
    part.window.end = split;
    part.expected *=
        static_cast<double>(part.horizon.duration) / static_cast<double>(scenario.horizon.duration);
    return part;
}

engine::CompiledScenario from(const engine::CompiledScenario& scenario, Instant split) {
    engine::CompiledScenario part = scenario;
    part.window.begin = split;
    return part;
}

Instant split_of(const engine::CompiledScenario& scenario) {
    const auto lodged = lodgements(scenario);
    if (!lodged) {
        throw InputError(Failure::declarations, "",
                         "no declaration to be tuned on: none was lodged in the measured period",
                         "shorten the warm-up, or give declarations of more days");
    }
    const auto [first, last] = *lodged;
    const auto epoch_at_or_after = [&](Instant instant) {
        return scenario.epochs.begin(scenario.epochs.of(instant - 1) + 1);
    };
    const Instant last_epoch = scenario.epochs.begin(scenario.epochs.of(last));
    const Instant split = std::min(epoch_at_or_after(first + (last - first) / 3 * 2), last_epoch);
    if (split <= first) {
        throw InputError(Failure::declarations, "",
                         "the declarations are too few to be tuned on and judged by: all that "
                         "count were lodged within one day",
                         "tuning takes at least two days of them, the warm-up not counted");
    }
    return split;
}

SettingSimulation::SettingSimulation(const TuningSettings& settings, CompileSetting compile,
                                     std::optional<Instant> split, Observe observe)
    : Simulation(std::move(observe), split.has_value()),
      settings_(settings),
      compile_(std::move(compile)),
      split_(split) {}

SettingSimulation::Scenario SettingSimulation::make(std::uint64_t system, Part part) {
    Scenario scenario = compile_(settings_[system]);
    if (!scenario || part == Part::whole) {
        return scenario;
    }
    if (!earlier_) {
        earlier_ = before(scenario->feed, *split_);
    }
    return std::make_shared<const engine::CompiledScenario>(
        part == Part::earlier ? before(*scenario, *split_, earlier_) : from(*scenario, *split_));
}

SettingSimulation::Scenario SettingSimulation::made(std::uint64_t system, Part part) {
    const auto found = std::find_if(latest_.begin(), latest_.end(), [&](const Made& made) {
        return made.system == system && made.part == part;
    });
    if (found != latest_.end()) {
        return found->scenario;
    }
    latest_.push_back({system, part, make(system, part)});
    if (latest_.size() > most_kept) {
        latest_.pop_front();
    }
    return latest_.back().scenario;
}

SettingSimulation::Scenario SettingSimulation::scenario(const Unit& unit) {
    const std::lock_guard lock(mutex_);
    const Part part = !split_                             ? Part::whole
                      : unit.replication < first_searched ? Part::later
                                                          : Part::earlier;
    if (Scenario scenario = made(unit.system, part)) {
        return scenario;
    }
    impossible_.insert(unit.system);
    return made(0, part);
}

std::string SettingSimulation::simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                                        shipment::Source& declarations, engine::Watch watch) {
    Trial trial;
    const bool is_possible = [&] {
        const std::lock_guard lock(mutex_);
        return !impossible_.contains(unit.system);
    }();
    if (is_possible) {
        const std::uint64_t number = scenario.feed->first_replication() + unit.replication;
        trial.outcome =
            outcome_of(scenario, engine::run_replication(scenario, declarations, number, watch));
        if (unit.replication == first_searched) {
            trial.overloads = overloads(scenario);
        }
    }
    return to_bytes(trial);
}

}  // namespace greenlane::experiment
