#pragma once

#include "greenlane/core/violation.h"
#include "greenlane/profile/condition.h"
#include "greenlane/screening/decisions.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/screening/history.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstdint>
#include <vector>

namespace greenlane::engine {

/// The answers to a process's questions about the shipments of one block: at the start what
/// declaration and decision say, then also what the controls established. One bit an atom, so a
/// process asks at most `most_atoms` different questions, and no condition holds more answers at
/// once.
class Facts {
public:
    static constexpr std::size_t most_atoms = 64;

    /// `conditions` outlive the facts.
    Facts(const profile::Conditions& conditions, shipment::Epochs epochs);

    /// Whether any question is asked at all.
    bool any() const { return !conditions_->atoms.empty(); }
    /// Takes in a block. `decisions` has its rows, or none where nothing is screened: then every
    /// lane is green and every trait unset.
    void start(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
               const screening::Decisions& decisions);
    /// Whether the condition is true of the row; unknown is not true.
    bool holds(std::size_t program, std::size_t row) const;
    /// The last control done raised an alarm, or did not.
    void set_alarm(std::size_t row, bool alarm);
    /// A control established a violation.
    void set_found(std::size_t row, Violation finding);

private:
    struct Answers {
        std::uint64_t truth = 0;
        std::uint64_t unknown = 0;
    };
    void answer_from_declarations(const shipment::Declarations& block,
                                  const shipment::Vocabulary& vocabulary);
    void answer_from_decision(const screening::Decisions& decisions, std::size_t row);

    const profile::Conditions* conditions_;
    shipment::Epochs epochs_;
    screening::Evaluator evaluator_;
    screening::History history_;
    std::vector<std::size_t> declared_;  ///< atoms about items and declarations
    std::uint64_t alarm_ = 0;            ///< masks of the atoms about controls
    std::uint64_t found_ = 0;
    std::array<std::uint64_t, violation_count> finding_{};
    std::array<std::uint64_t, lane_count> lane_{};  ///< atoms true of a lane
    std::array<std::uint64_t, 16> trait_{};         ///< atoms true of a trait's bit
    std::vector<Answers> rows_;
};

}  // namespace greenlane::engine
