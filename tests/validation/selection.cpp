/// How often the procedures that select the best system do so where it is hardest: ten systems, the
/// best better than all others by the indifference zone exactly (the slippage configuration), means
/// of normal values with known variances. Prints the table of docs/validation.md, and fails where a
/// procedure keeps its promise of 95 % in fewer of 1,000 repetitions than chance allows (99.9 %).

#include "greenlane/experiment/budget_allocation.h"
#include "greenlane/experiment/ranking_selection.h"
#include "greenlane/kpi/sample_size.h"

#include "support/draws.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

namespace {

using greenlane::experiment::KimNelson;
using greenlane::experiment::Standing;
using greenlane::kpi::Better;
using greenlane::kpi::Pairing;
using greenlane::test::Draws;

constexpr int repetitions = 1000;
constexpr std::size_t systems = 10;
constexpr std::size_t first_stage = 20;
constexpr double indifference = 0.5;  // of the common standard deviation 1
constexpr double promised = 0.95;

/// The best is the last: what wins ties is the first. Lower is better.
struct Configuration {
    std::string name;
    double best_sd;      ///< of the best, the last; the others' lie evenly in between
    double first_sd;     ///< of the first
    double correlation;  ///< between systems, by common draws

    double mean(std::size_t system) const { return system + 1 == systems ? 0 : indifference; }
    double sd(std::size_t system) const {
        const double way = static_cast<double>(system) / (systems - 1);
        return first_sd + (best_sd - first_sd) * way;
    }
};

class Sampler {
public:
    Sampler(const Configuration& configuration, Draws& draws)
        : configuration_(configuration), draws_(draws) {}

    double value(std::size_t system, double common) {
        const double share = configuration_.correlation;
        const double z = std::sqrt(share) * common + std::sqrt(1 - share) * draws_.normal();
        return configuration_.mean(system) + configuration_.sd(system) * z;
    }
    double value(std::size_t system) { return value(system, draws_.normal()); }
    std::vector<double> replication() {
        const double common = draws_.normal();
        std::vector<double> values(systems);
        for (std::size_t system = 0; system < systems; ++system) {
            values[system] = value(system, common);
        }
        return values;
    }
    std::vector<std::vector<double>> begin() {
        std::vector<std::vector<double>> by_system(systems);
        for (std::size_t r = 0; r < first_stage; ++r) {
            const auto values = replication();
            for (std::size_t system = 0; system < systems; ++system) {
                by_system[system].push_back(values[system]);
            }
        }
        return by_system;
    }

private:
    const Configuration& configuration_;
    Draws& draws_;
};

struct Selection {
    bool best;
    std::uint64_t replications;  ///< of all systems
};

double mean_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sd_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size() - 1));
}

Selection best_of_means(const std::vector<double>& means, std::uint64_t replications) {
    const auto best = std::min_element(means.begin(), means.end()) - means.begin();
    return {best + 1 == systems, replications};
}

Selection kim_nelson(Sampler& sampler, Pairing pairing) {
    KimNelson selection(sampler.begin(), {.better = Better::lower,
                                          .indifference = indifference,
                                          .pairing = pairing,
                                          .confidence = promised});
    std::uint64_t replications = systems * first_stage;
    while (!selection.decided()) {
        replications += selection.remaining().size();
        selection.add(sampler.replication());
    }
    return {selection.remaining().front() + 1 == systems, replications};
}

Selection rinott(Sampler& sampler, double h) {
    std::vector<double> means;
    std::uint64_t replications = 0;
    const auto begun = sampler.begin();
    for (std::size_t system = 0; system < systems; ++system) {
        const std::uint64_t wanted = greenlane::experiment::rinott_replications(
            h, sd_of(begun[system]), indifference, first_stage);
        double sum = std::accumulate(begun[system].begin(), begun[system].end(), 0.0);
        for (std::uint64_t r = first_stage; r < wanted; ++r) {
            sum += sampler.value(system);
        }
        means.push_back(sum / static_cast<double>(wanted));
        replications += wanted;
    }
    return best_of_means(means, replications);
}

/// Further replications by system, 100 at a time, `budget` in all.
using Allocation = std::function<std::vector<std::uint64_t>(
    const Standing&, const std::vector<std::uint64_t>&, std::uint64_t)>;
Selection sequential(Sampler& sampler, std::uint64_t budget, const Allocation& allocation) {
    auto values = sampler.begin();
    std::uint64_t replications = systems * first_stage;
    std::vector<double> means(systems);
    std::vector<double> sds(systems);
    std::vector<std::uint64_t> done(systems);
    const auto take_stock = [&] {
        for (std::size_t system = 0; system < systems; ++system) {
            means[system] = mean_of(values[system]);
            sds[system] = sd_of(values[system]);
            done[system] = values[system].size();
        }
    };
    take_stock();
    while (replications < budget) {
        const std::uint64_t step = std::min<std::uint64_t>(100, budget - replications);
        const auto further = allocation({means, sds, Better::lower}, done, step);
        for (std::size_t system = 0; system < systems; ++system) {
            for (std::uint64_t r = 0; r < further[system]; ++r) {
                values[system].push_back(sampler.value(system));
            }
        }
        replications += step;
        take_stock();
    }
    return best_of_means(means, replications);
}

std::vector<std::uint64_t> equal_allocation(const Standing&, const std::vector<std::uint64_t>&,
                                            std::uint64_t budget) {
    return std::vector<std::uint64_t>(systems, budget / systems);
}

std::vector<std::uint64_t> ocba(const Standing& standing, const std::vector<std::uint64_t>& done,
                                std::uint64_t budget) {
    return greenlane::experiment::ocba_allocation(standing, done, budget);
}

struct Procedure {
    std::string name;
    bool promises;  ///< to select the best with 95 %
    bool common_draws;
    std::function<Selection(Sampler&)> select;
};

/// Prints a row; whether the promise was kept.
bool judge(const Configuration& configuration, const Procedure& procedure, std::uint64_t seed) {
    Draws draws(seed);
    Sampler sampler(configuration, draws);
    int best = 0;
    double replications = 0;
    for (int repetition = 0; repetition < repetitions; ++repetition) {
        const Selection selection = procedure.select(sampler);
        best += selection.best;
        replications += static_cast<double>(selection.replications);
    }
    std::printf("| %s | %s | %.1f | %.0f |\n", configuration.name.c_str(), procedure.name.c_str(),
                100.0 * best / repetitions, replications / repetitions);
    const auto least = greenlane::kpi::expected_counts(repetitions, promised, 0.999).low;
    return !procedure.promises || best >= static_cast<int>(least);
}

}  // namespace

int main() {
    const double h = greenlane::experiment::rinott_h(systems, first_stage, promised);
    const std::vector<Configuration> configurations{
        {"equal variances, independent", 1, 1, 0},
        {"variances 0.25 (best) to 4, independent", 0.5, 2, 0},
        {"variances 4 (best) to 0.25, independent", 2, 0.5, 0},
        {"equal variances, correlation 0.5", 1, 1, 0.5},
    };
    const std::vector<Procedure> procedures{
        {"Rinott", true, false, [h](Sampler& s) { return rinott(s, h); }},
        {"Kim-Nelson", true, false, [](Sampler& s) { return kim_nelson(s, Pairing::unpaired); }},
        {"Kim-Nelson, common draws", true, true,
         [](Sampler& s) { return kim_nelson(s, Pairing::paired); }},
        {"OCBA, 400 replications", false, false,
         [](Sampler& s) { return sequential(s, 400, ocba); }},
        {"equal shares, 400 replications", false, false,
         [](Sampler& s) { return sequential(s, 400, equal_allocation); }},
    };
    std::printf(
        "Ten systems, the best better by the indifference zone %.1f; first stage %zu; %d "
        "repetitions.\n\n"
        "| systems | procedure | best selected, %% | replications |\n"
        "| --- | --- | --: | --: |\n",
        indifference, first_stage, repetitions);
    bool kept = true;
    std::uint64_t seed = 20261122;
    for (const Configuration& configuration : configurations) {
        for (const Procedure& procedure : procedures) {
            if (procedure.common_draws == (configuration.correlation > 0)) {
                kept = judge(configuration, procedure, seed++) && kept;
            }
        }
    }
    return kept ? 0 : 1;
}
