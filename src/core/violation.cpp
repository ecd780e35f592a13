#include "greenlane/core/violation.h"

#include "core/named.h"

namespace greenlane {

namespace {
constexpr std::array<std::string_view, violation_count> violation_names{
    "none",
    "undeclared_waste",
    "missing_permit",
    "forged_permit",
    "misclassification",
    "concealed_wildlife",
    "smuggled_refrigerant",
    "undervaluation",
    "unspecified",
};
constexpr std::array<std::string_view, risks.size()> risk_names{"environment", "revenue", "safety"};
}  // namespace

std::string_view name(Violation violation) {
    return violation_names[static_cast<std::size_t>(violation)];
}

std::optional<Violation> parse_violation(std::string_view text) {
    return enumerator<Violation>(violation_names, text);
}

std::string_view name(Risk risk) {
    return risk_names[static_cast<std::size_t>(risk)];
}

std::optional<Risk> parse_risk(std::string_view text) {
    return enumerator<Risk>(risk_names, text);
}

}  // namespace greenlane
