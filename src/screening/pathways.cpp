#include "screening/pathways.h"

#include "greenlane/core/contract.h"

#include "screening/bits.h"

#include <algorithm>
#include <tuple>

namespace greenlane::screening {

namespace {

GroupKey key_of(const profile::Sampling& sampling) {
    const auto key = parse_group_key(sampling.pathway);
    GREENLANE_EXPECT(key);
    return *key;
}

/// The distinct keys of all plans.
std::vector<GroupKey> keys_of(const profile::CompiledProfile& profile) {
    std::vector<GroupKey> keys;
    for (const profile::CompiledRule& rule : profile.rules) {
        if (rule.sampling &&
            std::find(keys.begin(), keys.end(), key_of(*rule.sampling)) == keys.end()) {
            keys.push_back(key_of(*rule.sampling));
        }
    }
    return keys;
}

}  // namespace

Pathways::Pathways(const profile::CompiledProfile& profile, Evaluator& evaluator)
    : plan_of_(profile.rules.size()), groups_(keys_of(profile)), reader_(groups_) {
    for (std::size_t rule = 0; rule < profile.rules.size(); ++rule) {
        const profile::CompiledRule& law = profile.rules[rule];
        if (law.sampling) {
            evaluator.keep_items(law.condition);
            plan_of_[rule] = static_cast<std::uint32_t>(plans_.size());
            plans_.push_back(
                {&*law.sampling, law.condition, groups_.index(key_of(*law.sampling)), {}});
        }
    }
}

void Pathways::enter(Instant now) {
    const auto later =
        std::partition(findings_.begin(), findings_.end(),
                       [now](const Finding& finding) { return finding.known_at < now; });
    std::sort(findings_.begin(), later, [](const Finding& a, const Finding& b) {
        return std::tie(a.known_at, a.shipment) < std::tie(b.known_at, b.shipment);
    });
    std::for_each(findings_.begin(), later, [&](const Finding& finding) { learn(finding); });
    findings_.erase(findings_.begin(), later);
}

void Pathways::learn(const Finding& finding) {
    const auto [first, last] = passages_.equal_range(finding.shipment);
    if (finding.outcome != shipment::Outcome::unknown) {
        for (auto entry = first; entry != last; ++entry) {
            Plan& plan = plans_[entry->second.plan];
            plan.states[entry->second.group].learn(plan.sampling->plan,
                                                   finding.outcome == shipment::Outcome::violation);
        }
    }
    passages_.erase(first, last);
}

void Pathways::read(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary) {
    reader_.read(block, vocabulary, items_);
    for (Plan& plan : plans_) {
        plan.states.resize(std::max(plan.states.size(), groups_.size(plan.key)));
    }
}

void Pathways::shares(std::size_t rule, const Evaluator& evaluator,
                      const shipment::Declarations& block, const Bitmap& matched,
                      std::vector<double>& out) {
    const std::uint32_t number = plan_of_[rule];
    const Plan& plan = plans_[number];
    const profile::SamplingPlan& law = plan.sampling->plan;
    const Bitmap& holds = evaluator.item_truth(plan.condition);
    out.clear();
    for_each_bit(matched, [&](std::size_t row) {
        const std::size_t first = block.first_item.empty() ? 0 : block.first_item[row];
        const std::size_t last = block.first_item.empty() ? 0 : block.first_item[row + 1];
        double share = first == last ? law.levels.front() : 0;
        for (std::size_t item = first; item < last; ++item) {
            if (!test(holds, item)) {
                continue;
            }
            const Group group = items_.of(item)[plan.key];
            if (group == no_group) {
                share = law.levels.front();
            } else {
                share = std::max(share, plan.states[group].share(law));
                pass(block.first_shipment + row, {number, group});
            }
        }
        out.push_back(share);
    });
}

void Pathways::pass(std::uint64_t shipment, Passage passage) {
    const auto [first, last] = passages_.equal_range(shipment);
    if (std::none_of(first, last, [&](const auto& entry) { return entry.second == passage; })) {
        passages_.emplace(shipment, passage);
    }
}

void Pathways::find_out(std::span<const Finding> findings) {
    findings_.insert(findings_.end(), findings.begin(), findings.end());
}

}  // namespace greenlane::screening
