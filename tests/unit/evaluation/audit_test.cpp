#include "greenlane/evaluation/audit.h"

#include "greenlane/evaluation/label.h"

#include <vector>

#include <gmock/gmock.h>

namespace greenlane::evaluation {
namespace {

using shipment::Outcome;
constexpr Outcome wrong = Outcome::violation;
constexpr Outcome right = Outcome::compliant;

/// Declarations of one item, an hour apart.
class Rows {
public:
    void add(const char* importer, const char* hs, Mass mass, Outcome label) {
        shipment::Declarations& declarations = block_.declarations;
        declarations.lodged.push_back(static_cast<Instant>(outcome_.size()) * hour);
        declarations.importer.push_back(words_.importer.code(importer));
        declarations.first_item.resize(outcome_.size() + 1, 0);
        declarations.first_item.push_back(static_cast<std::uint32_t>(outcome_.size() + 1));
        declarations.items.hs.push_back(words_.hs.code(hs));
        declarations.items.mass.push_back(mass);
        outcome_.push_back(label);
    }
    void train(Audit& audit) const { audit.add_training(block_, words_, outcome_, 0); }
    void judge(Audit& audit) { audit.add(block_, words_, outcome_, 0, seen); }

    std::vector<std::uint8_t> seen;

private:
    shipment::Block block_;
    shipment::Vocabulary words_;
    std::vector<Outcome> outcome_;
};

TEST(Audit, CountsRepetitionsWithinAndAcross) {
    Rows training;
    training.add("X", "840710", 5, right);
    training.add("Y", "840710", 7, wrong);
    training.add("Y", "840710", 11, wrong);
    training.add("Y", "840710", 11, right);
    Rows judged;
    judged.add("Z", "840710", 5, right);  // seen, by another importer
    judged.add("Y", "840710", 7, wrong);  // a duplicate of the training files
    judged.add("Y", "840710", 7, wrong);  // and of the row before
    judged.add("Z", "840710", 9, right);  // novel
    Audit audit(nullptr, 2022);
    training.train(audit);
    audit.next_source();
    judged.judge(audit);
    const AuditReport report = audit.report();
    EXPECT_THAT(judged.seen, testing::ElementsAre(1, 1, 1, 0));
    EXPECT_EQ(report.repetition.items, 4u);
    EXPECT_EQ(report.repetition.seen, 3u);
    EXPECT_EQ(report.repetition.duplicates_of_training, 2u);
    EXPECT_EQ(report.repetition.duplicates, 1u);
    EXPECT_EQ(report.repetition.near_duplicates, 1u);
    EXPECT_THAT(report.repetition.tuple, testing::ElementsAre("HS-6", "net mass"));
    EXPECT_EQ(report.constancy.tuples, 3u);  // of 5, 7 and 11 grams
    EXPECT_EQ(report.constancy.constant, 2u);
    // Four of eight are violations: 2 (1/2)^2 twice, and 2 (1/2)^3.
    EXPECT_DOUBLE_EQ(report.constancy.by_chance, 0.5 + 0.5 + 0.25);
}

TEST(Audit, NamesALeakByItsLossOutOfTime) {
    Rows training;
    Rows judged;
    for (int i = 0; i < 40; ++i) {
        const std::string importer = "I" + std::to_string(i);
        // The importer tells all of its own labels and nothing of later ones; chapter 84 tells.
        const bool chapter = i % 2 == 0;
        training.add(importer.c_str(), chapter ? "840710" : "010121", i,
                     i % 4 == 0 || i % 7 == 1 ? wrong : right);
        judged.add(importer.c_str(), chapter ? "840710" : "010121", 100 + i,
                   i % 4 == 2 || i % 7 == 3 ? wrong : right);
    }
    Audit audit(nullptr, 2022);
    training.train(audit);
    audit.next_source();
    judged.judge(audit);
    for (const FeatureAudit& feature : audit.report().features) {
        if (feature.name == "importer") {
            EXPECT_EQ(feature.in_sample, 1);
            EXPECT_LT(*feature.out_of_time, 0.6);
            EXPECT_EQ(feature.verdict, FeatureAudit::Verdict::leak);
            EXPECT_EQ(feature.keys, 40u);
        } else {
            EXPECT_EQ(feature.verdict, FeatureAudit::Verdict::fine) << feature.name;
            EXPECT_DOUBLE_EQ(*feature.in_sample, *feature.out_of_time) << feature.name;
        }
    }
}

TEST(Audit, FlagsAKeyWithMoreThanChance) {
    Rows judged;
    for (int i = 0; i < 400; ++i) {
        judged.add(i < 20 ? "bad" : ("I" + std::to_string(i % 37)).c_str(), "840710", i,
                   i < 20 || i % 10 == 0 ? wrong : right);
    }
    Audit audit(nullptr, 2022);
    judged.judge(audit);
    const AuditReport report = audit.report();
    EXPECT_TRUE(judged.seen.empty());
    EXPECT_EQ(report.features.front().flagged, 1u);
    EXPECT_EQ(report.features.front().out_of_time, std::nullopt);
}

TEST(Audit, KnowsTheCodesOfTheEdition) {
    const Nomenclature nomenclature{2022, {"840710", "010121"}};
    Rows judged;
    judged.add("X", "8407100000", 1, right);
    judged.add("X", "999999", 2, right);
    judged.add("X", "", 3, wrong);
    Audit audit(&nomenclature, 2017);
    judged.judge(audit);
    const AuditReport report = audit.report();
    EXPECT_EQ(report.unknown_codes->items, 2u);
    EXPECT_EQ(report.unknown_codes->unknown, 1u);
    EXPECT_THAT(report.unknown_codes->examples, testing::ElementsAre("999999"));
    EXPECT_EQ(report.unknown_codes->declared_edition, 2017);
    ASSERT_EQ(report.missing.size(), 1u);
    EXPECT_EQ(report.missing[0].name, "hs");
    EXPECT_EQ(report.missing[0].missing, 1u);
}

TEST(Audit, SeesTheBaseRateDrift) {
    Rows steady;
    Rows drifting;
    for (int i = 0; i < 24 * 7 * 8; ++i) {  // eight weeks, a declaration an hour
        steady.add("X", "840710", i, i % 5 == 0 ? wrong : right);
        drifting.add("X", "840710", i, i % (i < 24 * 7 * 4 ? 5 : 3) == 0 ? wrong : right);
    }
    Audit even(nullptr, 2022);
    steady.judge(even);
    EXPECT_GT(*even.report().base_rate_p, 0.5);
    Audit uneven(nullptr, 2022);
    drifting.judge(uneven);
    EXPECT_LT(*uneven.report().base_rate_p, 0.01);
}

TEST(Label, TruthComesFirstAndNobodyLooksForNothing) {
    shipment::Block block;
    block.declarations.lodged = {0, 1, 2};
    block.declarations.first_item = {0, 2, 3, 4};
    block.records.outcome = {Outcome::compliant, Outcome::unknown, Outcome::violation};
    Labels labels;
    EXPECT_FALSE(labels.assign(block));
    EXPECT_THAT(labels.outcome, testing::ElementsAre(right, Outcome::unknown, wrong));
    EXPECT_TRUE(labels.revenue.empty());
    block.records.inspected = {shipment::Ternary::yes, shipment::Ternary::no,
                               shipment::Ternary::no};
    EXPECT_EQ(labels.assign(block), 2u);
    block.records.inspected[2] = shipment::Ternary::yes;
    block.records.probability = {missing, 1, 1};
    EXPECT_EQ(labels.assign(block), 0u);
    block.records.probability[0] = 1;
    block.records.outcome[2] = Outcome::unknown;
    block.truth.violation = {Violation::none, Violation::unspecified, Violation::none,
                             Violation::none};
    block.truth.evaded = {3, 4, missing, 5};
    EXPECT_FALSE(labels.assign(block));
    EXPECT_THAT(labels.outcome, testing::ElementsAre(wrong, right, right));
    EXPECT_THAT(labels.revenue, testing::ElementsAre(4, 0, 0));
    block.truth.violation.clear();
    EXPECT_FALSE(labels.assign(block));
    EXPECT_THAT(labels.revenue, testing::ElementsAre(0, 0, 0));
    block.records.outcome[0] = Outcome::violation;
    EXPECT_FALSE(labels.assign(block));
    EXPECT_THAT(labels.revenue, testing::ElementsAre(7, 0, 0));
}

}  // namespace
}  // namespace greenlane::evaluation
