#include "shipment/flow_check.h"
#include "shipment/goods_tables.h"

#include <algorithm>
#include <set>

namespace greenlane::shipment {

namespace {

bool is_country(std::string_view word) {
    return word.size() == 2 &&
           std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

void check_countries(const std::vector<Weighted<std::string>>& countries, std::string_view name,
                     Diagnostics& diagnostics) {
    check_weights(countries, name, diagnostics);
    for (const Weighted<std::string>& country : countries) {
        if (!is_country(country.value)) {
            diagnostics.error(country.position, std::string(name) + ": '" + country.value +
                                                    "' is no ISO 3166 alpha-2 code");
        }
    }
}

/// Numbers of one line, with the range that each is in.
void check_measures(const GoodsLine& line, Diagnostics& diagnostics) {
    const auto require = [&](double number, std::string_view name, double low, double high,
                             std::string_view range) {
        check_between({number, line.position}, name, low, high, range, diagnostics);
    };
    require(line.weight, "weight", 0, 1e12, "0 and 1e12");
    require(line.usd_per_kg, "usd_per_kg", 1e-6, 1e9, "1e-6 and 1e9");
    require(line.value_sigma, "value_sigma", 0, 5, "0 and 5");
    require(line.mass_kg, "mass_kg", 1e-3, 1e9, "0.001 and 1e9");
    require(line.mass_sigma, "mass_sigma", 0, 5, "0 and 5");
    require(line.units_per_kg, "units_per_kg", 0, 1e6, "0 and 1e6");
    require(line.tax_rate, "tax_rate", 0, 1000, "0 and 1000 per cent");
    require(line.harm, "harm", 0, 1e6, "0 and 1e6");
    for (const double weight : line.mode_weight) {
        require(weight, "the weight of a mode", 0, 1e12, "0 and 1e12");
    }
    for (const double weight : line.procedure_weight) {
        require(weight, "the weight of a procedure", 0, 1e12, "0 and 1e12");
    }
    for (const double propensity : line.propensity) {
        require(propensity, "the frequency of a violation", 0, 1e6, "0 and 1e6");
    }
}

void check_line(const GoodsLine& line, const std::set<std::string>& innocent,
                Diagnostics& diagnostics) {
    check_measures(line, diagnostics);
    if (line.hs.size() != 6 ||
        !std::all_of(line.hs.begin(), line.hs.end(), [](char c) { return c >= '0' && c <= '9'; })) {
        diagnostics.error(line.position, "hs '" + line.hs + "' is not of 6 digits");
    }
    if (line.descriptions.empty() || line.descriptions.size() > 64) {
        diagnostics.error(line.position, "a goods line has 1 to 64 descriptions");
    }
    if (line.origins.empty()) {
        diagnostics.error(line.position, "a goods line without origins");
    }
    check_countries(line.origins, "origins", diagnostics);
    if (!line.look_alike.empty() && !innocent.contains(line.look_alike)) {
        diagnostics.error(line.position,
                          "look_alike " + line.look_alike + " is no goods line to hide behind",
                          "name the hs of a line that is not regulated");
    }
    for (const Violation violation : violations) {
        if (line.propensity[static_cast<std::size_t>(violation)] <= 0) {
            continue;
        }
        const bool permit =
            violation == Violation::missing_permit || violation == Violation::forged_permit;
        if (violation == Violation::none || violation == Violation::unspecified) {
            diagnostics.error(line.position, "a goods line may not carry the violation '" +
                                                 std::string(name(violation)) + "'");
        } else if (conceals(violation) && line.look_alike.empty()) {
            diagnostics.error(line.position, std::string(name(violation)) + " without a look_alike",
                              "name the hs that such goods are declared under");
        } else if (permit && line.documents.empty()) {
            diagnostics.error(line.position, std::string(name(violation)) + " without documents",
                              "name the documents that the goods require");
        }
    }
}

void check_catalogue(const std::vector<GoodsLine>& catalogue, Diagnostics& diagnostics) {
    std::set<std::string> innocent;
    std::set<std::string> documents;
    for (const GoodsLine& line : catalogue) {
        documents.insert(line.documents.begin(), line.documents.end());
        if (line.group != GoodsGroup::regulated) {
            innocent.insert(line.hs);
        }
    }
    for (const GoodsLine& line : catalogue) {
        check_line(line, innocent, diagnostics);
        if (documents.size() > 64 && !line.documents.empty()) {
            diagnostics.error(line.position, "the catalogue names more than 64 documents");
            documents.clear();
        }
    }
}

/// Every group with a share of the declarations has goods that cross here.
void check_groups(const GoodsDefinition& definition, Diagnostics& diagnostics) {
    const double regulated = definition.regulated_share.value;
    const double eco = definition.eco_share.value;
    if (regulated + eco > 1) {
        diagnostics.error(definition.eco_share.position,
                          "regulated_share and eco_share add up to more than 1");
    }
    const std::array<double, goods_group_count> shares{1 - regulated - eco, regulated, eco};
    const std::array<SourcePosition, goods_group_count> positions{
        definition.position, definition.regulated_share.position, definition.eco_share.position};
    std::vector<Weighted<Procedure>> procedures = definition.procedures;
    if (procedures.empty()) {
        procedures.push_back({Procedure::import_, 1, {}});
    }
    for (std::size_t g = 0; g < goods_group_count; ++g) {
        bool any = false;
        for (const Weighted<Mode>& mode : definition.modes) {
            for (const Weighted<Procedure>& procedure : procedures) {
                any = any || (mode.weight * procedure.weight > 0 &&
                              !lines_of(definition, static_cast<GoodsGroup>(g), mode.value,
                                        procedure.value)
                                   .empty());
            }
        }
        if (shares[g] > 0 && !any) {
            diagnostics.error(positions[g],
                              "the catalogue has no goods of the group '" +
                                  std::string(name(static_cast<GoodsGroup>(g))) +
                                  "' for these modes and procedures",
                              "give such lines a weight, or the group the share 0");
        }
    }
}

}  // namespace

void check(const GoodsDefinition& definition, Diagnostics& diagnostics) {
    const std::size_t errors_before = diagnostics.error_count();
    check_catalogue(definition.catalogue, diagnostics);
    check_share(definition.regulated_share, "regulated_share", diagnostics);
    check_share(definition.eco_share, "eco_share", diagnostics);
    check_share(definition.exemption_share, "exemption_share", diagnostics);
    check_between(definition.items_mean, "items_mean", 1, 1000, "1 and 1000", diagnostics);
    check_between(definition.containers_mean, "containers_mean", 1, 1000, "1 and 1000",
                  diagnostics);
    for (const Located<double>& share : definition.containerised) {
        check_share(share, "containerised", diagnostics);
    }
    check_weights(definition.modes, "modes", diagnostics);
    check_weights(definition.procedures, "procedures", diagnostics);
    check_weights(definition.offices, "offices", diagnostics);
    check_countries(definition.destinations, "destinations", diagnostics);
    if (definition.modes.empty()) {
        diagnostics.error(definition.position, "goods without modes",
                          "write for example modes = { sea = 1 }");
    }
    if (!is_country(definition.country.value)) {
        diagnostics.error(definition.country.position,
                          "country '" + definition.country.value + "' is no ISO 3166 alpha-2 code",
                          "name the country of the border post, for example country = \"KZ\"");
    }
    for (const Weighted<Procedure>& procedure : definition.procedures) {
        if (procedure.value != Procedure::import_ && procedure.weight > 0 &&
            definition.destinations.empty()) {
            diagnostics.error(procedure.position,
                              std::string(name(procedure.value)) + " without destinations",
                              "write for example destinations = { CN = 0.6, RU = 0.4 }");
        }
    }
    if (diagnostics.error_count() == errors_before) {
        check_groups(definition, diagnostics);
    }
}

}  // namespace greenlane::shipment
