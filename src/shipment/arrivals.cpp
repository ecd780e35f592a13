#include "greenlane/shipment/arrivals.h"

#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace greenlane::shipment {

namespace {

/// A profile of shares, scaled to mean 1; empty where even.
std::vector<double> scaled(const std::vector<double>& shares) {
    std::vector<double> factors = shares;
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& factor : factors) {
        factor *= static_cast<double>(shares.size()) / sum;
    }
    return factors;
}

}  // namespace

/// The factor that the swings put on the rate, as a function of the milliseconds since the start.
class Arrivals::Swings {
public:
    Swings(const std::vector<Swing>& swings, Instant start) {
        for (const Swing& swing : swings) {
            const Duration period = swing.period.value;
            terms_.push_back({swing.amplitude.value, static_cast<double>(period),
                              static_cast<double>((start - swing.peak) % period)});
        }
    }
    double factor(double after_start) const {
        double sum = 1;
        for (const Term& term : terms_) {
            sum += term.amplitude * std::cos(term.angle(after_start));
        }
        return std::max(sum, 0.0);
    }
    /// Its integral.
    double integral(double from, double to) const {
        double sum = to - from;
        for (const Term& term : terms_) {
            sum += term.amplitude * term.period / (2 * std::numbers::pi) *
                   (std::sin(term.angle(to)) - std::sin(term.angle(from)));
        }
        return std::max(sum, 0.0);
    }
    /// How long a piece may be for a linear rate to place an arrival within a quarter of a
    /// millisecond at the mean rate. The integral of the interpolation error of a curvature c over
    /// a part of a piece of length h is at most sqrt(3)/216 c h^3.
    double longest_piece() const {
        double curvature = 0;
        double shortest = std::numeric_limits<double>::infinity();
        for (const Term& term : terms_) {
            const double frequency = 2 * std::numbers::pi / term.period;
            curvature += term.amplitude * frequency * frequency;
            shortest = std::min(shortest, term.period);
        }
        const double length = std::cbrt(0.25 * 216 / (std::numbers::sqrt3 * curvature));
        return std::min(length, shortest / 16);
    }

private:
    struct Term {
        double amplitude;
        double period;
        double offset;  ///< of the start from the peak
        double angle(double after_start) const {
            return 2 * std::numbers::pi * ((offset + after_start) / period);
        }
    };
    std::vector<Term> terms_;
};

namespace {

/// The law of a definition that has passed check().
random::Law law(const random::LawDefinition& definition, random::LawOf of) {
    Diagnostics diagnostics;
    const std::optional<random::Law> compiled = random::compile_law(definition, of, diagnostics);
    GREENLANE_EXPECT(compiled.has_value());
    return *compiled;
}

}  // namespace

Arrivals::Arrivals(const ArrivalsDefinition& definition, Horizon horizon) : horizon_(horizon) {
    GREENLANE_EXPECT(horizon.duration >= 0);
    GREENLANE_EXPECT(definition.per_hour.has_value() != definition.interval.has_value());
    if (definition.batch) {
        batch_ = law(*definition.batch, random::LawOf::numbers);
    }
    if (definition.interval) {
        interval_ = law(*definition.interval, random::LawOf::times);
        mean_interval_ = interval_->mean();
        return;
    }
    mean_interval_ = static_cast<double>(hour) / definition.per_hour->value;
    if (!definition.hour_of_day.value.empty() || !definition.day_of_week.value.empty() ||
        !definition.swing.empty()) {
        add_pieces(definition);
    }
}

void Arrivals::add_pieces(const ArrivalsDefinition& definition) {
    const std::vector<double> hours = scaled(definition.hour_of_day.value);
    const std::vector<double> days = scaled(definition.day_of_week.value);
    const Swings swings(definition.swing, horizon_.start);
    const Duration unit = hours.empty() ? day : hour;
    const auto parts = static_cast<Duration>(
        std::max(1.0, std::ceil(static_cast<double>(unit) / swings.longest_piece())));
    const Instant local_start = horizon_.start + horizon_.utc_offset;

    // Whole units, cut at the start only: a longer horizon has the same arrivals, and more.
    double before = 0;
    Duration begin = -(time_of_day(local_start) % unit);
    for (; begin < horizon_.duration; begin += unit) {
        const Instant local = local_start + begin;
        double level = 1 / mean_interval_;
        if (!hours.empty()) {
            level *= hours[static_cast<std::size_t>(time_of_day(local) / hour)];
        }
        if (!days.empty()) {
            level *= days[static_cast<std::size_t>(weekday(day_of(local)))];
        }
        for (Duration part = 0; part < parts; ++part) {
            const auto from =
                static_cast<double>(std::max<Duration>(begin + unit * part / parts, 0));
            const auto to = static_cast<double>(begin + unit * (part + 1) / parts);
            if (from < to) {
                add_piece(from, to, level, swings, before);
            }
        }
    }
    pieces_.push_back({static_cast<double>(begin), before, 0, 0});
}

/// A linear rate over [from, to) that holds exactly what the swings do.
void Arrivals::add_piece(double from, double to, double level, const Swings& swings,
                         double& before) {
    const double first = swings.factor(from);
    const double last = swings.factor(to);
    const double area = swings.integral(from, to);
    const double trapezoid = (first + last) / 2 * (to - from);
    const double scale = trapezoid > 0 ? level * area / trapezoid : 0;
    pieces_.push_back({from, before, scale * first, scale * ((last - first) / (to - from))});
    before += scale * trapezoid;
}

double Arrivals::expected_before(double after_start) const {
    if (pieces_.empty()) {
        return after_start / mean_interval_;
    }
    const auto beyond = std::upper_bound(pieces_.begin(), pieces_.end(), after_start,
                                         [](double x, const Piece& p) { return x < p.begin; });
    const Piece& piece = *std::prev(beyond);
    const double into = after_start - piece.begin;
    return piece.before + into * (piece.rate + piece.slope * into / 2);
}

double Arrivals::expected(Instant from, Instant to) const {
    const auto after_start = [this](Instant instant) {
        return static_cast<double>(std::clamp(instant, horizon_.start, horizon_.end()) -
                                   horizon_.start);
    };
    const double arrivals = expected_before(after_start(to)) - expected_before(after_start(from));
    return arrivals * (batch_ ? batch_->mean() : 1);
}

}  // namespace greenlane::shipment
