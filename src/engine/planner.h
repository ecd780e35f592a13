#pragma once

#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/source.h"

#include "engine/block_ways.h"
#include "engine/facts.h"
#include "engine/goods_table.h"
#include "engine/inspection.h"
#include "engine/plan.h"
#include "engine/station_draws.h"

#include <memory>
#include <span>
#include <vector>

namespace greenlane::engine {

/// Plans the ways of a block's shipments through the process: which stations serve them, for how
/// long, what the controls establish, by which exit they leave. A pure function of (block,
/// decisions, key); draws are made a station at a time for all shipments that come to it.
class Planner {
public:
    /// `process` outlives the planner.
    Planner(const clearance::CompiledProcess& process, std::shared_ptr<const profile::Lists> lists,
            random::Key key, shipment::Epochs epochs);

    using Row = StationDraws::Row;

    /// `decisions` has the block's rows, or none where nothing is screened.
    void plan(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
              const screening::Decisions& decisions, Plan& out);
    /// Only of some rows, in order; the ways of the others are empty.
    void plan(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
              const screening::Decisions& decisions, std::span<const Row> rows, Plan& out);

private:
    void start(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
               const screening::Decisions& decisions, Plan& out);
    [[noreturn]] void report_endless_loop() const;
    void pass(std::size_t station, Plan& out);
    void choose_served(const clearance::Station& station, std::size_t index);
    void serve(const clearance::Station& station, std::size_t index);
    void inspect(const clearance::Station& station, std::size_t index);
    void leave(const clearance::Fork& fork, std::uint32_t name, std::size_t from, Plan& out);
    void send_all(clearance::Target target, Plan& out);
    void send(Row row, clearance::Target target, Plan& out);
    void hold_until_decided(Row row);
    std::uint8_t priority_of(const clearance::Station& station, Row row) const;

    const clearance::CompiledProcess* process_;
    StationDraws draws_;
    BlockWays ways_;
    GoodsTable goods_;
    Facts facts_;
    Inspections inspections_;
    std::vector<std::size_t> order_;  ///< of the stations, along the ways where there is one
    bool inspects_;                   ///< some station controls

    const screening::Decisions* decisions_ = nullptr;
    std::uint64_t first_shipment_ = 0;
    std::size_t rows_ = 0;
    std::size_t waiting_ = 0;           ///< rows that have not left the process
    std::vector<Row> all_;              ///< rows of the block
    std::vector<std::vector<Row>> at_;  ///< rows at each station
    std::vector<std::uint8_t> held_;    ///< rows that have waited for their decision
    // Of the station at hand:
    std::vector<Row> coming_, served_, passing_;
    std::vector<double> variates_;
};

}  // namespace greenlane::engine
