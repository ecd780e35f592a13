#include "shipment/population.h"

#include "greenlane/random/law.h"

#include <cmath>
#include <numeric>
#include <string>

namespace greenlane::shipment {

namespace {

std::vector<double> traffic_shares(const PopulationDefinition& definition) {
    std::vector<double> shares(static_cast<std::size_t>(definition.number.value));
    double sum = 0;
    for (std::size_t rank = 0; rank < shares.size(); ++rank) {
        sum += shares[rank] = std::pow(static_cast<double>(rank + 1), -definition.exponent.value);
    }
    for (double& share : shares) {
        share /= sum;
    }
    return shares;
}

/// Adds the words `prefix`00001, ...; the code of the first.
Code add_words(Dictionary& dictionary, std::string_view prefix, std::size_t number) {
    const auto first = static_cast<Code>(dictionary.size());
    for (std::size_t rank = 1; rank <= number; ++rank) {
        std::string digits = std::to_string(rank);
        digits.insert(0, digits.size() < 5 ? 5 - digits.size() : 0, '0');
        dictionary.code(std::string(prefix) + digits);
    }
    return first;
}

std::vector<double> trait(random::Key traits, std::string_view name, std::size_t traders) {
    std::vector<std::uint64_t> words(traders);
    std::vector<double> uniforms(traders);
    random::draw_range(traits, 0, {random::Purpose::trader_profile, random::name_key(name)}, words,
                       {});
    random::uniforms(words, uniforms);
    return uniforms;
}

/// Traders who together have `target` of the traffic, less than the smallest one's share short of
/// it, taken in the order of their uniforms from those with a traffic share above `above`.
std::vector<bool> members(const std::vector<double>& shares, const std::vector<double>& uniforms,
                          double target, double above) {
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return uniforms[a] < uniforms[b]; });
    std::vector<bool> chosen(shares.size());
    double total = 0;
    for (const std::size_t trader : order) {
        if (shares[trader] > above && total + shares[trader] <= target) {
            chosen[trader] = true;
            total += shares[trader];
        }
    }
    return chosen;
}

}  // namespace

Population::Population(const TradersDefinition& definition, std::uint64_t seed,
                       Vocabulary& vocabulary)
    : loyalty(definition.loyalty.value), traits(random::make_key(seed, 0)) {
    const std::vector<double> shares = traffic_shares(definition.importers);
    const std::size_t number = shares.size();
    importer = Choice(shares);
    declarant = Choice(traffic_shares(definition.declarants));
    seller = Choice(traffic_shares(definition.sellers));
    const Code first_importer = add_words(vocabulary.importer, "IM", number);
    first_declarant = add_words(vocabulary.declarant, "DE", declarant.size());
    first_seller = add_words(vocabulary.seller, "SE", seller.size());

    const double average = 1.0 / static_cast<double>(number);
    const std::vector<bool> aeo =
        members(shares, trait(traits, "aeo", number), definition.aeo_share.value, average);
    const std::vector<bool> electronic =
        members(shares, trait(traits, "electronic_payment", number),
                definition.electronic_payment.value, 0);
    const std::vector<bool> deferred = members(shares, trait(traits, "deferred_payment", number),
                                               definition.deferred_payment.value, 0);
    const std::vector<double> propensity = trait(traits, "propensity", number);
    const std::vector<double> usual_declarant = trait(traits, "declarant", number);
    const std::vector<double> usual_seller = trait(traits, "seller", number);
    const auto multiplier = random::Law::gamma(1, definition.propensity_shape.value);
    for (std::size_t i = 0; i < number; ++i) {
        importers.push_back({.propensity = multiplier.quantile(propensity[i]) *
                                           (aeo[i] ? definition.aeo_propensity.value : 1),
                             .code = first_importer + static_cast<Code>(i),
                             .usual_declarant = first_declarant + declarant(usual_declarant[i]),
                             .usual_seller = first_seller + seller(usual_seller[i]),
                             .tier = aeo[i] ? Tier::aeo : Tier::standard,
                             .electronic_payment = electronic[i] ? Ternary::yes : Ternary::no,
                             .deferred_payment = deferred[i] ? Ternary::yes : Ternary::no});
    }
}

}  // namespace greenlane::shipment
