#include "shipment/goods_tables.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace greenlane::shipment {

namespace {

template <typename T>
Choice choice_of(const std::vector<Weighted<T>>& options) {
    std::vector<double> weights;
    for (const Weighted<T>& option : options) {
        weights.push_back(option.weight);
    }
    return weights.empty() ? Choice() : Choice(weights);
}

std::vector<Code> codes_of(const std::vector<Weighted<std::string>>& options,
                           Dictionary& dictionary) {
    std::vector<Code> codes;
    for (const Weighted<std::string>& option : options) {
        codes.push_back(dictionary.code(option.value));
    }
    return codes;
}

double risk_of(const std::string& country, const ViolationsDefinition& violations) {
    for (const Weighted<std::string>& risk : violations.origin_risk) {
        if (risk.value == country) {
            return risk.weight;
        }
    }
    return 1;
}

double total_propensity(const GoodsLine& line) {
    double sum = 0;
    for (const double propensity : line.propensity) {
        sum += propensity;
    }
    return sum;
}

LineIndex look_alike_of(const GoodsLine& line, LineIndex self,
                        const std::vector<GoodsLine>& catalogue) {
    for (LineIndex other = 0; other < catalogue.size() && !line.look_alike.empty(); ++other) {
        if (catalogue[other].hs == line.look_alike &&
            catalogue[other].group != GoodsGroup::regulated) {
            return other;
        }
    }
    return self;
}

/// The mean over the traffic of min(1, scale * multiplier of the importer), as a function of scale.
class CappedMean {
public:
    explicit CappedMean(const Population& population) {
        std::vector<std::pair<double, double>> shares;
        for (std::size_t i = 0; i < population.importers.size(); ++i) {
            shares.emplace_back(population.importers[i].propensity,
                                population.importer.probability(i));
        }
        std::sort(shares.begin(), shares.end());
        double share = 0;
        double mean = 0;
        for (const auto& [multiplier, traffic] : shares) {
            steps_.push_back({multiplier, share, mean});
            share += traffic;
            mean += traffic * multiplier;
        }
        steps_.push_back({std::numeric_limits<double>::infinity(), share, mean});
    }
    double operator()(double scale) const {
        const auto capped =
            std::lower_bound(steps_.begin(), steps_.end(), 1 / scale,
                             [](const Step& s, double x) { return s.multiplier < x; });
        return scale * capped->mean_below + steps_.back().share_below - capped->share_below;
    }

private:
    struct Step {
        double multiplier;
        double share_below;  ///< of the traffic, of importers with a smaller multiplier
        double mean_below;   ///< their part of the mean multiplier
    };
    std::vector<Step> steps_;
};

/// The scale at which probabilities scale * factor * multiplier, capped at 1, have the mean `base`
/// over the given shares of factors and the importers' traffic.
double scale_for(double base, const std::map<double, double>& share_of_factor,
                 const CappedMean& capped_mean) {
    const auto mean_at = [&](double scale) {
        double mean = 0;
        for (const auto& [factor, share] : share_of_factor) {
            mean += share * capped_mean(scale * factor);
        }
        return mean;
    };
    double high = 1;
    while (mean_at(high) < base && high < 0x1p40) {
        high *= 2;
    }
    double low = 0;
    for (int halving = 0; halving < 50; ++halving) {
        const double middle = (low + high) / 2;
        (mean_at(middle) < base ? low : high) = middle;
    }
    return base > 0 ? high : 0;
}

}  // namespace

std::vector<Weighted<LineIndex>> lines_of(const GoodsDefinition& definition, GoodsGroup group,
                                          Mode mode, Procedure procedure) {
    std::vector<Weighted<LineIndex>> lines;
    for (LineIndex i = 0; i < definition.catalogue.size(); ++i) {
        const GoodsLine& line = definition.catalogue[i];
        const double weight = line.weight * line.mode_weight[static_cast<std::size_t>(mode)] *
                              line.procedure_weight[static_cast<std::size_t>(procedure)];
        if (line.group == group && weight > 0) {
            lines.push_back({i, weight, line.position});
        }
    }
    return lines;
}

GoodsTables::GoodsTables(const FlowDefinition& definition, const Population& population,
                         Vocabulary& vocabulary)
    : office(choice_of(definition.goods->offices)),
      offices(codes_of(definition.goods->offices, vocabulary.office)),
      destination(choice_of(definition.goods->destinations)),
      destinations(codes_of(definition.goods->destinations, vocabulary.country)),
      country(vocabulary.country.code(definition.goods->country.value)),
      country_risk(risk_of(definition.goods->country.value, definition.violations)) {
    add_lines(definition, vocabulary);
    add_cells(*definition.goods);
    scale_violations(definition, population);
}

void GoodsTables::add_lines(const FlowDefinition& definition, Vocabulary& vocabulary) {
    const std::vector<GoodsLine>& catalogue = definition.goods->catalogue;
    for (const GoodsLine& goods : catalogue) {
        DocumentSet documents = 0;
        for (const std::string& document : goods.documents) {
            documents |= DocumentSet{1} << (vocabulary.document.code(document) - 1);
        }
        std::vector<double> origin_risk;
        for (const Weighted<std::string>& origin : goods.origins) {
            origin_risk.push_back(risk_of(origin.value, definition.violations));
        }
        const auto self = static_cast<LineIndex>(lines.size());
        const double propensity = total_propensity(goods);
        lines.push_back({.hs = vocabulary.hs.code(goods.hs),
                         .tax_type = vocabulary.tax_type.code(goods.tax_type),
                         .tax_rate = static_cast<std::int32_t>(std::lround(goods.tax_rate * 100)),
                         .look_alike = look_alike_of(goods, self, catalogue),
                         .documents = documents,
                         .log_grams = std::log(goods.mass_kg * 1000),
                         .mass_sigma = goods.mass_sigma,
                         .log_cents_per_gram = std::log(goods.usd_per_kg / 10),
                         .value_sigma = goods.value_sigma,
                         .units_per_kg = goods.units_per_kg,
                         .harm = goods.harm / goods.mass_kg,
                         .violation_probability = propensity,
                         .violation = propensity > 0 ? Choice(goods.propensity) : Choice(),
                         .origin = choice_of(goods.origins),
                         .origins = codes_of(goods.origins, vocabulary.country),
                         .origin_risk = std::move(origin_risk),
                         .descriptions = goods.descriptions,
                         .group = goods.group,
                         .perishable = goods.perishable ? Ternary::yes : Ternary::no});
    }
    for (Code code = 1; code < vocabulary.document.size(); ++code) {
        document_keys.push_back(random::name_key(vocabulary.document.word(code)));
    }
}

void GoodsTables::add_cells(const GoodsDefinition& definition) {
    const double regulated = definition.regulated_share.value;
    const double eco = definition.eco_share.value;
    const std::array<double, goods_group_count> group_share{1 - regulated - eco, regulated, eco};
    std::vector<Weighted<Procedure>> procedures = definition.procedures;
    if (procedures.empty()) {
        procedures.push_back({Procedure::import_, 1, {}});
    }
    std::vector<double> weights;
    for (std::size_t g = 0; g < goods_group_count; ++g) {
        const std::size_t first = cells.size();
        double sum = 0;
        for (const Weighted<Mode>& mode : definition.modes) {
            for (const Weighted<Procedure>& procedure : procedures) {
                const auto group = static_cast<GoodsGroup>(g);
                const auto options = lines_of(definition, group, mode.value, procedure.value);
                const double weight = mode.weight * procedure.weight;
                if (options.empty() || weight == 0 || group_share[g] <= 0) {
                    continue;
                }
                Cell fresh{group, mode.value, procedure.value, choice_of(options), {}};
                for (const Weighted<LineIndex>& option : options) {
                    fresh.lines.push_back(option.value);
                }
                cells.push_back(std::move(fresh));
                weights.push_back(weight);
                sum += weight;
            }
        }
        for (std::size_t c = first; c < cells.size(); ++c) {
            weights[c] *= group_share[g] / sum;
        }
    }
    cell = Choice(weights);
}

/// Turns propensities into probabilities whose means, over the items of regulated and of other
/// goods, are the stated ones.
void GoodsTables::scale_violations(const FlowDefinition& definition, const Population& population) {
    const CappedMean capped_mean(population);
    for (const bool regulated : {true, false}) {
        std::map<double, double> share_of_factor;
        double total = 0;
        for (std::size_t c = 0; c < cells.size(); ++c) {
            if ((cells[c].group == GoodsGroup::regulated) != regulated) {
                continue;
            }
            for (std::size_t i = 0; i < cells[c].lines.size(); ++i) {
                const Line& line = lines[cells[c].lines[i]];
                const double share = cell.probability(c) * cells[c].line.probability(i);
                total += share;
                if (cells[c].procedure == Procedure::export_) {
                    share_of_factor[line.violation_probability * country_risk] += share;
                    continue;
                }
                for (std::size_t o = 0; o < line.origins.size(); ++o) {
                    share_of_factor[line.violation_probability * line.origin_risk[o]] +=
                        share * line.origin.probability(o);
                }
            }
        }
        if (total == 0) {
            continue;
        }
        const double base =
            regulated ? definition.violations.regulated.value : definition.violations.other.value;
        const double scale = scale_for(base * total, share_of_factor, capped_mean);
        for (Line& line : lines) {
            if ((line.group == GoodsGroup::regulated) == regulated) {
                line.violation_probability *= scale;
            }
        }
    }
}

}  // namespace greenlane::shipment
