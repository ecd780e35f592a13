#pragma once

#include "greenlane/learning/loop.h"
#include "greenlane/random/draw.h"

#include <string>

namespace greenlane::learning {

/// Weeks of 100 declarations, one a block of 20 on each of five days, whose violations are planted
/// on importers: of 40, every fifth violates half the time, the others one time in fifty. Goods and
/// origins carry no signal.
struct PlantedWeeks {
    static constexpr std::size_t rows = 100;
    static constexpr std::size_t importers = 40;

    WeeklyDeclarations declarations;
    shipment::Vocabulary vocabulary;

    explicit PlantedWeeks(std::size_t weeks, std::uint64_t seed = 7) {
        const random::Key key = random::make_key(seed, 0);
        WeekCutter cutter({});
        for (std::uint64_t first = 0; first < weeks * rows; first += 20) {
            const auto of_week = static_cast<Instant>(first % rows / 20);
            add_block(cutter, key, first,
                      static_cast<Instant>(first / rows) * 7 * day + of_week * day);
        }
        declarations = cutter.finish();
    }

    static bool risky(std::uint64_t importer) { return importer % 5 == 0; }

private:
    void add_block(WeekCutter& cutter, random::Key key, std::uint64_t first, Instant lodged) {
        using random::Purpose;
        shipment::Block block;
        evaluation::Labels labels;
        shipment::Declarations& d = block.declarations;
        d.first_shipment = first;
        d.first_item.push_back(0);
        for (std::uint64_t row = first; row < first + 20; ++row) {
            const auto [trader, goods] = random::draw(key, row, {Purpose::trader});
            const std::uint64_t importer = trader % importers;
            const double rate = risky(importer) ? 0.5 : 0.02;
            const auto [hit, duty] = random::draw(key, row, {Purpose::violation});
            const bool violation = random::happens(hit, rate);
            d.lodged.push_back(lodged);
            d.importer.push_back(vocabulary.importer.code("I" + std::to_string(importer)));
            d.first_item.push_back(static_cast<std::uint32_t>(row - first + 1));
            d.items.hs.push_back(vocabulary.hs.code(goods % 2 == 0 ? "010121" : "850110"));
            d.items.origin.push_back(vocabulary.country.code(goods % 3 == 0 ? "DE" : "CN"));
            d.items.value.push_back(static_cast<Money>(10'000 + goods % 90'000));
            labels.outcome.push_back(violation ? shipment::Outcome::violation
                                               : shipment::Outcome::compliant);
            labels.revenue.push_back(violation ? static_cast<Money>(100 + duty % 1000) : 0);
            block.records.inspected.push_back(row % 4 == 0 ? shipment::Ternary::yes
                                                           : shipment::Ternary::no);
        }
        cutter.add(block, labels);
    }
};

}  // namespace greenlane::learning
