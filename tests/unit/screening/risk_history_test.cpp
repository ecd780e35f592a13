#include "greenlane/screening/risk_history.h"

#include "greenlane/core/contract.h"

#include "support/draws.h"
#include "support/plain_rows.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace greenlane::screening {
namespace {

using enum KeyField;
using test::PlainRow;

const std::vector<GroupKey> keys = {{importer}, {hs6, origin}, {importer, hs6}, {hs2}};

struct Event {
    PlainRow row;  ///< of one item
    bool looked_at;
    bool violation;
    Instant known_at;
};

/// Four months of declarations, a third of them inspected, outcomes known up to ten days later.
std::vector<Event> flow(std::uint64_t seed, std::size_t rows = 600) {
    test::Draws draws(seed);
    std::vector<Event> events;
    for (std::size_t i = 0; i < rows; ++i) {
        Event& event = events.emplace_back();
        event.row.lodged = static_cast<Instant>(i) * 120 * day / static_cast<Instant>(rows);
        event.row.importer = "T" + std::to_string(draws.below(20));
        test::PlainItem& item = event.row.items.emplace_back();
        item.hs = "8703" + std::to_string(21 + draws.below(4));
        item.origin = draws.below(3) == 0 ? "CN" : "DE";
        item.value = static_cast<std::int64_t>(draws.below(1000));
        item.mass = static_cast<std::int64_t>(draws.below(5) * 500);
        event.looked_at = draws.below(3) == 0;
        event.violation = draws.below(4) == 0;
        event.known_at = event.row.lodged + static_cast<Duration>(draws.below(10)) * day;
    }
    return events;
}

/// A history fed day by day, as the screening of a flow feeds it.
class Post {
public:
    explicit Post(Duration half_life = 0) : history(keys, half_life), reader_(history.groups()) {}

    /// Plays the events lodged before `now` and then enters `now`.
    void play(const std::vector<Event>& events, Instant now) {
        for (; next_ < events.size() && events[next_].row.lodged < now; ++next_) {
            const Event& event = events[next_];
            history.enter(day_start(event.row.lodged));
            read(event.row);
            if (event.looked_at) {
                history.find_out(groups.of(0), event.violation, event.known_at);
            }
        }
        history.enter(now);
    }
    const GroupPast& past(const PlainRow& row, std::size_t key) {
        reader_.read(test::encode(std::vector{row}, 0, vocabulary_, false), vocabulary_, groups);
        return history.past(key, groups.of(0)[key]);
    }

    RiskHistory history;
    ItemGroups groups;

private:
    static Instant day_start(Instant at) { return at / day * day; }
    void read(const PlainRow& row) {
        const shipment::Declarations block = test::encode(std::vector{row}, 0, vocabulary_, false);
        reader_.read(block, vocabulary_, groups);
        history.declare(block, groups);
    }

    GroupReader reader_;
    shipment::Vocabulary vocabulary_;
    std::size_t next_ = 0;
};

/// Whether two items fall in one group of a key.
bool same(const PlainRow& a, const PlainRow& b, std::size_t key) {
    const bool goods = a.items[0].hs == b.items[0].hs;
    switch (key) {
        case 0:
            return a.importer == b.importer;
        case 1:
            return goods && a.items[0].origin == b.items[0].origin;
        case 2:
            return goods && a.importer == b.importer;
        default:
            return true;
    }
}

/// What the events say of a group by going through them all.
GroupPast count(const std::vector<Event>& events, const PlainRow& row, std::size_t key, Instant now,
                Duration half_life) {
    const auto weight = [&](Instant at) {
        return half_life == 0
                   ? 1.0
                   : std::exp2(-static_cast<double>(now - at) / static_cast<double>(half_life));
    };
    GroupPast past;
    std::set<std::string> goods;
    for (const Event& event : events) {
        if (!same(event.row, row, key)) {
            continue;
        }
        if (event.row.lodged < now) {
            const test::PlainItem& item = event.row.items[0];
            past.declared += weight(event.row.lodged);
            past.first_seen = std::min(past.first_seen, event.row.lodged);
            past.last_seen = event.row.lodged;
            goods.insert(*item.hs);
            if (*item.value > 0 && *item.mass > 0) {
                past.priced += weight(event.row.lodged);
                past.log_price +=
                    weight(event.row.lodged) * std::log(1000.0 * static_cast<double>(*item.value) /
                                                        static_cast<double>(*item.mass));
            }
        }
        if (event.looked_at && event.known_at < now) {
            past.inspected += weight(event.known_at);
            past.hits += event.violation ? weight(event.known_at) : 0;
        }
    }
    past.goods = key == 0 ? static_cast<std::uint32_t>(goods.size()) : 0;
    return past;
}

void expect_near(const GroupPast& a, const GroupPast& b, double tolerance) {
    EXPECT_NEAR(a.declared, b.declared, tolerance);
    EXPECT_NEAR(a.inspected, b.inspected, tolerance);
    EXPECT_NEAR(a.hits, b.hits, tolerance);
    EXPECT_NEAR(a.priced, b.priced, tolerance);
    EXPECT_NEAR(a.log_price, b.log_price, 1e-9);
    EXPECT_EQ(a.first_seen, b.first_seen);
    EXPECT_EQ(a.last_seen, b.last_seen);
    EXPECT_EQ(a.goods, b.goods);
}

void check_counts(Duration half_life, double tolerance) {
    const std::vector<Event> events = flow(1);
    Post post(half_life);
    for (const Instant now : {0 * day, 1 * day, 30 * day, 32 * day, 119 * day, 400 * day}) {
        post.play(events, now);
        for (std::size_t i = 0; i < events.size(); i += 7) {
            for (std::size_t key = 0; key < keys.size(); ++key) {
                const GroupPast& past = post.past(events[i].row, key);
                expect_near(scaled(past, post.history.scale()),
                            count(events, events[i].row, key, now, half_life), tolerance);
            }
        }
    }
}

TEST(RiskHistory, a_group_holds_what_was_lodged_and_known_before) {
    check_counts(0, 0);
}

TEST(RiskHistory, weights_halve_with_each_half_life) {
    check_counts(20 * day, 1e-9);
    // So short a half-life that weights have to be brought back on the way: first on day 32.
    check_counts(3 * hour, 1e-9);
}

TEST(RiskHistory, planting_the_future_changes_nothing) {
    const Instant now = 60 * day;
    std::vector<Event> events = flow(2);
    std::vector<Event> planted = events;
    for (Event& event : planted) {
        if (event.looked_at && event.known_at >= now) {
            event.violation = !event.violation;
        }
        if (event.row.lodged >= now) {
            event.row.items[0].value = 999'999;
            event.looked_at = true;
        }
    }
    // All of both is told before the moment is entered, as a careless caller would.
    Post one;
    Post other;
    for (const auto& [post, told] : {std::pair{&one, &events}, std::pair{&other, &planted}}) {
        shipment::Vocabulary vocabulary;
        GroupReader reader(post->history.groups());
        for (const Event& event : *told) {
            const shipment::Declarations block =
                test::encode(std::vector{event.row}, 0, vocabulary, false);
            reader.read(block, vocabulary, post->groups);
            post->history.declare(block, post->groups);
            if (event.looked_at) {
                post->history.find_out(post->groups.of(0), event.violation, event.known_at);
            }
        }
        post->history.enter(now);
    }
    const HistorySnapshot as_it_was = one.history.snapshot();
    const HistorySnapshot with_future = other.history.snapshot();
    EXPECT_GT(as_it_was.total.hits, 10);
    EXPECT_EQ(as_it_was.total, with_future.total);
    for (std::size_t key = 0; key < keys.size(); ++key) {
        EXPECT_EQ(as_it_was.pasts[key].groups, with_future.pasts[key].groups);
    }
    other.history.enter(200 * day);
    EXPECT_NE(other.history.total().hits, with_future.total.hits);
}

TEST(RiskHistory, what_is_of_no_group_counts_in_the_total_only) {
    Post post;
    PlainRow row;
    row.items.resize(1);
    std::vector<Event> events = {{row, true, true, 0}};
    post.play(events, day);
    EXPECT_EQ(post.history.total().declared, 1);
    EXPECT_EQ(post.history.total().hits, 1);
    EXPECT_EQ(post.past(row, 0), GroupPast{});
    EXPECT_DOUBLE_EQ(post.history.base_rate(), 0.75);
}

TEST(RiskHistory, time_does_not_go_back) {
    Post post;
    post.history.enter(day);
    EXPECT_THROW(post.history.enter(day - 1), ContractViolation);
}

TEST(HistorySnapshot, a_restored_history_goes_on_as_the_first) {
    for (const Duration half_life : {Duration{0}, 30 * day}) {
        const std::vector<Event> events = flow(3);
        Post post(half_life);
        post.play(events, 60 * day);
        const HistorySnapshot snapshot = post.history.snapshot();
        EXPECT_EQ(fault(snapshot), "");
        RiskHistory restored(snapshot);
        EXPECT_EQ(restored.now(), post.history.now());
        EXPECT_EQ(restored.base_rate(), post.history.base_rate());
        const HistorySnapshot again = restored.snapshot();
        for (std::size_t key = 0; key < keys.size(); ++key) {
            EXPECT_EQ(again.pasts[key].codes, snapshot.pasts[key].codes);
            EXPECT_EQ(again.pasts[key].groups, snapshot.pasts[key].groups);
        }
        EXPECT_EQ(again.words, snapshot.words);
    }
}

TEST(HistorySnapshot, keys_in_any_order_are_restored) {
    // The longer key comes first, and its groups leave some of the shorter one's out.
    RiskHistory history({{hs6, origin, importer}, {hs6, importer}, {importer}});
    GroupReader reader(history.groups());
    shipment::Vocabulary vocabulary;
    std::vector<PlainRow> rows(2);
    for (PlainRow& row : rows) {
        row.importer = "T";
        row.items.resize(1);
    }
    rows[0].items[0].hs = "870321";
    rows[1].items[0].hs = "870322";
    rows[1].items[0].origin = "DE";
    ItemGroups groups;
    const shipment::Declarations block = test::encode(rows, 0, vocabulary, false);
    reader.read(block, vocabulary, groups);
    history.declare(block, groups);
    history.enter(day);
    const HistorySnapshot snapshot = history.snapshot();
    ASSERT_EQ(fault(snapshot), "");
    EXPECT_EQ(RiskHistory(snapshot).snapshot().pasts[1].groups, snapshot.pasts[1].groups);
}

TEST(HistorySnapshot, what_no_history_wrote_is_refused) {
    Post post;
    post.play(flow(4), 60 * day);
    const HistorySnapshot sound = post.history.snapshot();
    const auto refused = [&](auto damage) {
        HistorySnapshot damaged = sound;
        damage(damaged);
        return !fault(damaged).empty();
    };
    using Snapshot = HistorySnapshot;
    EXPECT_FALSE(refused([](Snapshot&) {}));
    EXPECT_TRUE(refused([](Snapshot& s) { s.half_life = -1; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.keys[1] = s.keys[0]; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.keys[1] = {}; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts.pop_back(); }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].codes.pop_back(); }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].codes[0] = 9999; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].codes[0] = 0; }));
    EXPECT_TRUE(refused([](Snapshot& s) { std::swap(s.pasts[0].codes[0], s.pasts[0].codes[1]); }));
    EXPECT_TRUE(refused([](Snapshot& s) {
        s.pasts[1].codes[2] = s.pasts[1].codes[0];
        s.pasts[1].codes[3] = s.pasts[1].codes[1];
    }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].hits = NAN; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].hits = 1e9; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].declared = -1; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].last_seen = -day; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].first_seen = never; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].last_seen = s.as_of; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.pasts[1].groups[0].last_seen = never; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.total.first_seen = -800'000 * day; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.as_of = 3'000'000 * day; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.as_of = std::numeric_limits<Instant>::min(); }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.total.inspected = INFINITY; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.words[0][1] = s.words[0][0]; }));
    EXPECT_TRUE(refused([](Snapshot& s) { s.words[0][1] = ""; }));
}

}  // namespace
}  // namespace greenlane::screening
