#include "greenlane/screening/risk_chain.h"

#include "greenlane/core/contract.h"
#include "greenlane/random/arithmetic.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace greenlane::screening {

namespace {

double shrink(const GroupPast& past, double scale, double strength, double prior) {
    return past.inspected == 0
               ? prior
               : (past.hits * scale + strength * prior) / (past.inspected * scale + strength);
}

}  // namespace

std::string name(const RiskChain& chain) {
    std::string text;
    for (const GroupKey key : chain.keys) {
        text += text.empty() ? "" : " > ";
        text += name(key);
    }
    return text;
}

std::string fault(const RiskChain& chain) {
    if (chain.keys.empty() || chain.keys.size() != chain.strengths.size()) {
        return "a chain needs a key, and a strength for each";
    }
    for (std::size_t k = 0; k < chain.keys.size(); ++k) {
        if (chain.keys[k].empty()) {
            return "a key without fields";
        }
        if (!(chain.strengths[k] > 0) || !std::isfinite(chain.strengths[k])) {
            return name(chain.keys[k]) + ": the strength is not above 0 and finite";
        }
        if (k > 0 &&
            (chain.keys[k] == chain.keys[k - 1] || !refines(chain.keys[k], chain.keys[k - 1]))) {
            return name(chain.keys[k]) + " does not refine " + name(chain.keys[k - 1]);
        }
    }
    return "";
}

ChainReader::ChainReader(const RiskChain& chain, const GroupTable& groups)
    : strengths_(chain.strengths) {
    GREENLANE_EXPECT(fault(chain).empty());
    for (const GroupKey key : chain.keys) {
        keys_.push_back(groups.index(key));
    }
}

template <typename Emit>
double ChainReader::walk(const RiskHistory& history, std::span<const Group> item, double rate,
                         Emit emit) const {
    for (std::size_t level = 0; level < keys_.size(); ++level) {
        const GroupPast& past = history.past(keys_[level], item[keys_[level]]);
        rate = shrink(past, history.scale(), strengths_[level], rate);
        emit(level, rate);
    }
    return rate;
}

void ChainReader::rates(const RiskHistory& history, std::span<const Group> item,
                        std::span<double> out) const {
    walk(history, item, history.base_rate(),
         [&](std::size_t level, double rate) { out[level] = rate; });
}

double ChainReader::rate(const RiskHistory& history, std::span<const Group> item) const {
    return rate(history, item, history.base_rate());
}

double ChainReader::rate(const RiskHistory& history, std::span<const Group> item,
                         double base) const {
    return walk(history, item, base, [](std::size_t, double) {});
}

std::size_t ChainReader::finest(const RiskHistory& history, std::span<const Group> item) const {
    for (std::size_t level = keys_.size(); level-- > 0;) {
        if (history.past(keys_[level], item[keys_[level]]).inspected > 0) {
            return level;
        }
    }
    return keys_.size();
}

namespace {

/// What a group is shrunk to: the coarser group, or for the coarsest level all items.
struct Prior {
    double rate;
    double weight;  ///< inspections of the coarser group and the strength of its own prior
};

/// The priors of the groups of a level from the rates of the level before (empty for the first).
std::vector<Prior> priors(const RiskHistory& history, std::span<const GroupKey> keys,
                          std::size_t level, const std::vector<double>& rates, double strength) {
    const GroupTable& groups = history.groups();
    const std::size_t key = groups.index(keys[level]);
    const Prior all{history.base_rate(), history.total().inspected * history.scale() + 1};
    std::vector<Prior> made(groups.size(key), all);
    if (level == 0) {
        return made;
    }
    const std::size_t coarser = groups.index(keys[level - 1]);
    for (Group group = 0; group < made.size(); ++group) {
        const Group parent = groups.coarser(key, group, coarser);
        if (parent != no_group) {
            const double inspected = history.past(coarser, parent).inspected * history.scale();
            made[group] = {rates[parent], inspected + strength};
        }
    }
    return made;
}

std::vector<double> shrunk(const RiskHistory& history, GroupKey key, double strength,
                           const std::vector<Prior>& priors) {
    const std::size_t index = history.groups().index(key);
    std::vector<double> rates(priors.size());
    for (Group group = 0; group < rates.size(); ++group) {
        rates[group] =
            shrink(history.past(index, group), history.scale(), strength, priors[group].rate);
    }
    return rates;
}

}  // namespace

std::vector<std::vector<double>> chain_rates(const RiskChain& chain, const RiskHistory& history) {
    GREENLANE_EXPECT(fault(chain).empty());
    std::vector<std::vector<double>> rates;
    for (std::size_t level = 0; level < chain.keys.size(); ++level) {
        const std::vector<Prior> prior =
            level == 0
                ? priors(history, chain.keys, 0, {}, 0)
                : priors(history, chain.keys, level, rates.back(), chain.strengths[level - 1]);
        rates.push_back(shrunk(history, chain.keys[level], chain.strengths[level], prior));
    }
    return rates;
}

namespace {

/// ln Gamma(x), x > 0, by Stirling's series after a shift to 8 and beyond; absolute error below
/// 1e-10. The library's own differs between processors.
double log_gamma(double x) {
    double product = 1;
    for (; x < 8; x += 1) {
        product *= x;
    }
    constexpr double half_log_two_pi = 0.918938533204672742;
    const double y = 1 / (x * x);
    const double series = (1.0 / 12 - y * (1.0 / 360 - y * (1.0 / 1260 - y / 1680))) / x;
    return (x - 0.5) * random::log(x) - x + half_log_two_pi + series - random::log(product);
}

/// What the groups of a level tell of its strength.
struct Evidence {
    double hits;
    double inspected;
    double prior;  ///< the rate of the coarser group without this one
};

std::vector<Evidence> evidence(const RiskHistory& history, std::size_t key,
                               const std::vector<Prior>& priors) {
    std::vector<Evidence> found;
    for (Group group = 0; group < priors.size(); ++group) {
        const GroupPast& past = history.past(key, group);
        const double hits = past.hits * history.scale();
        const double inspected = past.inspected * history.scale();
        // One inspection has the same likelihood whatever the strength.
        if (inspected > 1) {
            const auto [rate, weight] = priors[group];
            const double others = (rate * weight - hits) / (weight - inspected);
            found.push_back({hits, inspected, std::clamp(others, 1e-6, 1 - 1e-6)});
        }
    }
    return found;
}

double log_likelihood(const std::vector<Evidence>& groups, double strength) {
    double sum = 0;
    for (const Evidence& group : groups) {
        const double a = strength * group.prior;
        const double b = strength - a;
        sum += log_gamma(group.hits + a) - log_gamma(a) +
               log_gamma(group.inspected - group.hits + b) - log_gamma(b) -
               log_gamma(group.inspected + strength) + log_gamma(strength);
    }
    return sum;
}

/// By golden section on the logarithm (Kiefer 1953).
double likeliest_strength(const std::vector<Evidence>& groups) {
    const double ratio = (std::sqrt(5.0) - 1) / 2;
    double low = std::numbers::ln2 * -3;
    double high = std::numbers::ln2 * 10;
    if (groups.empty()) {
        return random::exp(high);
    }
    const auto at = [&](double x) { return log_likelihood(groups, random::exp(x)); };
    double left = high - ratio * (high - low);
    double right = low + ratio * (high - low);
    double at_left = at(left);
    double at_right = at(right);
    while (high - low > 1e-3) {
        if (at_left >= at_right) {
            high = right;
            right = left;
            at_right = at_left;
            left = high - ratio * (high - low);
            at_left = at(left);
        } else {
            low = left;
            left = right;
            at_left = at_right;
            right = low + ratio * (high - low);
            at_right = at(right);
        }
    }
    return random::exp((low + high) / 2);
}

}  // namespace

std::vector<double> estimate_strengths(const std::vector<GroupKey>& keys,
                                       const RiskHistory& history) {
    std::vector<double> strengths;
    std::vector<double> rates;
    for (std::size_t level = 0; level < keys.size(); ++level) {
        const std::vector<Prior> prior =
            priors(history, keys, level, rates, level == 0 ? 0 : strengths.back());
        strengths.push_back(
            likeliest_strength(evidence(history, history.groups().index(keys[level]), prior)));
        rates = shrunk(history, keys[level], strengths.back(), prior);
    }
    return strengths;
}

}  // namespace greenlane::screening
