#include "engine/station_draws.h"

namespace greenlane::engine {

void StationDraws::start(std::uint64_t first_shipment, std::size_t rows) {
    first_shipment_ = first_shipment;
    rows_ = rows;
    if (comes_again_) {
        visits_.assign(rows * stations_, 0);
    }
}

/// Whether these are all rows of the block, in order.
bool StationDraws::is_whole_block(std::span<const Row> rows) const {
    if (rows.size() != rows_) {
        return false;
    }
    std::size_t elsewhere = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        elsewhere += rows[i] != i;
    }
    return elsewhere == 0;
}

std::span<const std::uint64_t> StationDraws::words(std::span<const Row> rows, std::size_t station,
                                                   random::Stream stream) {
    words_.resize(rows.size());
    if (visits_.empty() && is_whole_block(rows)) {
        random::draw_range(key_, first_shipment_, stream, words_, {});
        return words_;
    }
    shipments_.resize(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        shipments_[i] = first_shipment_ + rows[i];
    }
    indices_.clear();
    if (!visits_.empty() && station < stations_) {
        for (const Row row : rows) {
            indices_.push_back(visit(row, station));
        }
    }
    random::draw_list(key_, shipments_, indices_, stream, words_, {});
    return words_;
}

void StationDraws::count_visits(std::span<const Row> rows, std::size_t station) {
    if (visits_.empty()) {
        return;
    }
    for (const Row row : rows) {
        ++visits_[row * stations_ + station];
    }
}

}  // namespace greenlane::engine
