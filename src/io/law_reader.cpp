#include "io/law_reader.h"

#include <utility>

namespace greenlane::io {

namespace {

Located<random::Parameter> parameter(const Located<Quantity>& quantity) {
    return {{quantity.value.value, quantity.value.is_duration}, quantity.position};
}

std::optional<Located<random::Parameter>> read_parameter(TomlTable& table, std::string_view key) {
    if (const auto quantity = table.quantity(key)) {
        return parameter(*quantity);
    }
    if (table.has(key)) {
        // Refused already: something stands in its place, so that nothing follows from it.
        return {{{1, table.kind(key) == TomlValue::Kind::text}, table.place(key)}};
    }
    return std::nullopt;
}

std::vector<Located<random::Parameter>> read_parameters(TomlTable& table, std::string_view key) {
    std::vector<Located<random::Parameter>> list;
    if (const auto quantities = table.quantities(key)) {
        for (const Located<Quantity>& quantity : quantities->value) {
            list.push_back(parameter(quantity));
        }
    }
    return list;
}

}  // namespace

random::LawDefinition read_law(TomlTable table) {
    random::LawDefinition law;
    law.position = table.position();
    law.distribution = table.text("distribution").value_or(Located<std::string>{{}, law.position});
    law.mean = read_parameter(table, "mean");
    law.sd = read_parameter(table, "sd");
    law.cv = read_parameter(table, "cv");
    law.shape = read_parameter(table, "shape");
    law.low = read_parameter(table, "low");
    law.mode = read_parameter(table, "mode");
    law.high = read_parameter(table, "high");
    law.value = read_parameter(table, "value");
    law.share = read_parameter(table, "share");
    law.values = read_parameters(table, "values");
    law.weights = read_parameters(table, "weights");
    for (TomlTable& part : table.tables("parts")) {
        law.parts.push_back(read_law(std::move(part)));
    }
    return law;
}

std::optional<random::LawDefinition> read_law(TomlTable& table, std::string_view key) {
    const auto law = table.table(key);
    return law ? std::optional(read_law(*law)) : std::nullopt;
}

}  // namespace greenlane::io
