#pragma once

#include "greenlane/kpi/proportion.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/shipment/records.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace greenlane::evaluation {

/// Officer hours that one control of a declaration takes.
struct ControlHours {
    double documents = 0.6;  ///< lane yellow
    double nii = 0.17;
    double physical = 3;  ///< lane red
    /// Where the hours are from, for the table.
    std::string source = "assumed: documents 0.6 h, scan 0.17 h, physical 3 h";
};

/// What one rule of a profile does. It has a part in a row's selection where it is chosen and sends
/// to a control (its lane is yellow or red, or `nii`), or where it matches, gives points above 0,
/// and the row's points reach a threshold. `selected` counts the rows that are sent to a control in
/// the end, after capacity; hits are violations among those with known outcome.
struct RuleStanding {
    std::string code;
    std::uint64_t matched = 0;
    std::uint64_t selected = 0;
    std::uint64_t unknown = 0;     ///< selected, but nobody knows the outcome
    kpi::Proportion hits;          ///< hits / selected with known outcome
    std::uint64_t hits_alone = 0;  ///< hits in which no other rule has a part
    /// Hits that neither another rule nor the points left would select if it were switched off. The
    /// place that it would free in a full lane, and the luck of the lottery, are left out: at most
    /// so many are lost.
    std::uint64_t hits_lost = 0;
    std::optional<double> hours_per_hit;  ///< officer hours on what it selected / hits
    /// Fisher's exact test, one-sided: so many hits or more by selecting as many rows blindly.
    /// nullopt where it selected no row with known outcome.
    std::optional<double> p;
    std::optional<double> q;  ///< p after Benjamini and Hochberg over the rules that have one
};

/// The league table of a profile's rules, filled block by block.
class RuleLeague {
public:
    /// False discovery rate at which a rule counts as better than chance.
    static constexpr double discovery_rate = 0.05;

    /// `profile` outlives the league.
    RuleLeague(const profile::CompiledProfile& profile, const ControlHours& hours);

    /// Decisions in their final state, and the outcomes of their rows.
    void add(const screening::Decisions& decisions, std::span<const shipment::Outcome> outcome);

    /// One a rule, in the order of the profile.
    std::vector<RuleStanding> standings() const;
    /// The random stratum: hits / drawn with known outcome.
    kpi::Proportion lottery() const { return lottery_; }

private:
    struct Counts {
        std::uint64_t matched = 0;
        std::uint64_t selected = 0;
        std::uint64_t unknown = 0;
        kpi::Proportion hits;
        std::uint64_t hits_alone = 0;
        std::uint64_t hits_lost = 0;
        double hours = 0;
    };
    void add_selected(const screening::Decisions& decisions, std::size_t row,
                      shipment::Outcome outcome);
    bool sends(std::size_t rule) const;
    double hours(const screening::Decisions& decisions, std::size_t row) const;

    const profile::CompiledProfile& profile_;
    ControlHours hours_;
    std::optional<std::int32_t> threshold_;  ///< points at which a control begins
    std::vector<Counts> counts_;
    kpi::Proportion lottery_;
    kpi::Proportion all_;  ///< violations / rows with known outcome
    std::vector<std::size_t> parts_;
};

}  // namespace greenlane::evaluation
