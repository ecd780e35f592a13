/// How often the intervals that greenlane could report contain the true mean over R replications,
/// and how wide they are. Prints the tables of docs/validation.md; takes half a minute.
///
/// Question: which interval covers for skewed figures at few replications? Decision: the one of
/// kpi::estimate(), as its docstring says.

#include "greenlane/kpi/interval.h"

#include "support/draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>

namespace {

using greenlane::kpi::Interval;
using greenlane::test::Draws;

constexpr int samples = 10000;           // of the closed forms: standard error 0.22 points at 95 %
constexpr int resampled_samples = 1000;  // of the bootstraps: 0.69 points
constexpr int resamples = 399;

struct Law {
    std::string name;
    double mean;
    std::function<double(Draws&)> value;  ///< of one replication
};

std::size_t binomial(Draws& draws, std::size_t trials, double share) {
    const double u = draws.uniform();
    double probability = std::pow(1 - share, static_cast<double>(trials));
    double cumulated = probability;
    std::size_t events = 0;
    while (cumulated < u && events < trials) {
        probability *= static_cast<double>(trials - events) / static_cast<double>(events + 1) *
                       share / (1 - share);
        cumulated += probability;
        ++events;
    }
    return events;
}

/// Mean of the first 25 delays of an M/M/1 queue that starts empty: arrivals at 1, service at 10/9.
double mean_of_25_delays(Draws& draws) {
    double delay = 0;
    double sum = 0;
    for (int customer = 1; customer < 25; ++customer) {
        delay = std::max(0.0, delay + 0.9 * draws.exponential() - draws.exponential());
        sum += delay;
    }
    return sum / 25;
}

double p90_of_50_exponentials(Draws& draws) {
    std::array<double, 50> times;
    std::generate(times.begin(), times.end(), [&] { return draws.exponential(); });
    std::nth_element(times.begin(), times.begin() + 44, times.end());
    return times[44];
}

std::vector<Law> laws() {
    double p90 = 0;  // mean of the 45th of 50 ordered exponentials
    for (int i = 0; i < 45; ++i) {
        p90 += 1.0 / (50 - i);
    }
    return {
        {"normal", 0, [](Draws& d) { return d.normal(); }},
        {"uniform", 0.5, [](Draws& d) { return d.uniform(); }},
        {"gamma, shape 4", 4,
         [](Draws& d) {
             return d.exponential() + d.exponential() + d.exponential() + d.exponential();
         }},
        {"exponential", 1, [](Draws& d) { return d.exponential(); }},
        {"gamma, shape 1/2", 0.5,
         [](Draws& d) {
             const double z = d.normal();
             return z * z / 2;
         }},
        {"lognormal, sigma 1/2", std::exp(0.125),
         [](Draws& d) { return std::exp(d.normal() / 2); }},
        {"lognormal, sigma 1", std::exp(0.5), [](Draws& d) { return std::exp(d.normal()); }},
        {"share of 50 at 10 %", 0.1,
         [](Draws& d) { return static_cast<double>(binomial(d, 50, 0.1)) / 50; }},
        {"share of 200 at 1 %", 0.01,
         [](Draws& d) { return static_cast<double>(binomial(d, 200, 0.01)) / 200; }},
        {"p90 of 50 exponentials", p90, p90_of_50_exponentials},
        {"mean of 25 delays, M/M/1", 2.124489346531958, mean_of_25_delays},
    };
}

struct Moments {
    double mean, standard_error, skewness;  ///< skewness: of the sample, not adjusted
};

Moments moments(const std::vector<double>& x) {
    const auto n = static_cast<double>(x.size());
    const double mean = std::accumulate(x.begin(), x.end(), 0.0) / n;
    double squares = 0;
    double cubes = 0;
    for (const double value : x) {
        squares += (value - mean) * (value - mean);
        cubes += (value - mean) * (value - mean) * (value - mean);
    }
    return {mean, std::sqrt(squares / (n - 1) / n), cubes / n / std::pow(squares / n, 1.5)};
}

Interval johnson(const Moments& m, double n, double q) {
    const double shift =
        m.skewness * std::sqrt((n - 1) / n) / (6 * std::sqrt(n)) * m.standard_error;
    return {m.mean + shift - q * m.standard_error, m.mean + shift + q * m.standard_error};
}

Interval hall(const Moments& m, double n, double q) {
    const double a = m.skewness / (6 * std::sqrt(n));
    const auto inverse = [a](double y) {
        return a == 0 ? y : (std::cbrt(1 + 6 * a * (y - a)) - 1) / (2 * a);
    };
    return {m.mean - inverse(q) * m.standard_error, m.mean - inverse(-q) * m.standard_error};
}

struct Bootstrapped {
    Interval studentised, bca;
};

/// Resamples without spread count as an infinite studentised mean.
Bootstrapped bootstrap(const std::vector<double>& x, const Moments& m, Draws& draws) {
    std::vector<double> means;
    std::vector<double> studentised;
    std::vector<double> resample(x.size());
    for (int b = 0; b < resamples; ++b) {
        std::generate(resample.begin(), resample.end(), [&] { return x[draws.below(x.size())]; });
        const Moments drawn = moments(resample);
        means.push_back(drawn.mean);
        studentised.push_back((drawn.mean - m.mean) / std::max(drawn.standard_error, 1e-300));
    }
    std::sort(means.begin(), means.end());
    std::sort(studentised.begin(), studentised.end());
    const boost::math::normal normal;
    const auto at_or_below = std::upper_bound(means.begin(), means.end(), m.mean) - means.begin();
    const double bias = quantile(
        normal, (static_cast<double>(at_or_below) + 0.5) / (static_cast<double>(resamples) + 1));
    const double acceleration = m.skewness / (6 * std::sqrt(static_cast<double>(x.size())));
    const auto bca_limit = [&](double probability) {
        const double z = bias + quantile(normal, probability);
        const double adjusted = cdf(normal, bias + z / (1 - acceleration * z));
        return means[std::min<std::size_t>(static_cast<std::size_t>(adjusted * resamples),
                                           resamples - 1)];
    };
    const auto tail = static_cast<std::size_t>(0.025 * (resamples + 1));
    return {{m.mean - studentised[resamples - tail] * m.standard_error,
             m.mean - studentised[tail - 1] * m.standard_error},
            {bca_limit(0.025), bca_limit(0.975)}};
}

enum Method { plain_t, johnson_t, hall_t, bca, studentised, reported, method_count };

struct Tally {
    int samples = 0;
    int covered = 0;
    std::vector<double> widths;  ///< relative to the plain t interval

    void add(const Interval& interval, double truth, double t_width) {
        ++samples;
        covered += interval.contains(truth);
        widths.push_back((interval.high - interval.low) / t_width);
    }
    double coverage() const { return 100.0 * covered / samples; }
    /// The width that a share of the intervals does not exceed.
    double width_at(double share) {
        const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(samples));
        std::nth_element(widths.begin(), widths.begin() + rank, widths.end());
        return widths[static_cast<std::size_t>(rank)];
    }
};

std::array<Tally, method_count> measure(const Law& law, std::size_t replications, Draws& draws) {
    const auto n = static_cast<double>(replications);
    const boost::math::students_t student(n - 1);
    const double q = quantile(student, 0.975);
    std::array<Tally, method_count> tallies;
    for (int sample = 0; sample < samples; ++sample) {
        std::vector<double> x(replications);
        std::generate(x.begin(), x.end(), [&] { return law.value(draws); });
        const std::vector<std::optional<double>> values(x.begin(), x.end());
        const Moments m = moments(x);
        if (m.standard_error == 0) {
            continue;  // equal shares: the business of estimate_percentage()
        }
        const double width = 2 * q * m.standard_error;
        const auto add = [&](Method method, const Interval& interval) {
            tallies[method].add(interval, law.mean, width);
        };
        add(plain_t, *greenlane::kpi::student_t(values, 0.95)->interval);
        add(johnson_t, johnson(m, n, q));
        add(hall_t, hall(m, n, q));
        add(reported, *greenlane::kpi::estimate(values)->interval);
        if (sample < resampled_samples) {
            const auto resampled = bootstrap(x, m, draws);
            add(bca, resampled.bca);
            add(studentised, resampled.studentised);
        }
    }
    return tallies;
}

}  // namespace

int main() {
    std::puts(
        "Coverage of 95 % intervals over R replications, in %; width: median and 95th percentile, "
        "in "
        "widths of the plain t.\n\n"
        "| values | R | plain t | Johnson | Hall | BCa | studentised bootstrap | width | "
        "`estimate()` | width |\n"
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |");
    Draws draws(20261121);
    for (const Law& law : laws()) {
        for (const std::size_t replications : {5, 10, 20, 40}) {
            auto tallies = measure(law, replications, draws);
            std::printf("| %s | %zu", law.name.c_str(), replications);
            for (Tally& tally : tallies) {
                std::printf(" | %.1f", tally.coverage());
                if (&tally >= &tallies[studentised]) {
                    std::printf(" | %.2f, ", tally.width_at(0.5));
                    // A bootstrap sample may have next to no spread, and then no bound.
                    const double wide = tally.width_at(0.95);
                    wide < 100 ? std::printf("%.3g", wide) : std::printf("> 100");
                }
            }
            std::puts(" |");
        }
    }
}
