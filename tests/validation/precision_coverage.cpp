/// How often the 95 % interval of a study that stops when it is narrow enough contains the true
/// mean, and how many replications that takes. Prints a table of docs/validation.md; takes a
/// quarter of a minute.
///
/// Question: what does stopping cost in coverage? Decision: twenty replications before the first
/// look, and few looks, as experiment::PrecisionPlan says.

#include "greenlane/experiment/precision.h"

#include "support/draws.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace greenlane;
using test::Draws;

constexpr int studies = 4000;  // standard error 0.34 points at 95 %

struct Law {
    std::string name;
    double mean;
    double sd;
    std::function<double(Draws&)> value;
};

std::vector<Law> laws() {
    return {
        {"normal", 0, 1, [](Draws& d) { return d.normal(); }},
        {"exponential", 1, 1, [](Draws& d) { return d.exponential(); }},
        {"gamma, shape 1/2", 0.5, std::sqrt(0.5),
         [](Draws& d) {
             const double z = d.normal();
             return z * z / 2;
         }},
        {"lognormal, sigma 1/2", std::exp(0.125), std::sqrt(std::expm1(0.25) * std::exp(0.25)),
         [](Draws& d) { return std::exp(d.normal() / 2); }},
        {"lognormal, sigma 1", std::exp(0.5), std::sqrt(std::expm1(1) * std::exp(1)),
         [](Draws& d) { return std::exp(d.normal()); }},
    };
}

struct Stopped {
    double coverage = 0;
    double replications = 0;
};

/// Values of the law, shifted and stretched to a mean of 1 and a standard deviation with which so
/// many replications would do, were it known: 1.96 sd / sqrt needed = 5 %.
Stopped stop(const Law& law, double needed, Draws& draws) {
    const auto goal = experiment::parse_precision("clearance.time:5%").front();
    const double sd = 0.05 * std::sqrt(needed) / 1.959963984540054;
    Stopped stopped;
    for (int study = 0; study < studies; ++study) {
        std::vector<std::optional<double>> values;
        std::optional<kpi::Figure> figure;
        for (std::uint64_t next = experiment::PrecisionPlan::fewest; values.size() < next;) {
            while (values.size() < next) {
                values.emplace_back(1 + sd * (law.value(draws) - law.mean) / law.sd);
            }
            figure = kpi::estimate(values);
            const std::array states{experiment::state_of(goal, values, figure)};
            next = experiment::PrecisionPlan::next(states, values.size());
        }
        stopped.coverage += 100.0 * figure->interval->contains(1) / studies;
        stopped.replications += static_cast<double>(values.size()) / studies;
    }
    return stopped;
}

}  // namespace

int main() {
    std::puts(
        "Coverage in % and mean number of replications of studies that stop at 5 % of the mean, "
        "by the number that a known standard deviation would ask for.\n\n"
        "| values | 25 | | 50 | | 200 | |\n| --- | --: | --: | --: | --: | --: | --: |");
    Draws draws(20261122);
    for (const Law& law : laws()) {
        std::printf("| %s", law.name.c_str());
        for (const double needed : {25., 50., 200.}) {
            const Stopped stopped = stop(law, needed, draws);
            std::printf(" | %.1f | %.0f", stopped.coverage, stopped.replications);
        }
        std::puts(" |");
    }
}
