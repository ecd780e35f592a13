#pragma once

#include "greenlane/engine/lane_sweep.h"
#include "greenlane/experiment/sweep_plan.h"

#include "cli/systems.h"
#include "cli/vary.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::cli {

/// Reads systems as settings of factors.
class SettingReader {
public:
    /// The factors outlive the reader.
    SettingReader(InputRequest common, const std::vector<experiment::Factor>& factors)
        : common_(std::move(common)), factors_(factors) {}

    /// nullopt where something is wrong with it, which finish() throws.
    std::optional<Inputs> read(const experiment::Setting& setting);
    /// Throws what was found wrong, or else says the warnings.
    void finish() const { reader_.finish(); }
    const std::vector<std::string>& files() const { return reader_.files(); }
    /// The one warm-up of all settings that leave it open.
    void set_warmup(const std::optional<experiment::WarmupChoice>& choice) { warmup_ = choice; }
    /// Of a setting that was read or checked before.
    std::shared_ptr<const engine::CompiledScenario> compile(const experiment::Setting& setting);

    /// Null where something is wrong with it, which is not said.
    std::shared_ptr<const engine::CompiledScenario> compile_if_sound(
        const experiment::Setting& setting);

    /// The factors, with ranges of keys that take nothing but whole numbers kept to these;
    /// `present` is the value by factor as the files stand, where it is known.
    std::vector<experiment::Factor> with_whole_numbers(const std::vector<double>& present = {});
    /// What is wrong with a setting; empty where it is sound.
    std::string mistake(const experiment::Setting& setting) {
        return reader_.mistake(request_of(common_, factors_, setting));
    }
    /// Throws what is wrong with the first one where none is sound.
    void expect_one_sound(const std::vector<experiment::Setting>& settings);
    /// Throws what is wrong with any system of the plan; says and returns which overload a station.
    /// All of them are read or, where one screening serves all and nothing queues, those that can
    /// be wrong.
    std::vector<std::string> check(const experiment::SweepPlan& plan,
                                   const std::optional<std::vector<engine::LaneSetting>>& lanes);

private:
    bool takes_whole_numbers(std::size_t factor, const experiment::Factor& whole,
                             std::optional<double> present);
    std::shared_ptr<const engine::CompiledScenario> scenario_of(Inputs inputs) const;

    InputRequest common_;
    const std::vector<experiment::Factor>& factors_;
    SystemReader reader_;
    std::optional<experiment::WarmupChoice> warmup_;
};

}  // namespace greenlane::cli
