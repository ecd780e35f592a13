#include "greenlane/experiment/goods_count.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace greenlane::experiment {

namespace {

using shipment::Code;
using shipment::GoodsGroup;
using shipment::GoodsLine;
using shipment::Mode;
using shipment::Procedure;

constexpr std::size_t digits = 6;
constexpr std::size_t most_descriptions = 8;

template <typename Column>
auto cell(const Column& column, std::size_t row, typename Column::value_type otherwise) {
    return column.empty() ? otherwise : column[row];
}

template <typename Enum>
std::size_t index(Enum enumerator) {
    return static_cast<std::size_t>(enumerator);
}

/// A description as a cell of a catalogue takes it.
std::string without_bars(std::string_view text) {
    std::string clean(text);
    std::replace(clean.begin(), clean.end(), '|', ' ');
    return clean;
}

}  // namespace

void GoodsCount::Moments::add(double value) {
    ++number;
    sum += std::log(value);
    squares += std::log(value) * std::log(value);
}

double GoodsCount::Moments::median() const {
    return std::exp(sum / number);
}

double GoodsCount::Moments::sigma() const {
    const double mean = sum / number;
    return std::min(5.0, std::sqrt(std::max(0.0, squares / number - mean * mean)));
}

GoodsCount::GoodsCount(const shipment::GoodsDefinition& before, int minor_digits)
    : before_(before), minor_units_(std::pow(10, minor_digits)) {}

const GoodsLine* GoodsCount::before(const std::string& hs) const {
    const auto found = std::find_if(before_.catalogue.begin(), before_.catalogue.end(),
                                    [&](const GoodsLine& line) { return line.hs == hs; });
    return found == before_.catalogue.end() ? nullptr : &*found;
}

void GoodsCount::add(const shipment::Declarations& declarations,
                     const shipment::Vocabulary& words) {
    if (declarations.first_item.empty() || declarations.items.hs.empty()) {
        return;
    }
    for (std::size_t row = 0; row < declarations.rows(); ++row) {
        auto group = GoodsGroup::other;
        double items = 0;
        for (std::size_t item = declarations.first_item[row];
             item < declarations.first_item[row + 1]; ++item) {
            const std::string hs(words.hs.word(declarations.items.hs[item]).substr(0, digits));
            if (hs.size() < digits) {
                ++without_code_;
                continue;
            }
            ++items;
            add_item(declarations, row, item, lines_[hs]);
            const GoodsLine* const known = before(hs);
            if (known != nullptr && group != GoodsGroup::regulated &&
                known->group != GoodsGroup::other) {
                group = known->group;
            }
        }
        if (items > 0) {
            items_ += items;
            items_squared_ += items * items;
            ++groups_[index(group)];
            add_row(declarations, row);
        }
    }
}

void GoodsCount::add_row(const shipment::Declarations& declarations, std::size_t row) {
    ++declarations_;
    const Mode mode = cell(declarations.mode, row, Mode::unknown);
    ++modes_[index(mode)];
    ++procedures_[index(cell(declarations.procedure, row, Procedure::unknown))];
    if (const Code office = cell(declarations.office, row, shipment::no_code)) {
        ++offices_[office];
    }
    if (!declarations.containers.empty()) {
        containers_known_ = true;
        containers_ += declarations.containers[row];
        containerised_[index(mode)] += declarations.containers[row] > 0 ? 1 : 0;
    }
}

void GoodsCount::add_item(const shipment::Declarations& declarations, std::size_t row,
                          std::size_t item, Line& line) {
    const shipment::Items& items = declarations.items;
    ++line.items;
    const auto mode = index(cell(declarations.mode, row, Mode::unknown));
    const auto procedure = index(cell(declarations.procedure, row, Procedure::unknown));
    ++line.by_mode[mode];
    ++mode_items_[mode];
    ++line.by_procedure[procedure];
    ++procedure_items_[procedure];
    if (const Code origin = cell(items.origin, item, shipment::no_code)) {
        ++line.origins[origin];
    }
    const auto mass = static_cast<double>(cell(items.mass, item, missing)) / 1000;
    const auto value = static_cast<double>(cell(items.value, item, missing)) / minor_units_;
    const auto quantity = static_cast<double>(cell(items.quantity, item, missing)) / 1000;
    if (mass > 0) {
        line.mass_kg.add(mass);
        if (value > 0) {
            line.usd_per_kg.add(value / mass);
        }
        if (quantity > 0) {
            line.units_per_kg.add(quantity / mass);
        }
    }
    if (const std::int32_t rate = cell(items.tax_rate, item, -1); rate >= 0) {
        line.tax_rates += rate;
        ++line.taxed;
    }
    if (const Code type = cell(items.tax_type, item, shipment::no_code)) {
        ++line.tax_types[type];
    }
    if (!items.description.absent() && !items.description[item].empty() &&
        line.descriptions.size() < most_descriptions) {
        std::string text = without_bars(items.description[item]);
        if (std::find(line.descriptions.begin(), line.descriptions.end(), text) ==
            line.descriptions.end()) {
            line.descriptions.push_back(std::move(text));
        }
    }
}

}  // namespace greenlane::experiment
