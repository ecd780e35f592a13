#include "io/declaration_day.h"

#include "greenlane/core/contract.h"

#include "io/block_columns.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace greenlane::io {

HourProfile::HourProfile(std::span<const double> shares) {
    GREENLANE_EXPECT(shares.empty() || shares.size() == 24);
    double sum = 0;
    for (std::size_t hour_of_day = 0; hour_of_day < 24; ++hour_of_day) {
        sum += shares.empty() ? 1.0 : shares[hour_of_day];
        cumulative_[hour_of_day + 1] = sum;
    }
    GREENLANE_EXPECT(sum > 0);
    for (double& share : cumulative_) {
        share /= sum;
    }
}

Duration HourProfile::time_of_day(double u) const {
    std::size_t at = 0;
    for (std::size_t i = 1; i < 24; ++i) {
        at += cumulative_[i] <= u ? 1 : 0;
    }
    const double part = (u - cumulative_[at]) / (cumulative_[at + 1] - cumulative_[at]);
    const auto within = static_cast<Duration>(part * static_cast<double>(hour));
    return static_cast<Duration>(at) * hour + std::clamp<Duration>(within, 0, hour - 1);
}

void DeclarationDay::start(Instant midnight) {
    midnight_ = midnight;
    rows_.clear();
    order_.clear();
    taken_ = 0;
}

void DeclarationDay::draw_times(random::Key key, std::uint64_t first, const HourProfile& profile) {
    words_.resize(size());
    random::draw_range(key, first, {random::Purpose::time_of_day}, words_, {});
    for (std::size_t row = 0; row < size(); ++row) {
        rows_.declarations.lodged[row] =
            midnight_ + profile.time_of_day(random::uniform(words_[row]));
    }
}

void DeclarationDay::close() {
    order_.resize(size());
    for (std::size_t row = 0; row < size(); ++row) {
        order_[row] =
            static_cast<std::uint64_t>(rows_.declarations.lodged[row] - midnight_) << 32 | row;
    }
    if (!std::is_sorted(order_.begin(), order_.end())) {
        sort_by_time();
    }
}

/// Three stable passes over the 27 bits of a time of day: rows of one time stay in their order.
void DeclarationDay::sort_by_time() {
    constexpr unsigned digit_bits = 9;
    constexpr std::uint64_t digit_mask = (1u << digit_bits) - 1;
    static_assert(day < Duration{1} << 3 * digit_bits);
    words_.resize(order_.size());
    for (unsigned shift = 32; shift < 32 + 3 * digit_bits; shift += digit_bits) {
        std::array<std::uint32_t, digit_mask + 1> place{};
        for (const std::uint64_t each : order_) {
            ++place[each >> shift & digit_mask];
        }
        std::exclusive_scan(place.begin(), place.end(), place.begin(), 0u);
        for (const std::uint64_t each : order_) {
            words_[place[each >> shift & digit_mask]++] = each;
        }
        order_.swap(words_);
    }
}

namespace {

/// Appends the listed rows of one column to another; absent columns stay absent.
struct Gather {
    std::span<const std::uint32_t> rows;

    template <typename T>
    void operator()(std::string_view, DictionaryOf, const std::vector<T>& from,
                    std::vector<T>& to) const {
        if (from.empty()) {
            return;
        }
        to.resize(rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            to[i] = from[rows[i]];
        }
    }
    void operator()(std::string_view, DictionaryOf, const shipment::TextColumn& from,
                    shipment::TextColumn& to) const {
        if (!from.absent()) {
            for (const std::uint32_t row : rows) {
                to.push_back(from[row]);
            }
        }
    }
};

}  // namespace

bool DeclarationDay::take(const shipment::Epochs& epochs, shipment::Block& block) {
    if (taken_ == order_.size()) {
        return false;
    }
    const auto lodged = [this](std::size_t i) {
        return midnight_ + static_cast<Instant>(order_[i] >> 32);
    };
    const Instant epoch_end = epochs.begin(epochs.of(lodged(taken_)) + 1);
    const std::size_t most = std::min(order_.size(), taken_ + shipment::Source::max_rows);
    shipment::Declarations& out = block.declarations;
    const std::vector<std::uint32_t>& first_item = rows_.declarations.first_item;
    head_rows_.clear();
    item_rows_.clear();
    for (; taken_ < most && lodged(taken_) < epoch_end; ++taken_) {
        const auto row = static_cast<std::uint32_t>(order_[taken_]);
        head_rows_.push_back(row);
        out.lodged.push_back(lodged(taken_));
        if (!first_item.empty()) {
            out.first_item.push_back(static_cast<std::uint32_t>(item_rows_.size()));
            for (std::uint32_t item = first_item[row]; item < first_item[row + 1]; ++item) {
                item_rows_.push_back(item);
            }
        }
    }
    if (!first_item.empty()) {
        out.first_item.push_back(static_cast<std::uint32_t>(item_rows_.size()));
    }
    for_each_declaration_column(Gather{head_rows_}, std::as_const(rows_), block);
    for_each_record_column(Gather{head_rows_}, std::as_const(rows_), block);
    for_each_item_column(Gather{item_rows_}, std::as_const(rows_), block);
    for_each_truth_column(Gather{item_rows_}, std::as_const(rows_), block);
    return true;
}

}  // namespace greenlane::io
