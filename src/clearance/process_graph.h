#pragma once

#include "clearance/ways.h"
#include "clearance/wiring.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace greenlane::clearance {

/// The places of a process, lodgement first, then stations and exits, and the ways between them.
class ProcessGraph {
public:
    static constexpr std::size_t start = 0;

    /// `line` and `wiring` are sound and outlive the graph, `conditions` too.
    ProcessGraph(const Line& line, const Wiring& wiring, const profile::Conditions& conditions);

    const Line& line() const { return line_; }
    const Wiring& wiring() const { return wiring_; }
    std::size_t place(Target target) const;

    /// Every way that stands there, of share 0 too.
    const Ways& written() const { return written_; }
    /// The ways that somebody takes.
    const Ways& possible() const { return possible_; }
    /// The ways that a shipment takes again whenever it comes back: neither chance nor a control
    /// decides.
    const Ways& fixed() const { return fixed_; }

    /// Stations such that every possible way leads to a later one; none where there is rework.
    std::optional<std::vector<std::size_t>> topological_order() const;

private:
    void add_ways(std::size_t from, const Junction& junction);
    void add_fixed_ways(std::size_t from, const Junction& junction, bool looks);
    bool is_constant(std::size_t condition, bool looks) const;

    const Line& line_;
    const Wiring& wiring_;
    const profile::Conditions& conditions_;
    Ways written_;
    Ways possible_;
    Ways fixed_;
};

}  // namespace greenlane::clearance
