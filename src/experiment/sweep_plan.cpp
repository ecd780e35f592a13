#include "greenlane/experiment/sweep_plan.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/experiment/design.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace greenlane::experiment {

namespace {

[[noreturn]] void refuse(const std::string& why, const std::string& hint) {
    throw InputError(Failure::usage, "", why, hint);
}

/// Builds the plan's systems, each once.
class Planner {
public:
    Planner(Design design, std::vector<Factor> factors) {
        plan_.design = design;
        plan_.factors = std::move(factors);
        system(Setting(plan_.factors.size()));
    }

    SweepPlan plan(std::size_t points, std::uint64_t seed) {
        if (plan_.design == Design::grid) {
            add_grid();
        } else {
            add_points(points, seed);
        }
        for (std::size_t factor = 0; factor < plan_.factors.size(); ++factor) {
            add_alone(factor);
        }
        return std::move(plan_);
    }

private:
    /// The place of the setting among the systems, where it is put if it is new.
    std::size_t system(Setting setting) {
        const auto [place, is_new] = known_.try_emplace(std::move(setting), plan_.systems.size());
        if (is_new) {
            plan_.systems.push_back(place->first);
        }
        return place->second;
    }

    void add_grid() {
        for (const std::vector<std::size_t>& levels : grid_of(plan_.factors)) {
            Setting setting;
            for (std::size_t factor = 0; factor < levels.size(); ++factor) {
                setting.push_back(plan_.factors[factor].level_text(levels[factor]));
            }
            plan_.points.push_back(system(std::move(setting)));
        }
    }

    void add_points(std::size_t points, std::uint64_t seed) {
        const std::size_t factors = plan_.factors.size();
        const UnitPoints cube = plan_.design == Design::sobol
                                    ? shifted_sobol(points, factors, seed)
                                    : latin_hypercube(points, factors, seed);
        for (const std::vector<double>& place : cube) {
            Setting setting;
            std::vector<double>& coordinates = plan_.coordinates.emplace_back();
            for (std::size_t i = 0; i < factors; ++i) {
                const Factor& factor = plan_.factors[i];
                const std::int64_t tick = factor.tick_at(place[i]);
                setting.push_back(factor.text(tick));
                coordinates.push_back(2 * static_cast<double>(tick - factor.low) /
                                          static_cast<double>(factor.high - factor.low) -
                                      1);
            }
            plan_.points.push_back(system(std::move(setting)));
        }
    }

    void add_alone(std::size_t which) {
        const Factor& factor = plan_.factors[which];
        std::vector<std::string> texts = factor.words;
        if (factor.is_continuous()) {
            texts = {factor.text(factor.low), factor.text(factor.high)};
        } else if (texts.empty()) {
            texts = {factor.level_text(0), factor.level_text(factor.levels() - 1)};
        }
        auto& systems = plan_.alone.emplace_back();
        for (std::string& text : texts) {
            Setting setting(plan_.factors.size());
            setting[which] = std::move(text);
            systems.push_back(system(std::move(setting)));
        }
    }

    SweepPlan plan_;
    std::map<Setting, std::size_t> known_;
};

}  // namespace

std::string_view name(Design design) {
    constexpr std::array<std::string_view, 3> names{"grid", "lhs", "sobol"};
    return names[static_cast<std::size_t>(design)];
}

std::vector<std::vector<std::size_t>> grid_of(const std::vector<Factor>& factors) {
    std::vector<std::size_t> levels;
    std::size_t points = 1;
    std::string product;
    for (const Factor& factor : factors) {
        if (factor.is_continuous()) {
            refuse("--vary " + factor.given + ": a grid needs a step",
                   "--vary " + factor.given + ":STEP");
        }
        levels.push_back(factor.levels());
        product += (product.empty() ? "" : " x ") + std::to_string(levels.back());
        points *= levels.back();
        if (points > most_points) {
            refuse("a grid of " + product + " settings and more; at most " +
                       std::to_string(most_points) + " are run",
                   "take longer steps, or sweep with --design lhs --points 200");
        }
    }
    return full_grid(levels);
}

SweepPlan plan_sweep(Design design, std::vector<Factor> factors, std::size_t points,
                     std::uint64_t seed) {
    const std::string option = "--design " + std::string(name(design));
    if (design != Design::grid) {
        for (const Factor& factor : factors) {
            if (!factor.is_continuous()) {
                refuse("--vary " + factor.given + ": " + option + " takes ranges key=lo:hi",
                       "leave the step out, or take --design grid");
            }
        }
        if (points < 2 || points > most_points) {
            refuse(option + " takes 2 to " + std::to_string(most_points) + " points",
                   "for example --points 64");
        }
        if (design == Design::sobol && factors.size() > most_sobol_factors) {
            refuse(option + " takes at most " + std::to_string(most_sobol_factors) + " factors",
                   "take --design lhs");
        }
    } else if (points > 0) {
        refuse("--points is of --design lhs and --design sobol: a grid has its own", "");
    }
    return Planner(design, std::move(factors)).plan(points, seed);
}

}  // namespace greenlane::experiment
