#pragma once

#include "greenlane/profile/sampling_plan.h"

namespace greenlane::evaluation {

// What a sampling plan does in the long run to a pathway whose consignments are violations
// independently of each other, at one rate. An inspection finds one with probability rate x
// sensitivity = p. Sensitivity is in (0, 1], rates in [0, 1].

/// Share of the consignments that is inspected. By renewal: with q = 1 - p and clearance number i,
/// a stay at level 0 takes (1 - q^i) / (p q^i) inspections on average, one at a level between
/// (1 - q^i) / p, one at the last 1 / p, or with spacing k (2 - q^k) / (p (1 - q^k)); at a level of
/// share f each stands for 1 / f consignments. For two levels 1 and f that is f / (f + (1 - f)
/// q^i): CSP-1 (Dodge 1943, Ann. Math. Statist. 14, 264-279); with spacing CSP-2 (Dodge and Torrey
/// 1951, Industrial Quality Control 7, 7-12).
double share_inspected(const profile::SamplingPlan& plan, double rate, double sensitivity = 1);

/// Rate of violations among what passes the border, violations that were found being made good
/// (Dodge's average outgoing quality): rate (1 - sensitivity x share_inspected()).
double outgoing_rate(const profile::SamplingPlan& plan, double rate, double sensitivity = 1);

/// The largest outgoing rate that any incoming one leads to, and that one: the average outgoing
/// quality limit. With a sensitivity below 1 it tends to be that of rate 1.
struct OutgoingLimit {
    double incoming;
    double outgoing;
};
OutgoingLimit outgoing_limit(const profile::SamplingPlan& plan, double sensitivity = 1);

}  // namespace greenlane::evaluation
