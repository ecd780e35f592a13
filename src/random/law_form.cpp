#include "random/law_form.h"

#include "core/named.h"

#include <array>
#include <string_view>

namespace greenlane::random {

namespace {

constexpr std::array<std::string_view, 10> distributions{
    "deterministic", "exponential", "lognormal", "gamma",     "weibull",
    "uniform",       "triangular",  "empirical", "geometric", "mixture"};

/// Parameters as bits.
enum Slot : unsigned {
    mean = 1 << 0,
    sd = 1 << 1,
    cv = 1 << 2,
    shape = 1 << 3,
    low = 1 << 4,
    mode = 1 << 5,
    high = 1 << 6,
    value = 1 << 7,
    values = 1 << 8,
    weights = 1 << 9,
    parts = 1 << 10,
};

/// Where a parameter stands; null where it is not given.
const SourcePosition* place(const std::optional<Located<Parameter>>& parameter) {
    return parameter ? &parameter->position : nullptr;
}

template <typename T>
const SourcePosition* place(const std::vector<T>& list) {
    return list.empty() ? nullptr : &list.front().position;
}

struct SlotInfo {
    Slot slot;
    std::string_view name;
    const SourcePosition* (*place)(const LawDefinition&);
};

constexpr std::array<SlotInfo, 11> slots{{
    {mean, "mean", [](const LawDefinition& law) { return place(law.mean); }},
    {sd, "sd", [](const LawDefinition& law) { return place(law.sd); }},
    {cv, "cv", [](const LawDefinition& law) { return place(law.cv); }},
    {shape, "shape", [](const LawDefinition& law) { return place(law.shape); }},
    {low, "low", [](const LawDefinition& law) { return place(law.low); }},
    {mode, "mode", [](const LawDefinition& law) { return place(law.mode); }},
    {high, "high", [](const LawDefinition& law) { return place(law.high); }},
    {value, "value", [](const LawDefinition& law) { return place(law.value); }},
    {values, "values", [](const LawDefinition& law) { return place(law.values); }},
    {weights, "weights", [](const LawDefinition& law) { return place(law.weights); }},
    {parts, "parts", [](const LawDefinition& law) { return place(law.parts); }},
}};

/// What a distribution takes: all of `needs`, exactly one of `one_of`, perhaps `may_have`.
struct Form {
    unsigned needs;
    unsigned one_of;
    unsigned may_have;
    std::string_view in_words;
};

constexpr std::array<Form, distributions.size()> forms{{
    {value, 0, 0, "value"},
    {mean, 0, 0, "mean"},
    {mean, sd | cv, 0, "mean and sd, or mean and cv"},
    {mean, shape | sd | cv, 0, "mean and shape, or mean and sd, or mean and cv"},
    {mean | shape, 0, 0, "mean and shape"},
    {low | high, 0, 0, "low and high"},
    {low | mode | high, 0, 0, "low, mode and high"},
    {values, 0, weights, "values and, where they are not equally likely, weights"},
    {mean, 0, 0, "mean"},
    {parts, 0, 0, "parts"},
}};

void report_unknown(const LawDefinition& definition, Diagnostics& diagnostics) {
    const std::string& name = definition.distribution.value;
    if (name.empty()) {
        diagnostics.error(definition.position, "a law without 'distribution'",
                          "for example { distribution = \"exponential\", mean = \"24min\" }");
        return;
    }
    std::string hint = did_you_mean(name, distributions);
    if (hint.empty()) {
        for (const std::string_view known : distributions) {
            hint += (hint.empty() ? "one of " : ", ") + std::string(known);
        }
    }
    diagnostics.error(definition.distribution.position, "unknown distribution '" + name + "'",
                      hint);
}

}  // namespace

std::optional<Distribution> check_form(const LawDefinition& definition, Diagnostics& diagnostics) {
    const auto distribution =
        enumerator<Distribution>(distributions, definition.distribution.value);
    if (!distribution) {
        report_unknown(definition, diagnostics);
        return std::nullopt;
    }
    const Form& form = forms[static_cast<std::size_t>(*distribution)];
    const std::string law = "the " + definition.distribution.value + " distribution ";
    const std::string takes = "it takes " + std::string(form.in_words);
    unsigned chosen = 0;
    for (const SlotInfo& slot : slots) {
        const std::string name = "'" + std::string(slot.name) + "'";
        const SourcePosition* position = slot.place(definition);
        if (position == nullptr) {
            if (form.needs & slot.slot) {
                diagnostics.error(definition.position, law + "needs " + name, takes);
            }
        } else if (!((form.needs | form.one_of | form.may_have) & slot.slot)) {
            diagnostics.error(*position, law + "takes no " + name, takes);
        } else if (form.one_of & slot.slot) {
            if (chosen != 0) {
                diagnostics.error(*position, name + " is one parameter too many", takes);
            }
            chosen |= slot.slot;
        }
    }
    if (form.one_of != 0 && chosen == 0) {
        diagnostics.error(definition.position, law + "needs its spread", takes);
    }
    return distribution;
}

}  // namespace greenlane::random
