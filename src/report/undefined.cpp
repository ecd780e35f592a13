#include "report/undefined.h"

#include "greenlane/kpi/kpi_value.h"

#include <algorithm>
#include <iterator>

namespace greenlane::report {

namespace {

using M = kpi::Measure;

/// What the declarations or the truth beside them would have to tell, and whether they do.
struct Need {
    M told;                  ///< 0 where they do not
    kpi::Measures measures;  ///< that can be counted only where they do
    std::string_view missing;
};

constexpr Need needs[] = {
    {M::described,
     {M::described, M::documented},
     "the declarations say only when they were lodged"},
    {M::truth_known,
     {M::truth_known, M::accepted_compliant, M::accepted_violating, M::due_compliant,
      M::released_compliant, M::compliant, M::compliant_eco, M::compliant_aeo},
     "the data hold no ground truth"},
    {M::truth_known,
     {M::undeclared_waste, M::unspecified, M::green_items},
     "the data hold no ground truth"},
    {M::documented, {M::regulated}, "the data do not tell which documents are held"},
    {M::green_items,
     {M::green_items, M::green_controlled, M::random_green_controlled},
     "the data do not tell true HS codes"},
    {M::harm, {M::undeclared_waste}, "the data do not tell the harm of violations"},
    {M::evasion_known, {M::evasion_known}, "the data do not tell evaded duty"},
    {M::media_known, {M::media_known}, "the data do not tell which documents are electronic"},
    {M::perishable_known, {M::perishable_known}, "the data do not tell which goods are perishable"},
    {M::debtors, {M::debtors}, "the data do not tell duty on regulated goods"},
    {M::payments, {M::payments}, "the data do not tell how duty is paid"},
};

bool counts_any(const kpi::Formula& formula, const kpi::Measures& measures) {
    return std::any_of(formula.counted.begin(), formula.counted.end(), [&](M counted) {
        return std::find(measures.begin(), measures.end(), counted) != measures.end();
    });
}

/// Violations of one kind in truth are counted, and nothing else.
bool counts_one_kind(const kpi::Formula& formula) {
    return std::distance(formula.counted.begin(), formula.counted.end()) == 1 &&
           *formula.counted.begin() >= M::undeclared_waste &&
           *formula.counted.begin() < M::unspecified;
}

}  // namespace

std::string_view why_undefined(const kpi::Kpi& kpi, const kpi::Cell& overall, std::int64_t count) {
    const kpi::Formula& formula = kpi.how;
    if (formula.kind == kpi::Kind::utilisation) {
        return "no station has servers";
    }
    if (overall[M::described] == 0) {
        return needs[0].missing;
    }
    if (formula.needs_kinds && !kpi::kinds_known(overall)) {
        return "the data do not tell which violations are environmental";
    }
    if (counts_one_kind(formula) && !kpi::kinds_known(overall)) {
        return "the data do not tell kinds of violations";
    }
    for (const Need& need : needs) {
        if (overall[need.told] == 0 && counts_any(formula, need.measures)) {
            return need.missing;
        }
    }
    if (count == 0) {
        return "no such case in the run";
    }
    switch (formula.kind) {
        case kpi::Kind::restricted_mean:
            return "cases are open that were observed for less than `restricted_to`";
        case kpi::Kind::median:
            return "more than half of the cases are still open";
        case kpi::Kind::emission:
            return formula.source == kpi::EmissionSource::all
                       ? "one of its sources is not known"
                       : "a factor is not given under [emissions]";
        default:
            return "too few cases in the run";
    }
}

}  // namespace greenlane::report
