#pragma once

#include "greenlane/screening/group_key.h"
#include "greenlane/screening/risk_history.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace greenlane::screening {

/// Keys from coarse to fine, along which hit rates are shrunk: with p_0 the base rate,
///
///     p_k = (hits_k + s_k p_(k-1)) / (inspected_k + s_k),
///
/// the mean of a beta posterior whose prior has the coarser group's mean and the weight of s_k
/// inspections (parametric empirical Bayes: Morris 1983, JASA 78; for rates: Kleinman 1973, JASA
/// 68). Where an item lacks the group, or no outcome of it is known, p_k = p_(k-1).
struct RiskChain {
    std::vector<GroupKey> keys;     ///< each refines the one before
    std::vector<double> strengths;  ///< s_k > 0, one a key

    friend bool operator==(const RiskChain&, const RiskChain&) = default;
};

/// "hs2 > hs4 > hs6*origin"
std::string name(const RiskChain& chain);
/// The first thing wrong with a chain; empty where there is none.
std::string fault(const RiskChain& chain);

/// A chain joined to the keys of a history.
class ChainReader {
public:
    ChainReader(const RiskChain& chain, const GroupTable& groups);

    std::size_t levels() const { return keys_.size(); }
    /// The shrunk hit rate of an item at each level, coarse to fine, into `out` (levels() long).
    void rates(const RiskHistory& history, std::span<const Group> item,
               std::span<double> out) const;
    /// At the finest level.
    double rate(const RiskHistory& history, std::span<const Group> item) const;
    /// As rate(), with p_0 = `base`: what is expected of the item by other means.
    double rate(const RiskHistory& history, std::span<const Group> item, double base) const;
    /// The finest level at which an outcome is known of the item's group; levels() where none is.
    std::size_t finest(const RiskHistory& history, std::span<const Group> item) const;
    /// The position of a level's key among the history's keys.
    std::size_t key(std::size_t level) const { return keys_[level]; }

private:
    template <typename Emit>
    double walk(const RiskHistory& history, std::span<const Group> item, double rate,
                Emit emit) const;

    std::vector<std::size_t> keys_;
    std::vector<double> strengths_;
};

/// The shrunk rate of every group of every level of a chain: [level][group].
std::vector<std::vector<double>> chain_rates(const RiskChain& chain, const RiskHistory& history);

/// Strengths by which the history's hits are likeliest, level by level from the coarse: s_k
/// maximises the beta-binomial likelihood of hits_k among inspected_k under a beta prior with mean
/// p_(k-1) and weight s (Griffiths 1973, Biometrics 29; Kleinman 1973), within [2^-3, 2^10], to a
/// relative 0.1 %. Where no group has two inspections, nothing can be told: 2^10.
std::vector<double> estimate_strengths(const std::vector<GroupKey>& keys,
                                       const RiskHistory& history);

}  // namespace greenlane::screening
