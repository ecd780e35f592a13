#pragma once

#include "greenlane/experiment/arrival_fit.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/goods.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// A share with the standard error of its log-odds.
struct ShareEstimate {
    double value = 0;
    double sd_logit = 0;
};

/// `part` of `whole` things, both above 0 and different; otherwise the share is taken as sure.
ShareEstimate share_estimate(std::int64_t part, std::int64_t whole);

/// The goods mix of a post, as a scenario holds it.
struct GoodsFit {
    std::int64_t declarations = 0;  ///< with an item that has a code of at least 6 digits
    std::int64_t items = 0;         ///< with such a code
    std::int64_t without_code = 0;  ///< items left out
    std::size_t known_lines = 0;    ///< of the catalogue, that stood in the one before
    /// A line for every six digits that occur, the most frequent first, and those behind which
    /// goods of one of them hide. Weight, origins, factors by mode and procedure, value, mass and
    /// tax are counted; what records do not tell is of the same code's line before, and of a code
    /// without one: goods of the group `other` that are undervalued where they violate.
    std::vector<shipment::GoodsLine> catalogue;
    ShareEstimate regulated;  ///< declarations with an item of a regulated line, as declared
    ShareEstimate eco;        ///< with one of an eco line, and no regulated one
    Estimate items_mean;      ///< items a declaration
    /// Empty where the records do not tell.
    std::vector<shipment::Weighted<shipment::Mode>> modes;
    std::vector<shipment::Weighted<shipment::Procedure>> procedures;
    std::vector<shipment::Weighted<std::string>> offices;
    /// Of declarations, by mode; nullopt where there are none of it.
    std::array<std::optional<double>, shipment::mode_count> containerised{};
    std::optional<double> containers_mean;  ///< of those in containers

    /// Fewer are no mix.
    static constexpr std::int64_t fewest_declarations = 100;
    bool is_fitted() const { return declarations >= fewest_declarations; }
};

}  // namespace greenlane::experiment
