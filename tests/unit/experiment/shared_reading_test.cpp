#include "greenlane/experiment/shared_reading.h"

#include "greenlane/core/diagnostics.h"
#include "greenlane/engine/replication.h"

#include "support/small_post.h"
#include "unit/clearance/process_builder.h"
#include "unit/shipment/flow_fixture.h"

#include <atomic>
#include <bit>
#include <optional>
#include <thread>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

using testing::Each;
using testing::ElementsAre;

/// So many blank declarations in blocks of 1,000, read by one thread at a time.
class NumberedSource final : public shipment::Source {
public:
    explicit NumberedSource(std::uint64_t declarations, std::uint64_t fails_at = never_fails)
        : declarations_(declarations), fails_at_(fails_at) {}

    bool next(shipment::Block& block) override {
        block.clear();
        EXPECT_EQ(running, 0) << "passes look at what is read";
        if (first_ >= fails_at_) {
            throw InputError(Failure::declarations, "d.csv", "cut short");
        }
        if (first_ >= declarations_) {
            ++ends;
            return false;
        }
        block.declarations.first_shipment = first_;
        block.declarations.lodged.resize(std::min<std::uint64_t>(1000, declarations_ - first_));
        first_ += block.declarations.rows();
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return vocabulary_; }

    static constexpr std::uint64_t never_fails = ~std::uint64_t{0};
    std::atomic<int> running{0};  ///< passes between two blocks
    std::atomic<int> most_running{0};
    int ends = 0;  ///< times that it was asked, and had nothing

private:
    std::uint64_t declarations_;
    std::uint64_t fails_at_;
    std::uint64_t first_ = 0;
    shipment::Vocabulary vocabulary_;
};

/// Reads on to shipment `end`; how many declarations it has met, in order and none twice.
std::uint64_t read(shipment::Source& source, NumberedSource& origin,
                   std::uint64_t end = NumberedSource::never_fails) {
    shipment::Block block;
    std::uint64_t met = 0;
    while (met < end && source.next(block)) {
        const int running = ++origin.running;
        int most = origin.most_running;
        while (running > most && !origin.most_running.compare_exchange_weak(most, running)) {
        }
        EXPECT_EQ(block.declarations.first_shipment, met);
        met += block.declarations.rows();
        std::this_thread::yield();
        --origin.running;
    }
    return met;
}

TEST(SharedReading, ShowsEveryDeclarationToEveryPassAndIsReadOnce) {
    for (const unsigned jobs : {1u, 2u, 3u}) {
        NumberedSource source(300'500);
        std::vector<std::uint64_t> met(7);
        std::vector<Pass> passes;
        for (std::uint64_t& each : met) {
            passes.emplace_back([&](shipment::Source& shared) { each = read(shared, source); });
        }
        make_passes(source, passes, jobs);
        EXPECT_THAT(met, Each(300'500));
        EXPECT_EQ(source.ends, 1);
        EXPECT_LE(source.most_running, static_cast<int>(jobs));
    }
}

TEST(SharedReading, OfNothingIsOverAtOnce) {
    NumberedSource source(0);
    std::uint64_t met = 1;
    const std::vector<Pass> passes{[&](shipment::Source& shared) {
        met = read(shared, source);
        EXPECT_EQ(read(shared, source), 0);
    }};
    make_passes(source, passes, 1);
    EXPECT_EQ(met, 0);
    make_passes(source, {}, 1);
}

TEST(SharedReading, GoesOnWithoutThePassesThatStopOrFail) {
    NumberedSource source(300'000);
    std::vector<std::uint64_t> met(5);
    const auto to_the_end = [&](std::size_t i) {
        return [&, i](shipment::Source& shared) { met[i] = read(shared, source); };
    };
    const std::vector<Pass> passes{
        to_the_end(0), [&](shipment::Source& shared) { met[1] = read(shared, source, 100'000); },
        [&](shipment::Source& shared) {
            met[2] = read(shared, source, 200'000);
            throw InputError(Failure::replication, "", "the third");
        },
        [&](shipment::Source&) { throw InputError(Failure::replication, "", "the fourth"); },
        to_the_end(4)};
    std::string failure;
    try {
        make_passes(source, passes, 2);
    } catch (const InputError& error) {
        failure = error.what();
    }
    EXPECT_NE(failure.find("the third"), std::string::npos) << failure;
    EXPECT_THAT(met, ElementsAre(300'000, 100'000, 200'000, 0, 300'000));
}

TEST(SharedReading, TellsEveryPassWhatIsWrongWithTheDeclarations) {
    NumberedSource source(300'000, 150'000);
    std::atomic<int> told{0};
    const std::vector<Pass> passes(4, [&](shipment::Source& shared) {
        try {
            read(shared, source);
        } catch (const InputError&) {
            ++told;
            throw;
        }
    });
    EXPECT_THROW(make_passes(source, passes, 2), InputError);
    EXPECT_EQ(told, 4);
}

/// The synthetic flow with codes in the order of first use, as readers of files give them. Nobody
/// holds a document on the first day, so that their words come with the second.
class RecordedSource final : public shipment::Source {
public:
    RecordedSource(const shipment::Flow& flow, shipment::Epochs epochs)
        : flow_(flow, random::make_key(7, 0), epochs) {}

    bool next(shipment::Block& block) override {
        if (!flow_.next(block)) {
            return false;
        }
        using Words = shipment::Vocabulary;
        shipment::Declarations& rows = block.declarations;
        recode(&Words::office, rows.office);
        recode(&Words::importer, rows.importer);
        recode(&Words::declarant, rows.declarant);
        recode(&Words::seller, rows.seller);
        recode(&Words::country, rows.departure);
        recode(&Words::country, rows.destination);
        recode(&Words::hs, rows.items.hs);
        recode(&Words::country, rows.items.origin);
        recode(&Words::tax_type, rows.items.tax_type);
        recode(&Words::hs, block.truth.true_hs);
        if (rows.lodged.front() < day) {
            rows.documents.assign(rows.rows(), 0);
            rows.electronic.assign(rows.rows(), 0);
        }
        recode_documents(rows.documents);
        recode_documents(rows.electronic);
        return true;
    }
    const shipment::Vocabulary& vocabulary() const override { return words_; }

private:
    using Dictionary = shipment::Dictionary shipment::Vocabulary::*;

    shipment::Code recoded(Dictionary dictionary, shipment::Code code) {
        return (words_.*dictionary).code((flow_.vocabulary().*dictionary).word(code));
    }
    void recode(Dictionary dictionary, std::vector<shipment::Code>& codes) {
        for (shipment::Code& code : codes) {
            code = recoded(dictionary, code);
        }
    }
    void recode_documents(std::vector<shipment::DocumentSet>& sets) {
        for (shipment::DocumentSet& set : sets) {
            shipment::DocumentSet held = 0;
            for (; set != 0; set &= set - 1) {
                const auto bit = static_cast<shipment::Code>(std::countr_zero(set));
                held |= shipment::DocumentSet{1}
                        << (recoded(&shipment::Vocabulary::document, bit + 1) - 1);
            }
            set = held;
        }
    }

    shipment::SyntheticSource flow_;
    shipment::Vocabulary words_;
};

/// More declarations than a window holds; 1970-01-01 is their first day.
constexpr Duration days_recorded = 4 * day;

class RecordedFeed final : public engine::Feed {
public:
    std::unique_ptr<shipment::Source> open(random::Key, shipment::Epochs epochs) const override {
        return std::make_unique<RecordedSource>(flow_, epochs);
    }

private:
    shipment::Flow flow_{shipment::small_flow(), {0, days_recorded, 0}, 7};
};

namespace build = clearance::test;

profile::RuleDefinition rule(std::string code, std::string when, std::string lane,
                             std::optional<double> rate = {}) {
    profile::RuleDefinition rule;
    rule.code = build::text(std::move(code), 1);
    rule.when = build::text(std::move(when), 1);
    rule.lane = build::text(std::move(lane), 1);
    if (rate) {
        rule.rate = build::located(*rate, 1);
    }
    return rule;
}

/// Rules that ask for words, documents and what was seen before.
profile::ProfileDefinition profile_with(double random_rate) {
    profile::ProfileDefinition profile;
    profile.name = build::text("profile", 1);
    profile.random_rate = build::located(random_rate, 1);
    profile.random_lane = build::text("red", 1);
    profile.rules = {
        rule("waste", "hs in mea('Basel') and not has_document('basel_movement')", "red"),
        rule("new", "first_time and office == 'south'", "yellow", 0.5),
        rule("origin", "origin == departure and origin in ['RU', 'CN']", "yellow", 0.1)};
    return profile;
}

engine::CompiledScenario scenario(const std::shared_ptr<const engine::Feed>& feed,
                                  double random_rate, std::uint64_t seed = 11) {
    engine::ScenarioDefinition definition = test::small_post(seed);
    definition.process.stations[1].when = build::text("lane == 'red' and importer != 'nobody'", 1);
    profile::Lists lists;
    lists.watch_lists = {{"Basel", 2022, {{"8549", false, true, "basel_movement", "waste"}}}};
    lists.green_goods = {"8541"};
    const profile::ProfileDefinition profile = profile_with(random_rate);
    return test::compiled(definition, &profile, std::move(lists),
                          engine::Replay{feed, 0, days_recorded, 0});
}

void expect_same(const engine::Replication& shared, const engine::Replication& alone) {
    EXPECT_EQ(shared.counts, alone.counts);
    EXPECT_TRUE(shared.tally == alone.tally);
    EXPECT_EQ(shared.yields, alone.yields);
    EXPECT_EQ(shared.visits, alone.visits);
    EXPECT_EQ(shared.labels.offices, alone.labels.offices);
    EXPECT_EQ(shared.labels.countries, alone.labels.countries);
    for (std::size_t i = 0; i < alone.rules.size(); ++i) {
        EXPECT_EQ(shared.rules[i].matched, alone.rules[i].matched);
        EXPECT_EQ(shared.rules[i].unknown, alone.rules[i].unknown);
        EXPECT_EQ(shared.rules[i].chosen, alone.rules[i].chosen);
    }
    for (std::size_t i = 0; i < alone.stations.size(); ++i) {
        EXPECT_EQ(shared.stations[i].wait, alone.stations[i].wait);
        EXPECT_EQ(shared.stations[i].busy, alone.stations[i].busy);
        EXPECT_EQ(shared.stations[i].waits, alone.stations[i].waits);
    }
}

TEST(SharedReading, GivesReplicationsTheFiguresThatTheyHaveAlone) {
    const auto feed = std::make_shared<const RecordedFeed>();
    const std::vector scenarios{scenario(feed, 0.05), scenario(feed, 0.2)};
    std::vector<engine::Replication> alone;
    for (const engine::CompiledScenario& each : scenarios) {
        alone.push_back(engine::run_replication(each, 0));
        alone.push_back(engine::run_replication(each, 1));
        EXPECT_GT(alone.back().rules[0].chosen, 100);
        EXPECT_GT(alone.back().rules[1].chosen, 100);
        EXPECT_GT(alone.back().rules[2].chosen, 100);
        EXPECT_GT(alone.back().counts.lodged, 90'000);
    }
    for (const unsigned jobs : {1u, 3u}) {
        std::vector<std::optional<engine::Replication>> shared(alone.size());
        std::vector<Pass> passes;
        for (std::size_t i = 0; i < shared.size(); ++i) {
            passes.emplace_back([&, i](shipment::Source& source) {
                shared[i] = engine::run_replication(scenarios[i / 2], source, i % 2);
            });
        }
        make_passes(*feed->open({}, scenarios[0].epochs), passes, jobs);
        for (std::size_t i = 0; i < shared.size(); ++i) {
            expect_same(*shared[i], alone[i]);
        }
    }
}

}  // namespace
}  // namespace greenlane::experiment
