#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace greenlane {

/// What is wrong with an item; `none` is compliant. Numbered once: the numbers stand in files.
enum class Violation : std::uint8_t {
    none = 0,
    undeclared_waste = 1,
    missing_permit = 2,
    forged_permit = 3,
    misclassification = 4,  ///< an HS code chosen to slip a watch list
    concealed_wildlife = 5,
    smuggled_refrigerant = 6,
    undervaluation = 7,
    unspecified = 8,  ///< a violation whose kind the record does not tell
};

inline constexpr std::size_t violation_count = 9;
inline constexpr std::array violations{Violation::none,
                                       Violation::undeclared_waste,
                                       Violation::missing_permit,
                                       Violation::forged_permit,
                                       Violation::misclassification,
                                       Violation::concealed_wildlife,
                                       Violation::smuggled_refrigerant,
                                       Violation::undervaluation,
                                       Violation::unspecified};

std::string_view name(Violation violation);
std::optional<Violation> parse_violation(std::string_view text);

/// Whether environmental KPIs count it. An unspecified violation does not count as one.
constexpr bool is_environmental(Violation violation) {
    return violation >= Violation::undeclared_waste && violation <= Violation::smuggled_refrigerant;
}

/// What a rule guards against.
enum class Risk : std::uint8_t { environment, revenue, safety };
inline constexpr std::array risks{Risk::environment, Risk::revenue, Risk::safety};
std::string_view name(Risk risk);
std::optional<Risk> parse_risk(std::string_view text);

}  // namespace greenlane
