#pragma once

#include "greenlane/kpi/difference.h"
#include "greenlane/kpi/kpi_table.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::experiment {

/// Rinott's constant h (1978, Communications in Statistics A7, 799-811), to 1e-9: with it the best
/// of `systems` independent ones is selected with at least `probability` wherever it is better by
/// the indifference zone. The root of int (int Phi(h / sqrt(v (1/x + 1/y))) f(x) dx)^(k - 1) f(y)
/// dy with v = first_stage - 1 and f the chi-square density with v degrees of freedom. At least
/// two systems and two replications; probability in (1/k, 1).
double rinott_h(std::size_t systems, std::size_t first_stage, double probability);
/// How many replications a system needs in all: max(first_stage, ceil((h s / indifference)^2)), s
/// being the standard deviation of its first stage.
std::uint64_t rinott_replications(double h, double sd, double indifference,
                                  std::size_t first_stage);

/// The constants of Kim and Nelson's procedure, with c = 1.
struct KimNelsonConstants {
    double eta;
    double h2;
};
/// eta = ((2 a)^(-2 / (n0 - 1)) - 1) / 2, h2 = 2 eta (n0 - 1), where a = (1 - confidence) / (k - 1)
/// on common draws and 1 - confidence^(1 / (k - 1)) for independent systems.
KimNelsonConstants kim_nelson_constants(std::size_t systems, std::size_t first_stage,
                                        kpi::Pairing pairing, double confidence = 0.95);

/// What a selection is after.
struct SelectionGoal {
    kpi::Better better;   ///< not neither
    double indifference;  ///< the least difference that matters, > 0
    kpi::Pairing pairing;
    double confidence = 0.95;
};

/// The fully sequential procedure of Kim and Nelson (2001, ACM Transactions on Modeling and
/// Computer Simulation 11, 251-273): after the first stage and after each further replication of
/// the systems that remain, a system is dropped whose mean of r values is worse than another's by
/// more than W(r) = max(0, indifference / (2 r) (h2 S^2 / indifference^2 - r)), S^2 being the
/// variance of their difference in the first stage. The last one is the best with at least the
/// goal's confidence, where it is better by the indifference zone. Systems that stay equal when
/// W(r) is 0 cannot be told apart: the first of them remains.
class KimNelson {
public:
    /// First-stage values by system: at least two systems, at least two replications, as many of
    /// each.
    KimNelson(std::span<const std::vector<double>> first_stage, const SelectionGoal& goal);

    /// Systems not dropped yet, in order.
    std::span<const std::size_t> remaining() const { return remaining_; }
    bool decided() const { return remaining_.size() == 1; }
    std::uint64_t replications() const { return replications_; }

    /// The next replication's values, by system; only those that remain are read.
    void add(std::span<const double> values);

private:
    void screen();
    bool beaten(std::size_t system, std::size_t other) const;

    SelectionGoal goal_;
    double h2_;
    std::uint64_t replications_;
    std::vector<double> sums_;       ///< by system, higher is better
    std::vector<double> variances_;  ///< of differences, system by system
    std::vector<std::size_t> remaining_;
};

}  // namespace greenlane::experiment
