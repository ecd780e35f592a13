#include "engine/planner.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/diagnostics.h"

#include "engine/dossiers.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace greenlane::engine {

namespace {

static_assert(static_cast<int>(kpi::Exit::destroyed) ==
              static_cast<int>(clearance::Exit::destroyed));

/// To the nearest millisecond, at least one: no stay is over at the instant it begins, so events
/// of one instant never depend on each other. At most some 30,000 years, far from overflow.
Duration work_of(double variate) {
    return static_cast<Duration>(std::min(std::max(variate + 0.5, 1.0), 1e15));
}

/// More rounds than any rework loop with a way out by chance takes.
constexpr std::size_t most_rounds = 10'000;

}  // namespace

Planner::Planner(const clearance::CompiledProcess& process,
                 std::shared_ptr<const profile::Lists> lists, random::Key key,
                 shipment::Epochs epochs)
    : process_(&process),
      draws_(key, process.stations.size(), !process.feed_forward),
      goods_(std::move(lists)),
      facts_(process.conditions, epochs),
      inspections_(key, goods_),
      order_(process.topological_order),
      inspects_(std::any_of(
          process.stations.begin(), process.stations.end(),
          [](const clearance::Station& station) { return station.inspection.has_value(); })),
      at_(process.stations.size()) {
    if (!process.feed_forward) {
        order_.resize(process.stations.size());
        std::iota(order_.begin(), order_.end(), std::size_t{0});
    }
}

void Planner::plan(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                   const screening::Decisions& decisions, Plan& out) {
    all_.resize(block.declarations.rows());
    std::iota(all_.begin(), all_.end(), Row{0});
    plan(block, vocabulary, decisions, all_, out);
}

void Planner::plan(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                   const screening::Decisions& decisions, std::span<const Row> rows, Plan& out) {
    start(block, vocabulary, decisions, out);
    passing_.clear();
    served_.assign(rows.begin(), rows.end());
    waiting_ = rows.size();
    leave(process_->entry, 0, at_.size(), out);
    // Once along the order where no way leads back; else until everyone is out.
    for (std::size_t round = 0; waiting_ > 0; ++round) {
        if (round == most_rounds) {
            report_endless_loop();
        }
        for (const std::size_t station : order_) {
            if (!at_[station].empty()) {
                pass(station, out);
            }
        }
    }
    ways_.write(out);
}

void Planner::report_endless_loop() const {
    const auto station = std::find_if(at_.begin(), at_.end(),
                                      [](const std::vector<Row>& rows) { return !rows.empty(); });
    const auto index = static_cast<std::size_t>(station - at_.begin());
    throw InputError(Failure::replication, "",
                     "shipment " + std::to_string(first_shipment_ + station->front()) +
                         " comes to station '" + process_->stations[index].name + "' for the " +
                         std::to_string(most_rounds) + "th time: its routes lead in a circle",
                     "give a route back a share, or a condition that a control can change");
}

void Planner::start(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                    const screening::Decisions& decisions, Plan& out) {
    const shipment::Declarations& declarations = block.declarations;
    GREENLANE_EXPECT(decisions.rows() == 0 || decisions.rows() == declarations.rows());
    decisions_ = &decisions;
    first_shipment_ = declarations.first_shipment;
    rows_ = declarations.rows();
    goods_.extend(vocabulary);
    if (facts_.any() || inspects_) {
        facts_.start(declarations, vocabulary, decisions);
    }
    inspections_.start(block);
    draws_.start(first_shipment_, rows_);
    ways_.start(rows_);
    held_.resize(decisions.rows());
    for (std::size_t row = 0; row < held_.size(); ++row) {
        held_[row] = decisions.decided[row] <= declarations.lodged[row];
    }
    out.first_shipment = first_shipment_;
    out.lodged = declarations.lodged;
    out.lane = decisions.lane;
    if (decisions.rows() == 0) {
        out.lane.assign(rows_, Lane::green);
    }
    out.chosen = decisions.chosen;
    out.words_per_row = decisions.words_per_row;
    out.exit.assign(rows_, kpi::Exit::released);
    open_dossiers(block, decisions, goods_, out.dossiers);
    if (inspects_) {
        out.dossiers.resize(rows_);
    }
}

void Planner::pass(std::size_t index, Plan& out) {
    const clearance::Station& station = process_->stations[index];
    coming_.swap(at_[index]);
    at_[index].clear();
    choose_served(station, index);
    serve(station, index);
    leave(station.after, station.key, index, out);
    for (const Row row : passing_) {
        send(row, station.after.next, out);
    }
    draws_.count_visits(coming_, index);
}

void Planner::choose_served(const clearance::Station& station, std::size_t index) {
    served_.clear();
    passing_.clear();
    if (station.condition == clearance::no_condition && station.share >= 1) {
        served_ = coming_;
        return;
    }
    std::span<const std::uint64_t> words;
    if (station.share < 1) {
        words = draws_.words(coming_, index, {random::Purpose::station_share, station.key});
    }
    for (std::size_t i = 0; i < coming_.size(); ++i) {
        const Row row = coming_[i];
        const bool serves =
            (station.share >= 1 || random::happens(words[i], station.share)) &&
            (station.condition == clearance::no_condition || facts_.holds(station.condition, row));
        (serves ? served_ : passing_).push_back(row);
    }
}

void Planner::serve(const clearance::Station& station, std::size_t index) {
    if (served_.empty()) {
        return;
    }
    if (station.stage > Stage::selectivity && !held_.empty()) {
        for (const Row row : served_) {
            hold_until_decided(row);
        }
    }
    variates_.resize(served_.size());
    random::uniforms(draws_.words(served_, index, {random::Purpose::service, station.key}),
                     variates_);
    station.law.quantiles(variates_, variates_);
    for (std::size_t i = 0; i < served_.size(); ++i) {
        const Row row = served_[i];
        ways_.add(row, {static_cast<std::uint32_t>(index), priority_of(station, row),
                        work_of(variates_[i])});
    }
    if (station.inspection) {
        inspect(station, index);
    }
}

void Planner::inspect(const clearance::Station& station, std::size_t index) {
    for (const Row row : served_) {
        const Verdict verdict =
            inspections_.inspect(station, row, draws_.visit(row, index), ways_.establish(row));
        facts_.set_alarm(row, verdict.alarm);
        if (verdict.finding) {
            facts_.set_found(row, *verdict.finding);
        }
    }
}

void Planner::leave(const clearance::Fork& fork, std::uint32_t name, std::size_t from, Plan& out) {
    if (fork.routes.empty()) {
        send_all(fork.next, out);
        return;
    }
    std::span<const std::uint64_t> words;
    if (fork.draws()) {
        words = draws_.words(served_, from, {random::Purpose::route, name});
    }
    for (std::size_t i = 0; i < served_.size(); ++i) {
        const Row row = served_[i];
        const double u = words.empty() ? 0 : random::uniform(words[i]);
        double sum = 0;
        clearance::Target target = fork.next;
        for (const clearance::Route& route : fork.routes) {
            if (route.condition != clearance::no_condition && !facts_.holds(route.condition, row)) {
                continue;
            }
            sum += route.share;
            if (u < sum) {
                target = route.target;
                break;
            }
        }
        send(row, target, out);
    }
}

void Planner::send(Row row, clearance::Target target, Plan& out) {
    if (!target.is_exit()) {
        at_[target.station()].push_back(row);
        return;
    }
    // Whom acceptance refuses waits for no lane.
    if (target.exit() == clearance::Exit::released && !held_.empty()) {
        hold_until_decided(row);
    }
    out.exit[row] = static_cast<kpi::Exit>(target.exit());
    --waiting_;
}

/// All whom the station at hand has served go the same way.
void Planner::send_all(clearance::Target target, Plan& out) {
    if (!target.is_exit() && at_[target.station()].empty()) {
        at_[target.station()].swap(served_);
        return;
    }
    for (const Row row : served_) {
        send(row, target, out);
    }
}

void Planner::hold_until_decided(Row row) {
    if (!held_[row]) {
        held_[row] = 1;
        ways_.add(row, {Step::hold, 0, decisions_->decided[row]});
    }
}

std::uint8_t Planner::priority_of(const clearance::Station& station, Row row) const {
    std::uint8_t priority = 0;
    while (priority < station.priority.size() && !facts_.holds(station.priority[priority], row)) {
        ++priority;
    }
    return priority;
}

}  // namespace greenlane::engine
