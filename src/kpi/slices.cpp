#include "kpi/slices.h"

#include "greenlane/core/contract.h"

namespace greenlane::kpi {

namespace {

constexpr std::array dimensions{Dimension::lane,   Dimension::agreement, Dimension::chapter,
                                Dimension::goods,  Dimension::origin,    Dimension::mode,
                                Dimension::office, Dimension::tier,      Dimension::direction};
static_assert(dimensions.size() == dimension_count);

constexpr std::array<std::string_view, goods_count> goods_names{"other", "eco", "regulated"};

std::string chapter_name(std::size_t chapter) {
    if (chapter == 0) {
        return {};
    }
    return (chapter < 10 ? "0" : "") + std::to_string(chapter);
}

std::string word(std::span<const std::string> words, std::size_t code) {
    return code < words.size() && !words[code].empty() ? words[code] : "unknown";
}

}  // namespace

std::pair<std::size_t, std::string> Slices::key(Dimension dimension, std::size_t code,
                                                const Observation& observation) const {
    switch (dimension) {
        case Dimension::lane:
            return {code, std::string(name(static_cast<Lane>(code)))};
        case Dimension::agreement:
            return {code, word(settings_.agreements, code)};
        case Dimension::chapter: {
            const std::string chapter = chapter_name(code);
            return {code, word({&chapter, 1}, 0)};
        }
        case Dimension::goods:
            return {code, std::string(goods_names[code])};
        case Dimension::origin:
            return {0, word(observation.origins, code)};
        case Dimension::mode:
            return {code, word(settings_.modes, code)};
        case Dimension::office:
            return {0, word(observation.offices, code)};
        case Dimension::tier:
            return {code, word(settings_.tiers, code)};
        case Dimension::direction:
            return {code, word(settings_.directions, code)};
    }
    return {};
}

Slices::Slices(std::span<const Observation> observations, const CubeSettings& settings)
    : settings_(settings) {
    GREENLANE_EXPECT(!observations.empty());
    const Tally& first = *observations.front().tally;
    if (settings.periods) {
        periods_ = periods(first.first_day(), first.days().size());
    }
    labels_.push_back({"all", "all"});
    for (const Period& period : periods_) {
        labels_.push_back({period.label, "all"});
    }
    for (const Dimension dimension : dimensions) {
        find_segments(dimension, observations);
    }
    first_station_ = labels_.size();
    for (const std::string& station : settings.stations) {
        labels_.push_back({"all", "station=" + station});
    }
    for (const Observation& observation : observations) {
        GREENLANE_EXPECT(observation.tally->window() == first.window());
        GREENLANE_EXPECT(observation.stations.size() == settings.stations.size());
    }
}

void Slices::find_segments(Dimension dimension, std::span<const Observation> observations) {
    Segments& segments = segments_[static_cast<std::size_t>(dimension)];
    for (const Observation& observation : observations) {
        const auto cells = observation.tally->segments(dimension);
        for (std::size_t code = 0; code < cells.size(); ++code) {
            if (cells[code][Measure::lodged] > 0 || dimension == Dimension::lane) {
                segments.try_emplace(key(dimension, code, observation));
            }
        }
    }
    for (auto& [key, slice] : segments) {
        slice = labels_.size();
        labels_.push_back({"all", std::string(name(dimension)) + '=' + key.second});
    }
}

std::span<const Evidence> Slices::evidence(const Observation& observation) {
    const Tally& tally = *observation.tally;
    cells_.assign(labels_.size(), {});
    evidence_.assign(labels_.size(), {});
    evidence_[0] = whole_.of(observation);
    for (std::size_t i = 0; i < periods_.size(); ++i) {
        for (std::size_t day = periods_[i].begin; day < periods_[i].end; ++day) {
            cells_[i + 1] += tally.days()[day];
        }
    }
    for (const Dimension dimension : dimensions) {
        const Segments& segments = segments_[static_cast<std::size_t>(dimension)];
        const auto cells = tally.segments(dimension);
        for (std::size_t code = 0; code < cells.size(); ++code) {
            if (cells[code][Measure::lodged] > 0) {
                cells_[segments.at(key(dimension, code, observation))] += cells[code];
            }
        }
    }
    for (std::size_t i = 1; i < evidence_.size(); ++i) {
        evidence_[i].cell = &cells_[i];
        evidence_[i].kinds_known = evidence_[0].kinds_known;
        evidence_[i].stays_known = tally.stays_known();
    }
    for (const auto& [key, slice] : segments_[static_cast<std::size_t>(Dimension::lane)]) {
        evidence_[slice].clearance[static_cast<std::size_t>(ClearanceOf::all)] =
            &tally.clearance(static_cast<Lane>(key.first));
    }
    for (std::size_t i = 0; i < observation.stations.size(); ++i) {
        put_work(observation.stations[i], evidence_[first_station_ + i]);
    }
    return evidence_;
}

}  // namespace greenlane::kpi
