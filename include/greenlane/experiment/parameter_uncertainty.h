#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/random/law.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// A parameter of a scenario that is not surely known, and how far it is in doubt.
struct UncertainParameter {
    std::string key;             ///< its key path, as `--set` takes it
    std::vector<double> values;  ///< as the scenario has it: one, or the elements of an array
    bool is_duration = false;    ///< values in milliseconds
    bool is_array = false;

    /// On which scale it is normal, around its value.
    enum class Scale : std::uint8_t {
        log,    ///< above 0
        logit,  ///< a share
        none,   ///< `law` is that of the parameter itself
    };
    Scale scale = Scale::log;
    std::vector<double> sd;  ///< on that scale, as many as values; 0: surely known
    std::optional<random::Law> law;

    /// Of the normal draw with that of another parameter, by its key; empty: with none. Both have
    /// one value and a scale, and the other one is correlated with none.
    std::string with;
    double correlation = 0;
};

/// A parameter's value in a replication.
struct DrawnParameter {
    std::string key;
    std::vector<double> values;
};

/// The parameters of a replication: a function of (seed, replication, key path), so that systems of
/// one seed meet the same, and one parameter more changes no other. Medians are the parameters'
/// values.
std::vector<DrawnParameter> draw_parameters(const std::vector<UncertainParameter>& parameters,
                                            std::uint64_t seed, std::uint64_t replication);

/// In which 95 % of the replications fall, as far as those that were run can tell: the next one
/// falls between the k-th smallest and the k-th largest of n with probability 1 - 2 k / (n + 1),
/// whatever the law (Wilks 1941); k is the largest with at least 95 %. nullopt for n below 39.
std::optional<kpi::Interval> replication_range(std::vector<double> values);

}  // namespace greenlane::experiment
