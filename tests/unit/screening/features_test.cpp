#include "greenlane/screening/features.h"

#include "support/plain_rows.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;
using test::PlainRow;

TEST(Feature, names_are_read_back) {
    for (std::size_t i = 0; i < feature_kind_count; ++i) {
        const auto kind = static_cast<FeatureKind>(i);
        for (const Feature& feature : {Feature{kind, {}}, Feature{kind, {hs6, origin}}}) {
            EXPECT_EQ(parse_feature(name(feature)), feature);
        }
    }
    EXPECT_EQ(name(Feature{FeatureKind::risk, {origin, hs6}}), "risk(hs6*origin)");
    for (const char* text : {"", "risk(", "risk()", "risk(hs6", "risk(hs6)x", "risk(origin*hs6)",
                             "risks(hs6)", "value ", "(hs6)"}) {
        EXPECT_EQ(parse_feature(text), std::nullopt) << text;
    }
}

TEST(FeatureDefinition, mistakes_are_named) {
    const FeatureDefinition sound{{{{{hs6}}, {2}}}, {}, {{FeatureKind::risk, {hs6}}}, 0};
    EXPECT_EQ(fault(sound), "");
    const auto refused = [&](Feature feature) {
        FeatureDefinition definition = sound;
        definition.features.push_back(feature);
        return !fault(definition).empty();
    };
    EXPECT_FALSE(refused({FeatureKind::volume, {hs6}}));
    EXPECT_TRUE(refused({FeatureKind::risk, {hs6}}));
    EXPECT_TRUE(refused({FeatureKind::risk, {origin}}));
    EXPECT_TRUE(refused({FeatureKind::volume, {}}));
    EXPECT_TRUE(refused({FeatureKind::value, {hs6}}));
    EXPECT_TRUE(refused({FeatureKind::goods, {declarant}}));
    EXPECT_TRUE(refused({FeatureKind::relational, {carrier}}));
    FeatureDefinition backwards = sound;
    backwards.half_life = -1;
    EXPECT_NE(fault(backwards), "");
}

PlainRow row_of(const std::string& trader, const std::string& goods, const std::string& from,
                std::int64_t value, Instant lodged) {
    PlainRow row;
    row.lodged = lodged;
    row.importer = trader;
    test::PlainItem& item = row.items.emplace_back();
    item.hs = goods;
    item.origin = from;
    item.value = value;
    item.mass = 2000;
    item.tax_rate = 800;
    return row;
}

/// Features of rows as of `now`, after a told past.
class Desk {
public:
    explicit Desk(const FeatureDefinition& definition)
        : definition_(definition),
          history(keys_of(definition)),
          groups_reader_(history.groups()),
          reader_(definition, history.groups()) {}

    void tell(const PlainRow& row, std::optional<bool> violation, Instant known_at) {
        const shipment::Declarations block = test::encode(std::vector{row}, 0, vocabulary_, false);
        groups_reader_.read(block, vocabulary_, groups_);
        history.declare(block, groups_);
        if (violation) {
            history.find_out(groups_.of(0), *violation, known_at);
        }
    }
    FeatureMatrix read(const std::vector<PlainRow>& rows, bool drop_empty = false) {
        const shipment::Declarations block = test::encode(rows, 0, vocabulary_, drop_empty);
        groups_reader_.read(block, vocabulary_, groups_);
        FeatureMatrix out;
        reader_.read(block, groups_, history, relational_risk(history), out);
        return out;
    }
    float of(const FeatureMatrix& matrix, std::size_t item, const Feature& feature) const {
        const auto found =
            std::find(definition_.features.begin(), definition_.features.end(), feature);
        return matrix.row(item)[static_cast<std::size_t>(found - definition_.features.begin())];
    }

private:
    FeatureDefinition definition_;

public:
    RiskHistory history;

private:
    GroupReader groups_reader_;
    FeatureReader reader_;
    shipment::Vocabulary vocabulary_;
    ItemGroups groups_;
};

const FeatureDefinition every_kind{{{{{hs2}, {hs6}}, {4, 2}}},
                                   {},
                                   {{FeatureKind::volume, {importer}},
                                    {FeatureKind::inspected, {importer}},
                                    {FeatureKind::age, {importer}},
                                    {FeatureKind::recency, {importer}},
                                    {FeatureKind::first_time, {importer, hs6}},
                                    {FeatureKind::risk, {hs2}},
                                    {FeatureKind::risk, {hs6}},
                                    {FeatureKind::goods, {importer}},
                                    {FeatureKind::price, {hs6, origin}},
                                    {FeatureKind::relational, {importer}},
                                    {FeatureKind::value, {}},
                                    {FeatureKind::mass, {}},
                                    {FeatureKind::value_per_kg, {}},
                                    {FeatureKind::tax_rate, {}}},
                                   0};

TEST(FeatureReader, features_say_what_their_kind_says) {
    Desk desk(every_kind);
    desk.history.enter(0);
    desk.tell(row_of("A", "870321", "DE", 500, 0), true, day);
    desk.tell(row_of("A", "870322", "DE", 4000, 2 * day), false, 3 * day);
    desk.tell(row_of("B", "870321", "DE", 1000, 3 * day), std::nullopt, 0);
    desk.tell(row_of("B", "870321", "DE", 0, 3 * day), std::nullopt, 0);
    desk.history.enter(10 * day);
    const FeatureMatrix out = desk.read({row_of("A", "870321", "DE", 3000, 10 * day)});
    const auto of = [&](FeatureKind kind, GroupKey key) { return desk.of(out, 0, {kind, key}); };
    const auto log = [](double x) { return static_cast<float>(std::log(x)); };
    const auto log_odds = [&](double p) { return log(p / (1 - p)); };
    EXPECT_FLOAT_EQ(of(FeatureKind::volume, {importer}), log(3));
    EXPECT_FLOAT_EQ(of(FeatureKind::inspected, {importer}), log(3));
    EXPECT_FLOAT_EQ(of(FeatureKind::age, {importer}), log(11));
    EXPECT_FLOAT_EQ(of(FeatureKind::recency, {importer}), log(9));
    EXPECT_EQ(of(FeatureKind::first_time, {importer, hs6}), 0);
    const double chapter = (1 + 4 * 0.5) / (2 + 4);
    EXPECT_NEAR(of(FeatureKind::risk, {hs2}), log_odds(chapter), 1e-6);
    EXPECT_NEAR(of(FeatureKind::risk, {hs6}), log_odds((1 + 2 * chapter) / (1 + 2)), 1e-6);
    EXPECT_FLOAT_EQ(of(FeatureKind::goods, {importer}), log(3));
    // 3000 for 2 kg against 500 and 1000; what has no value has no price.
    EXPECT_NEAR(of(FeatureKind::price, {hs6, origin}), log(1500) - (log(250) + log(500)) / 2, 1e-5);
    EXPECT_NEAR(of(FeatureKind::relational, {importer}), log_odds(0.5), 1e-6);
    EXPECT_FLOAT_EQ(of(FeatureKind::value, {}), log(3001));
    EXPECT_FLOAT_EQ(of(FeatureKind::mass, {}), log(2001));
    EXPECT_FLOAT_EQ(of(FeatureKind::value_per_kg, {}), log(1500));
    EXPECT_FLOAT_EQ(of(FeatureKind::tax_rate, {}), 0.08f);
}

TEST(FeatureReader, what_is_not_known_is_not_a_number) {
    Desk desk(every_kind);
    desk.history.enter(0);
    PlainRow bare;
    bare.importer = "C";
    bare.items.resize(1);
    const FeatureMatrix out = desk.read({bare}, true);
    std::vector<std::string> unknown;
    for (const Feature& feature : every_kind.features) {
        if (std::isnan(desk.of(out, 0, feature))) {
            unknown.push_back(name(feature));
        }
    }
    EXPECT_EQ(unknown,
              (std::vector<std::string>{"age(importer)", "recency(importer)", "price(hs6*origin)",
                                        "value", "mass", "value_per_kg", "tax_rate"}));
    EXPECT_EQ(desk.of(out, 0, {FeatureKind::first_time, {importer, hs6}}), 1);
    EXPECT_EQ(desk.of(out, 0, {FeatureKind::volume, {importer}}), 0);
}

TEST(FeatureReader, the_future_and_the_row_itself_change_nothing) {
    std::vector<PlainRow> rows;
    for (int i = 0; i < 600; ++i) {
        rows.push_back(row_of("T" + std::to_string(i % 7), "8703" + std::to_string(20 + i % 5),
                              i % 2 == 0 ? "DE" : "CN", 100 + i, i * hour));
    }
    const Instant now = 300 * hour;
    const auto features = [&](bool planted) {
        Desk desk(every_kind);
        desk.history.enter(0);
        for (std::size_t i = 0; i < rows.size(); ++i) {
            PlainRow row = rows[i];
            const bool later = row.lodged >= now;
            if (planted && later) {
                row.items[0].value = 1;
            }
            // Outcomes of the last rows before `now` become known after it.
            const Instant known_at = row.lodged + 2 * day;
            const bool violation = i % 3 == 0;
            desk.tell(row, planted && known_at >= now ? !violation : violation, known_at);
        }
        desk.history.enter(now);
        return desk.read({rows.begin() + 300, rows.end()}).values;
    };
    // The bits, for what is not a number too.
    const std::vector<float> as_it_was = features(false);
    const std::vector<float> with_future = features(true);
    ASSERT_EQ(as_it_was.size(), 300 * every_kind.features.size());
    EXPECT_EQ(std::memcmp(as_it_was.data(), with_future.data(), as_it_was.size() * sizeof(float)),
              0);
}

TEST(DefaultFeatures, they_are_of_the_columns_that_are_there) {
    shipment::Vocabulary vocabulary;
    const std::vector rows = {row_of("A", "870321", "DE", 3000, 0)};
    const FeatureDefinition full = default_features(test::encode(rows, 0, vocabulary, false));
    EXPECT_EQ(fault(full), "");
    EXPECT_GE(full.features.size(), 50u);
    const FeatureDefinition fewer = default_features(test::encode(rows, 0, vocabulary, true));
    EXPECT_EQ(fault(fewer), "");
    const auto has = [](const FeatureDefinition& definition, const char* feature) {
        return std::find(definition.features.begin(), definition.features.end(),
                         *parse_feature(feature)) != definition.features.end();
    };
    EXPECT_TRUE(has(full, "risk(hs6*origin*departure*tax_rate*tax_type)"));
    EXPECT_FALSE(has(fewer, "risk(hs6*origin*departure*tax_rate*tax_type)"));
    EXPECT_TRUE(has(fewer, "risk(hs6*origin*tax_rate)"));
    EXPECT_TRUE(has(full, "volume(seller)"));
    EXPECT_FALSE(has(fewer, "volume(seller)"));
    EXPECT_TRUE(has(fewer, "price(hs6*origin)"));
    EXPECT_EQ(fault(default_features(shipment::Declarations{})), "");
}

}  // namespace
}  // namespace greenlane::screening
