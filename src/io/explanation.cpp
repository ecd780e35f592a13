#include "greenlane/io/explanation.h"

#include "greenlane/core/calendar.h"
#include "greenlane/io/decision_csv.h"
#include "greenlane/profile/condition_compiler.h"
#include "greenlane/screening/reason_codes.h"

#include <nlohmann/json.hpp>

namespace greenlane::io {

namespace {

using Json = nlohmann::ordered_json;
using engine::Explanation;
using profile::CompiledProfile;
using shipment::Code;
using shipment::Declarations;
using shipment::Dictionary;

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

std::string_view word(const Dictionary& dictionary, const std::vector<Code>& column,
                      std::size_t row) {
    return column.empty() ? std::string_view{} : dictionary.word(column[row]);
}

Json number(const std::vector<std::int64_t>& column, std::size_t row, double unit) {
    return column.empty() || column[row] == missing ? Json()
                                                    : Json(static_cast<double>(column[row]) / unit);
}

Json instant(Instant at) {
    return at == never || at == missing ? Json() : Json(format_instant(at));
}

double minor_units(const engine::CompiledScenario& scenario) {
    double unit = 1;
    for (int digit = 0; digit < scenario.minor_digits; ++digit) {
        unit *= 10;
    }
    return unit;
}

Json items(const engine::CompiledScenario& scenario, const Explanation& explanation) {
    const Declarations& block = explanation.block.declarations;
    const shipment::Vocabulary& words = explanation.vocabulary;
    const shipment::GroundTruth& truth = explanation.block.truth;
    const double money = minor_units(scenario);
    Json rows = Json::array();
    if (block.first_item.empty()) {
        return rows;
    }
    const std::size_t row = explanation.row;
    for (std::size_t i = block.first_item[row]; i < block.first_item[row + 1]; ++i) {
        const shipment::Items& goods = block.items;
        Json item{{"hs", text_or_null(word(words.hs, goods.hs, i))},
                  {"origin", text_or_null(word(words.country, goods.origin, i))},
                  {"value", number(goods.value, i, money)},
                  {"mass_kg", number(goods.mass, i, 1000)},
                  {"quantity", number(goods.quantity, i, 1000)},
                  {"duty", number(goods.duty, i, money)},
                  {"description",
                   goods.description.absent() ? Json() : text_or_null(goods.description[i])}};
        if (truth.known()) {
            item["truth"] = {{"violation", name(truth.violation[i])},
                             {"evaded", number(truth.evaded, i, money)}};
        }
        rows.push_back(std::move(item));
    }
    return rows;
}

Json declaration(const engine::CompiledScenario& scenario, const Explanation& explanation,
                 bool redacted) {
    const Declarations& block = explanation.block.declarations;
    const std::size_t row = explanation.row;
    Json told{{"lodged", format_instant(block.lodged[row])},
              {"office", text_or_null(word(explanation.vocabulary.office, block.office, row))},
              {"mode", block.mode.empty() ? Json() : Json(name(block.mode[row]))},
              {"currency", scenario.currency}};
    if (!redacted) {
        const auto traders = trader_pseudonyms(explanation, scenario.seed);
        told["number"] = block.number.absent() ? Json() : text_or_null(block.number[row]);
        told["importer"] = text_or_null(traders[0]);
        told["declarant"] = text_or_null(traders[1]);
        told["seller"] = text_or_null(traders[2]);
    }
    told["items"] = items(scenario, explanation);
    return told;
}

std::string_view name(screening::Answer answer) {
    constexpr std::string_view names[] = {"no", "yes", "unknown", "off"};
    return names[static_cast<std::size_t>(answer)];
}

Json rules(const CompiledProfile& profile, const screening::Reasons& reasons, bool redacted) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < profile.rules.size(); ++i) {
        const profile::CompiledRule& rule = profile.rules[i];
        const screening::RuleReasons& of = reasons.rules[i];
        const bool matched = of.answer == screening::Answer::yes;
        Json row{{"code", rule.code},
                 {"matches", name(of.answer)},
                 {"lane", rule.lane ? Json(greenlane::name(*rule.lane)) : Json()},
                 {"points", rule.points},
                 {"draw", of.draw},
                 {"rate", matched || !rule.sampling ? Json(of.share) : Json()},
                 {"chosen", of.chosen()},
                 {"nearly", !of.in_the_way.empty()}};
        if (!redacted) {
            row["condition"] = describe(profile.conditions, rule.condition, *profile.lists);
            row["reason"] = text_or_null(rule.reason);
            Json& clauses = row["but_for"] = Json::array();
            for (const profile::Program& clause : of.in_the_way) {
                profile::Conditions with = profile.conditions;
                with.programs.push_back(clause);
                clauses.push_back(describe(with, with.programs.size() - 1, *profile.lists));
            }
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Json places(const std::vector<screening::Place>& places) {
    Json rows = Json::array();
    for (const screening::Place& place : places) {
        rows.push_back({{"lane", name(place.lane)},
                        {"places", place.places},
                        {"position", place.position},
                        {"taken", place.taken},
                        {"overflow", name(place.overflow)}});
    }
    return rows;
}

Json score(const engine::ScoreReasons& score, bool redacted) {
    Json told{{"probability", score.probability}, {"item", score.item + 1}};
    if (!redacted) {
        told["base"] = score.explanation.base;
        Json& parts = told["contributions"] = Json::array();
        for (const screening::Contribution& part : score.explanation.parts) {
            parts.push_back({{"name", part.name}, {"log_odds", part.margin}});
        }
    }
    return told;
}

Json decision(const CompiledProfile& profile, const Explanation& explanation, bool redacted) {
    const screening::Decisions& decisions = explanation.decisions;
    const std::size_t row = explanation.row;
    const std::uint16_t traits = decisions.traits[row];
    Json told{{"lane", name(decisions.lane[row])},
              {"nii", (traits & screening::nii) != 0},
              {"selected", (traits & screening::selected) != 0},
              {"decided", format_instant(decisions.decided[row])},
              {"points", decisions.points[row]},
              {"codes", screening::reason_codes(profile, decisions, row)}};
    if (explanation.reasons) {
        screening::Reasons reasons = *explanation.reasons;
        const screening::Wanted wanted = screening::before_capacity(profile, reasons);
        const auto points = [](const std::optional<std::int32_t>& from) {
            return from ? Json(*from) : Json();
        };
        told["thresholds"] = {{"yellow", points(profile.yellow_from)},
                              {"red", points(profile.red_from)}};
        told["model_points"] = reasons.model_points;
        told["rules"] = rules(profile, reasons, redacted);
        told["lottery"] = {{"eligible", wanted.in_lottery},
                           {"stratum", reasons.lottery_stratum},
                           {"draw", reasons.lottery_draw},
                           {"rate", profile.random_rate},
                           {"drawn", wanted.by_lottery}};
        told["capacity"] = places(explanation.places);
    }
    told["score"] = explanation.score ? score(*explanation.score, redacted) : Json();
    return told;
}

Json journey(const engine::CompiledScenario& scenario, const engine::Journey& journey) {
    Json stays = Json::array();
    for (const engine::Stay& stay : journey.stays) {
        Json row{{"station",
                  stay.station ? Json(scenario.process.stations[*stay.station].name) : Json()},
                 {"arrival", instant(stay.arrival)},
                 {"start", instant(stay.start)},
                 {"end", instant(stay.end)}};
        row["control"] = stay.control ? Json{{"control", name(stay.control->control)},
                                             {"alarm", stay.control->alarm},
                                             {"finding", stay.control->finding}}
                                      : Json();
        stays.push_back(std::move(row));
    }
    const bool out = journey.over && journey.passage.exit != kpi::Exit::in_process;
    return {{"stays", std::move(stays)},
            {"left", out ? instant(journey.passage.left) : Json()},
            {"exit", out ? Json(clearance::name(static_cast<clearance::Exit>(journey.passage.exit)))
                         : Json()}};
}

Json why_not_rows(const experiment::WhyNot& why_not, bool redacted) {
    Json changes = Json::array();
    for (const experiment::ProfileChange& change : why_not.changes) {
        Json edits = Json::array();
        for (const experiment::Edit& edit : change.edits) {
            Json row{{"key", edit.key}};
            if (!redacted || !edit.tells_a_condition) {
                row["from"] = text_or_null(edit.from);
                row["to"] = edit.to;
            }
            edits.push_back(std::move(row));
        }
        changes.push_back({{"edits", std::move(edits)},
                           {"also_stopped", change.also_stopped},
                           {"let_go", change.let_go}});
    }
    return {{"goal", why_not.lane ? Json(name(*why_not.lane)) : Json("control")},
            {"is_stopped", why_not.is_stopped},
            {"changes", std::move(changes)}};
}

}  // namespace

std::array<std::string, 3> trader_pseudonyms(const Explanation& explanation, std::uint64_t seed) {
    const Declarations& block = explanation.block.declarations;
    const shipment::Vocabulary& words = explanation.vocabulary;
    const auto pseudonym = [&](const Dictionary& names, const std::vector<Code>& column) {
        return trader_pseudonym(word(names, column, explanation.row), seed);
    };
    return {pseudonym(words.importer, block.importer), pseudonym(words.declarant, block.declarant),
            pseudonym(words.seller, block.seller)};
}

std::string to_explanation_json(const engine::CompiledScenario& scenario,
                                const Explanation& explanation, const experiment::WhyNot* why_not,
                                bool redacted) {
    Json root{{"format", "greenlane-explanation"},
              {"version", 1},
              {"scenario", scenario.name},
              {"profile", scenario.profile ? Json(scenario.profile->name) : Json()},
              {"seed", scenario.seed},
              {"replication", explanation.replication},
              {"shipment", explanation.shipment},
              {"redacted", redacted},
              {"declaration", declaration(scenario, explanation, redacted)}};
    root["decision"] =
        scenario.profile ? decision(*scenario.profile, explanation, redacted) : Json();
    root["journey"] = journey(scenario, explanation.journey);
    if (why_not != nullptr) {
        root["why_not"] = why_not_rows(*why_not, redacted);
    }
    return root.dump(2) + "\n";
}

}  // namespace greenlane::io
