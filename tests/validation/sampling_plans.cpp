/// Prints the tables of sampling plans of docs/targeting.md: sample sizes, and plans simulated
/// against their closed forms. Exits 1 where a simulated figure is more than 4 standard errors off.

#include "greenlane/evaluation/continuous_sampling.h"
#include "greenlane/evaluation/detection.h"
#include "greenlane/evaluation/sampling_simulation.h"
#include "greenlane/random/draw.h"

#include <cmath>
#include <cstdio>
#include <initializer_list>

namespace {

using namespace greenlane;
using profile::SamplingPlan;

constexpr std::uint64_t seed = 20261122;
constexpr std::uint64_t runs = 30;
constexpr std::int64_t consignments = 200'000;

void print_sample_sizes() {
    std::printf(
        "Units to open of a consignment, to find at least one infested unit with the stated "
        "confidence:\n\n"
        "| units | infested | 95 %% | 99 %% | 95 %%, sensitivity 0.8 |\n"
        "| --: | --: | --: | --: | --: |\n");
    for (const std::uint64_t units : {100u, 400u, 1'000u, 10'000u, 100'000u}) {
        for (const double rate : {0.05, 0.01}) {
            const evaluation::Lot lot{units, evaluation::infested_units(units, rate)};
            std::printf("| %llu | %g %% |", static_cast<unsigned long long>(units), 100 * rate);
            for (const auto& [confidence, sensitivity] :
                 {std::pair{0.95, 1.0}, std::pair{0.99, 1.0}, std::pair{0.95, 0.8}}) {
                const auto size = evaluation::sample_size(lot, confidence, sensitivity);
                if (size) {
                    std::printf(" %llu |", static_cast<unsigned long long>(*size));
                } else {
                    std::printf(" opening all is not enough |");
                }
            }
            std::printf("\n");
        }
    }
}

struct Case {
    const char* name;
    SamplingPlan plan;
    double rate;
};

/// Share inspected, over runs of their own draws.
bool print(const Case& one) {
    evaluation::PathwaySampling sampling{.plan = one.plan, .infested = one.rate, .search = {}};
    sampling.search.missed = {1, 0};  // an inspection finds what is there
    double sum = 0;
    double squares = 0;
    for (std::uint64_t run = 0; run < runs; ++run) {
        const evaluation::SamplingCounts counts =
            evaluation::simulate(sampling, random::make_key(seed, run), consignments);
        const double share =
            static_cast<double>(counts.inspected) / static_cast<double>(counts.consignments);
        sum += share;
        squares += share * share;
    }
    const double mean = sum / static_cast<double>(runs);
    const double error = std::sqrt((squares / static_cast<double>(runs) - mean * mean) /
                                   static_cast<double>(runs - 1));
    const double expected = evaluation::share_inspected(one.plan, one.rate);
    const double z = (mean - expected) / error;
    std::printf("| %s | %g %% | %.4f | %.4f | %+.1f | %.2f %% |\n", one.name, 100 * one.rate,
                expected, mean, z, 100 * evaluation::outgoing_limit(one.plan).outgoing);
    return std::abs(z) <= 4;
}

}  // namespace

int main() {
    print_sample_sizes();
    std::printf(
        "\nShare of the consignments that is inspected, in the long run; outgoing limit: the "
        "largest rate that passes, whatever comes (Dodge's AOQL):\n\n"
        "| plan | violations | closed form | simulated | z | outgoing limit |\n"
        "| --- | --: | --: | --: | --: | --: |\n");
    const SamplingPlan dodge{.levels = {1, 0.1}, .clearance = 10};
    const SamplingPlan spaced{.levels = {1, 0.1}, .clearance = 10, .spacing = 5};
    const SamplingPlan levels{.levels = {1, 0.5, 0.25}, .clearance = 10, .reinstatement = 4};
    bool within = true;
    for (const Case& one : std::initializer_list<Case>{
             {"CSP-1, i = 10, f = 0.1", dodge, 0.05},
             {"CSP-1, i = 10, f = 0.1", dodge, 0.2},
             {"CSP-2, i = 10, k = 5, f = 0.1", spaced, 0.05},
             {"skip-lot 1, 1/2, 1/4, i = 10, reinstatement after 4", levels, 0.05},
             {"skip-lot 1, 1/2, 1/4, i = 10, reinstatement after 4", levels, 0.01}}) {
        within = print(one) && within;
    }
    return within ? 0 : 1;
}
