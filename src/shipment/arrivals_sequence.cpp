#include "greenlane/random/arithmetic.h"
#include "greenlane/shipment/arrivals.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace greenlane::shipment {

namespace {

/// The nearest integer of a number below 2^51; a tie goes to the even one. One addition, so that
/// loops are vectorised.
std::int64_t nearest_integer(double x) {
    constexpr double magic = 0x1.8p52;
    return std::bit_cast<std::int64_t>(x + magic) - std::bit_cast<std::int64_t>(magic);
}

}  // namespace

ArrivalSequence::ArrivalSequence(const Arrivals& arrivals, random::Key key)
    : arrivals_(arrivals), key_(key) {
    instants_.reserve(block_size);
}

/// The sums of gaps become milliseconds after the start; from the end of the horizon on, anything
/// not before it.
void ArrivalSequence::place(std::span<double> sums) {
    const auto duration = static_cast<double>(arrivals_.horizon_.duration);
    const auto& pieces = arrivals_.pieces_;
    if (pieces.empty()) {
        const double scale = arrivals_.interval_ ? 1 : arrivals_.mean_interval_;
        for (double& sum : sums) {
            sum = std::min(sum * scale, duration);
        }
        return;
    }
    const std::size_t last = pieces.size() - 1;
    for (double& sum : sums) {
        while (piece_ < last && pieces[piece_ + 1].before <= sum) {
            ++piece_;
        }
        if (piece_ == last) {
            sum = duration;
            continue;
        }
        const Arrivals::Piece& piece = pieces[piece_];
        const double more = sum - piece.before;
        const double square = piece.rate * piece.rate + 2 * piece.slope * more;
        sum = piece.begin + 2 * more / (piece.rate + std::sqrt(std::max(square, 0.0)));
    }
}

void ArrivalSequence::refill() {
    std::array<std::uint64_t, block_size> gap_words;
    std::array<std::uint64_t, block_size> batch_words;
    std::array<double, block_size> numbers;
    const bool batches = arrivals_.batch_.has_value();
    random::draw_range(
        key_, ordinal_, {random::Purpose::arrival}, gap_words,
        batches ? std::span<std::uint64_t>(batch_words) : std::span<std::uint64_t>());
    random::uniforms(gap_words, numbers);
    if (arrivals_.interval_) {
        arrivals_.interval_->quantiles(numbers, numbers);
    } else {
        random::log(numbers, numbers);
        for (double& number : numbers) {
            number = -number;
        }
    }
    for (double& number : numbers) {
        number = sum_ += number;
    }
    ordinal_ += block_size;
    place(numbers);

    instants_.resize(block_size);
    const Instant start = arrivals_.horizon_.start;
    for (std::size_t i = 0; i < block_size; ++i) {
        instants_[i] = start + nearest_integer(numbers[i]);
    }
    const Instant end = arrivals_.horizon_.end();
    if (instants_.back() >= end) {
        instants_.erase(std::lower_bound(instants_.begin(), instants_.end(), end), instants_.end());
        exhausted_ = true;
    }
    if (batches) {
        random::uniforms(batch_words, numbers);
        arrivals_.batch_->quantiles(numbers, numbers);
        sizes_.resize(block_size);
        for (std::size_t i = 0; i < block_size; ++i) {
            sizes_[i] =
                static_cast<std::uint32_t>(nearest_integer(std::clamp(numbers[i], 1.0, 0x1p31)));
        }
    }
    position_ = 0;
    lodged_of_batch_ = 0;
}

std::size_t ArrivalSequence::next(std::span<Instant> lodged) {
    std::size_t written = 0;
    while (written < lodged.size()) {
        if (position_ == instants_.size()) {
            if (exhausted_) {
                break;
            }
            refill();
            continue;
        }
        if (sizes_.empty()) {
            const std::size_t count =
                std::min(lodged.size() - written, instants_.size() - position_);
            std::copy_n(instants_.begin() + static_cast<std::ptrdiff_t>(position_), count,
                        lodged.begin() + static_cast<std::ptrdiff_t>(written));
            written += count;
            position_ += count;
            continue;
        }
        const std::size_t count =
            std::min<std::size_t>(lodged.size() - written, sizes_[position_] - lodged_of_batch_);
        std::fill_n(lodged.begin() + static_cast<std::ptrdiff_t>(written), count,
                    instants_[position_]);
        written += count;
        lodged_of_batch_ += static_cast<std::uint32_t>(count);
        if (lodged_of_batch_ == sizes_[position_]) {
            ++position_;
            lodged_of_batch_ = 0;
        }
    }
    return written;
}

}  // namespace greenlane::shipment
