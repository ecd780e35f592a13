#include "screening/score_points.h"

#include "greenlane/core/diagnostics.h"

#include <cmath>
#include <string>

namespace greenlane::screening {

void expect_columns(const FeatureDefinition& definition, const shipment::Declarations& block) {
    std::string names;
    for (const std::string& column : missing_columns(definition, block)) {
        names += (names.empty() ? "" : ", ") + column;
    }
    if (!names.empty()) {
        throw InputError(Failure::declarations, "",
                         "the declarations lack what the model reads: " + names,
                         "map those columns, or train a model without them");
    }
}

void ScorePoints::give(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                       std::span<std::int32_t> points) {
    if (!columns_checked_ && block.rows() > 0) {
        expect_columns(definition_, block);
        columns_checked_ = true;
    }
    scorer_.score(block, vocabulary, scores_);
    for (std::size_t row = 0; row < points.size(); ++row) {
        const double probability = scores_.declaration[row];
        if (!std::isnan(probability)) {
            points[row] += static_cast<std::int32_t>(std::floor(points_ * probability + 0.5));
        }
    }
}

}  // namespace greenlane::screening
