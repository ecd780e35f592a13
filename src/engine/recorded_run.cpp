#include "engine/recorded_run.h"

#include "engine/dossiers.h"

#include <algorithm>

namespace greenlane::engine {

namespace {

using shipment::Outcome;

/// The controls that were done; where no record tells, those that the lane stands for.
ControlSet controls_of(const shipment::Records& records, std::size_t row, Lane lane) {
    if (!records.controls.empty()) {
        return records.controls[row];
    }
    return lane == Lane::red      ? bit(Control::physical)
           : lane == Lane::yellow ? bit(Control::documents)
                                  : ControlSet{0};
}

/// What was established is known where nobody looked (nothing), or where the outcome was recorded.
void add_outcome(const shipment::Records& records, std::size_t row, Lane lane,
                 kpi::Dossier& dossier) {
    const Outcome outcome = records.outcome.empty() ? Outcome::unknown : records.outcome[row];
    const ControlSet controls = controls_of(records, row, lane);
    // Records do not tell when a control was: under lane blue all but a scan is an audit.
    dossier.inspected = lane == Lane::blue ? controls & bit(Control::nii) : controls;
    dossier.audited = static_cast<ControlSet>(controls & ~dossier.inspected);
    const bool looked = controls != 0;
    const bool found = looked && outcome == Outcome::violation;
    if (!looked || outcome != Outcome::unknown) {
        dossier.facts |= kpi::fact_findings_known;
    } else {
        dossier.facts &= ~std::uint32_t{kpi::fact_findings_known};
    }
    if (!found) {
        return;
    }
    if (dossier.audited != 0) {
        dossier.facts |= kpi::fact_audit_found;
    } else {
        dossier.positive = dossier.inspected;
        dossier.facts |= kpi::fact_found;
        if (dossier.facts & kpi::fact_environmental) {
            dossier.hits = dossier.inspected;
            dossier.facts |= kpi::fact_found_environmental;
        }
    }
    dossier.detected = dossier.violations;
    dossier.recovered = dossier.evaded;
    dossier.harm_stopped = dossier.harm;
}

}  // namespace

RecordedRun::RecordedRun(std::shared_ptr<const profile::Lists> lists, const kpi::Window& window,
                         kpi::Tally& tally)
    : goods_(std::move(lists)), window_(window), tally_(&tally) {
    tally.forget_stays();
}

void RecordedRun::admit(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                        const screening::Decisions& decisions,
                        const decltype(Watch::counted)& counted) {
    goods_.extend(vocabulary);
    open_dossiers(block, decisions, goods_, dossiers_);
    importers_.assign(block.declarations, vocabulary, dossiers_);
    for (std::size_t row = 0; row < dossiers_.size(); ++row) {
        const kpi::Passage passage = passage_of(block, decisions, row);
        add_outcome(block.records, row, passage.lane, dossiers_[row]);
        ++counts_.lodged;
        ++counts_.exits[static_cast<std::size_t>(passage.exit)];
        if (passage.lodged >= window_.begin) {
            tally_->add(passage, &dossiers_[row]);
            if (counted) {
                counted(passage, &dossiers_[row]);
            }
        }
    }
}

kpi::Passage RecordedRun::passage_of(const shipment::Block& block,
                                     const screening::Decisions& decisions, std::size_t row) const {
    kpi::Passage passage;
    passage.shipment = block.declarations.first_shipment + row;
    passage.lodged = block.declarations.lodged[row];
    passage.lane = decisions.lane[row];
    for (std::size_t stage = 0; stage < stage_count; ++stage) {
        const auto& column = block.records.completed[stage];
        const Instant at = column.empty() ? missing : column[row];
        // A record that is coarser than the lodgement (a date alone) may seem to lie before it.
        passage.completed[stage] =
            at == missing || at >= window_.end ? never : std::max(at, passage.lodged);
    }
    const Instant released = passage.completed[static_cast<std::size_t>(Stage::release)];
    if (released != never) {
        passage.left = released;
        passage.exit = kpi::Exit::released;
    }
    return passage;
}

}  // namespace greenlane::engine
