// The additive score on the Korean declarations: taught by 2020, judged on January to March 2021.
// Prints a table of docs/targeting.md, and fails outside its limits. The data repeat their
// goods tuples, so the longer keys look answers up: a regression test, no measure of foresight.

#include "greenlane/evaluation/curve.h"
#include "greenlane/io/declaration_reader.h"
#include "greenlane/learning/random_effects.h"
#include "greenlane/screening/score_model.h"

#include <cstdio>
#include <filesystem>
#include <memory>
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

struct Judged {
    double precision_5;
    double precision_10;
    double area;
};

struct Case {
    const char* name;
    std::vector<GroupKey> effects;
    RiskChain memory;
    Judged least;
    double largest_area = 1;
};

/// What the labelled rows of a file say: a history, and groups and labels of its items.
struct Lesson {
    RiskHistory history;
    std::vector<std::vector<Group>> groups;  ///< by key
    std::vector<std::uint8_t> violation;

    Lesson(const std::vector<GroupKey>& keys, const std::filesystem::path& file)
        : history(keys), groups(keys.size()) {
        GroupReader reader(history.groups());
        ItemGroups read;
        shipment::Block block;
        Instant last = 0;
        const auto source = open(file);
        while (source->next(block)) {
            last = block.declarations.lodged.back();
            reader.read(block.declarations, source->vocabulary(), read);
            history.declare(block.declarations, read);
            for (std::size_t item = 0; item < read.items(); ++item) {
                const bool found = block.truth.violation[item] != Violation::none;
                history.find_out(read.of(item), found, last);
                violation.push_back(found ? 1 : 0);
                for (std::size_t key = 0; key < keys.size(); ++key) {
                    groups[key].push_back(read.of(item)[key]);
                }
            }
        }
        history.enter(last + 1);
    }
};

/// Crossed random effects of the keys, and a memory along the chain, if it has keys; where it has
/// no strengths, with the likeliest.
ScoreModel teach(const Case& one, const std::filesystem::path& file) {
    ScoreModel model;
    model.definition.effects = one.effects;
    if (!one.memory.keys.empty()) {
        model.definition.chains = {one.memory};
    }
    const Lesson lesson(keys_of(model.definition), file);
    for (RiskChain& chain : model.definition.chains) {
        if (chain.strengths.empty()) {
            chain.strengths = estimate_strengths(chain.keys, lesson.history);
        }
    }
    learning::GroupedRows rows;
    for (const GroupKey key : one.effects) {
        const std::size_t place = lesson.history.groups().index(key);
        rows.groups.push_back(lesson.groups[place]);
        rows.sizes.push_back(lesson.history.groups().size(place));
    }
    rows.violation = lesson.violation;
    model.history = lesson.history.snapshot();
    model.model = learning::fit_random_effects(rows, learning::sweeps_from_nothing);
    return model;
}

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

}  // namespace

int main() {
    const std::filesystem::path data = std::filesystem::path(GREENLANE_SHARED) / "data/kcs";
    if (!std::filesystem::exists(data)) {
        std::printf("skipped: no %s\n", data.c_str());
        return skipped;
    }
    const std::vector<GroupKey> traders = {{importer}, {declarant}, {seller}, {carrier}, {office}};
    const std::vector<GroupKey> single = {{hs2},       {hs4},      {hs6},     {origin},
                                          {departure}, {tax_rate}, {tax_type}};
    const GroupKey tuple{hs6, origin, departure, tax_rate, tax_type};
    std::vector<GroupKey> all = single;
    all.insert(all.end(), traders.begin(), traders.end());
    all.insert(all.end(), {{hs6, origin}, tuple});

    const std::vector<GroupKey> goods = {{hs2},
                                         {hs4},
                                         {hs6},
                                         {hs6, origin},
                                         {hs6, origin, departure},
                                         {hs6, origin, departure, tax_rate},
                                         tuple};
    const std::vector<Case> cases = {
        {"traders", traders, {}, {0, 0, 0.47}, 0.53},
        {"single keys", single, {}, {0.58, 0.51, 0.73}},
        {"hierarchical keys", all, {{tuple}, {0.5}}, {0.96, 0.90, 0.89}},
        {"one chain of goods keys", {}, {goods, {}}, {0.96, 0.90, 0.88}},
    };

    int short_of = 0;
    std::printf("%-24s %9s %9s %9s\n", "", "at 5 %", "at 10 %", "ROC area");
    for (const Case& one : cases) {
        const Judged got =
            judge(teach(one, data / "declarations_train.csv"), data / "declarations_valid.csv");
        const bool enough = got.precision_5 >= one.least.precision_5 &&
                            got.precision_10 >= one.least.precision_10 &&
                            got.area >= one.least.area && got.area <= one.largest_area;
        std::printf("%-24s %9.3f %9.3f %9.3f%s\n", one.name, got.precision_5, got.precision_10,
                    got.area, enough ? "" : "  outside its limits");
        short_of += enough ? 0 : 1;
    }
    return short_of == 0 ? 0 : 1;
}
