#include "io/flow_reader.h"

#include "greenlane/io/catalogue.h"

#include "io/law_reader.h"

#include <utility>

namespace greenlane::io {

namespace {

using shipment::Weighted;

/// Overwrites a default where the key is given.
void read_number(TomlTable& table, std::string_view key, Located<double>& target) {
    if (const auto number = table.number(key)) {
        target = *number;
    }
}

Located<std::vector<double>> read_shares(TomlTable& table, std::string_view key) {
    Located<std::vector<double>> shares{{}, table.place(key)};
    if (const auto numbers = table.numbers(key)) {
        for (const Located<double>& number : numbers->value) {
            shares.value.push_back(number.value);
        }
    }
    return shares;
}

/// `{ CN = 0.6, KR = 0.2 }`
std::vector<Weighted<std::string>> read_weights(TomlTable& table, std::string_view key) {
    std::vector<Weighted<std::string>> weights;
    if (auto entries = table.table(key)) {
        for (const Located<std::string>& word : entries->keys()) {
            if (const auto weight = entries->number(word.value)) {
                weights.push_back({word.value, weight->value, word.position});
            }
        }
    }
    return weights;
}

/// One number for each enumerator that a table names; finish() reports the keys that are none.
template <typename Enum, std::size_t N, typename Take>
void read_by(TomlTable& table, std::string_view key, const std::array<Enum, N>& all, Take take) {
    if (auto entries = table.table(key)) {
        for (const Enum enumerator : all) {
            if (const auto number = entries->number(name(enumerator))) {
                take(enumerator, *number);
            }
        }
    }
}

template <typename Enum, std::size_t N>
std::vector<Weighted<Enum>> read_weights_by(TomlTable& table, std::string_view key,
                                            const std::array<Enum, N>& all) {
    std::vector<Weighted<Enum>> weights;
    read_by(table, key, all, [&](Enum enumerator, const Located<double>& weight) {
        weights.push_back({enumerator, weight.value, weight.position});
    });
    return weights;
}

constexpr std::array modes{shipment::Mode::sea, shipment::Mode::rail, shipment::Mode::road,
                           shipment::Mode::air, shipment::Mode::post};
constexpr std::array procedures{shipment::Procedure::import_, shipment::Procedure::export_,
                                shipment::Procedure::transit};

shipment::ArrivalsDefinition read_arrivals(TomlTable& scenario) {
    shipment::ArrivalsDefinition arrivals;
    arrivals.position = scenario.place("arrivals");
    auto table = scenario.table("arrivals");
    if (!table) {
        return arrivals;
    }
    arrivals.per_hour = table->number("per_hour");
    if (!arrivals.per_hour && table->has("per_hour")) {
        arrivals.per_hour = {1, table->place("per_hour")};  // refused already
    }
    arrivals.hour_of_day = read_shares(*table, "hour_of_day");
    arrivals.day_of_week = read_shares(*table, "day_of_week");
    for (TomlTable& swing : table->tables("swing")) {
        const auto missing_number = Located<double>{0, swing.position()};
        const auto missing_duration = Located<Duration>{0, swing.position()};
        swing.require("amplitude");
        swing.require("period");
        const auto peak = swing.instant("peak");
        arrivals.swing.push_back({swing.number("amplitude").value_or(missing_number),
                                  swing.duration("period").value_or(missing_duration),
                                  peak ? peak->value : 0});
    }
    arrivals.batch = read_law(*table, "batch");
    arrivals.interval = read_law(*table, "interval");
    return arrivals;
}

shipment::GoodsDefinition read_goods(TomlTable& table, const std::filesystem::path& file) {
    shipment::GoodsDefinition goods;
    goods.position = table.position();
    table.require("catalogue");
    if (const auto catalogue = table.text("catalogue")) {
        goods.catalogue = read_catalogue((file.parent_path() / catalogue->value).lexically_normal(),
                                         table.diagnostics());
    }
    read_number(table, "regulated_share", goods.regulated_share);
    read_number(table, "eco_share", goods.eco_share);
    read_number(table, "items_mean", goods.items_mean);
    goods.modes = read_weights_by(table, "modes", modes);
    goods.procedures = read_weights_by(table, "procedures", procedures);
    goods.offices = read_weights(table, "offices");
    goods.country = table.text("country").value_or(Located<std::string>{{}, table.position()});
    goods.destinations = read_weights(table, "destinations");
    read_by(table, "containerised", modes, [&](shipment::Mode mode, const Located<double>& share) {
        goods.containerised[static_cast<std::size_t>(mode)] = share;
    });
    read_number(table, "containers_mean", goods.containers_mean);
    read_number(table, "exemption_share", goods.exemption_share);
    return goods;
}

void read_population(TomlTable& traders, std::string_view key,
                     shipment::PopulationDefinition& population) {
    if (auto table = traders.table(key)) {
        if (const auto number = table->integer("number")) {
            population.number = *number;
        }
        read_number(*table, "exponent", population.exponent);
    }
}

void read_traders(TomlTable& table, shipment::TradersDefinition& traders) {
    traders.position = table.position();
    read_population(table, "importers", traders.importers);
    read_population(table, "declarants", traders.declarants);
    read_population(table, "sellers", traders.sellers);
    read_number(table, "aeo_share", traders.aeo_share);
    read_number(table, "propensity_shape", traders.propensity_shape);
    read_number(table, "aeo_propensity", traders.aeo_propensity);
    read_number(table, "loyalty", traders.loyalty);
    read_number(table, "electronic_payment", traders.electronic_payment);
    read_number(table, "deferred_payment", traders.deferred_payment);
}

void read_documents(TomlTable& table, shipment::DocumentsDefinition& documents) {
    documents.position = table.position();
    read_number(table, "held", documents.held);
    read_number(table, "held_aeo", documents.held_aeo);
    read_number(table, "electronic", documents.electronic);
}

void read_violations(TomlTable& table, shipment::ViolationsDefinition& definition) {
    definition.position = table.position();
    read_number(table, "regulated", definition.regulated);
    read_number(table, "other", definition.other);
    definition.origin_risk = read_weights(table, "origin_risk");
    read_number(table, "undervalued_low", definition.undervalued_low);
    read_number(table, "undervalued_high", definition.undervalued_high);
    if (auto kinds = table.table("visibility")) {
        for (const Violation violation : violations) {
            read_by(*kinds, name(violation), controls,
                    [&](Control control, const Located<double>& percent) {
                        definition.visibility[static_cast<std::size_t>(violation)]
                                             [static_cast<std::size_t>(control)] = percent.value;
                    });
        }
    }
    read_number(table, "visibility_spread", definition.visibility_spread);
}

}  // namespace

shipment::FlowDefinition read_flow(TomlTable& scenario,
                                   const std::filesystem::path& scenario_file) {
    shipment::FlowDefinition flow;
    flow.arrivals = read_arrivals(scenario);
    if (auto table = scenario.table("goods")) {
        flow.goods = read_goods(*table, scenario_file);
    }
    if (auto table = scenario.table("traders")) {
        read_traders(*table, flow.traders);
    }
    if (auto table = scenario.table("documents")) {
        read_documents(*table, flow.documents);
    }
    if (auto table = scenario.table("violations")) {
        read_violations(*table, flow.violations);
    }
    return flow;
}

}  // namespace greenlane::io
