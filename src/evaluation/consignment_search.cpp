#include "greenlane/evaluation/consignment_search.h"

#include "greenlane/core/contract.h"

#include "evaluation/count_law.h"

#include <cmath>
#include <numeric>

namespace greenlane::evaluation {

namespace {

/// Probability that `items` of one box show nothing.
double missed_in_box(Contamination contamination, std::size_t items, double sensitivity) {
    const auto n = static_cast<double>(items);
    if (contamination.correlation == 0) {
        return std::pow(1 - contamination.rate * sensitivity, n);
    }
    const double spread = 1 / contamination.correlation - 1;
    const double a = contamination.rate * spread;
    const double b = (1 - contamination.rate) * spread;
    const auto start = static_cast<std::uint64_t>(n * contamination.rate);
    const CountLaw contaminated = law_by_ratios(0, items, start, [&](std::uint64_t hits) {
        const auto j = static_cast<double>(hits);
        return (n - j) * (a + j) / ((j + 1) * (b + n - j - 1));
    });
    return missed(contaminated, sensitivity);
}

}  // namespace

double ConsignmentSearch::items_to_first_find() const {
    return std::accumulate(missed.begin(), missed.end() - 1, 0.0);
}

ConsignmentSearch search_lot(Lot lot, std::uint64_t opened, double sensitivity) {
    ConsignmentSearch search;
    for (std::uint64_t items = 1; items <= opened; ++items) {
        search.missed.push_back(1 - detection_probability(lot, items, sensitivity));
    }
    return search;
}

ConsignmentSearch search_boxes(Contamination contamination, std::size_t boxes,
                               std::size_t items_per_box, double sensitivity) {
    GREENLANE_EXPECT(contamination.rate > 0 && contamination.rate < 1);
    GREENLANE_EXPECT(contamination.correlation >= 0 && contamination.correlation < 1);
    GREENLANE_EXPECT(sensitivity > 0 && sensitivity <= 1);
    std::vector<double> in_box;
    for (std::size_t items = 1; items <= items_per_box; ++items) {
        in_box.push_back(missed_in_box(contamination, items, sensitivity));
    }
    ConsignmentSearch search;
    for (std::size_t box = 0; box < boxes; ++box) {
        const double before = search.missed.back();
        for (const double here : in_box) {
            search.missed.push_back(before * here);
        }
    }
    return search;
}

}  // namespace greenlane::evaluation
