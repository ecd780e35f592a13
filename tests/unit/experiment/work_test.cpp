#include "greenlane/experiment/work.h"

#include <map>
#include <set>

#include <gmock/gmock.h>

namespace greenlane::experiment {
namespace {

/// A unit's result is its own text.
class Naming final : public Task {
public:
    void work(Queue& queue, unsigned, const Receive& receive) override {
        for (auto units = queue.take(2); !units.empty(); units = queue.take(2)) {
            for (const Unit& unit : units) {
                done.insert(unit);
                receive(unit, text(unit));
            }
        }
    }
    static std::string text(const Unit& unit) {
        return std::to_string(unit.system) + '/' + std::to_string(unit.replication);
    }
    std::set<Unit> done;
};

class Remembered final : public Journal {
public:
    std::optional<std::string> find(const Unit& unit) const override {
        const auto found = results.find(unit);
        return found == results.end() ? std::nullopt : std::optional(found->second);
    }
    void append(const Unit& unit, std::string_view result) override {
        results[unit] = std::string(result);
    }
    std::map<Unit, std::string> results;
};

Units seven_units() {
    Units units;
    units.add(0, 0, 3);
    units.add(1, 0, 3);
    units.add(2, 0, 1);
    return units;
}
const Units units = seven_units();

class Work : public testing::Test {
protected:
    std::map<Unit, std::string> execute_all() {
        std::map<Unit, std::string> received;
        execute(execution, task, units, [&](const Unit& unit, std::string&& result) {
            EXPECT_TRUE(received.emplace(unit, std::move(result)).second);
        });
        return received;
    }

    ThreadWorkers workers{1};
    Remembered journal;
    Execution execution{.workers = &workers, .journal = &journal};
    Naming task;
};

TEST_F(Work, DoesEveryUnitOnceAndKeepsIt) {
    const auto received = execute_all();
    EXPECT_EQ(received.size(), units.size());
    EXPECT_EQ(received, journal.results);
    for (const auto& [unit, result] : received) {
        EXPECT_EQ(result, Naming::text(unit));
    }
}

TEST_F(Work, DoesNotRepeatWhatTheJournalHolds) {
    journal.results[{1, 1}] = "from the journal";
    const auto received = execute_all();
    EXPECT_EQ(received.at({1, 1}), "from the journal");
    EXPECT_EQ(received.size(), units.size());
    EXPECT_FALSE(task.done.contains({1, 1}));
    EXPECT_EQ(task.done.size(), units.size() - 1);
}

TEST_F(Work, TellsWhatAUnitThrew) {
    class Failing final : public Task {
        void work(Queue& queue, unsigned, const Receive&) override {
            const Unit unit = queue.take(1).front();
            throw UnitFailure(unit, std::make_exception_ptr(std::out_of_range("its own")));
        }
    } failing;
    EXPECT_THROW(execute(execution, failing, units, {}), std::out_of_range);
}

TEST_F(Work, OfShardsIsTheWholeWorkOnce) {
    for (std::uint64_t number = 1; number <= 3; ++number) {
        execution.shard = Shard{number, 3};
        try {
            execute_all();
            FAIL() << "a shard has no result";
        } catch (const ShardDone& done) {
            EXPECT_EQ(done.units(), number == 1 ? 3u : 2u);
            EXPECT_EQ(done.all(), units.size());
        }
    }
    EXPECT_EQ(task.done.size(), units.size());
    EXPECT_EQ(journal.results.size(), units.size());
}

TEST_F(Work, MergesOnlyWhatIsAllThereAndGoesOnWithLaterStages) {
    execution.shard = Shard{1, 2};
    EXPECT_THROW(execute_all(), ShardDone);
    execution.shard.reset();
    execution.merges = 2;
    try {
        execute_all();
        FAIL() << "the second shard is missing";
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("2/2 (3 of 3 replications are missing)"));
        EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("1/2")));
    }
    execution.shard = Shard{2, 2};
    EXPECT_THROW(execute_all(), ShardDone);
    execution.shard.reset();
    execution.merges = 2;
    EXPECT_EQ(execute_all().size(), units.size());
    journal.results.clear();
    EXPECT_EQ(execute_all().size(), units.size());
}

}  // namespace
}  // namespace greenlane::experiment
