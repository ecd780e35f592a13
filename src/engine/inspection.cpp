#include "engine/inspection.h"

namespace greenlane::engine {

namespace {

/// The draws of an item at a visit: 256 visits and 65,536 items are told apart.
std::uint32_t draw_index(std::uint32_t visit, std::size_t item) {
    return (visit & 0xff) << 16 | static_cast<std::uint32_t>(item & 0xffff);
}

bool establishes(Control control) {
    return control != Control::nii;
}
/// Whether a suspicion of this control, even a false one, ends in a finding.
bool concludes(Control control) {
    return control == Control::physical || control == Control::laboratory;
}

}  // namespace

void Inspections::start(const shipment::Block& block) {
    block_ = &block;
    marks_.assign(block.declarations.item_rows(), 0);
}

Verdict Inspections::inspect(const clearance::Station& station, std::size_t row,
                             std::uint32_t visit, Establishment& established) {
    const clearance::Inspection& inspection = *station.inspection;
    const shipment::Declarations& declarations = block_->declarations;
    const shipment::GroundTruth& truth = block_->truth;
    const std::uint64_t shipment = declarations.first_shipment + row;
    const auto control = static_cast<std::size_t>(inspection.control);
    const bool has_items = !declarations.first_item.empty();
    const std::size_t begin = has_items ? declarations.first_item[row] : 0;
    // A declaration without items is looked at as one compliant item.
    const std::size_t end = has_items ? declarations.first_item[row + 1] : 1;

    established = {};
    established.control = inspection.control;
    Verdict verdict;
    for (std::size_t item = begin; item < end; ++item) {
        const Violation kind = truth.known() ? truth.violation[item] : Violation::none;
        double probability = inspection.false_alarm;
        if (kind != Violation::none) {
            probability = inspection.sensitivity[static_cast<std::size_t>(kind)];
            if (!truth.visibility[control].empty()) {
                probability *= truth.visibility[control][item] / 100.0;
            }
        }
        const auto words =
            random::draw(key_, shipment,
                         {random::Purpose::control, station.key, draw_index(visit, item - begin)});
        const bool suspect = random::happens(words.first, probability);
        verdict.alarm |= suspect;
        if (suspect && (kind != Violation::none ? establishes(inspection.control)
                                                : concludes(inspection.control))) {
            const Violation finding = kind == Violation::none ? Violation::unspecified : kind;
            if (!verdict.finding || is_environmental(finding)) {
                verdict.finding = finding;
            }
            if (kind != Violation::none) {
                detect(item, established);
            }
        }
        if (!has_items) {
            continue;
        }
        if (!declarations.items.hs.empty() && !(marks_[item] & controlled)) {
            const GoodsTable::Entry& goods = (*goods_)[declarations.items.hs[item]];
            if (goods.eco || goods.agreements != 0) {
                ++established.green_items_controlled;
            }
        }
        marks_[item] |= controlled;
    }
    established.positive = verdict.alarm;
    established.found = verdict.finding.has_value();
    established.hit = verdict.finding && is_environmental(*verdict.finding);
    return verdict;
}

void Inspections::detect(std::size_t item, Establishment& established) {
    if (marks_[item] & detected) {
        return;
    }
    marks_[item] |= detected;
    const shipment::GroundTruth& truth = block_->truth;
    const shipment::Items& items = block_->declarations.items;
    const Violation kind = truth.violation[item];
    ++established.detected[static_cast<std::size_t>(kind)];
    const bool described = !items.hs.empty();
    if (!truth.evaded.empty() && truth.evaded[item] != missing) {
        established.recovered += truth.evaded[item];
        if (described && (*goods_)[items.hs[item]].agreements != 0) {
            established.recovered_regulated += truth.evaded[item];
        }
    }
    if (!truth.harm.empty()) {
        established.harm_stopped += truth.harm[item];
    }
    if (described && !truth.true_hs.empty() && truth.true_hs[item] != items.hs[item]) {
        const GoodsTable::Entry& goods = (*goods_)[items.hs[item]];
        if (goods.eco || goods.agreements != 0) {
            ++established.green_items_reclassified;
        }
    }
}

}  // namespace greenlane::engine
