#include "engine/event_list.h"

#include "greenlane/random/draw.h"

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

namespace greenlane::engine {
namespace {

Event random_event(std::uint64_t number, Instant from) {
    const auto words =
        random::draw(random::make_key(7, 0), number, {random::Purpose::service, 0, 0});
    // Few distinct times, so that kind and shipment have to decide.
    return Event::of(from + static_cast<Instant>(words.first % 50),
                     words.second % 2 == 0 ? EventKind::completion : EventKind::arrival, number,
                     static_cast<std::uint32_t>(number));
}

TEST(EventListTest, GivesBackEventsInOrderOfTimeKindAndShipment) {
    for (const std::size_t count : {0u, 1u, 2u, 4u, 5u, 6u, 17u, 1000u}) {
        EventList events;
        std::vector<Event> sorted;
        for (std::uint64_t i = 0; i < count; ++i) {
            sorted.push_back(random_event(i, 0));
            events.push(sorted.back());
        }
        std::sort(sorted.begin(), sorted.end(), [](const Event& a, const Event& b) {
            return std::tuple(a.time, a.kind(), a.slot) < std::tuple(b.time, b.kind(), b.slot);
        });
        for (const Event& expected : sorted) {
            ASSERT_EQ(events.next().key(), expected.key());
            ASSERT_EQ(events.next().slot, expected.slot);
            events.pop();
        }
        EXPECT_TRUE(events.empty());
    }
}

TEST(EventListTest, ReplacingTheNextEventEqualsPopAndPush) {
    EventList replaced;
    EventList popped;
    for (std::uint64_t i = 0; i < 100; ++i) {
        replaced.push(random_event(i, 0));
        popped.push(random_event(i, 0));
    }
    for (std::uint64_t i = 100; i < 5000; ++i) {
        ASSERT_EQ(replaced.next().key(), popped.next().key());
        const Event event = random_event(i, replaced.next().time);
        replaced.replace_next(event);
        popped.pop();
        popped.push(event);
    }
}

}  // namespace
}  // namespace greenlane::engine
