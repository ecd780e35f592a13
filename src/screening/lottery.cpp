#include "screening/lottery.h"

#include "screening/bits.h"

#include <algorithm>

namespace greenlane::screening {

namespace {

shipment::Code office_of(const shipment::Declarations& block, std::size_t row) {
    return block.office.empty() ? shipment::no_code : block.office[row];
}
shipment::Mode mode_of(const shipment::Declarations& block, std::size_t row) {
    return block.mode.empty() ? shipment::Mode::unknown : block.mode[row];
}

}  // namespace

std::string lottery_stratum(const shipment::Declarations& block,
                            const shipment::Vocabulary& vocabulary, std::size_t row) {
    return std::string(vocabulary.office.word(office_of(block, row))) + '/' +
           std::string(shipment::name(mode_of(block, row)));
}

Lottery::Stratum& Lottery::stratum_of(const shipment::Declarations& block,
                                      const shipment::Vocabulary& vocabulary, std::size_t row) {
    const shipment::Code office = office_of(block, row);
    const shipment::Mode mode = mode_of(block, row);
    Stratum& stratum = strata_[office * shipment::mode_count + static_cast<std::size_t>(mode)];
    if (!stratum.named) {
        stratum.name = random::name_key(lottery_stratum(block, vocabulary, row));
        stratum.named = true;
    }
    return stratum;
}

void Lottery::draw(const shipment::Declarations& block, const shipment::Vocabulary& vocabulary,
                   const Bitmap& eligible, Bitmap& winners) {
    winners.assign(eligible.size(), 0);
    if (rate_ <= 0) {
        return;
    }
    strata_.resize(std::max(strata_.size(), vocabulary.office.size() * shipment::mode_count));
    touched_.clear();
    for_each_bit(eligible, [&](std::size_t row) {
        Stratum& stratum = stratum_of(block, vocabulary, row);
        if (stratum.shipments.empty()) {
            touched_.push_back(&stratum);
        }
        stratum.shipments.push_back(block.first_shipment + row);
    });
    for (Stratum* stratum : touched_) {
        words_.resize(stratum->shipments.size());
        random::draw_list(key_, stratum->shipments, {}, {random::Purpose::lottery, stratum->name},
                          words_, {});
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (random::happens(words_[i], rate_)) {
                set(winners, stratum->shipments[i] - block.first_shipment);
            }
        }
        stratum->shipments.clear();
    }
}

}  // namespace greenlane::screening
