#include "io/learning_reader.h"

#include <algorithm>

namespace greenlane::io {

namespace {

using namespace learning;

constexpr Duration week = 7 * day;

void refuse(TomlTable& table, std::string_view key, const std::string& what,
            std::string hint = {}) {
    table.diagnostics().error(table.place(key), '\'' + std::string(key) + "' must be " + what,
                              std::move(hint));
}

/// Whole weeks, from a duration.
std::size_t read_weeks(TomlTable& table, std::string_view key, std::size_t otherwise) {
    const auto duration = table.duration(key);
    if (!duration) {
        return otherwise;
    }
    if (duration->value % week != 0 || duration->value == 0) {
        refuse(table, key, "whole weeks", "\"4w\", for example");
        return otherwise;
    }
    return static_cast<std::size_t>(duration->value / week);
}

/// A share above 0, up to 1.
double read_share(TomlTable& table, std::string_view key, double otherwise) {
    const auto number = table.number(key);
    if (number && !(number->value > 0 && number->value <= 1)) {
        refuse(table, key, "above 0 and at most 1", "0.1 is one in ten");
        return otherwise;
    }
    return number ? number->value : otherwise;
}

RatePlan read_rate(TomlTable& learning) {
    RatePlan plan;
    if (learning.kind("rate") != TomlValue::Kind::table) {
        plan.from = plan.to = read_share(learning, "rate", plan.from);
        return plan;
    }
    auto table = learning.table("rate");
    for (const char* key : {"plan", "from", "to", "over"}) {
        table->require(key);
    }
    if (const auto course =
            table->choice("plan", std::array{RatePlan::Course::linear, RatePlan::Course::decay})) {
        plan.course = course->value;
    }
    plan.from = read_share(*table, "from", plan.from);
    plan.to = read_share(*table, "to", plan.to);
    plan.over = static_cast<double>(read_weeks(*table, "over", 1));
    return plan;
}

ExplorationDefinition read_exploration(TomlTable& table, const RatePlan& rate) {
    ExplorationDefinition explore;
    if (table.kind("explore") == TomlValue::Kind::text) {
        const std::string text = table.text("explore")->value;
        if (text == "bandit" || text == "drift") {
            explore.kind = text == "bandit" ? ExplorationDefinition::Kind::bandit
                                            : ExplorationDefinition::Kind::drift;
        } else {
            const std::array<std::string_view, 2> words{"bandit", "drift"};
            refuse(table, "explore", "a share of the declarations, \"bandit\" or \"drift\"",
                   did_you_mean(text, words));
        }
        return explore;
    }
    const double least = std::min(rate.from, rate.to);
    explore.share = std::min(explore.share, least);
    if (const auto share = table.number("explore")) {
        if (share->value < 0 || share->value > least) {
            refuse(table, "explore", "from 0 to the rate of inspection, of which it is a part");
        } else {
            explore.share = share->value;
        }
    }
    return explore;
}

/// `mix = { empirical-bayes = 0.7, random = 0.3 }`
std::vector<Share> read_mix(TomlTable& learning, StrategyKind strategy) {
    std::vector<Share> mix;
    if (strategy != StrategyKind::hybrid) {
        if (learning.has("mix")) {
            refuse(learning, "mix", "left out, unless strategy = \"hybrid\"");
        }
        return mix;
    }
    if (!learning.require("mix")) {
        return mix;
    }
    auto table = learning.table("mix");
    if (!table) {
        return mix;
    }
    for (const StrategyKind kind : all_strategies) {
        if (kind == StrategyKind::hybrid) {
            continue;
        }
        if (const auto weight = table->number(name(kind))) {
            if (weight->value > 0) {
                mix.push_back({kind, weight->value});
            } else {
                refuse(*table, name(kind), "above 0");
            }
        }
    }
    return mix;
}

void read_history(TomlTable& table, LearningDefinition& definition) {
    definition.initial_weeks = read_weeks(table, "initial", 0);
    if (const auto masking = table.choice("masking", all_maskings)) {
        definition.masking = masking->value;
    }
    definition.known = read_share(table, "known", definition.known);
    const bool drawn =
        definition.masking == Masking::row || definition.masking == Masking::importer;
    if (drawn) {
        table.require("known");
    } else if (table.has("known")) {
        refuse(table, "known", "left out, unless masking = \"row\" or \"importer\"");
    }
    if (table.has("masking") && !table.has("initial")) {
        refuse(table, "masking", "left out where there is no 'initial'",
               "initial = \"13w\" begins the loop with thirteen weeks of history");
    }
}

std::size_t read_count(TomlTable& table, std::string_view key, std::size_t otherwise) {
    const auto count = table.integer(key);
    if (count && count->value < 1) {
        refuse(table, key, "at least 1");
        return otherwise;
    }
    return count ? static_cast<std::size_t>(count->value) : otherwise;
}

}  // namespace

LearningDefinition read_learning_table(TomlTable& table) {
    LearningDefinition definition;
    table.require("strategy");
    if (const auto strategy = table.choice("strategy", all_strategies)) {
        definition.strategy = strategy->value;
        definition.mix = read_mix(table, strategy->value);
    }
    definition.rate = read_rate(table);
    definition.explore = read_exploration(table, definition.rate);
    if (const auto delay = table.duration("delay")) {
        definition.delay = delay->value;
    }
    definition.refit_every = read_weeks(table, "refit_every", 1);
    read_history(table, definition);
    definition.weeks = read_count(table, "weeks", 0);
    if (const auto half_life = table.duration("half_life")) {
        definition.half_life = half_life->value;
        if (half_life->value == 0) {
            refuse(table, "half_life", "more than 0", "without it nothing is forgotten");
        }
    }
    return definition;
}

}  // namespace greenlane::io
