#pragma once

#include "greenlane/evaluation/evaluation.h"

#include <cstdint>
#include <vector>

namespace greenlane::evaluation {

/// Rows with known outcome, as columns; revenue, importer and own may be empty.
struct LabelledRows {
    std::vector<double> score;
    std::vector<std::uint8_t> violation;
    std::vector<Money> revenue;
    std::vector<shipment::Code> importer;
    std::vector<std::uint8_t> own;  ///< the profile's own decision

    Ranked ranked() const { return {score, violation, revenue}; }
};

/// Figures with their intervals; `ranking` is that of the rows.
RankingFigures measure(const LabelledRows& rows, const Ranking& ranking, const Question& question);

}  // namespace greenlane::evaluation
