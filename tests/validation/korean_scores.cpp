// The additive score on the Korean declarations: taught by 2020, judged on January to March 2021.
// Prints the table of docs/targeting.md and fails where a row falls short. The data repeat their
// goods tuples, so the longer keys look answers up: a regression test, no measure of foresight.

#include "greenlane/evaluation/curve.h"
#include "greenlane/io/declaration_reader.h"
#include "greenlane/screening/score_model.h"

#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using namespace greenlane;
using namespace greenlane::screening;
using enum KeyField;

constexpr int skipped = 77;

std::unique_ptr<io::DeclarationSource> open(const std::filesystem::path& file) {
    io::DeclarationInput input;
    Diagnostics diagnostics;
    input.mapping = io::read_mapping(
        std::filesystem::path(GREENLANE_SOURCE_ROOT) / "profiles/mappings/kcs.toml", diagnostics);
    input.files = {file.string()};
    input.epochs.utc_offset = input.mapping.utc_offset;
    return io::open_declarations(std::move(input));
}

/// A model whose chains have the strengths that the history tells, and weight 1.
ScoreModel teach(const std::vector<std::vector<GroupKey>>& chains, const std::filesystem::path& file) {
    ScoreModel model;
    for (const std::vector<GroupKey>& keys : chains) {
        model.definition.chains.push_back({keys, std::vector<double>(keys.size(), 1.0)});
    }
    RiskHistory history(keys_of(model.definition));
    GroupReader reader(history.groups());
    ItemGroups groups;
    shipment::Block block;
    const auto source = open(file);
    while (source->next(block)) {
        reader.read(block.declarations, source->vocabulary(), groups);
        history.declare(block.declarations, groups);
        for (std::size_t item = 0; item < block.declarations.item_rows(); ++item) {
            history.find_out(groups.of(item), block.truth.violation[item] != Violation::none,
                             block.declarations.lodged.back());
        }
    }
    history.enter(never);
    for (RiskChain& chain : model.definition.chains) {
        chain.strengths = estimate_strengths(chain.keys, history);
        for(double s: chain.strengths) std::printf("%s %.2f; ", name(chain.keys.back()).c_str(), s);
    }
    model.history = history.snapshot();
    model.model = AdditiveModel{0, std::vector<double>(chains.size(), 1.0)};
    return model;
}

struct Judged {
    double precision_5;
    double precision_10;
    double area;
};

Judged judge(const ScoreModel& model, const std::filesystem::path& file) {
    const FrozenScore frozen(model);
    Scorer scorer(frozen);
    Scores scores;
    std::vector<double> score;
    std::vector<std::uint8_t> violation;
    shipment::Block block;
    const auto source = open(file);
    while (source->next(block)) {
        scorer.score(block.declarations, source->vocabulary(), scores);
        // One item a declaration.
        score.insert(score.end(), scores.item_margin.begin(), scores.item_margin.end());
        for (const Violation found : block.truth.violation) {
            violation.push_back(found != Violation::none ? 1 : 0);
        }
    }
    const evaluation::Ranking ranking({score, violation, {}});
    return {ranking.at(0.05).precision.value_or(0), ranking.at(0.1).precision.value_or(0),
            evaluation::roc_area(ranking.ties()).value_or(0)};
}

struct Case {
    const char* name;
    std::vector<std::vector<GroupKey>> chains;
    Judged least;
};

}  // namespace

int main() {
    const std::filesystem::path data = std::filesystem::path(GREENLANE_SHARED) / "data/kcs";
    if (!std::filesystem::exists(data)) {
        std::printf("skipped: no %s\n", data.c_str());
        return skipped;
    }
    const std::vector<std::vector<GroupKey>> traders = {
        {{importer}}, {{declarant}}, {{seller}}, {{carrier}}, {{office}}};
    std::vector<std::vector<GroupKey>> single = traders;
    single.insert(single.end(), {{{mode}}, {{hs6}}, {{origin}}, {{departure}}, {{tax_rate}}, {{tax_type}}});
    const std::vector<GroupKey> goods = {{hs2},
                                         {hs4},
                                         {hs6},
                                         {hs6, origin},
                                         {hs6, origin, departure},
                                         {hs6, origin, departure, tax_rate},
                                         {hs6, origin, departure, tax_rate, tax_type}};
    const std::vector<GroupKey> route={{origin},{origin,departure},{origin,departure,tax_rate},{origin,departure,tax_rate,tax_type}};
    const std::vector<GroupKey> gd={{hs2},{hs4},{hs6},{hs6,departure}}, gt={{hs2},{hs4},{hs6},{hs6,tax_rate},{hs6,tax_rate,tax_type}};
    for (const Case& one : {Case{"traders", traders, {}}, Case{"single", single, {}},Case{"single-", {{{hs2},{hs4},{hs6}},{{origin}},{{departure}},{{tax_type}}}, {}},
        Case{"goods", {goods}, {}}, Case{"goods+route", {goods, route}, {}}, Case{"goods+o,d,t", {goods, {{origin}},{{departure}},{{tax_type}}}, {}},
        Case{"goods+gd", {goods, gd}, {}}, Case{"goods+gd+gt", {goods, gd,gt}, {}}, Case{"goods+tt", {goods, {{tax_type}}}, {}}, Case{"goods+d", {goods, {{departure}}}, {}}, Case{"goods+or", {goods, {{origin}}}, {}}
        }) {
        const Judged j = judge(teach(one.chains, data / "declarations_train.csv"),
                               data / "declarations_valid.csv");
        std::printf("\n%-20s %.4f %.4f %.4f\n", one.name, j.precision_5, j.precision_10, j.area);
    }
}
