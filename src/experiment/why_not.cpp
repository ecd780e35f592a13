#include "greenlane/experiment/why_not.h"

#include "greenlane/core/contract.h"
#include "greenlane/engine/replication.h"

#include "engine/epoch_log.h"
#include "experiment/profile_edits.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace greenlane::experiment {

namespace {

bool is_controlled(const screening::Decisions& decisions, std::size_t row) {
    return (decisions.traits[row] & screening::selected) != 0;
}

/// Puts profiles to the flow of one replication.
class Trial {
public:
    Trial(const engine::CompiledScenario& scenario, std::uint64_t replication,
          std::uint64_t shipment, const Goal& goal, const std::function<bool()>& goes_on)
        : scenario_(scenario),
          replication_(replication),
          shipment_(shipment),
          goal_(goal),
          goes_on_(goes_on) {
        stopped_ = run(*scenario.profile).stopped;
    }

    struct Result {
        std::vector<bool> stopped;  ///< by shipment
        std::vector<screening::Place> places;
    };
    Result run(const profile::CompiledProfile& profile) const {
        engine::CompiledScenario changed = scenario_;
        changed.profile = profile;
        Result result;
        engine::EpochLog log(profile, scenario_.epochs, shipment_);
        engine::Watch watch;
        watch.goes_on = [&](std::uint64_t) { return goes_on_(); };
        watch.decided = [&](const shipment::Block& block, const shipment::Vocabulary&,
                            const screening::Decisions& decisions) {
            log.add(block.declarations, decisions);
            for (std::size_t row = 0; row < decisions.rows(); ++row) {
                result.stopped.push_back(
                    goal_.met(decisions.lane[row], is_controlled(decisions, row)));
            }
        };
        engine::run_replication(changed, replication_, watch);
        result.places = log.places();
        return result;
    }

    /// Adds places to full lanes until the shipment is stopped; nullopt where that does not help.
    std::optional<ProfileChange> settle(EditedProfile edited) const {
        // At most one lane after the other is full.
        for (std::size_t attempt = 0; attempt <= lane_count; ++attempt) {
            const Result result = run(edited.profile);
            if (result.stopped[shipment_]) {
                return change(std::move(edited.edits), result);
            }
            const auto full = std::find_if(
                result.places.begin(), result.places.end(), [&](const screening::Place& place) {
                    return !place.taken && goal_.met(place.lane, place.lane >= Lane::yellow);
                });
            if (full == result.places.end()) {
                return std::nullopt;
            }
            raise_capacity(edited, *full);
        }
        return std::nullopt;
    }

private:
    ProfileChange change(std::vector<Edit> edits, const Result& result) const {
        ProfileChange change{std::move(edits), 0, 0};
        for (std::size_t i = 0; i < stopped_.size(); ++i) {
            change.also_stopped += result.stopped[i] && !stopped_[i] && i != shipment_ ? 1 : 0;
            change.let_go += !result.stopped[i] && stopped_[i] ? 1 : 0;
        }
        return change;
    }

    const engine::CompiledScenario& scenario_;
    std::uint64_t replication_;
    std::uint64_t shipment_;
    const Goal& goal_;
    const std::function<bool()>& goes_on_;
    std::vector<bool> stopped_;  ///< by the profile as it is
};

/// Fewest edits first, then fewest other shipments; at last by their keys, so that the order never
/// depends on how they were found.
bool is_smaller(const ProfileChange& a, const ProfileChange& b) {
    const auto written = [](const ProfileChange& change) {
        std::string text;
        for (const Edit& edit : change.edits) {
            text += edit.key + '=' + edit.to + '\n';
        }
        return text;
    };
    return std::tuple(a.edits.size(), a.also_stopped, written(a)) <
           std::tuple(b.edits.size(), b.also_stopped, written(b));
}

}  // namespace

WhyNot why_not(const engine::CompiledScenario& scenario, const engine::Explanation& explanation,
               std::size_t most, const std::function<bool()>& goes_on) {
    GREENLANE_EXPECT(scenario.profile && explanation.reasons);
    WhyNot answer;
    const Lane lane = explanation.decisions.lane[explanation.row];
    Goal goal;
    if (lane == Lane::red) {
        answer.is_stopped = true;
        return answer;
    }
    if (is_controlled(explanation.decisions, explanation.row)) {
        // Green with a scan is stopped; stricter is a documentary check, or an examination.
        goal.lane = lane == Lane::yellow ? Lane::red : Lane::yellow;
    }
    answer.lane = goal.lane;
    const Trial trial(scenario, explanation.replication, explanation.shipment, goal, goes_on);

    std::vector<EditedProfile> candidates;
    const bool displaced =
        (explanation.decisions.traits[explanation.row] & screening::displaced) != 0;
    if (displaced) {
        candidates.push_back({*scenario.profile, {}});
    }
    for (EditedProfile& edited :
         selecting_edits(*scenario.profile, explanation, scenario.epochs, goal)) {
        candidates.push_back(std::move(edited));
    }
    for (EditedProfile& edited : candidates) {
        const auto smaller = static_cast<std::size_t>(std::count_if(
            answer.changes.begin(), answer.changes.end(), [&](const ProfileChange& change) {
                return change.edits.size() < edited.edits.size();
            }));
        if (smaller >= most) {
            break;
        }
        if (auto change = trial.settle(std::move(edited))) {
            answer.changes.push_back(std::move(*change));
        }
    }
    std::sort(answer.changes.begin(), answer.changes.end(), is_smaller);
    answer.changes.resize(std::min(answer.changes.size(), most));
    return answer;
}

}  // namespace greenlane::experiment
