#pragma once

#include "greenlane/evaluation/detection.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace greenlane::evaluation {

/// How the items of a consignment are opened, one after the other, and what they show.
struct ConsignmentSearch {
    /// missed[t]: probability that the first t items opened show nothing; missed[0] is 1.
    std::vector<double> missed{1};

    double detection() const { return 1 - missed.back(); }
    /// Items opened where all of the sample are, whatever they show.
    std::size_t items_to_completion() const { return missed.size() - 1; }
    /// Items opened on average where the first find ends the search: the sum of missed[t] over all
    /// items but the last.
    double items_to_first_find() const;
};

/// `opened` units of a lot, at random without replacement.
ConsignmentSearch search_lot(Lot lot, std::uint64_t opened, double sensitivity = 1);

/// How contamination lies in a consignment: the share of a box that is contaminated is a Beta law
/// with mean `rate`, in (0, 1), and the correlation of two items of one box is `correlation`, in
/// [0, 1); 0: all items alike.
struct Contamination {
    double rate;
    double correlation;
};

/// Two levels: so many boxes, and so many items of each, box after box. Items of a box are
/// beta-binomial with a = rate (1 / correlation - 1) and b = (1 - rate) (1 / correlation - 1), so t
/// of them show nothing with probability sum_j BB(j; t, a, b) (1 - sensitivity)^j (Hughes and
/// Madden 1993, Phytopathology 83, 759-763), and boxes are independent.
ConsignmentSearch search_boxes(Contamination contamination, std::size_t boxes,
                               std::size_t items_per_box, double sensitivity = 1);

}  // namespace greenlane::evaluation
