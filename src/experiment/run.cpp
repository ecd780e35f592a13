#include "greenlane/experiment/run.h"

#include "greenlane/core/contract.h"

#include "experiment/unit_bytes.h"

#include <atomic>
#include <optional>
#include <utility>

namespace greenlane::experiment {

namespace {

/// Keeps all that a replication adds up.
class RunTask final : public Simulation {
public:
    RunTask(const engine::CompiledScenario& scenario, const RunOptions& options)
        : Simulation(options.observe, scenario.replayed),
          scenario_(scenario),
          drawn_(options.drawn),
          decided_(options.decided) {}

    /// Whether the first replication was run here, and what it decided was told.
    bool told_decisions() const { return told_decisions_; }
    std::string simulate(const Unit& unit, const engine::CompiledScenario& scenario,
                         shipment::Source& declarations, engine::Watch watch) override {
        if (unit.replication == 0 && decided_) {
            watch.decided = decided_;
            told_decisions_ = true;
        }
        return to_bytes(engine::run_replication(
            scenario, declarations, scenario.feed->first_replication() + unit.replication, watch));
    }
    std::shared_ptr<const engine::CompiledScenario> scenario(const Unit& unit) override {
        if (drawn_) {
            return drawn_(unit.replication);
        }
        return {std::shared_ptr<const void>(), &scenario_};
    }

private:
    const engine::CompiledScenario& scenario_;
    const DrawnScenario& drawn_;
    const decltype(engine::Watch::decided)& decided_;
    std::atomic<bool> told_decisions_ = false;
};

/// Adds replications until there are `wanted` of them.
void extend(Run& done, std::uint64_t wanted, RunTask& task,
            const engine::CompiledScenario& scenario, Execution& execution) {
    const std::uint64_t first = done.replications.size();
    Units units;
    units.add(0, first, wanted - first);
    std::vector<std::optional<engine::Replication>> results(units.size());
    execute(execution, task, units, [&](const Unit& unit, std::string&& bytes) {
        engine::Replication& result = results[unit.replication - first].emplace(engine::Replication{
            .number = 0,
            .counts = {},
            .tally = kpi::Tally(scenario.window, scenario.targets.release_within.value),
            .stations = {},
            .rules = {},
            .yields = {},
            .labels = {}});
        from_bytes(bytes, result);
        if (auto clusters = result.tally.take_clusters()) {
            if (done.clusters) {
                done.clusters->merge(*clusters);
            } else {
                done.clusters = std::move(clusters);
            }
        }
    });
    for (std::optional<engine::Replication>& result : results) {
        done.replications.push_back(std::move(*result));
    }
}

}  // namespace

Run run(const engine::CompiledScenario& scenario, const RunOptions& options, Execution& execution) {
    GREENLANE_EXPECT(options.replications <= most_run);
    RunTask task(scenario, options);
    Run done;
    execution.everywhere |= options.extend != nullptr;
    for (std::uint64_t wanted = options.replications; done.replications.size() < wanted;) {
        extend(done, wanted, task, scenario, execution);
        wanted = options.extend ? options.extend(done.replications) : wanted;
    }
    if (options.extend && !execution.workers->writes()) {
        throw DoneElsewhere();
    }
    if (options.decided && execution.workers->writes() && !task.told_decisions()) {
        const auto first = task.scenario({0, 0});
        const auto declarations = engine::declarations_of(*first, first->feed->first_replication());
        task.simulate({0, 0}, *first, *declarations, {});
    }
    return done;
}

}  // namespace greenlane::experiment
