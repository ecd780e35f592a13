// Question: how many declarations a second does one thread screen, and what do rules, conditions
// the length of the flow and further items cost?

#include "greenlane/core/units.h"
#include "greenlane/random/draw.h"
#include "greenlane/screening/screener.h"
#include "greenlane/shipment/source.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

namespace {

using namespace greenlane;
using profile::Atom;
using profile::Field;
using profile::Program;
using profile::Test;

constexpr random::Key key{20261121, 7};
constexpr Instant lodged_from = 20454 * day;

/// Numbers for made-up data: a function of their order.
class Numbers {
public:
    std::uint64_t below(std::uint64_t count) {
        return random::draw(key, next_++, {random::Purpose::resample}).first % count;
    }

private:
    std::uint64_t next_ = 0;
};

std::string digits(std::uint64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

struct Flow {
    shipment::Vocabulary vocabulary;
    std::vector<shipment::Declarations> blocks;
};

/// 5,000 goods codes, 200 countries, 20,000 importers, 20 offices.
Flow make_flow(std::size_t rows, std::size_t items) {
    Flow flow;
    Numbers numbers;
    for (std::size_t i = 0; i < 5000; ++i) {
        flow.vocabulary.hs.code(digits(i * 199 + 10000, 6));
    }
    for (std::size_t i = 0; i < 200; ++i) {
        const char word[] = {static_cast<char>('A' + i / 26), static_cast<char>('A' + i % 26)};
        flow.vocabulary.country.code({word, 2});
    }
    for (std::size_t i = 0; i < 20000; ++i) {
        flow.vocabulary.importer.code("T" + std::to_string(i));
    }
    for (std::size_t i = 0; i < 20; ++i) {
        flow.vocabulary.office.code("O" + std::to_string(i));
        flow.vocabulary.document.code("D" + std::to_string(i));
    }
    const auto code = [&](const shipment::Dictionary& words) {
        return static_cast<shipment::Code>(1 + numbers.below(words.size() - 1));
    };
    for (std::size_t first = 0; first < rows; first += shipment::Source::max_rows) {
        shipment::Declarations& block = flow.blocks.emplace_back();
        block.first_shipment = first;
        const std::size_t count = std::min(shipment::Source::max_rows, rows - first);
        for (std::size_t i = 0; i < count; ++i) {
            block.lodged.push_back(lodged_from +
                                   static_cast<Instant>((first + i) * (day - 1) / rows));
            block.procedure.push_back(shipment::Procedure::import_);
            block.mode.push_back(static_cast<shipment::Mode>(1 + numbers.below(4)));
            block.tier.push_back(static_cast<shipment::Tier>(1 + numbers.below(2)));
            block.office.push_back(code(flow.vocabulary.office));
            block.importer.push_back(code(flow.vocabulary.importer));
            block.documents.push_back(numbers.below(1 << 20));
            block.first_item.push_back(static_cast<std::uint32_t>(i * items));
            for (std::size_t item = 0; item < items; ++item) {
                block.items.hs.push_back(code(flow.vocabulary.hs));
                block.items.origin.push_back(code(flow.vocabulary.country));
                block.items.value.push_back(static_cast<Money>(numbers.below(10'000'000)));
                block.items.mass.push_back(static_cast<Mass>(1 + numbers.below(1'000'000)));
            }
        }
        block.first_item.push_back(static_cast<std::uint32_t>(count * items));
    }
    return flow;
}

Atom make_atom(std::size_t number, Numbers& numbers) {
    const auto words = [&](std::size_t count, auto word) {
        std::vector<std::string> list;
        for (std::size_t i = 0; i < count; ++i) {
            list.push_back(word());
        }
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
        return list;
    };
    switch (number % 8) {
        case 0:
        case 1:
        case 2:
            return {Field::hs, Test::hs_in,
                    words(20, [&] { return digits(100 + numbers.below(9900), 4); })};
        case 3:
            return {Field::origin, Test::word_in, words(5, [&] {
                        const std::uint64_t i = numbers.below(200);
                        return std::string{static_cast<char>('A' + i / 26),
                                           static_cast<char>('A' + i % 26)};
                    })};
        case 4:
            return {Field::document, Test::has_document, {"D" + std::to_string(number / 8 % 20)}};
        case 5:
            return {Field::value, Test::less, {}, static_cast<double>(numbers.below(10'000'000))};
        case 6:
            return {Field::importer, Test::word_in,
                    words(50, [&] { return "T" + std::to_string(numbers.below(20000)); })};
        default:
            return number / 8 % 2 == 0
                       ? Atom{Field::value_per_kg, Test::less, {}, double(numbers.below(100'000))}
                       : Atom{Field::mode,
                              Test::word_in,
                              {std::array{"sea", "air", "rail", "road"}[number / 16 % 4]}};
    }
}

/// Rules of three or four conditions, `hs and x and not y`; every fourth with a rate.
profile::CompiledProfile make_profile(std::size_t rules, std::size_t conditions) {
    profile::CompiledProfile made;
    Numbers numbers;
    for (std::size_t i = 0; i < conditions; ++i) {
        made.conditions.atoms.push_back(make_atom(i, numbers));
    }
    const auto atom = [&](std::size_t number) {
        return Program::Instruction{Program::Step::atom, static_cast<std::uint32_t>(number)};
    };
    for (std::size_t i = 0; i < rules; ++i) {
        Program program;
        program.about_items = true;
        program.instructions = {atom(i % conditions / 8 * 8 + i % 3),
                                atom(numbers.below(conditions)),
                                {Program::Step::both},
                                atom(numbers.below(conditions)),
                                {Program::Step::negate},
                                {Program::Step::both}};
        profile::CompiledRule& rule = made.rules.emplace_back();
        rule.code = "R" + std::to_string(i);
        rule.key = random::name_key(rule.code);
        rule.condition = i;
        rule.lane = i % 5 == 0 ? Lane::red : Lane::yellow;
        rule.rate = i % 4 == 0 ? 0.5 : 1;
        rule.points = static_cast<std::int32_t>(i % 7);
        rule.risk = i % 2 == 0 ? Risk::environment : Risk::revenue;
        rule.valid_from = 0;
        rule.valid_to = 100000;
        made.conditions.programs.push_back(std::move(program));
    }
    made.random_rate = 0.02;
    made.yellow_from = 30;
    made.red_from = 60;
    made.capacity[static_cast<int>(Lane::red)] = {1000, Lane::yellow};
    return made;
}

void screen(benchmark::State& state) {
    const auto rows = static_cast<std::size_t>(state.range(2));
    const Flow flow = make_flow(rows, static_cast<std::size_t>(state.range(3)));
    const profile::CompiledProfile profile = make_profile(static_cast<std::size_t>(state.range(0)),
                                                          static_cast<std::size_t>(state.range(1)));
    screening::Screener screener(profile, key, {});
    screening::Decisions decisions;
    std::int64_t controlled = 0;
    for (auto _ : state) {
        controlled = 0;
        for (const shipment::Declarations& block : flow.blocks) {
            screener.screen(block, {}, flow.vocabulary, decisions);
            for (const std::uint16_t traits : decisions.traits) {
                controlled += (traits & screening::selected) != 0;
            }
        }
        benchmark::DoNotOptimize(controlled);
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(rows));
    state.counters["selected"] = static_cast<double>(controlled) / static_cast<double>(rows);
}

}  // namespace

BENCHMARK(screen)
    ->ArgNames({"rules", "conditions", "rows", "items"})
    ->Args({10, 8, 65536, 1})
    ->Args({60, 40, 4096, 1})
    ->Args({60, 40, 65536, 1})
    ->Args({60, 40, 1 << 20, 1})
    ->Args({60, 40, 65536, 3})
    ->Args({60, 120, 65536, 1})
    ->Args({240, 40, 65536, 1})
    ->Args({240, 120, 65536, 1});
