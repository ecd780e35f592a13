#pragma once

#include "greenlane/experiment/goods_fit.h"
#include "greenlane/shipment/goods.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace greenlane::experiment {

/// The goods of a post's records, counted block by block.
class GoodsCount {
public:
    /// `before` outlives the count. `minor_digits`: of the money of the declarations.
    GoodsCount(const shipment::GoodsDefinition& before, int minor_digits);

    void add(const shipment::Declarations& declarations, const shipment::Vocabulary& words);
    /// Of no declarations where no item has a code. Values are of the currency of the records.
    GoodsFit fit(const shipment::Vocabulary& words) const;

private:
    /// Of a logarithm.
    struct Moments {
        double number = 0;
        double sum = 0;
        double squares = 0;
        void add(double value);
        double median() const;
        double sigma() const;
    };
    struct Line {
        std::int64_t items = 0;
        std::map<shipment::Code, std::int64_t> origins;
        std::array<std::int64_t, shipment::mode_count> by_mode{};
        std::array<std::int64_t, 4> by_procedure{};
        Moments usd_per_kg;
        Moments mass_kg;
        Moments units_per_kg;
        double tax_rates = 0;  ///< ten-thousandths, sum
        std::int64_t taxed = 0;
        std::map<shipment::Code, std::int64_t> tax_types;
        std::vector<std::string> descriptions;  ///< the first ones
    };
    const shipment::GoodsLine* before(const std::string& hs) const;
    void add_item(const shipment::Declarations& declarations, std::size_t row, std::size_t item,
                  Line& line);
    void add_row(const shipment::Declarations& declarations, std::size_t row);
    shipment::GoodsLine line_of(const std::string& hs, const Line& counted,
                                const shipment::Vocabulary& words) const;
    void add_look_alikes(std::vector<shipment::GoodsLine>& catalogue) const;
    void fit_shares(const shipment::Vocabulary& words, GoodsFit& fit) const;

    const shipment::GoodsDefinition& before_;
    double minor_units_;                 ///< in one unit of money
    std::map<std::string, Line> lines_;  ///< by six digits
    std::int64_t declarations_ = 0;      ///< with such an item
    std::int64_t without_code_ = 0;
    std::array<std::int64_t, shipment::goods_group_count> groups_{};
    double items_ = 0;
    double items_squared_ = 0;
    std::array<std::int64_t, shipment::mode_count> modes_{};
    std::array<std::int64_t, shipment::mode_count> mode_items_{};
    std::array<std::int64_t, 4> procedures_{};
    std::array<std::int64_t, 4> procedure_items_{};
    std::map<shipment::Code, std::int64_t> offices_;
    std::array<std::int64_t, shipment::mode_count> containerised_{};
    std::int64_t containers_ = 0;
    bool containers_known_ = false;
};

}  // namespace greenlane::experiment
