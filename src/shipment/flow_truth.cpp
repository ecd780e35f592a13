#include "greenlane/random/arithmetic.h"

#include "shipment/flow_writer.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace greenlane::shipment {

using random::Purpose;
using random::uniform;

namespace {

/// Measures are clamped to where products of them fit into 64 bits.
constexpr double most_grams = 1e12;
constexpr double most_cents = 1e13;
constexpr double most_harm = 1e9;

/// Half up; both non-negative.
Money duty_on(Money value, std::int32_t tax_rate) {
    return (value * tax_rate + 5000) / 10000;
}

}  // namespace

/// Which items carry a violation, and what they are then declared as.
void GoodsWriter::hide_violations(GroundTruth& truth) {
    const std::size_t items = shipment_.size();
    draw_items({Purpose::violation});
    truth.violation.assign(items, Violation::none);
    truth.true_hs.resize(items);
    declared_.resize(items);
    for (std::size_t item = 0; item < items; ++item) {
        const Line& line = tables_.goods.lines[line_[item]];
        const double multiplier =
            tables_.population.importers[item_importer_[item]].propensity * risk_[item];
        declared_[item] = line_[item];
        truth.true_hs[item] = line.hs;
        if (first_[item] < line.violation_probability * multiplier) {
            truth.violation[item] = static_cast<Violation>(line.violation(second_[item]));
            if (conceals(truth.violation[item])) {
                declared_[item] = line.look_alike;
            }
        }
    }
}

/// Mass, quantity and true value of the goods, whatever they are declared as.
void GoodsWriter::write_measures(Items& items) {
    const std::size_t count = shipment_.size();
    draw_items({Purpose::measure});
    random::normal_quantile(first_, first_);
    random::normal_quantile(second_, second_);
    for (std::size_t item = 0; item < count; ++item) {
        const Line& line = tables_.goods.lines[line_[item]];
        first_[item] = line.log_grams + line.mass_sigma * first_[item];
        second_[item] = first_[item] + line.log_cents_per_gram + line.value_sigma * second_[item];
    }
    random::exp(first_, first_);
    random::exp(second_, second_);
    items.mass.resize(count);
    items.value.resize(count);
    items.quantity.resize(count);
    for (std::size_t item = 0; item < count; ++item) {
        items.mass[item] = static_cast<Mass>(std::clamp(first_[item], 1.0, most_grams) + 0.5);
        items.value[item] = static_cast<Money>(std::clamp(second_[item], 1.0, most_cents) + 0.5);
        // Thousandths of a unit, from grams.
        items.quantity[item] =
            static_cast<std::int64_t>(static_cast<double>(items.mass[item]) *
                                          tables_.goods.lines[declared_[item]].units_per_kg +
                                      0.5);
    }
}

/// Duty as declared, relief asked for, what is evaded, and the harm done.
void GoodsWriter::write_duties(Declarations& declarations, GroundTruth& truth) {
    Items& items = declarations.items;
    const std::size_t count = shipment_.size();
    items.duty.resize(count);
    items.exemption.assign(count, 0);
    truth.evaded.resize(count);
    truth.harm.assign(count, 0);
    for (std::size_t item = 0; item < count; ++item) {
        const Line& line = tables_.goods.lines[line_[item]];
        const Violation violation = truth.violation[item];
        const bool dutiable = declarations.procedure[row_[item]] == Procedure::import_;
        const Money due = dutiable ? duty_on(items.value[item], line.tax_rate) : 0;
        if (violation == Violation::undervaluation) {
            items.value[item] = undervalued(item, items.value[item]);
        }
        items.duty[item] = duty_on(items.value[item], items.tax_rate[item]);
        truth.evaded[item] = std::max<Money>(due - items.duty[item], 0);
        if (is_environmental(violation)) {
            const double harm = line.harm * static_cast<double>(items.mass[item]);
            truth.harm[item] = static_cast<std::int32_t>(std::min(harm, most_harm) + 0.5);
        }
        if (line.group == GoodsGroup::eco && items.duty[item] > 0 &&
            random::happens(draw_item(item, Purpose::goods, "exemption").first,
                            tables_.exemption_share)) {
            items.exemption[item] = items.duty[item];
        }
    }
}

Money GoodsWriter::undervalued(std::size_t item, Money value) const {
    const double u = uniform(draw_item(item, Purpose::violation, "undervaluation").first);
    const double share =
        tables_.undervalued_low + u * (tables_.undervalued_high - tables_.undervalued_low);
    return static_cast<Money>(std::max(1.0, static_cast<double>(value) * share + 0.5));
}

/// How well each control can see a violation: its base, spread evenly; 100 where there is none.
void GoodsWriter::write_visibility(GroundTruth& truth) {
    const std::size_t count = shipment_.size();
    for (auto& column : truth.visibility) {
        column.assign(count, 100);
    }
    for (std::size_t item = 0; item < count; ++item) {
        if (truth.violation[item] == Violation::none) {
            continue;
        }
        const random::Words words =
            random::draw(key_, shipment_[item], {Purpose::visibility, 0, number_[item]});
        const Visibility& base =
            tables_.visibility[static_cast<std::size_t>(truth.violation[item])];
        for (std::size_t control = 0; control < control_count; ++control) {
            // Four independent uniforms of 32 bits.
            const std::uint64_t word = control < 2 ? words.first : words.second;
            const auto half = static_cast<std::uint32_t>(control % 2 == 0 ? word >> 32 : word);
            const double spread = (static_cast<double>(half) + 0.5) * 0x1p-31 - 1;
            const double percent =
                base[control] > 0 ? base[control] + tables_.visibility_spread * spread : 0;
            truth.visibility[control][item] =
                static_cast<std::uint8_t>(std::clamp(percent, 0.0, 100.0) + 0.5);
        }
    }
}

/// A declaration needs the documents of the goods that it declares. What a missing permit should
/// cover is not there; a forged one is; honest traders hold the others or lapse.
void GoodsWriter::write_documents(Declarations& declarations, const GroundTruth& truth) {
    const std::size_t rows = declarations.rows();
    declarations.documents.assign(rows, 0);
    declarations.electronic.assign(rows, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        DocumentSet required = 0;
        DocumentSet absent = 0;
        DocumentSet forged = 0;
        for (std::uint32_t item = declarations.first_item[row];
             item < declarations.first_item[row + 1]; ++item) {
            const DocumentSet documents = tables_.goods.lines[declared_[item]].documents;
            required |= documents;
            absent |= truth.violation[item] == Violation::missing_permit ? documents : 0;
            forged |= truth.violation[item] == Violation::forged_permit ? documents : 0;
        }
        const std::uint64_t shipment = declarations.first_shipment + row;
        const double held = tables_.held[static_cast<std::size_t>(declarations.tier[row])];
        for (DocumentSet left = required; left != 0; left &= left - 1) {
            const DocumentSet document = left & -left;
            const std::uint32_t name = tables_.goods.document_keys[std::countr_zero(left)];
            const random::Words words = random::draw(key_, shipment, {Purpose::document, name});
            const bool shown = (document & forged) != 0 ||
                               ((document & absent) == 0 && random::happens(words.first, held));
            if (shown) {
                declarations.documents[row] |= document;
                if (random::happens(words.second, tables_.electronic)) {
                    declarations.electronic[row] |= document;
                }
            }
        }
    }
}

}  // namespace greenlane::shipment
