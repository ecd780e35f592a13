#pragma once

#include "greenlane/core/units.h"
#include "greenlane/kpi/histogram.h"

#include <optional>
#include <vector>

namespace greenlane::kpi {

enum class Ending : std::uint8_t {
    observed,  ///< the end came after this duration
    censored,  ///< it had not come when observation stopped
};

/// Product-limit estimate (Kaplan and Meier 1958) of how long something lasts when some cases are
/// still open. Durations are binned as in Histogram, so memory does not grow with the cases: this
/// is the exact estimate of durations that are each moved by at most Histogram::relative_error, and
/// not at all below 256 ms. Where an end and a censoring meet in a bin, the end comes first.
class Survival {
public:
    Survival() = default;
    /// From what observed() and censored() gave.
    Survival(Histogram observed, Histogram censored);

    void add(Duration duration, Ending ending) {
        (ending == Ending::observed ? observed_ : censored_).add(duration);
    }
    void merge(const Survival& other);

    const Histogram& observed() const { return observed_; }
    const Histogram& censored() const { return censored_; }

    /// The estimate falls to `survival` at `time`, where `at_risk` cases were still open and
    /// `ended` of them ended.
    struct Step {
        Duration time;
        std::uint64_t at_risk;
        std::uint64_t ended;
        double survival;
    };
    /// A step per bin in which something ended, earliest first.
    std::vector<Step> steps() const;

    /// The earliest time at which at most half are open; nullopt where the estimate stays above.
    std::optional<Duration> median() const;
    /// Mean of min(duration, limit), in ms: the area under the estimate up to `limit`, which is not
    /// negative. nullopt where nothing was added, or where cases are open and observation stopped
    /// before the limit (in an earlier bin): nobody knows the rest of the curve.
    std::optional<double> restricted_mean(Duration limit) const;

    template <typename Archive, typename Self>
    static void transfer(Archive& archive, Self& self) {
        archive(self.observed_, self.censored_);
    }
    friend bool operator==(const Survival&, const Survival&) = default;

private:
    Histogram observed_;
    Histogram censored_;
};

}  // namespace greenlane::kpi
