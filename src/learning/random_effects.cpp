#include "greenlane/learning/random_effects.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>

namespace greenlane::learning {

namespace {

constexpr double prior_variance = 0.3;
constexpr double prior_groups = 20;
constexpr double least_variance = 1e-3;
constexpr double longest_step = 1;

double clipped(double step) {
    return std::clamp(step, -longest_step, longest_step);
}

/// The fit in progress: effects, and each row's log-odds, probability's error and its weight.
class Fit {
public:
    Fit(const GroupedRows& rows, const screening::RandomEffectsModel& start)
        : rows_(rows),
          effects_(start),
          margin_(rows.violation.size()),
          error_(rows.violation.size()),
          information_(rows.violation.size()) {
        GREENLANE_EXPECT(rows.groups.size() == rows.sizes.size());
        GREENLANE_EXPECT(start.keys.empty() || start.keys.size() == rows.sizes.size());
        effects_.keys.resize(rows.sizes.size(), {prior_variance, {}, {}});
        for (std::size_t key = 0; key < rows.sizes.size(); ++key) {
            GREENLANE_EXPECT(rows.groups[key].size() == rows.violation.size());
            GREENLANE_EXPECT(effects_.keys[key].effect.size() <= rows.sizes[key]);
            effects_.keys[key].effect.resize(rows.sizes[key]);
        }
        std::fill(margin_.begin(), margin_.end(), effects_.intercept);
        for (std::size_t key = 0; key < rows.sizes.size(); ++key) {
            add(rows.groups[key], effects_.keys[key].effect);
        }
    }

    void sweep() {
        step_intercept();
        for (std::size_t key = 0; key < effects_.keys.size(); ++key) {
            step_key(rows_.groups[key], effects_.keys[key]);
        }
    }

    screening::RandomEffectsModel result() && { return std::move(effects_); }

private:
    void add(std::span<const screening::Group> groups, std::span<const double> by_group) {
        for (std::size_t row = 0; row < margin_.size(); ++row) {
            if (groups[row] != screening::no_group) {
                margin_[row] += by_group[groups[row]];
            }
        }
    }

    /// weight x (y - p) and weight x p (1 - p) of each row.
    void differentiate() {
        for (std::size_t row = 0; row < margin_.size(); ++row) {
            error_[row] = -margin_[row];
        }
        random::exp(error_, error_);
        const bool weighted = !rows_.weight.empty();
        for (std::size_t row = 0; row < margin_.size(); ++row) {
            const double probability = 1 / (1 + error_[row]);
            const double weight = weighted ? rows_.weight[row] : 1;
            error_[row] = weight * (rows_.violation[row] - probability);
            information_[row] = weight * probability * (1 - probability);
        }
    }

    void step_intercept() {
        differentiate();
        const double p = 1 / (1 + random::exp(-effects_.intercept));
        double gradient = 0.5 - p;
        double information = p * (1 - p);
        for (std::size_t row = 0; row < margin_.size(); ++row) {
            gradient += error_[row];
            information += information_[row];
        }
        const double step = clipped(gradient / information);
        effects_.intercept += step;
        for (double& margin : margin_) {
            margin += step;
        }
    }

    void step_key(std::span<const screening::Group> groups, screening::KeyEffects& key) {
        differentiate();
        step_.assign(key.effect.size(), 0);
        key.information.assign(key.effect.size(), 0);
        for (std::size_t row = 0; row < groups.size(); ++row) {
            if (groups[row] != screening::no_group) {
                step_[groups[row]] += error_[row];
                key.information[groups[row]] += information_[row];
            }
        }
        const double precision = 1 / key.variance;
        double spread = prior_groups * prior_variance;
        double inspected = prior_groups;
        for (std::size_t group = 0; group < step_.size(); ++group) {
            double& effect = key.effect[group];
            const double curvature = key.information[group] + precision;
            step_[group] = clipped((step_[group] - effect * precision) / curvature);
            effect += step_[group];
            if (key.information[group] > 0) {
                spread += effect * effect + 1 / curvature;
                inspected += 1;
            }
        }
        add(groups, step_);
        key.variance = std::max(least_variance, spread / inspected);
    }

    const GroupedRows& rows_;
    screening::RandomEffectsModel effects_;
    std::vector<double> margin_;
    std::vector<double> error_;
    std::vector<double> information_;
    std::vector<double> step_;  ///< by group: the gradient, then the step
};

}  // namespace

screening::RandomEffectsModel fit_random_effects(const GroupedRows& rows, int sweeps,
                                                 const screening::RandomEffectsModel& start) {
    Fit fit(rows, start);
    for (int i = 0; i < sweeps; ++i) {
        fit.sweep();
    }
    return std::move(fit).result();
}

}  // namespace greenlane::learning
