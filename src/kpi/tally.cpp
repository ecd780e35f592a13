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

/// Lines [begin, end) of a cell.
struct Run {
    std::uint8_t begin = 0;
    std::uint8_t end = 0;
};

struct Runs {
    std::array<Run, Cell::lines> all;
    std::size_t count = 0;

    const Run* begin() const { return all.data(); }
    const Run* end() const { return all.data() + count; }
};

/// Where a cell is not zero: most shipments fill a few of its lines.
Runs filled_lines(const Cell& cell) {
    Runs runs;
    bool filled_before = false;
    for (std::uint8_t line = 0; line < Cell::lines; ++line) {
        const bool filled = cell.has_line(line);
        if (filled && !filled_before) {
            runs.all[runs.count++].begin = line;
        }
        if (filled) {
            runs.all[runs.count - 1].end = static_cast<std::uint8_t>(line + 1);
        }
        filled_before = filled;
    }
    return runs;
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

/// Index into days().
std::size_t Tally::day_of_lodgement(const Passage& passage) const {
    const auto since = static_cast<std::uint64_t>(passage.lodged + window_.utc_offset) -
                       static_cast<std::uint64_t>(first_day_ * day);
    const std::uint64_t index = since / static_cast<std::uint64_t>(day);
    GREENLANE_EXPECT(index < days_.size());
    return index;
}

Cell& Tally::cluster(std::size_t day, std::size_t group) {
    constexpr std::int64_t monday = 3;  // 1970-01-01 was a Thursday
    const auto since_monday = static_cast<std::size_t>((first_day_ + monday) % 7);
    return clusters_->cell((since_monday + day) / 7, group);
}

Cell& Tally::lane(const Passage& passage) {
    return segments_[static_cast<std::size_t>(Dimension::lane)]
                    [static_cast<std::size_t>(passage.lane)];
}

Cell& Tally::segment(Dimension dimension, std::size_t code) {
    auto& cells = segments_[static_cast<std::size_t>(dimension)];
    if (code >= cells.size()) [[unlikely]] {
        cells.resize(code + 1);
    }
    return cells[code];
}

inline void Tally::add_times(const Passage& passage, bool deferred) {
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

void Tally::add(const Passage& passage, const Dossier* dossier) {
    if (dossier == nullptr) {
        const Core core = core_measures(passage, window_.end, release_within_);
        // In between, the stores of `core` leave the store buffer, from which vectors cannot load.
        add_times(passage, false);
        const std::size_t day = day_of_lodgement(passage);
        days_[day].add(core);
        if (clusters_) [[unlikely]] {
            cluster(day, Clusters::no_importer).add(core);
        }
        lane(passage).add(core);
    } else {
        add_described(passage, *dossier);
    }
}

void Tally::add_described(const Passage& passage, const Dossier& dossier) {
    Cell row;
    measure(passage, &dossier, window_.end, release_within_, row);
    const auto runs = filled_lines(row);
    const auto add = [&](Cell& cell) {
        for (const Run& run : runs) {
            cell.add_lines(run.begin, run.end, row);
        }
    };
    const std::size_t day = day_of_lodgement(passage);
    add(days_[day]);
    if (clusters_) {
        add(cluster(day, dossier.importer_group));
    }
    add(lane(passage));
    add(segment(Dimension::chapter, dossier.chapter));
    add(segment(Dimension::goods, static_cast<std::size_t>(dossier.goods)));
    add(segment(Dimension::origin, dossier.origin));
    add(segment(Dimension::mode, dossier.mode));
    add(segment(Dimension::office, dossier.office));
    add(segment(Dimension::tier, dossier.tier));
    add(segment(Dimension::direction, dossier.direction));
    for (unsigned left = dossier.agreements; left != 0; left &= left - 1) {
        add(segment(Dimension::agreement, static_cast<std::size_t>(std::countr_zero(left))));
    }
    add_times(passage, (dossier.facts & fact_deferred_payment) != 0);
    if (row[Measure::released_compliant] != 0) {
        clearance_compliant_.add(row[Measure::clearance_ms]);
    }
}

void Tally::merge(const Tally& other) {
    GREENLANE_EXPECT(window_ == other.window_);
    GREENLANE_EXPECT(release_within_ == other.release_within_);
    stays_known_ = stays_known_ && other.stays_known_;
    kpi::add(days_, other.days_);
    GREENLANE_EXPECT(clusters_.has_value() == other.clusters_.has_value());
    if (clusters_) {
        clusters_->merge(*other.clusters_);
    }
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
