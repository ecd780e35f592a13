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
      key_(key),
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
    start(block, vocabulary, decisions, out);
    passing_.clear();
    served_.resize(rows_);
    std::iota(served_.begin(), served_.end(), Row{0});
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
    assemble(out);
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
    waiting_ = rows_;
    goods_.extend(vocabulary);
    if (facts_.any() || inspects_) {
        facts_.start(declarations, vocabulary, decisions);
    }
    inspections_.start(block);
    placed_.clear();
    known_.clear();
    held_.resize(decisions.rows());
    for (std::size_t row = 0; row < held_.size(); ++row) {
        held_[row] = decisions.decided[row] <= declarations.lodged[row];
    }
    if (!process_->feed_forward) {
        visits_.assign(rows_ * at_.size(), 0);
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
    draw_work(station, index);
    leave(station.after, station.key, index, out);
    for (const Row row : passing_) {
        send(row, station.after.next, out);
    }
    if (!visits_.empty()) {
        for (const Row row : coming_) {
            ++visits_[row * at_.size() + index];
        }
    }
}

/// Whether these are all rows of the block, in order.
bool Planner::is_whole_block(std::span<const Row> rows) const {
    if (rows.size() != rows_) {
        return false;
    }
    std::size_t elsewhere = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        elsewhere += rows[i] != i;
    }
    return elsewhere == 0;
}

/// The words of the rows' draws at a station, for the visit that each of them is at.
void Planner::draw(std::span<const Row> rows, std::size_t station, random::Stream stream) {
    words_.resize(rows.size());
    if (visits_.empty() && is_whole_block(rows)) {
        random::draw_range(key_, first_shipment_, stream, words_, {});
        return;
    }
    shipments_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        shipments_[i] = first_shipment_ + rows[i];
    }
    indices_.clear();
    if (!visits_.empty() && station < at_.size()) {
        for (const Row row : rows) {
            indices_.push_back(visit_of(row, station));
        }
    }
    random::draw_list(key_, shipments_, indices_, stream, words_, {});
}

void Planner::choose_served(const clearance::Station& station, std::size_t index) {
    served_.clear();
    passing_.clear();
    if (station.condition == clearance::no_condition && station.share >= 1) {
        served_.swap(coming_);
        if (!visits_.empty()) {
            coming_ = served_;
        }
        return;
    }
    if (station.share < 1) {
        shipments_.clear();
        indices_.clear();
        for (const Row row : coming_) {
            shipments_.push_back(first_shipment_ + row);
            indices_.push_back(visit_of(row, index));
        }
        words_.resize(coming_.size());
        random::draw_list(key_, shipments_, indices_, {random::Purpose::station_share, station.key},
                          words_, {});
    }
    for (std::size_t i = 0; i < coming_.size(); ++i) {
        const Row row = coming_[i];
        const bool serves =
            (station.share >= 1 || random::happens(words_[i], station.share)) &&
            (station.condition == clearance::no_condition || facts_.holds(station.condition, row));
        (serves ? served_ : passing_).push_back(row);
    }
}

void Planner::draw_work(const clearance::Station& station, std::size_t index) {
    if (served_.empty()) {
        return;
    }
    draw(served_, index, {random::Purpose::service, station.key});
    variates_.resize(served_.size());
    random::uniforms(words_, variates_);
    station.law.quantiles(variates_, variates_);
    for (std::size_t i = 0; i < served_.size(); ++i) {
        const Row row = served_[i];
        if (station.stage > Stage::selectivity) {
            hold_until_decided(row);
        }
        const Step step{static_cast<std::uint32_t>(index), priority_of(station, row),
                        station.inspection.has_value(), work_of(variates_[i])};
        placed_.push_back({row, step});
        if (station.inspection) {
            Known& known = known_.emplace_back();
            known.row = row;
            const Verdict verdict =
                inspections_.inspect(station, row, visit_of(row, index), known.established);
            facts_.set_alarm(row, verdict.alarm);
            if (verdict.finding) {
                facts_.set_found(row, *verdict.finding);
            }
        }
    }
}

void Planner::leave(const clearance::Fork& fork, std::uint32_t name, std::size_t from, Plan& out) {
    if (fork.routes.empty()) {
        send_all(fork.next, out);
        return;
    }
    const bool draws = fork.draws();
    if (draws) {
        draw(served_, from, {random::Purpose::route, name});
    }
    for (std::size_t i = 0; i < served_.size(); ++i) {
        const Row row = served_[i];
        const double u = draws ? random::uniform(words_[i]) : 0;
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
    hold_until_decided(row);
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
    if (held_.empty() || held_[row]) {
        return;
    }
    held_[row] = 1;
    placed_.push_back({row, {Step::hold, 0, false, decisions_->decided[row]}});
}

std::uint8_t Planner::priority_of(const clearance::Station& station, Row row) const {
    std::uint8_t priority = 0;
    while (priority < station.priority.size() && !facts_.holds(station.priority[priority], row)) {
        ++priority;
    }
    return priority;
}

std::uint32_t Planner::visit_of(Row row, std::size_t station) const {
    return visits_.empty() ? 0 : visits_[row * at_.size() + station];
}

namespace {

/// Sorts by row, keeping the order within each: counts become offsets, then each goes to its place.
template <typename Entries, typename Values, typename Take>
void sort_by_row(const Entries& entries, std::size_t rows, std::vector<std::uint32_t>& first,
                 Values& values, Take take) {
    first.assign(rows + 1, 0);
    for (const auto& entry : entries) {
        ++first[entry.row + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    values.resize(entries.size());
    for (const auto& entry : entries) {
        values[first[entry.row]++] = take(entry);
    }
    // Every offset has moved on to the next row's.
    std::copy_backward(first.begin(), first.end() - 1, first.end());
    first.front() = 0;
}

}  // namespace

void Planner::assemble(Plan& out) {
    sort_by_row(placed_, rows_, out.first_step, out.steps,
                [](const Placed& placed) { return placed.step; });
    out.first_establishment.clear();
    out.establishments.clear();
    if (!known_.empty()) {
        sort_by_row(known_, rows_, out.first_establishment, out.establishments,
                    [](const Known& known) { return known.established; });
    }
}

}  // namespace greenlane::engine
