#pragma once

#include "greenlane/kpi/interval.h"
#include "greenlane/kpi/measure.h"
#include "greenlane/kpi/tally.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

namespace greenlane::kpi {

enum class Better : std::uint8_t { higher, lower, neither };
std::string_view name(Better better);

enum class Unit : std::uint8_t { percent, hours, per_hour, currency, kilograms, documents };
/// `currency` stands for the scenario's.
std::string_view name(Unit unit);

/// A few measures whose sum is meant.
class Measures {
public:
    constexpr Measures() = default;
    constexpr Measures(std::initializer_list<Measure> measures) : size_(measures.size()) {
        std::size_t i = 0;
        for (const Measure measure : measures) {
            all_[i++] = measure;
        }
    }
    constexpr const Measure* begin() const { return all_.data(); }
    constexpr const Measure* end() const { return all_.data() + size_; }
    constexpr bool empty() const { return size_ == 0; }
    friend bool operator==(const Measures&, const Measures&) = default;

private:
    std::array<Measure, 8> all_{};
    std::size_t size_ = 0;
};

/// How a figure comes from what was added up.
enum class Kind : std::uint8_t {
    ratio,                ///< sum of numerators / sum of denominators
    sum,                  ///< of numerators
    clearance_quantile,   ///< `p` of the times of `clearance`
    restricted_mean,      ///< of the times of `lasting`, censored ones included
    median,               ///< of the same
    all_traffic,          ///< hit rates of the rules' and of the lottery's stratum, weighted
    smallest_detectable,  ///< rate that as many inspections show at least once, at 95 %
    emission,             ///< of `source`, by assumed factors at `level`
    utilisation,          ///< busy / rostered time of stations
};
enum class EmissionSource : std::uint8_t { idling, reefers, scans, paper, all };
enum class Level : std::uint8_t { low, value, high };

/// Only what its kind needs is set.
struct Formula {
    Kind kind = Kind::ratio;
    Measures numerators{};
    Measures denominators{};
    Measures counted{};  ///< shipments, items or events in the denominator; undefined where 0
    double p = 0;
    ClearanceOf clearance = ClearanceOf::all;
    Lasting lasting = Lasting::detention;
    EmissionSource source = EmissionSource::all;
    Level level = Level::value;
    bool needs_kinds = false;  ///< undefined where no violation's kind is known

    /// A quotient of sums: what other shipments would have given can be told by resampling.
    bool is_quotient() const { return kind == Kind::ratio || kind == Kind::all_traffic; }
    /// A share of counted events: its interval can be that of a proportion.
    bool is_proportion() const { return kind == Kind::ratio && denominators == counted; }
};

/// Who acts, where an administration finds the data, how often it would look.
struct Practice {
    std::string_view actors;
    std::string_view sources;
    std::string_view frequency;
};

struct Kpi {
    std::string_view id;  ///< `stage.what`, or `targeting.what` and the like; `.` and a part of it
    std::string_view name;
    std::string_view formula;  ///< in words
    Unit unit;
    Better better;
    Practice practice;
    Formula how;

    /// What stands before the first point of its id: a stage, targeting, clearance, revenue or
    /// environment.
    std::string_view section() const { return id.substr(0, id.find('.')); }
    /// To which intervals are clipped.
    Bounds bounds() const {
        return unit == Unit::percent && how.kind != Kind::utilisation ? percentage : non_negative;
    }
};

/// All KPIs in the order in which they are reported. docs/kpis.md is made from it.
std::span<const Kpi> kpis();
/// The KPI's place among kpis(); kpis().size() where there is none of this id.
std::size_t kpi_index(std::string_view id);

}  // namespace greenlane::kpi
