#pragma once

#include "greenlane/shipment/records.h"

#include <cstdint>
#include <span>
#include <vector>

namespace greenlane::evaluation {

/// A prediction of each row's violation for doubly_robust(), from the known outcomes of other
/// importers: the rate of the row's group, shrunk towards that of the next coarser one and at last
/// to that of all rows:
///   rate = (hits + strength x coarser rate) / (inspected + strength),
/// and for all rows (hits + 1/2) / (inspected + 1).
/// `groups` are from coarse to fine, such as HS-2 and HS-4: a dense code for each row. Importers
/// fall into `folds` folds by a hash of their code, and a row's counts leave out its fold, so that
/// neither its own outcome nor one of its importer's tells (cross-fitting: Chernozhukov et al.
/// 2018, Econometrics Journal 21, C1-C68). All columns of one length.
/// The default strength is p (1 - p) / variance between HS-2 rates of the Korean declarations; with
/// less, predictions follow a dozen inspected rows, and the interval of doubly_robust() widens.
std::vector<double> cross_fitted_rates(std::span<const shipment::Outcome> outcome,
                                       std::span<const std::uint32_t> importer,
                                       std::span<const std::span<const std::uint32_t>> groups,
                                       std::uint32_t folds = 5, double strength = 50);

}  // namespace greenlane::evaluation
