#pragma once

#include "greenlane/evaluation/audit.h"
#include "greenlane/shipment/records.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::evaluation {

/// Takes a value into a running 62-bit fingerprint (the finaliser of splitmix64). Among ten million
/// different tuples, two of one fingerprint are a matter of one in 90,000.
constexpr std::uint64_t fingerprint(std::uint64_t running, std::uint64_t value) {
    std::uint64_t mixed = (running ^ value) + 0x9E37'79B9'7F4A'7C15;
    mixed = (mixed ^ mixed >> 30) * 0xBF58'476D'1CE4'E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EB;
    return mixed ^ mixed >> 31;
}

/// Fingerprints of items with their labels, 8 bytes each.
class GoodsTuples {
public:
    void add(std::uint64_t print, shipment::Outcome outcome) {
        all_.push_back(print << 2 | static_cast<std::uint64_t>(outcome));
    }
    /// After the last add(); contains() and repeated() need it.
    void close();
    bool contains(std::uint64_t print) const;
    bool empty() const { return all_.empty(); }
    /// Items that repeat an earlier one.
    std::uint64_t repeated() const;

    /// Of two closed sets together, labels of their repeated tuples.
    static Constancy constancy(const GoodsTuples& first, const GoodsTuples& second);

private:
    std::vector<std::uint64_t> all_;  ///< fingerprint x 4 + outcome; sorted once closed
};

}  // namespace greenlane::evaluation
