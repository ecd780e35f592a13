#include "greenlane/shipment/flow.h"

#include "greenlane/core/contract.h"

#include "shipment/flow_tables.h"
#include "shipment/flow_writer.h"

#include <algorithm>

namespace greenlane::shipment {

namespace {

random::Law geometric(double mean) {
    return mean > 1 ? random::Law::geometric(mean) : random::Law::deterministic(1);
}

std::array<double, mode_count> values_of(const std::array<Located<double>, mode_count>& located) {
    std::array<double, mode_count> values{};
    std::transform(located.begin(), located.end(), values.begin(),
                   [](const Located<double>& one) { return one.value; });
    return values;
}

}  // namespace

FlowTables::FlowTables(const FlowDefinition& definition, std::uint64_t seed, Vocabulary& vocabulary)
    : population(definition.traders, seed, vocabulary),
      goods(definition, population, vocabulary),
      items(geometric(definition.goods->items_mean.value)),
      containers(geometric(definition.goods->containers_mean.value)),
      containerised(values_of(definition.goods->containerised)),
      exemption_share(definition.goods->exemption_share.value),
      held{0, definition.documents.held.value, definition.documents.held_aeo.value},
      electronic(definition.documents.electronic.value),
      undervalued_low(definition.violations.undervalued_low.value),
      undervalued_high(definition.violations.undervalued_high.value),
      visibility(definition.violations.visibility),
      visibility_spread(definition.violations.visibility_spread.value) {}

Flow::Flow(const FlowDefinition& definition, Horizon horizon, std::uint64_t seed)
    : arrivals_(definition.arrivals, horizon) {
    if (definition.goods) {
        tables_ = std::make_unique<const FlowTables>(definition, seed, vocabulary_);
    }
}
Flow::Flow(Flow&&) noexcept = default;
Flow& Flow::operator=(Flow&&) noexcept = default;
Flow::~Flow() = default;

SyntheticSource::SyntheticSource(const Flow& flow, random::Key key, Epochs epochs)
    : flow_(flow), epochs_(epochs), lodgements_(flow.arrivals(), key) {
    if (flow.tables() != nullptr) {
        goods_ = std::make_unique<GoodsWriter>(*flow.tables(), key);
    }
}
SyntheticSource::~SyntheticSource() = default;

bool SyntheticSource::next(Block& block) {
    block.clear();
    if (position_ == lodged_.size()) {
        lodged_.resize(block_rows);
        lodged_.resize(lodgements_.next(lodged_));
        position_ = 0;
        if (lodged_.empty()) {
            return false;
        }
    }
    const auto first = lodged_.begin() + static_cast<std::ptrdiff_t>(position_);
    const Instant epoch_end = epochs_.begin(epochs_.of(*first) + 1);
    const auto last = std::lower_bound(first, lodged_.end(), epoch_end);
    Declarations& declarations = block.declarations;
    declarations.first_shipment = shipment_;
    declarations.lodged.assign(first, last);
    position_ += declarations.rows();
    shipment_ += declarations.rows();
    if (goods_) {
        goods_->fill(block);
    }
    return true;
}

std::array<Visibility, violation_count> default_visibility() {
    std::array<Visibility, violation_count> visibility;
    visibility.fill({100, 100, 100, 100});
    const auto set = [&](Violation violation, Visibility percent) {
        visibility[static_cast<std::size_t>(violation)] = percent;
    };
    //                                   documents, nii, physical, laboratory
    set(Violation::undeclared_waste, {20, 70, 90, 90});
    set(Violation::missing_permit, {95, 0, 80, 20});
    set(Violation::forged_permit, {45, 0, 35, 20});
    set(Violation::misclassification, {35, 30, 75, 95});
    set(Violation::concealed_wildlife, {10, 65, 85, 60});
    set(Violation::smuggled_refrigerant, {15, 75, 85, 100});
    set(Violation::undervaluation, {50, 5, 40, 10});
    return visibility;
}

}  // namespace greenlane::shipment
