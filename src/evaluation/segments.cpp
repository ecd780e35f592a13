#include "greenlane/evaluation/segments.h"

#include <algorithm>

namespace greenlane::evaluation {

using shipment::Code;
using shipment::Outcome;

namespace {

constexpr std::uint8_t no_chapter = 100;

std::uint8_t chapter(std::string_view hs) {
    return hs.size() < 2 ? no_chapter
                         : static_cast<std::uint8_t>((hs[0] - '0') * 10 + (hs[1] - '0'));
}

SegmentCounts& at(std::vector<SegmentCounts>& counts, std::size_t code) {
    if (code >= counts.size()) {
        counts.resize(code + 1);
    }
    return counts[code];
}

struct SizeClass {
    std::uint64_t from;
    std::string_view name;
};
constexpr std::array<SizeClass, 5> size_classes{{{1, "1 declaration"},
                                                 {2, "2 to 9"},
                                                 {10, "10 to 99"},
                                                 {100, "100 to 999"},
                                                 {1000, "1,000 and more"}}};

void append(std::vector<Segment>& table, std::vector<Segment> kind) {
    std::erase_if(kind, [](const Segment& segment) { return segment.counts.selected.trials == 0; });
    std::move(kind.begin(), kind.end(), std::back_inserter(table));
}

template <typename NameOf>
std::vector<Segment> sorted(SegmentBy by, const std::vector<SegmentCounts>& counts,
                            NameOf name_of) {
    std::vector<Segment> kind;
    for (std::size_t code = 0; code < counts.size(); ++code) {
        const std::string name(name_of(code));
        kind.push_back({by, name.empty() ? "not given" : name, counts[code]});
    }
    std::sort(kind.begin(), kind.end(), [](const Segment& a, const Segment& b) {
        return a.counts.selected.trials != b.counts.selected.trials
                   ? a.counts.selected.trials > b.counts.selected.trials
                   : a.name < b.name;
    });
    return kind;
}

std::vector<Segment> by_size(const std::vector<SegmentCounts>& importers) {
    std::vector<Segment> kind;
    for (const SizeClass& size : size_classes) {
        kind.push_back({SegmentBy::trader_size, std::string(size.name), {}});
    }
    for (std::size_t code = 1; code < importers.size(); ++code) {
        const std::uint64_t declarations = importers[code].selected.trials;
        if (declarations > 0) {
            const auto above =
                std::find_if(size_classes.begin(), size_classes.end(),
                             [&](const SizeClass& size) { return size.from > declarations; });
            kind[static_cast<std::size_t>(above - size_classes.begin()) - 1].counts.merge(
                importers[code]);
        }
    }
    return kind;
}

}  // namespace

std::string_view name(SegmentBy by) {
    constexpr std::array<std::string_view, segment_kinds> names{"origin", "HS chapter", "office",
                                                                "mode", "trader size"};
    return names[static_cast<std::size_t>(by)];
}

void SegmentCounts::add(bool is_selected, Outcome outcome) {
    selected.merge({is_selected ? 1u : 0u, 1});
    if (outcome == Outcome::compliant) {
        false_positives.merge({is_selected ? 1u : 0u, 1});
    }
    if (is_selected && outcome != Outcome::unknown) {
        hits.merge({outcome == Outcome::violation ? 1u : 0u, 1});
    }
}

void SegmentCounts::merge(const SegmentCounts& other) {
    selected.merge(other.selected);
    false_positives.merge(other.false_positives);
    hits.merge(other.hits);
}

void Segments::add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                   const screening::Decisions& decisions, std::span<const Outcome> outcome) {
    const shipment::Declarations& declarations = block.declarations;
    for (std::size_t row = 0; row < decisions.rows(); ++row) {
        const bool selected = (decisions.traits[row] & screening::selected) != 0;
        if (!declarations.office.empty()) {
            at(office_, declarations.office[row]).add(selected, outcome[row]);
        }
        if (!declarations.mode.empty()) {
            at(mode_, static_cast<std::size_t>(declarations.mode[row])).add(selected, outcome[row]);
        }
        if (!declarations.importer.empty()) {
            at(importer_, declarations.importer[row]).add(selected, outcome[row]);
        }
    }
    add_items(declarations, vocabulary, decisions, outcome);
}

void Segments::add_items(const shipment::Declarations& declarations,
                         const shipment::Vocabulary& vocabulary,
                         const screening::Decisions& decisions, std::span<const Outcome> outcome) {
    for (Code code = static_cast<Code>(chapter_of_.size()); code < vocabulary.hs.size(); ++code) {
        chapter_of_.push_back(chapter(vocabulary.hs.word(code)));
    }
    const auto& items = declarations.items;
    for (std::size_t row = 0; row + 1 < declarations.first_item.size(); ++row) {
        const bool selected = (decisions.traits[row] & screening::selected) != 0;
        const std::size_t first = declarations.first_item[row];
        const std::size_t end = declarations.first_item[row + 1];
        const auto count_each = [&](const std::vector<Code>& column, auto key, auto& counts) {
            for (std::size_t item = first; !column.empty() && item < end; ++item) {
                const auto same = [&](Code other) { return key(other) == key(column[item]); };
                const auto begin = column.begin() + static_cast<std::ptrdiff_t>(first);
                const auto here = column.begin() + static_cast<std::ptrdiff_t>(item);
                if (std::none_of(begin, here, same)) {
                    at(counts, key(column[item])).add(selected, outcome[row]);
                }
            }
        };
        count_each(
            items.origin, [](Code code) { return code; }, origin_);
        count_each(
            items.hs, [this](Code code) { return chapter_of_[code]; }, chapter_);
    }
}

std::vector<Segment> Segments::table(const shipment::Vocabulary& vocabulary) const {
    std::vector<Segment> table;
    append(table, sorted(SegmentBy::origin, origin_, [&](std::size_t code) {
               return vocabulary.country.word(static_cast<Code>(code));
           }));
    append(table, sorted(SegmentBy::chapter, chapter_, [](std::size_t code) {
               const std::string digits = std::to_string(code);
               return code == no_chapter ? "" : code < 10 ? "0" + digits : digits;
           }));
    append(table, sorted(SegmentBy::office, office_, [&](std::size_t code) {
               return vocabulary.office.word(static_cast<Code>(code));
           }));
    append(table, sorted(SegmentBy::mode, mode_, [](std::size_t code) {
               return shipment::name(static_cast<shipment::Mode>(code));
           }));
    append(table, by_size(importer_));
    return table;
}

}  // namespace greenlane::evaluation
