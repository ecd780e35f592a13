#include "greenlane/experiment/calibration.h"

#include "greenlane/core/calendar.h"
#include "greenlane/experiment/calibration_notes.h"

#include "support/draws.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace greenlane::experiment {
namespace {

const Instant monday = *parse_instant("2026-01-05");
constexpr double z = 3.29;

clearance::StationDefinition station(const char* name, const char* stage) {
    clearance::StationDefinition station;
    station.name.value = name;
    station.stage.value = stage;
    return station;
}

std::vector<Instant>& completed(PostRecords& records, Stage stage) {
    return records.completed[static_cast<std::size_t>(stage)];
}

/// A line of a post with known laws: acceptance is a delay (lognormal, mean 2 h, cv 1.5);
/// assessment three servers in order of arrival (gamma, mean 20 min, shape 2); payment takes a
/// third of the shipments some time (Weibull, mean 6 h, shape 0.8); release is not recorded.
PostRecords known_post(std::size_t shipments, std::uint64_t seed) {
    test::Draws draws(seed);
    const auto acceptance = random::Law::lognormal(2 * hour, 3 * hour);
    const auto assessment = random::Law::gamma(20 * minute, 2);
    const auto payment = random::Law::weibull(6 * hour, 0.8);
    const auto time = [&](const random::Law& law) {
        return static_cast<Duration>(law.quantile(draws.uniform())) + 1;
    };
    PostRecords records;
    std::vector<std::pair<Instant, std::size_t>> queue;
    Instant at = monday;
    for (std::size_t i = 0; i < shipments; ++i) {
        at += static_cast<Duration>(8 * minute * draws.exponential());
        records.lodged.push_back(at);
        completed(records, Stage::acceptance).push_back(at + time(acceptance));
        queue.emplace_back(completed(records, Stage::acceptance).back(), i);
    }
    std::sort(queue.begin(), queue.end());
    completed(records, Stage::assessment).resize(shipments);
    completed(records, Stage::payment).resize(shipments);
    std::multiset<Instant> free{monday, monday, monday};
    for (const auto& [arrival, i] : queue) {
        const Instant end = std::max(arrival, *free.begin()) + time(assessment);
        free.erase(free.begin());
        free.insert(end);
        completed(records, Stage::assessment)[i] = end;
        completed(records, Stage::payment)[i] = end + (draws.uniform() < 0.3 ? time(payment) : 0);
    }
    return records;
}

/// What has not happened by then is not in the records.
void cut(PostRecords& records, Instant end) {
    std::size_t rows = 0;
    while (rows < records.lodged.size() && records.lodged[rows] < end) {
        ++rows;
    }
    records.lodged.resize(rows);
    for (std::vector<Instant>& instants : records.completed) {
        if (!instants.empty()) {
            instants.resize(rows);
            for (Instant& instant : instants) {
                instant = instant < end ? instant : missing;
            }
        }
    }
}

clearance::ProcessDefinition process() {
    clearance::ProcessDefinition process;
    process.stations.push_back(station("registration", "acceptance"));
    process.stations.push_back(station("desk", "assessment"));
    process.stations.back().servers = {3, {}};
    return process;
}

void expect_found(const LawFit& fit, LawFamily family, double mean, double second) {
    EXPECT_EQ(name(fit.family), name(family));
    EXPECT_LT(std::abs(std::log(fit.mean / mean)), z * fit.mean_sd_log);
    EXPECT_LT(std::abs(std::log(fit.second / second)), z * fit.second_sd_log);
    EXPECT_LT(fit.mean_sd_log, 0.1);
}

TEST(Calibration, FindsTheLawsOfAKnownPost) {
    PostRecords records = known_post(6000, 7);
    cut(records, records.lodged.back() - day);
    const Calibration found = calibrate(records, process(), {.times_known = true, .seed = 1});
    ASSERT_EQ(found.stages.size(), 3u);

    const StageFit& acceptance = found.stages[0];
    EXPECT_EQ(acceptance.form, StageFit::Form::delay);
    EXPECT_EQ(acceptance.station, 0u);
    EXPECT_FALSE(acceptance.share);
    EXPECT_GT(acceptance.censored, 0);
    expect_found(acceptance.law(), LawFamily::lognormal, 2 * hour, 1.5);
    EXPECT_GT(acceptance.goodness->p, 0.001);

    const StageFit& assessment = found.stages[1];
    EXPECT_EQ(assessment.form, StageFit::Form::service);
    EXPECT_EQ(assessment.name, "desk");
    EXPECT_EQ(assessment.contradictory, 0);
    expect_found(assessment.law(), LawFamily::gamma, 20 * minute, 2);

    const StageFit& payment = found.stages[2];
    EXPECT_EQ(payment.form, StageFit::Form::delay);
    EXPECT_FALSE(payment.station);
    EXPECT_EQ(payment.name, "payment");
    ASSERT_TRUE(payment.share);
    EXPECT_LT(
        std::abs(std::log(payment.share->value / (1 - payment.share->value)) - std::log(0.3 / 0.7)),
        z * payment.share->sd_logit);
    expect_found(payment.law(), LawFamily::weibull, 6 * hour, 0.8);
}

TEST(Calibration, AnotherNumberOfServersIsContradictedByTheRecords) {
    clearance::ProcessDefinition two_servers = process();
    two_servers.stations[1].servers->value = 2;
    const Calibration found =
        calibrate(known_post(2000, 3), two_servers, {.times_known = true, .seed = 1});
    EXPECT_GT(found.stages[1].contradictory, 2);
    EXPECT_EQ(found.stages[1].form, StageFit::Form::delay);
}

TEST(Calibration, StaysThatAreLeftOutKeptServersBusyToo) {
    const PostRecords records = known_post(3000, 3);
    const auto desk_of = [&](const PostRecords& spoiled) {
        const Calibration found = calibrate(spoiled, process(), {.times_known = true, .seed = 1});
        EXPECT_EQ(found.stages[1].is_doubtful(), !notes_of(found).empty());
        return found.stages[1];
    };
    for (const int spoil : {0, 1, 2}) {
        for (const std::size_t every : {5000u, 100u}) {
            PostRecords spoiled = records;
            std::int64_t left_out = 0;
            for (std::size_t row = 0; row < spoiled.lodged.size(); row += every, ++left_out) {
                Instant& accepted = completed(spoiled, Stage::acceptance)[row];
                Instant& assessed = completed(spoiled, Stage::assessment)[row];
                if (spoil == 0) {
                    std::swap(accepted, assessed);
                } else {
                    (spoil == 1 ? accepted : assessed) = missing;
                }
            }
            const StageFit desk = desk_of(spoiled);
            EXPECT_GE(desk.contradictory, left_out) << spoil;
            EXPECT_EQ(desk.form, every == 100 ? StageFit::Form::delay : StageFit::Form::service)
                << spoil;
        }
    }
}

TEST(Calibration, WaitingAndWorkingStayTogetherWhereNothingTellsThemApart) {
    for (const auto spoil : {0, 1, 2}) {
        clearance::ProcessDefinition changed = process();
        clearance::StationDefinition& desk = changed.stations[1];
        if (spoil == 0) {
            desk.servers.reset();
            desk.roster = {"day-shift", {}};
        } else if (spoil == 1) {
            desk.when = {"lane == 'red'", {}};
        } else {
            desk.queue = {"priority", {}};
        }
        const Calibration found =
            calibrate(known_post(500, 3), changed, {.times_known = true, .seed = 1});
        EXPECT_EQ(found.stages[1].form, StageFit::Form::delay);
    }
}

TEST(Calibration, LeavesWhatTheRecordsDoNotTell) {
    clearance::ProcessDefinition several = process();
    several.stations.push_back(station("scanner", "assessment"));
    Calibration found = calibrate(known_post(500, 3), several, {.times_known = true, .seed = 1});
    EXPECT_EQ(found.stages[1].form, StageFit::Form::left);
    EXPECT_NE(found.stages[1].why_left.find("2 stations"), std::string::npos);
    EXPECT_FALSE(found.stages[1].laws.empty());

    found = calibrate(known_post(20, 3), process(), {.times_known = true, .seed = 1});
    EXPECT_EQ(found.stages[0].form, StageFit::Form::left);
    EXPECT_TRUE(
        calibrate(known_post(500, 3), process(), {.times_known = false, .seed = 1}).stages.empty());
}

TEST(Calibration, FitsEachLaneWhereLanesDiffer) {
    test::Draws draws(9);
    PostRecords records;
    Instant at = monday;
    for (int i = 0; i < 2000; ++i) {
        at += static_cast<Duration>(10 * minute * draws.exponential());
        const bool red = i % 5 == 0;
        records.lodged.push_back(at);
        records.lane.push_back(static_cast<std::uint8_t>(red ? Lane::red : Lane::green));
        const double mean = red ? 5.0 * hour : 20.0 * minute;
        completed(records, Stage::assessment)
            .push_back(at + 1 + static_cast<Duration>(mean * draws.exponential()));
    }
    const clearance::ProcessDefinition none;
    const Calibration by_lane = calibrate(records, none, {.lanes_decided = true, .seed = 1});
    ASSERT_EQ(by_lane.stages.size(), 2u);
    EXPECT_EQ(by_lane.stages[0].name, "assessment-green");
    EXPECT_EQ(by_lane.stages[1].lane, Lane::red);
    EXPECT_LT(std::abs(std::log(by_lane.stages[0].law().mean / (20 * minute))),
              z * by_lane.stages[0].law().mean_sd_log);
    EXPECT_LT(std::abs(std::log(by_lane.stages[1].law().mean / (5 * hour))),
              z * by_lane.stages[1].law().mean_sd_log);
    EXPECT_EQ(by_lane.lanes.recorded[static_cast<std::size_t>(Lane::red)], 400);
    // Nobody would ever come to a lane that nothing decides.
    EXPECT_EQ(calibrate(records, none, {.lanes_decided = false, .seed = 1}).stages.size(), 1u);
    // Lanes that do not differ, or are not recorded of all, are fitted together.
    records.lane[7] = shipment::Records::no_lane;
    EXPECT_EQ(calibrate(records, none, {.lanes_decided = true, .seed = 1}).stages.size(), 1u);
    records.lane.assign(2000, static_cast<std::uint8_t>(Lane::green));
    records.lane[0] = static_cast<std::uint8_t>(Lane::red);
    EXPECT_EQ(calibrate(records, none, {.lanes_decided = true, .seed = 1}).stages.size(), 1u);
}

TEST(LaneCounts, SetARecordedLaneBesideTheDecidedOne) {
    constexpr std::uint8_t green = 0;
    constexpr std::uint8_t red = 3;
    const std::vector<std::uint8_t> recorded{green, red, shipment::Records::no_lane, red};
    LaneCounts counts;
    counts.add(recorded);
    EXPECT_EQ(counts.total(), 3);
    screening::Decisions decisions;
    decisions.lane = {Lane::green, Lane::green, Lane::red, Lane::red};
    counts.add(recorded, decisions);
    EXPECT_EQ(counts.total(), 3);
    EXPECT_EQ(counts.recorded[red], 2);
    EXPECT_EQ(counts.decided[red], 1);
    EXPECT_EQ(counts.decided[green], 2);
    EXPECT_EQ(counts.alike, 2);
}

TEST(Calibration, SaysWhereNothingCouldBeFitted) {
    PostRecords records = known_post(29, 7);
    const auto found = [&] { return calibrate(records, process(), {.seed = 1}); };
    EXPECT_TRUE(found().is_empty());
    records = known_post(31, 7);
    EXPECT_FALSE(found().is_empty());
}

TEST(StagePassages, TellsUnfinishedFromUnrecorded) {
    PostRecords records;
    records.lodged = {monday, monday, monday, monday, monday};
    completed(records, Stage::acceptance) = {monday + hour, missing, missing, monday,
                                             monday - hour};
    completed(records, Stage::release) = {monday + 2 * hour, missing, monday + hour, missing,
                                          monday + hour};
    const auto found = stage_passages(records);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[1].unbegun, 1);
    EXPECT_EQ(found[0].passages.size(), 2u);
    EXPECT_EQ(found[0].unfinished, 1);
    EXPECT_EQ(found[0].unrecorded, 1);
    EXPECT_EQ(found[0].instant, 1);
    EXPECT_EQ(found[0].reversed, 1);
    EXPECT_EQ(found[0].resolution, hour);
    EXPECT_EQ(found[1].since, Stage::acceptance);
    EXPECT_EQ(found[1].passages.size(), 3u);
    EXPECT_EQ(found[1].unfinished, 1);
    const auto stays = found[1].stays(records.end());
    ASSERT_EQ(stays.size(), 3u);
    EXPECT_EQ(stays[1].limit, static_cast<double>(2 * hour));
    EXPECT_FALSE(stays[1].completed);
}

TEST(ServiceTimes, BeginWhenAServerIsFree) {
    const std::vector<Passage> passages{{0, 10}, {1, 4}, {2, 9}, {3, 12}, {20, missing}};
    const ServiceTimes two = service_times(passages, 2, 30);
    EXPECT_EQ(two.contradictory, 0);
    ASSERT_EQ(two.stays.size(), 5u);
    EXPECT_EQ(two.stays[2].length, 5);  // from 4, when the second server was free
    EXPECT_EQ(two.stays[3].length, 3);  // from 9
    EXPECT_EQ(two.stays[4].length, 10);
    EXPECT_FALSE(two.stays[4].completed);
    EXPECT_EQ(service_times(passages, 1, 30).contradictory, 1);
}

}  // namespace
}  // namespace greenlane::experiment
