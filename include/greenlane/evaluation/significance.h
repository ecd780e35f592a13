#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// Fisher's exact test, one-sided: the probability that `selected` rows drawn without replacement
/// from `rows`, of which `violations` are violations, hold at least `hits` of them (the upper tail
/// of the hypergeometric law). Relative error below 10^-6 at ten million rows.
double fisher_upper_tail(std::uint64_t hits, std::uint64_t selected, std::uint64_t violations,
                         std::uint64_t rows);

/// P-values adjusted for the number of tests: what is at most q is a discovery at false discovery
/// rate q (Benjamini and Hochberg 1995). In the order given.
std::vector<double> benjamini_hochberg(std::span<const double> p);

/// How far two samples of one category differ.
struct Shift {
    double psi = 0;        ///< population stability index
    double psi_noise = 0;  ///< what it is on average where nothing has changed
    double p = 1;          ///< of the chi-square test of homogeneity
};

/// The population stability index sum (a - b) ln(a / b) over the categories' shares a and b in two
/// samples, half a row added to every cell; on average about (categories - 1)(1 / rows of the first
/// + 1 / rows of the second) where both are of one law (Yurdakul and Naranjo 2020). The test is
/// Pearson's chi-square of homogeneity, categories in falling order of their rows, those with an
/// expected count below 5 in either sample taken together. Spans of one length; nullopt where a
/// sample is empty or fewer than two categories are left.
std::optional<Shift> shift(std::span<const std::uint64_t> first,
                           std::span<const std::uint64_t> second);

/// P(X > statistic) of a chi-square law.
double chi_square_tail(double statistic, std::size_t degrees);

}  // namespace greenlane::evaluation
