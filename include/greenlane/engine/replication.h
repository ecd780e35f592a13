#pragma once

#include "greenlane/engine/compiled_scenario.h"
#include "greenlane/engine/journey.h"
#include "greenlane/kpi/passage.h"
#include "greenlane/kpi/station_tally.h"
#include "greenlane/kpi/tally.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/screening/screener.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace greenlane::engine {

/// Counts of all shipments of a run, warm-up included.
struct Counts {
    std::int64_t lodged = 0;
    std::array<std::int64_t, kpi::exit_count> exits{};  ///< by kpi::Exit
    /// Lodged = released + refused + re-exported + destroyed + still in process.
    bool conserved() const;
    Counts& operator+=(const Counts& other);
    friend bool operator==(const Counts&, const Counts&) = default;
};

/// The words behind the codes of a replication's tally.
struct Labels {
    std::vector<std::string> offices;
    std::vector<std::string> countries;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.offices, self.countries);
    }
};

/// What controls found among the shipments that one rule chose, warm-up included. A shipment that
/// two rules chose counts for both; one that controls may still add to counts for none.
struct RuleYield {
    std::int64_t inspected = 0;  ///< a control was completed, audits included
    std::int64_t hits = 0;       ///< of these, known to hold a violation that a control established
    RuleYield& operator+=(const RuleYield& other);
    friend bool operator==(const RuleYield&, const RuleYield&) = default;
};

/// What one replication adds up: integers only.
struct Replication {
    std::uint64_t number = 0;
    Counts counts;
    kpi::Tally tally;
    std::vector<kpi::StationTally> stations;   ///< in the order of the process
    std::vector<screening::RuleCounts> rules;  ///< in the order of the profile
    std::vector<RuleYield> yields;             ///< in the same order
    Labels labels;
    std::int64_t visits = 0;  ///< stays at stations begun, for performance figures

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.number, self.counts, self.tally, self.stations, self.rules, self.yields,
                self.labels, self.visits);
    }
};

/// Which engine moves the shipments; both give the same figures to the bit.
enum class Method : std::uint8_t {
    automatic,  ///< the station pass where the process allows it
    event_list,
    station_pass,  ///< expects a process that feeds forward
};

/// What may be watched while a replication runs, from its thread.
struct Watch {
    /// Called with each block and its decisions when its lanes are decided.
    std::function<void(const shipment::Block&, const shipment::Vocabulary&,
                       const screening::Decisions&)>
        decided;
    /// Called before `decided` where there is a profile, with the screener as of the block's epoch.
    std::function<void(const shipment::Block&, const shipment::Vocabulary&,
                       const screening::Decisions&, screening::Screener&)>
        screened;
    /// The way of the shipment whose number stands in it is written down here. Nothing is where
    /// nothing is simulated.
    Journey* journey = nullptr;
    /// Called with each shipment that the KPIs count, when they count it: as they leave, in the
    /// order of the events. No dossier where declarations are blank.
    std::function<void(const kpi::Passage&, const kpi::Dossier*)> counted{};
    /// Called now and then with the shipments lodged so far; false stops the replication.
    std::function<bool(std::uint64_t lodged)> goes_on;
};

/// Thrown out of run_replication() where Watch::goes_on said so.
class Interrupted : public std::exception {
public:
    const char* what() const noexcept override { return "interrupted"; }
};

/// The declarations that a replication is to see.
std::unique_ptr<shipment::Source> declarations_of(const CompiledScenario& scenario,
                                                  std::uint64_t number);

/// Runs one replication: a pure function of (scenario, number).
Replication run_replication(const CompiledScenario& scenario, std::uint64_t number,
                            const Watch& watch = {}, Method method = Method::automatic);

/// The same with declarations that are open already: `source` gives what declarations_of() would.
Replication run_replication(const CompiledScenario& scenario, shipment::Source& source,
                            std::uint64_t number, const Watch& watch = {},
                            Method method = Method::automatic);

}  // namespace greenlane::engine
