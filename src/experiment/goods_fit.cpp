#include "greenlane/experiment/goods_fit.h"

#include "greenlane/experiment/goods_count.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace greenlane::experiment {

namespace {

using shipment::Code;
using shipment::GoodsGroup;
using shipment::GoodsLine;
using shipment::Mode;
using shipment::Procedure;
using shipment::Weighted;

template <typename Enum>
std::size_t index(Enum enumerator) {
    return static_cast<std::size_t>(enumerator);
}

/// How much more often than all goods these go by each of some ways; 1 where nothing does.
template <std::size_t N>
void weigh(const std::array<std::int64_t, N>& counted, const std::array<std::int64_t, N>& all,
           double share, std::array<double, N>& weights) {
    for (std::size_t i = 1; i < N; ++i) {
        weights[i] =
            all[i] > 0 ? static_cast<double>(counted[i]) / static_cast<double>(all[i]) / share : 1;
    }
}

/// Counted words as weights, the most frequent first.
std::vector<Weighted<std::string>> weights_of(const std::map<Code, std::int64_t>& counted,
                                              const shipment::Dictionary& words) {
    std::vector<Weighted<std::string>> weights;
    weights.reserve(counted.size());
    for (const auto& [code, count] : counted) {
        weights.push_back({std::string(words.word(code)), static_cast<double>(count), {}});
    }
    std::sort(weights.begin(), weights.end(), [](const auto& a, const auto& b) {
        return a.weight != b.weight ? a.weight > b.weight : a.value < b.value;
    });
    return weights;
}

template <typename Enum, std::size_t N>
std::vector<Weighted<Enum>> shares_of(const std::array<std::int64_t, N>& counted,
                                      std::initializer_list<Enum> all) {
    std::vector<Weighted<Enum>> shares;
    double sum = 0;
    for (const Enum enumerator : all) {
        sum += static_cast<double>(counted[index(enumerator)]);
    }
    for (const Enum enumerator : all) {
        if (counted[index(enumerator)] > 0) {
            shares.push_back(
                {enumerator, static_cast<double>(counted[index(enumerator)]) / sum, {}});
        }
    }
    return shares;
}

/// What is taken of goods of which nothing is known but that they were declared.
GoodsLine unknown_goods(const std::string& hs) {
    GoodsLine line;
    line.hs = hs;
    line.descriptions = {"goods of heading " + hs.substr(0, 4)};
    line.usd_per_kg = 1;
    line.mass_kg = 1;
    line.units_per_kg = 1;
    line.propensity[index(Violation::undervaluation)] = 1;
    return line;
}

}  // namespace

ShareEstimate share_estimate(std::int64_t part, std::int64_t whole) {
    const auto inside = static_cast<double>(part);
    const auto outside = static_cast<double>(whole - part);
    return {inside / (inside + outside),
            inside > 0 && outside > 0 ? std::sqrt(1 / inside + 1 / outside) : 0};
}

GoodsLine GoodsCount::line_of(const std::string& hs, const Line& counted,
                              const shipment::Vocabulary& words) const {
    const GoodsLine* const known = before(hs);
    GoodsLine line = known ? *known : unknown_goods(hs);
    line.weight = static_cast<double>(counted.items);
    if (!counted.descriptions.empty()) {
        line.descriptions = counted.descriptions;
    }
    if (!counted.origins.empty()) {
        line.origins = weights_of(counted.origins, words.country);
    } else if (line.origins.empty()) {
        line.origins = {{before_.country.value, 1, {}}};
    }
    const double share = line.weight / items_;
    weigh(counted.by_mode, mode_items_, share, line.mode_weight);
    weigh(counted.by_procedure, procedure_items_, share, line.procedure_weight);
    line.mode_weight[index(Mode::other)] = 0;
    if (counted.usd_per_kg.number > 0) {
        line.usd_per_kg = std::clamp(counted.usd_per_kg.median(), 1e-6, 1e9);
        line.value_sigma = counted.usd_per_kg.sigma();
    }
    if (counted.mass_kg.number > 0) {
        line.mass_kg = std::clamp(counted.mass_kg.median(), 1e-3, 1e9);
        line.mass_sigma = counted.mass_kg.sigma();
    }
    if (counted.units_per_kg.number > 0) {
        line.units_per_kg = std::min(1e6, counted.units_per_kg.median());
    }
    if (counted.taxed > 0) {
        line.tax_rate =
            std::min(1000.0, counted.tax_rates / static_cast<double>(counted.taxed) / 100);
    }
    if (!counted.tax_types.empty()) {
        line.tax_type = weights_of(counted.tax_types, words.tax_type).front().value;
    }
    return line;
}

void GoodsCount::add_look_alikes(std::vector<GoodsLine>& catalogue) const {
    std::set<std::string> there;
    std::set<std::string> wanted;
    for (const GoodsLine& line : catalogue) {
        there.insert(line.hs);
        wanted.insert(line.look_alike);
    }
    for (const std::string& hs : wanted) {
        const GoodsLine* const known = hs.empty() || there.contains(hs) ? nullptr : before(hs);
        if (known != nullptr) {
            catalogue.push_back(*known);
            catalogue.back().weight = 0;
        }
    }
}

void GoodsCount::fit_shares(const shipment::Vocabulary& words, GoodsFit& fit) const {
    const auto count = static_cast<double>(declarations_);
    fit.regulated = share_estimate(groups_[index(GoodsGroup::regulated)], declarations_);
    fit.eco = share_estimate(groups_[index(GoodsGroup::eco)], declarations_);
    const double mean = items_ / count;
    const double variance = std::max(0.0, items_squared_ / count - mean * mean);
    fit.items_mean = {mean, std::sqrt(variance / count) / mean};
    fit.modes = shares_of(modes_, {Mode::sea, Mode::rail, Mode::road, Mode::air, Mode::post});
    fit.procedures =
        shares_of(procedures_, {Procedure::import_, Procedure::export_, Procedure::transit});
    fit.offices = weights_of(offices_, words.office);
    for (auto& office : fit.offices) {
        office.weight /= count;
    }
    std::int64_t containerised = 0;
    for (std::size_t mode = 1; containers_known_ && mode < shipment::mode_count; ++mode) {
        containerised += containerised_[mode];
        if (modes_[mode] > 0) {
            fit.containerised[mode] =
                static_cast<double>(containerised_[mode]) / static_cast<double>(modes_[mode]);
        }
    }
    if (containerised > 0) {
        fit.containers_mean = static_cast<double>(containers_) / static_cast<double>(containerised);
    }
}

GoodsFit GoodsCount::fit(const shipment::Vocabulary& words) const {
    GoodsFit fit;
    fit.declarations = declarations_;
    fit.items = static_cast<std::int64_t>(items_);
    fit.without_code = without_code_;
    if (declarations_ == 0) {
        return fit;
    }
    for (const auto& [hs, counted] : lines_) {
        fit.catalogue.push_back(line_of(hs, counted, words));
        fit.known_lines += before(hs) ? 1 : 0;
    }
    std::stable_sort(fit.catalogue.begin(), fit.catalogue.end(),
                     [](const GoodsLine& a, const GoodsLine& b) { return a.weight > b.weight; });
    add_look_alikes(fit.catalogue);
    fit_shares(words, fit);
    return fit;
}

}  // namespace greenlane::experiment
