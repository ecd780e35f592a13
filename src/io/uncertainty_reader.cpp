#include "io/uncertainty_reader.h"

#include "greenlane/io/parameter_uncertainty.h"

#include "io/law_reader.h"
#include "io/overrides.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace greenlane::io {

namespace {

using experiment::UncertainParameter;
using Scale = UncertainParameter::Scale;
using Parameters = std::vector<UncertainParameter>;

/// What may be doubtful: parameters of the flow and of the process. What is measured, and when, is
/// the same in all replications.
constexpr std::array<std::string_view, 6> sections{"arrivals",  "goods",      "traders",
                                                   "documents", "violations", "station"};

/// One entry of the table on its way to a parameter.
class ParameterReader {
public:
    ParameterReader(TomlTable& table, const Located<std::string>& key, TomlValue& root)
        : table_(table), diagnostics_(table.diagnostics()), key_(key), root_(root) {
        parameter_.key = key.value;
    }

    std::optional<UncertainParameter> read(const Parameters& before) {
        const std::size_t errors = diagnostics_.error_count();
        auto entry = table_.table(key_.value);
        if (entry && read_values()) {
            read_scale(*entry);
            read_correlation(*entry, before);
        } else if (entry) {
            for (const Located<std::string>& known : entry->keys()) {
                entry->has(known.value);  // what is wrong has been said
            }
        }
        return entry && diagnostics_.error_count() == errors ? std::optional(parameter_)
                                                             : std::nullopt;
    }

private:
    void refuse(const std::string& message, std::string hint = {}) {
        diagnostics_.error(key_.position, '\'' + key_.value + "' " + message, std::move(hint));
    }

    bool read_values() {
        const std::string_view section =
            std::string_view(key_.value).substr(0, key_.value.find('.'));
        if (std::find(sections.begin(), sections.end(), section) == sections.end()) {
            refuse(
                "cannot be uncertain",
                "parameters of arrivals, goods, traders, documents, violations and stations can");
            return false;
        }
        const TomlValue* const value = find_value(root_, key_.value);
        if (value == nullptr) {
            refuse("is no key of the scenario", "write its key path as --set takes it");
            return false;
        }
        parameter_.is_array = value->kind == TomlValue::Kind::array;
        const std::span<const TomlValue> elements =
            parameter_.is_array ? std::span<const TomlValue>(value->elements)
                                : std::span<const TomlValue>(value, 1);
        for (const TomlValue& element : elements) {
            const auto quantity = as_quantity(element);
            if (!quantity) {
                refuse("is no number and no duration",
                       "quote its whole key path: \"arrivals.per_hour\" = { sd_log = 0.05 }");
                return false;
            }
            parameter_.values.push_back(quantity->value);
            parameter_.is_duration = quantity->is_duration;
        }
        return true;
    }

    void read_scale(TomlTable& entry) {
        const int given =
            int{entry.has("sd_log")} + int{entry.has("sd_logit")} + int{entry.has("distribution")};
        if (given != 1) {
            refuse("needs one of sd_log, sd_logit and a distribution",
                   "sd_log = 0.05 is a standard error of 5 %; { distribution = \"uniform\", low = "
                   "0.1, high = 0.3 } a range");
            return;
        }
        if (entry.has("distribution")) {
            parameter_.scale = Scale::none;
            parameter_.law = random::compile_law(
                read_law(entry),
                parameter_.is_duration ? random::LawOf::times : random::LawOf::numbers,
                diagnostics_);
            return;
        }
        parameter_.scale = entry.has("sd_log") ? Scale::log : Scale::logit;
        read_sd(entry, parameter_.scale == Scale::log ? "sd_log" : "sd_logit");
        if (parameter_.scale == Scale::logit &&
            std::any_of(parameter_.values.begin(), parameter_.values.end(),
                        [](double value) { return !(value >= 0 && value <= 1); })) {
            refuse("is no share: sd_logit is of the log-odds of one", "write sd_log");
        }
    }

    void read_sd(TomlTable& entry, const char* name) {
        if (entry.kind(name) == TomlValue::Kind::array) {
            if (const auto list = entry.numbers(name)) {
                for (const Located<double>& number : list->value) {
                    parameter_.sd.push_back(number.value);
                }
            }
        } else if (const auto number = entry.number(name)) {
            parameter_.sd.assign(parameter_.values.size(), number->value);
        }
        if (parameter_.sd.size() != parameter_.values.size()) {
            refuse("has " + std::to_string(parameter_.values.size()) + " values, " + name + ' ' +
                   std::to_string(parameter_.sd.size()));
        } else if (std::any_of(parameter_.sd.begin(), parameter_.sd.end(),
                               [](double sd) { return !(sd >= 0 && sd <= 10); })) {
            refuse("has a standard error that is not between 0 and 10",
                   "it is that of a logarithm: 0.05 is 5 %");
        }
    }

    void read_correlation(TomlTable& entry, const Parameters& before) {
        if (!entry.has("correlation") && !entry.has("with")) {
            return;
        }
        entry.require("correlation");
        entry.require("with");
        const auto correlation = entry.number("correlation");
        const auto with = entry.text("with");
        if (!correlation || !with) {
            return;
        }
        const auto other = std::find_if(
            before.begin(), before.end(),
            [&](const UncertainParameter& parameter) { return parameter.key == with->value; });
        if (other == before.end()) {
            refuse("is correlated with '" + with->value + "', which does not stand before it");
        } else if (parameter_.is_array || other->is_array || parameter_.scale == Scale::none ||
                   other->scale == Scale::none || !other->with.empty()) {
            refuse(
                "is correlated: both must be single values with sd_log or sd_logit, and the "
                "other one correlated with none");
        } else if (!(std::abs(correlation->value) <= 1)) {
            refuse("has a correlation that is not between -1 and 1");
        }
        parameter_.with = with->value;
        parameter_.correlation = correlation->value;
    }

    TomlTable& table_;
    Diagnostics& diagnostics_;
    const Located<std::string>& key_;
    TomlValue& root_;
    UncertainParameter parameter_;
};

/// A value with all its digits; times to the millisecond, and not none of it.
std::string value_text(double value, bool is_duration) {
    std::array<char, 40> buffer{};
    const int length = is_duration ? std::snprintf(buffer.data(), buffer.size(), "\"%lldms\"",
                                                   std::max(1LL, std::llround(value)))
                                   : std::snprintf(buffer.data(), buffer.size(), "%.17g", value);
    return {buffer.data(), static_cast<std::size_t>(length)};
}

}  // namespace

Parameters read_uncertainty_table(TomlTable& table, TomlValue& root) {
    Parameters parameters;
    for (const Located<std::string>& key : table.keys()) {
        if (auto parameter = ParameterReader(table, key, root).read(parameters)) {
            parameters.push_back(std::move(*parameter));
        }
    }
    return parameters;
}

Parameters read_parameter_uncertainty(const std::filesystem::path& file,
                                      std::span<const std::string> overrides,
                                      Diagnostics& diagnostics) {
    auto document = TomlDocument::read(file, diagnostics);
    if (!document) {
        return {};
    }
    apply_overrides(*document, overrides, Owner::scenario, diagnostics);
    TomlTable root = document->root(diagnostics);
    auto table = root.table("uncertainty");
    return table ? read_uncertainty_table(*table, document->value()) : Parameters{};
}

std::string to_override(const UncertainParameter& parameter,
                        const experiment::DrawnParameter& drawn) {
    std::string text;
    for (const double value : drawn.values) {
        text += (text.empty() ? "" : ", ") + value_text(value, parameter.is_duration);
    }
    return parameter.key + '=' + (parameter.is_array ? '[' + text + ']' : text);
}

}  // namespace greenlane::io
