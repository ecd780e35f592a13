#pragma once

#include "greenlane/random/draw.h"
#include "greenlane/screening/evaluator.h"
#include "greenlane/shipment/declarations.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstdint>
#include <string>
#include <vector>

namespace greenlane::screening {

/// What the draw of a row in the lottery is named for: "OFFICE/mode", or "/mode" where no office is
/// given.
std::string lottery_stratum(const shipment::Declarations& block,
                            const shipment::Vocabulary& vocabulary, std::size_t row);

/// The random stratum: each shipment that no rule selected is drawn with one probability, by a draw
/// named for its stratum.
class Lottery {
public:
    Lottery(double rate, random::Key key) : rate_(rate), key_(key) {}

    /// Marks the winners among the eligible rows.
    void draw(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
              const Bitmap& eligible, Bitmap& winners);

private:
    struct Stratum {
        std::uint32_t name = 0;
        bool named = false;
        std::vector<std::uint64_t> shipments;  ///< of this block
    };
    Stratum& stratum_of(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                        std::size_t row);

    double rate_;
    random::Key key_;
    std::vector<Stratum> strata_;    ///< by office and mode
    std::vector<Stratum*> touched_;  ///< those with shipments
    std::vector<std::uint64_t> words_;
};

}  // namespace greenlane::screening
