#pragma once

#include "greenlane/core/calendar.h"
#include "greenlane/core/located.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::profile {

/// Where points (or a score) begin to select; each may be absent.
struct ThresholdsDefinition {
    std::optional<Located<std::int64_t>> yellow;
    std::optional<Located<std::int64_t>> red;
};

/// `[capacity] lane = { per_day, decide, overflow }`.
struct CapacityDefinition {
    Located<std::string> lane;                     ///< the key
    Located<std::int64_t> per_day;                 ///< required
    std::optional<Located<std::string>> decide;    ///< "lodgement", the default, or "16:00"
    std::optional<Located<std::string>> overflow;  ///< a less strict lane; "green" by default
};

/// Days on which a rule counts, both ends included; an absent end is open.
struct ValidityDefinition {
    std::optional<Located<Date>> from;
    std::optional<Located<Date>> to;
};

/// What `[[sampling]]` says beyond a rule: the plan that takes the place of the rate.
struct SamplingDefinition {
    Located<std::string> plan;  ///< required: "skip-lot", "csp-1" or "csp-2"
    Located<std::vector<Located<std::string>>> pathway;           ///< required
    std::optional<Located<std::vector<Located<double>>>> levels;  ///< skip-lot
    std::optional<Located<double>> share;                         ///< csp-1, csp-2
    std::optional<Located<std::int64_t>> clearance;               ///< required
    std::optional<Located<std::int64_t>> spacing;                 ///< csp-2
    std::optional<Located<std::int64_t>> reinstatement;           ///< skip-lot; none by default
};

/// One `[[rule]]` or `[[sampling]]`, as written. A required text that is missing is empty and
/// stands where its table begins; the position of a text is that of its opening quote.
struct RuleDefinition {
    Located<std::string> code;                 ///< required
    std::optional<Located<std::string>> when;  ///< absent: every declaration
    std::optional<Located<std::string>> lane;
    std::optional<Located<double>> rate;
    std::optional<Located<std::int64_t>> points;
    std::optional<Located<bool>> nii;
    std::optional<Located<bool>> mandatory;
    std::optional<Located<std::string>> risk;  ///< "revenue" by default
    std::optional<Located<std::string>> agreement;
    ValidityDefinition valid;
    std::string reason;
    std::string owner;
    std::string legal_basis;
    std::optional<Date> review_by;
    std::optional<SamplingDefinition> sampling;  ///< then neither rate nor points
};

/// `[model]`: a trained score whose points are added to those of the rules.
struct ModelDefinition {
    Located<std::string> file;              ///< required: the model's directory
    Located<std::int64_t> points{100, {}};  ///< that a certain violation gets
};

/// A risk profile as its file says it.
struct ProfileDefinition {
    Located<std::string> name;  ///< required
    std::optional<Located<double>> random_rate;
    std::optional<Located<std::string>> random_lane;  ///< "red" by default
    ThresholdsDefinition thresholds;
    std::vector<CapacityDefinition> capacity;
    std::optional<ModelDefinition> model;
    std::vector<RuleDefinition> rules;  ///< sampling plans behind the other rules
    bool recorded = false;              ///< the built-in profile only
};

/// The built-in profile `recorded`: every declaration gets the lane that its record holds.
ProfileDefinition recorded_profile();

}  // namespace greenlane::profile
