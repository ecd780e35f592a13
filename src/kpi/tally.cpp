#include "greenlane/kpi/tally.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include <algorithm>
#include <bit>

namespace greenlane::kpi {

namespace {

constexpr std::array<std::string_view, dimension_count> names{
    "lane", "agreement", "chapter", "goods", "origin", "mode", "office", "tier", "direction"};

void add(std::vector<Cell>& cells, const std::vector<Cell>& others) {
    cells.resize(std::max(cells.size(), others.size()));
    for (std::size_t i = 0; i < others.size(); ++i) {
        cells[i] += others[i];
    }
}

}  // namespace

std::string_view name(Dimension dimension) {
    return names[static_cast<std::size_t>(dimension)];
}

Tally::Tally(const Window& window, Duration release_within)
    : window_(window),
      release_within_(release_within),
      first_day_(day_of(window.begin + window.utc_offset)) {
    GREENLANE_EXPECT(window.begin < window.end);
    GREENLANE_EXPECT(release_within >= 0);
    const std::int64_t last_day = day_of(window.end - 1 + window.utc_offset);
    days_.resize(static_cast<std::size_t>(last_day - first_day_ + 1));
    segments_[static_cast<std::size_t>(Dimension::lane)].resize(lane_count);
}

Cell& Tally::day_of_lodgement(const Passage& passage) {
    const auto since = static_cast<std::uint64_t>(passage.lodged + window_.utc_offset) -
                       static_cast<std::uint64_t>(first_day_ * day);
    const std::uint64_t index = since / static_cast<std::uint64_t>(day);
    GREENLANE_EXPECT(index < days_.size());
    return days_[index];
}

Cell& Tally::segment(Dimension dimension, std::size_t code) {
    auto& cells = segments_[static_cast<std::size_t>(dimension)];
    if (code >= cells.size()) [[unlikely]] {
        cells.resize(code + 1);
    }
    return cells[code];
}

void Tally::add(const Passage& passage, const Dossier* dossier) {
    Cell& its_day = day_of_lodgement(passage);
    Cell& its_lane = segment(Dimension::lane, static_cast<std::size_t>(passage.lane));
    Cell row;
    if (dossier == nullptr) {
        measure_core(passage, window_.end, release_within_, row);
        its_day.add_core(row);
        its_lane.add_core(row);
        add_times(passage, false);
        return;
    }
    measure(passage, dossier, window_.end, release_within_, row);
    std::array<std::uint8_t, Cell::lines> lines{};
    std::size_t touched = 0;
    for (std::size_t line = 0; line < Cell::lines; ++line) {
        lines[touched] = static_cast<std::uint8_t>(line);
        touched += row.has_line(line);
    }
    const std::span<const std::uint8_t> all(lines.data(), touched);
    for (const std::uint8_t line : all) {
        its_day.add_line(line, row);
        its_lane.add_line(line, row);
    }
    add_segments(*dossier, row, all);
    add_times(passage, (dossier->facts & fact_deferred_payment) != 0);
    if (row[Measure::released_compliant] != 0) {
        clearance_compliant_.add(row[Measure::clearance_ms]);
    }
}

void Tally::add_segments(const Dossier& dossier, const Cell& row,
                         std::span<const std::uint8_t> lines) {
    const auto add = [&](Dimension dimension, std::size_t code) {
        Cell& cell = segment(dimension, code);
        for (const std::uint8_t line : lines) {
            cell.add_line(line, row);
        }
    };
    add(Dimension::chapter, dossier.chapter);
    add(Dimension::goods, static_cast<std::size_t>(dossier.goods));
    add(Dimension::origin, dossier.origin);
    add(Dimension::mode, dossier.mode);
    add(Dimension::office, dossier.office);
    add(Dimension::tier, dossier.tier);
    add(Dimension::direction, dossier.direction);
    for (unsigned left = dossier.agreements; left != 0; left &= left - 1) {
        add(Dimension::agreement, static_cast<std::size_t>(std::countr_zero(left)));
    }
}

void Tally::add_times(const Passage& passage, bool deferred) {
    if (passage.exit == Exit::released) {
        const Duration stay = passage.left - passage.lodged;
        clearance_[static_cast<std::size_t>(passage.lane)].add(stay);
        if (passage.detained != never) {
            clearance_detained_.add(stay);
        }
    }
    const auto lasts = [&](Lasting what, Instant from, Instant to) {
        lasting_[static_cast<std::size_t>(what)].add(
            std::max<Duration>(0, std::min(to, window_.end) - from),
            to == never ? Ending::censored : Ending::observed);
    };
    if (passage.detained != never) {
        lasts(Lasting::detention, passage.detained, passage.resolved);
    }
    const Instant assessed = passage.completed[static_cast<std::size_t>(Stage::assessment)];
    const Instant paid = passage.completed[static_cast<std::size_t>(Stage::payment)];
    // Whoever left unpaid, refused for example, owes nothing any more.
    if (assessed != never && (paid != never || passage.left == never)) {
        lasts(deferred ? Lasting::deferred_payment : Lasting::payment, assessed, paid);
    }
}

void Tally::merge(const Tally& other) {
    GREENLANE_EXPECT(window_ == other.window_);
    GREENLANE_EXPECT(release_within_ == other.release_within_);
    kpi::add(days_, other.days_);
    for (std::size_t i = 0; i < dimension_count; ++i) {
        kpi::add(segments_[i], other.segments_[i]);
    }
    for (std::size_t i = 0; i < lane_count; ++i) {
        clearance_[i].merge(other.clearance_[i]);
    }
    clearance_compliant_.merge(other.clearance_compliant_);
    clearance_detained_.merge(other.clearance_detained_);
    for (std::size_t i = 0; i < lasting_count; ++i) {
        lasting_[i].merge(other.lasting_[i]);
    }
}

Cell Tally::overall() const {
    Cell sum;
    for (const Cell& cell : segments(Dimension::lane)) {
        sum += cell;
    }
    return sum;
}

Histogram Tally::clearance(ClearanceOf of) const {
    switch (of) {
        case ClearanceOf::truly_compliant:
            return clearance_compliant_;
        case ClearanceOf::detained:
            return clearance_detained_;
        case ClearanceOf::all:
            break;
    }
    Histogram sum;
    for (const Histogram& histogram : clearance_) {
        sum.merge(histogram);
    }
    return sum;
}

}  // namespace greenlane::kpi
