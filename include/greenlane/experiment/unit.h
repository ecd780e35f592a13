#pragma once

#include <cstddef>
#include <cstdint>
#include <tuple>
#include <vector>

namespace greenlane::experiment {

/// A piece of a study that is done whole or not at all: one replication of one system.
struct Unit {
    std::uint64_t system = 0;       ///< in the order in which the study made them
    std::uint64_t replication = 0;  ///< counted from the system's first
    friend bool operator==(const Unit&, const Unit&) = default;
    friend bool operator<(const Unit& a, const Unit& b) {
        return std::tie(a.system, a.replication) < std::tie(b.system, b.replication);
    }
};

/// A study has at most so many units, and so many results of single replications.
inline constexpr std::uint64_t most_units = 10'000'000;
/// Throws InputError(usage) where so many replications of so many systems are more.
void expect_study(std::uint64_t systems, std::uint64_t replications);

/// Units in an order, each once. They are not listed: memory follows the stretches of a system's
/// replications.
class Units {
public:
    /// So many replications of a system, from `first` on.
    void add(std::uint64_t system, std::uint64_t first, std::uint64_t count);
    std::uint64_t size() const { return size_; }

    /// Takes at most so many from the front.
    std::vector<Unit> take(std::size_t count);
    /// Calls `visit(unit)` for each, in order.
    template <typename Visit>
    void each(Visit&& visit) const {
        for (const Stretch& stretch : stretches_) {
            for (std::uint64_t i = 0; i < stretch.count; ++i) {
                visit(Unit{stretch.system, stretch.first + i});
            }
        }
    }

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.size_, self.stretches_, self.begun_);
    }

private:
    struct Stretch {
        std::uint64_t system = 0;
        std::uint64_t first = 0;  ///< replication
        std::uint64_t count = 0;
    };

    std::uint64_t size_ = 0;
    std::vector<Stretch> stretches_;
    std::uint64_t begun_ = 0;  ///< stretches before it are taken
};

}  // namespace greenlane::experiment
