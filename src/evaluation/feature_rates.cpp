#include "evaluation/feature_rates.h"

#include "greenlane/evaluation/curve.h"

#include <algorithm>

namespace greenlane::evaluation {

namespace {

/// The keys as ties of a ranking by `score(key)`, and its ROC area.
template <typename Keys, typename Score>
std::optional<double> area(const Keys& keys, Score score) {
    std::vector<Tie> ties;
    for (const auto& key : keys) {
        if (key.judged.trials > 0) {
            ties.push_back({score(key), key.judged.trials, key.judged.events, 0});
        }
    }
    std::sort(ties.begin(), ties.end(),
              [](const Tie& a, const Tie& b) { return a.score > b.score; });
    std::vector<Tie> merged;
    for (const Tie& tie : ties) {
        if (merged.empty() || merged.back().score != tie.score) {
            merged.push_back(tie);
        } else {
            merged.back().rows += tie.rows;
            merged.back().violations += tie.violations;
        }
    }
    return roc_area(merged);
}

}  // namespace

std::uint64_t FeatureRates::flagged(const kpi::Proportion& all) const {
    std::vector<double> p;
    for (const Key& key : keys_) {
        if (key.judged.trials > 0) {
            p.push_back(
                fisher_upper_tail(key.judged.events, key.judged.trials, all.events, all.trials));
        }
    }
    const std::vector<double> q = benjamini_hochberg(p);
    return static_cast<std::uint64_t>(
        std::count_if(q.begin(), q.end(), [](double adjusted) { return adjusted <= 0.05; }));
}

FeatureAudit FeatureRates::audit(std::string_view name) const {
    FeatureAudit audit;
    audit.name = name;
    kpi::Proportion training;
    kpi::Proportion judged;
    for (const Key& key : keys_) {
        training.merge(key.training);
        judged.merge(key.judged);
        audit.keys += key.judged.trials > 0 ? 1 : 0;
    }
    audit.in_sample = area(keys_, [](const Key& key) { return *key.judged.share(); });
    if (const auto base_rate = training.share()) {
        audit.out_of_time =
            area(keys_, [&](const Key& key) { return key.training.share().value_or(*base_rate); });
    }
    audit.flagged = flagged(judged);
    if (audit.out_of_time && *audit.out_of_time >= FeatureAudit::too_good) {
        audit.verdict = FeatureAudit::Verdict::knows_too_much;
    } else if (audit.out_of_time &&
               *audit.in_sample - *audit.out_of_time >= FeatureAudit::leak_difference) {
        audit.verdict = FeatureAudit::Verdict::leak;
    }
    return audit;
}

}  // namespace greenlane::evaluation
