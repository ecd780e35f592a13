#pragma once

#include "greenlane/core/lane.h"
#include "greenlane/profile/compiled.h"
#include "greenlane/random/draw.h"
#include "greenlane/shipment/epochs.h"

#include "support/plain_rows.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::test {

/// What was recorded of a row, for the profile `recorded`.
struct PlainRecord {
    std::optional<Lane> lane;
    bool any_control = false;
    bool scanned = false;
};

struct PlainDecision {
    Lane lane = Lane::green;
    bool flagged = false, high_risk = false, selected = false, by_rule = false,
         by_environment = false, by_lottery = false, displaced = false, nii = false,
         uncovered = false, mandatory = false;
    std::int64_t points = 0;
    Instant decided = 0;
    std::vector<bool> matched, unknown, chosen;  ///< by rule
};

/// What a program or an atom says of one declaration; nullopt: unknown. `first_time` tells whether
/// the importer is new.
std::optional<bool> value_of(const profile::Program& program,
                             const std::vector<profile::Atom>& atoms, const PlainRow& row,
                             bool first_time, Duration utc_offset);
std::optional<bool> value_of(const profile::Atom& atom, const PlainRow& row, bool first_time,
                             Duration utc_offset);

/// Screening said in the plainest way: a row at a time, each rule by itself, nothing shared,
/// nothing kept in tables. The tests' measure of screening::Screener.
class ReferenceScreener {
public:
    ReferenceScreener(const profile::CompiledProfile& profile, random::Key key,
                      shipment::Epochs epochs)
        : profile_(profile), key_(key), epochs_(epochs) {}

    /// Decides all rows of a flow; shipments count from `first_shipment`.
    std::vector<PlainDecision> screen(const std::vector<PlainRow>& rows,
                                      const std::vector<PlainRecord>& records,
                                      std::uint64_t first_shipment);

private:
    PlainDecision decide(const PlainRow& row, std::uint64_t shipment, bool first_time) const;
    void fill_at_lodgement(std::vector<PlainDecision>& epoch) const;
    void fill_in_batch(std::vector<PlainDecision>& epoch, Instant hour) const;
    void displace(PlainDecision& decision) const;

    const profile::CompiledProfile& profile_;
    random::Key key_;
    shipment::Epochs epochs_;
};

}  // namespace greenlane::test
