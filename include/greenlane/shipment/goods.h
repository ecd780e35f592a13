#pragma once

#include "greenlane/core/located.h"
#include "greenlane/core/violation.h"
#include "greenlane/shipment/declarations.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::shipment {

/// One of several, with its weight; weights need not add up to one.
template <typename T>
struct Weighted {
    T value{};
    double weight = 0;
    SourcePosition position{};
};

/// What a goods line is to an environmental agency.
enum class GoodsGroup : std::uint8_t { other, regulated, eco };
inline constexpr std::size_t goods_group_count = 3;
std::string_view name(GoodsGroup group);
std::optional<GoodsGroup> parse_goods_group(std::string_view text);

/// A line of the goods catalogue: one kind of goods as it crosses borders.
///
/// A catalogue is a CSV file (RFC 4180) with a head row and these columns, in any order:
///
///     hs              6 digits, HS 2022                           -> hs
///     description     declared texts, apart by "|"                -> descriptions
///     group           other, regulated, eco                       -> group
///     agreement       empty, or a word such as Basel              -> agreement
///     documents       words apart by blanks                       -> documents
///     weight          share of its group's items, of any sum      -> weight
///     sea rail road air post         factor on the weight         -> mode_weight (5 columns)
///     import export transit          factor on the weight         -> procedure_weight (3 columns)
///     origins         "CN:60 KR:20 ..."                           -> origins
///     usd_per_kg      median customs value                        -> usd_per_kg
///     value_sigma     of the logarithm of the value per kg        -> value_sigma
///     mass_kg         median net mass of an item                  -> mass_kg
///     mass_sigma      of the logarithm of the mass                -> mass_sigma
///     units_per_kg    supplementary units                         -> units_per_kg
///     tax_rate        duty, per cent of the value                 -> tax_rate
///     tax_type        a word                                      -> tax_type
///     look_alike      hs of the line it is declared as, concealed -> look_alike
///     undeclared_waste missing_permit forged_permit misclassification
///     concealed_wildlife smuggled_refrigerant undervaluation
///                     relative frequency of each violation        -> propensity (7 columns)
///     harm            index of a consignment of median mass       -> harm
///     perishable      0 or 1                                      -> perishable
///     source, status  where the figures come from; published, derived or assumed: not kept
struct GoodsLine {
    SourcePosition position;
    std::string hs;
    std::vector<std::string> descriptions;
    GoodsGroup group = GoodsGroup::other;
    std::string agreement;
    std::vector<std::string> documents;
    double weight = 0;
    std::array<double, mode_count> mode_weight{};  ///< by Mode; unknown and other stay 0
    std::array<double, 4> procedure_weight{};      ///< by Procedure; unknown stays 0
    std::vector<Weighted<std::string>> origins;
    double usd_per_kg = 0;
    double value_sigma = 0;
    double mass_kg = 0;
    double mass_sigma = 0;
    double units_per_kg = 0;
    double tax_rate = 0;
    std::string tax_type;
    std::string look_alike;
    std::array<double, violation_count> propensity{};  ///< by Violation; none, unspecified stay 0
    double harm = 0;
    bool perishable = false;
};

/// What is declared, and in which proportions. All items of a declaration belong to one group.
struct GoodsDefinition {
    SourcePosition position;
    std::vector<GoodsLine> catalogue;
    Located<double> regulated_share{0.046, {}};  ///< of declarations, in truth
    Located<double> eco_share{0.05, {}};         ///< of declarations
    Located<double> items_mean{1.0, {}};         ///< items a declaration, geometric from 1 on
    std::vector<Weighted<Mode>> modes;
    std::vector<Weighted<Procedure>> procedures;  ///< empty: all import
    std::vector<Weighted<std::string>> offices;   ///< empty: not told
    Located<std::string> country;                 ///< where the border post stands, alpha-2
    /// Where exports and transits go to; may be empty where there are none.
    std::vector<Weighted<std::string>> destinations;
    std::array<Located<double>, mode_count> containerised{};  ///< share of declarations, by mode
    Located<double> containers_mean{1.0, {}};  ///< of those in containers, geometric from 1 on
    Located<double> exemption_share{0.0, {}};  ///< of dutiable eco items: relief is asked for
};

void check(const GoodsDefinition& definition, Diagnostics& diagnostics);

}  // namespace greenlane::shipment
