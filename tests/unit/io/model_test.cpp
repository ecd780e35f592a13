#include "greenlane/io/model.h"

#include "io/model_tables.h"
#include "support/draws.h"
#include "unit/io/written_files.h"

#include <limits>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace greenlane::io {

namespace {

using learning::ModelKind;
using learning::Training;
using screening::GroupKey;
using screening::KeyField;
using testing::HasSubstr;

screening::RiskHistory small_history(const screening::FeatureDefinition& definition) {
    screening::RiskHistory history(keys_of(definition));
    for (int i = 0; i < 12; ++i) {
        screening::KeyCodes codes{};
        std::vector<screening::Group> item;
        for (const KeyField field : {KeyField::importer, KeyField::hs6, KeyField::origin}) {
            codes[static_cast<std::size_t>(field)] =
                history.groups().code(field, "w" + std::to_string(i % 5));
        }
        for (std::size_t key = 0; key < history.groups().keys().size(); ++key) {
            item.push_back(history.groups().intern(key, codes));
        }
        history.find_out(item, i % 3 == 0, 1000 + i);
    }
    history.enter(5000);
    return history;
}

Training sample(ModelKind kind) {
    Training training;
    training.kind = kind;
    training.begin = 1'600'000'000'000;
    training.end = 1'610'000'000'123;
    training.seed = 7;
    training.fingerprint = 0xfeed;
    screening::ScoreModel& model = training.model;
    if (kind == ModelKind::empirical_bayes) {
        model.definition.effects = {GroupKey{KeyField::importer},
                                    GroupKey{KeyField::hs6, KeyField::origin}};
        model.definition.chains = {{{GroupKey{KeyField::hs6, KeyField::origin}}, {0.1 + 0.2}}};
        model.model = screening::RandomEffectsModel{
            -1.25, {{0.3, {1, -0.5, 0}, {2, 3, 0}}, {0.1, {0.125}, {4}}}};
    } else {
        model.definition.chains = {{{GroupKey{KeyField::importer}}, {10}}};
        model.definition.features = {{screening::FeatureKind::risk, GroupKey{KeyField::importer}},
                                     {screening::FeatureKind::value, {}}};
        if (kind == ModelKind::logistic) {
            model.model =
                screening::LogisticModel{0.5, {1, 2}, {0, 1}, {1, 3}, {1, 0, 0, 0, 1, 0, 0, 0, 1}};
        } else {
            model.model = screening::ForestModel{
                2,
                0.25F,
                {{{1, -1, -1}, {2, -1, -1}, {1, 0, 0}, {3, -1, 1}, {1, 0, 0}, {9, 4, 5}}}};
        }
    }
    const screening::RiskHistory history = small_history(model.definition);
    model.history = history.snapshot();
    model.relational = relational_risk(history);
    return training;
}

class Stored {
protected:
    const std::filesystem::path& folder() const { return files_.folder(); }
    std::filesystem::path store(const ModelFiles& files) const {
        files_.write("model/model.json", files.description);
        files_.write("model/tables.bin", files.tables);
        return folder() / "model";
    }
    std::string refusal(const ModelFiles& files) const {
        try {
            read_model(store(files));
        } catch (const InputError& error) {
            return error.what();
        }
        return "none";
    }

private:
    WrittenFiles files_;
};

void sign(ModelFiles& files) {
    auto json = nlohmann::ordered_json::parse(files.description);
    char text[17];
    std::snprintf(text, sizeof text, "%016llx",
                  static_cast<unsigned long long>(checksum(files.tables)));
    json["tables"]["checksum"] = text;
    files.description = json.dump(2) + '\n';
}

class StoredModel : public Stored, public testing::TestWithParam<ModelKind> {};

TEST_P(StoredModel, IsReadAsItWasWritten) {
    const Training training = sample(GetParam());
    ASSERT_EQ(fault(training.model), "");
    const ModelFiles files = to_model_files(training);
    const ModelFile read = read_model(store(files));
    EXPECT_EQ(read.kind, training.kind);
    EXPECT_EQ(read.window.begin, training.begin);
    EXPECT_EQ(read.window.end, training.end);
    EXPECT_EQ(read.fingerprint, "000000000000feed");
    EXPECT_EQ(read.model.definition, training.model.definition);
    EXPECT_EQ(to_tables(read.model), files.tables);
    EXPECT_EQ(read.model.model.index(), training.model.model.index());
}

TEST_P(StoredModel, SurvivesEveryCutAndFlip) {
    const ModelFiles whole = to_model_files(sample(GetParam()));
    test::Draws draws(9);
    for (int i = 0; i < 400; ++i) {
        ModelFiles hurt = whole;
        std::string& file = i % 2 == 0 ? hurt.tables : hurt.description;
        const std::size_t place = draws.below(file.size());
        if (i % 4 < 2) {
            file.resize(place);
        } else {
            file[place] = static_cast<char>(file[place] ^ 1 << draws.below(8));
        }
        if (i % 2 == 0) {
            EXPECT_THAT(refusal(hurt), HasSubstr("tables.bin"));  // by its checksum alone
            sign(hurt);
        }
        // With a checksum that fits, what is read is sound, or refused with the file named.
        try {
            EXPECT_EQ(fault(read_model(store(hurt)).model), "");
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("model/"));
        }
    }
}

TEST_P(StoredModel, RefusesHugeCounts) {
    ModelFiles files = to_model_files(sample(GetParam()));
    for (std::size_t place = 8; place + 8 < files.tables.size(); place += 8) {
        ModelFiles huge = files;
        for (std::size_t i = 0; i < 8; ++i) {
            huge.tables[place + i] = i == 7 ? '\x3f' : '\xff';
        }
        sign(huge);
        try {
            EXPECT_EQ(fault(read_model(store(huge)).model), "");
        } catch (const InputError& error) {
            EXPECT_THAT(error.what(), HasSubstr("tables.bin"));
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Models, StoredModel,
                         testing::Values(ModelKind::empirical_bayes, ModelKind::logistic,
                                         ModelKind::trees));

class StoredTrees : public Stored, public testing::Test {};

TEST_F(StoredTrees, WithCyclesAndWrongNumbersAreRefused) {
    const auto refused = [&](auto change) {
        Training training = sample(ModelKind::trees);
        change(std::get<screening::ForestModel>(training.model.model).trees[0]);
        return refusal(to_model_files(training));
    };
    EXPECT_EQ(refused([](auto&) {}), "none");
    EXPECT_THAT(refused([](auto& tree) { tree.left[0] = 0; }), HasSubstr("damaged"));
    EXPECT_THAT(refused([](auto& tree) { tree.right[0] = 7; }), HasSubstr("damaged"));
    EXPECT_THAT(refused([](auto& tree) { tree.feature[0] = 2; }), HasSubstr("damaged"));
    EXPECT_THAT(
        refused([](auto& tree) { tree.threshold[1] = std::numeric_limits<float>::quiet_NaN(); }),
        HasSubstr("damaged"));
}

TEST_F(StoredTrees, OfAnotherVersionOrUnknownFeaturesAreRefusedByName) {
    ModelFiles files = to_model_files(sample(ModelKind::trees));
    auto json = nlohmann::ordered_json::parse(files.description);
    json["version"] = 2;
    EXPECT_THAT(refusal({json.dump(), files.tables}),
                HasSubstr("model.json: error: is of version 2"));
    json["version"] = 1;
    json["reads"]["features"][1] = "smell";
    EXPECT_THAT(refusal({json.dump(), files.tables}), HasSubstr("reads \"smell\""));
    json["reads"]["features"][1] = "mass";
    EXPECT_EQ(refusal({json.dump(), files.tables}), "none");
    json["reads"]["features"].erase(1);
    EXPECT_THAT(refusal({json.dump(), files.tables}), HasSubstr("damaged"));
}

TEST_F(StoredTrees, WithAHalfLifeThatIsNoWholeNumberAreRefused) {
    const ModelFiles files = to_model_files(sample(ModelKind::trees));
    for (const nlohmann::ordered_json half_life : {1e300, 0.5, -1e19}) {
        auto json = nlohmann::ordered_json::parse(files.description);
        json["reads"]["half_life_ms"] = half_life;
        EXPECT_THAT(refusal({json.dump(), files.tables}), HasSubstr("no whole number"));
    }
}

TEST_F(StoredTrees, ThatAreNotThereAreAskedFor) {
    try {
        read_model(folder() / "nothing");
        FAIL();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), HasSubstr("there is no such model yet"));
        EXPECT_THAT(error.what(), HasSubstr("greenlane train"));
    }
}

}  // namespace

}  // namespace greenlane::io
