#pragma once

#include "greenlane/experiment/tuning.h"

#include "experiment/paired_means.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace greenlane::experiment {

/// What is known of the settings tried. Criteria are the objectives, then the constraints.
class TriedSettings {
public:
    explicit TriedSettings(const TuningProblem& problem);

    std::size_t size() const { return tried_.size(); }
    std::size_t criteria() const {
        return problem_.objectives.size() + problem_.constraints.size();
    }
    const TuningProblem& problem() const { return problem_; }

    /// A setting that is only looked at is no candidate for the front.
    void add(TuningSetting setting, bool is_candidate);
    /// Makes room for further replications of a setting; returns how many it had.
    std::uint64_t extend(std::size_t setting, std::uint64_t further);
    /// Replication counted from the search's first. The means are those before until
    /// estimate_means().
    void put(std::size_t setting, std::uint64_t replication, const std::optional<Outcome>& outcome);

    void set_overloads(std::size_t setting, std::vector<Overload>&& overloads) {
        tried_[setting].overloads = std::move(overloads);
    }

    const std::vector<Overload>& overloads(std::size_t setting) const {
        return tried_[setting].overloads;
    }
    std::uint64_t replications(std::size_t setting) const { return tried_[setting].replications; }
    const TuningSetting& setting(std::size_t setting) const { return tried_[setting].setting; }
    double cost(std::size_t setting) const { return tried_[setting].cost; }
    kpi::Replicated values(std::size_t setting, std::size_t criterion) const {
        return tried_[setting].values[criterion];
    }
    /// Of all settings, by means_on_common_draws(): what follows is of these means but for
    /// difference(), which is of the replications that both have.
    void estimate_means();
    /// nullopt where it is undefined in every replication.
    std::optional<double> mean(std::size_t setting, std::size_t criterion) const {
        return tried_[setting].means[criterion];
    }
    /// one - other, over the replications that both have; nullopt where there is none.
    std::optional<PairedMean> difference(std::size_t one, std::size_t other,
                                         std::size_t criterion) const {
        return paired_mean(values(one, criterion), values(other, criterion));
    }
    /// By how much a constraint's quantity is beyond its limit; nullopt where it is undefined. The
    /// variance is that of its own replications.
    std::optional<PairedMean> to_limit(std::size_t setting, std::size_t constraint) const;
    /// One that scenario and profile allow.
    bool is_candidate(std::size_t setting) const {
        return tried_[setting].is_candidate && tried_[setting].possible;
    }
    /// Possible, and every objective defined.
    bool is_measured(std::size_t setting) const;
    /// A candidate, and every objective defined.
    bool comparable(std::size_t setting) const {
        return is_candidate(setting) && is_measured(setting);
    }
    /// Comparable, and every constraint's quantity defined.
    bool is_judged(std::size_t setting) const;
    /// Comparable, without overload, and the means meet every constraint.
    bool meets_limits(std::size_t setting) const {
        return comparable(setting) && overloads(setting).empty() && violation(setting) == 0;
    }
    /// Of the means and of overloads; infinite where a constraint's is undefined.
    double violation(std::size_t setting) const;
    /// The objectives' means.
    std::vector<double> point(std::size_t setting) const;
    std::span<const kpi::Better> directions() const { return directions_; }
    /// That the mean of a constraint's quantity meets its limit, as far as its own replications
    /// vary; where all their figures are the same, it cannot.
    std::optional<double> confidence(std::size_t setting, std::size_t constraint) const;

    TriedSetting describe(std::size_t setting) const;

private:
    struct Tried {
        TuningSetting setting;
        double cost = 0;
        bool is_candidate = true;
        bool possible = true;
        std::string first;    ///< an outcome as bytes, until another one differs
        bool varies = false;  ///< chance touches some figure of its replications
        std::uint64_t replications = 0;
        std::vector<Overload> overloads;
        std::vector<std::vector<std::optional<double>>> values;  ///< by criterion, replication
        std::vector<std::int64_t> counted;                       ///< by criterion
        std::vector<std::optional<double>> means;                ///< by criterion
    };
    /// The mean less that of its own replications, which are defined in some.
    double shift(std::size_t setting, std::size_t criterion) const;
    const Criterion& criterion(std::size_t index) const;

    const TuningProblem& problem_;
    std::vector<kpi::Better> directions_;
    std::vector<Tried> tried_;
};

}  // namespace greenlane::experiment
