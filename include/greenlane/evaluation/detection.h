#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace greenlane::evaluation {

/// Units of which some are infested (or declarations of which some are violations); infested <=
/// units.
struct Lot {
    std::uint64_t units = 0;
    std::uint64_t infested = 0;
};

/// How many units are infested at a rate of infestation: units x rate, rounded down as in ISPM 31
/// (FAO 2008, appendix 2); a product within 10^-9 of itself below a whole number is that number.
std::uint64_t infested_units(std::uint64_t units, double rate);

// In what follows units are opened at random without replacement, and an infested one shows with
// probability `sensitivity`, in (0, 1], each by itself. `confidence` is in (0, 1).

/// Probability that `opened` units, at most those of the lot, show at least one find:
///   1 - sum_j H(j) (1 - sensitivity)^j
/// with H hypergeometric (Cannon and Roe 1982, Livestock Disease Surveys; ISPM 31, appendix 2).
double detection_probability(Lot lot, std::uint64_t opened, double sensitivity = 1);

/// The fewest units to open for a detection probability of at least `confidence`; nullopt where
/// opening all is not enough.
std::optional<std::uint64_t> sample_size(Lot lot, double confidence, double sensitivity = 1);

/// The fewest infested units that `opened` of `units` detect with at least `confidence`; nullopt
/// where even a lot that is infested throughout is not.
std::optional<std::uint64_t> detectable_units(std::uint64_t units, std::uint64_t opened,
                                              double confidence, double sensitivity = 1);

/// The same for a stream without end: the fewest inspections drawn by lottery that detect a
/// violation rate in (0, 1], ln(1 - confidence) / ln(1 - rate x sensitivity) rounded up. The
/// rate that a lottery detects is kpi::smallest_detectable_rate() / sensitivity.
std::uint64_t lottery_size(double rate, double confidence, double sensitivity = 1);

/// How many finds `opened` units show.
struct HitCount {
    double mean;                        ///< opened x infested x sensitivity / units
    double variance;                    ///< that of the thinned hypergeometric law
    std::vector<double> probabilities;  ///< of 0, 1, ..., min(opened, infested) finds

    double at_least(std::size_t hits) const;
    /// The smallest number of finds that is not exceeded with at least `probability`, in (0, 1).
    std::size_t quantile(double probability) const;
};
HitCount hit_count(Lot lot, std::uint64_t opened, double sensitivity = 1);

}  // namespace greenlane::evaluation
