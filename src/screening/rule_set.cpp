#include "screening/rule_set.h"

#include "greenlane/core/calendar.h"

#include "screening/bits.h"
#include "screening/pathways.h"

#include <algorithm>

namespace greenlane::screening {

using profile::CompiledRule;

namespace {

void add(const Bitmap& from, Bitmap& to) {
    for (std::size_t w = 0; w < to.size(); ++w) {
        to[w] |= from[w];
    }
}

std::int64_t count(const Bitmap& bitmap) {
    std::int64_t bits = 0;
    for (const std::uint64_t word : bitmap) {
        bits += std::popcount(word);
    }
    return bits;
}

/// Rows of a block, in order of lodgement, on which a rule is valid: first to last - 1.
struct RowRange {
    std::size_t first;
    std::size_t last;
};
RowRange valid_rows(const CompiledRule& rule, std::span<const Instant> lodged,
                    Duration utc_offset) {
    const auto before = [&](std::int64_t day_limit) {
        const auto found = std::partition_point(lodged.begin(), lodged.end(), [&](Instant instant) {
            return day_of(instant + utc_offset) < day_limit;
        });
        return static_cast<std::size_t>(found - lodged.begin());
    };
    const std::size_t first = before(rule.valid_from);
    return {first, std::max(first, before(rule.valid_to + 1))};
}

/// A bitmap a rule becomes a set of rules a row.
void to_rows(std::span<const Bitmap> by_rule, std::size_t rows, std::size_t words_per_row,
             std::vector<std::uint64_t>& by_row) {
    by_row.resize(rows * words_per_row);
    Square square;
    for (std::size_t part = 0; part < words_per_row; ++part) {
        const std::span rules = by_rule.subspan(
            part * word_bits, std::min(word_bits, by_rule.size() - part * word_bits));
        for (std::size_t base = 0; base < rows; base += word_bits) {
            for (std::size_t r = 0; r < rules.size(); ++r) {
                square[r] = rules[r][base / word_bits];
            }
            std::fill(square.begin() + rules.size(), square.end(), 0);
            transpose(square);
            for (std::size_t i = 0; i < std::min(word_bits, rows - base); ++i) {
                by_row[(base + i) * words_per_row + part] = square[i];
            }
        }
    }
}

}  // namespace

void Selection::clear(std::size_t words) {
    for (Bitmap& rows : lane) {
        rows.assign(words, 0);
    }
    for (Bitmap* rows : {&nii, &flagged, &high_risk, &uncovered, &by_environment, &mandatory}) {
        rows->assign(words, 0);
    }
}

RuleSet::RuleSet(const profile::CompiledProfile& profile, random::Key key, Pathways* pathways)
    : profile_(profile),
      key_(key),
      pathways_(pathways),
      counts_(profile.rules.size()),
      matched_(profile.rules.size()),
      chosen_(profile.rules.size()) {}

void RuleSet::apply(const Evaluator& evaluator, const shipment::Declarations& block,
                    Duration utc_offset, Selection& selection, Decisions& decisions) {
    const std::size_t words = words_for(block.rows());
    selection.clear(words);
    points_of_environment_.assign(words, 0);
    points_of_mandatory_.assign(words, 0);
    for (std::size_t rule = 0; rule < profile_.rules.size(); ++rule) {
        match(rule, evaluator, block.lodged, utc_offset);
        choose(rule, evaluator, block);
        contribute(rule, selection, decisions.points);
    }
    reach_thresholds(decisions.points, selection);
    decisions.words_per_row = words_for(profile_.rules.size());
    to_rows(matched_, block.rows(), decisions.words_per_row, decisions.matched);
    to_rows(chosen_, block.rows(), decisions.words_per_row, decisions.chosen);
}

void RuleSet::match(std::size_t rule, const Evaluator& evaluator, std::span<const Instant> lodged,
                    Duration utc_offset) {
    const std::size_t program = profile_.rules[rule].condition;
    matched_[rule] = evaluator.truth(program);
    unknown_ = evaluator.unknown(program);
    const RowRange valid = valid_rows(profile_.rules[rule], lodged, utc_offset);
    if (valid.first != 0 || valid.last != lodged.size()) {
        for (std::size_t w = 0; w < unknown_.size(); ++w) {
            const std::uint64_t bits = bits_between(w, valid.first, valid.last);
            matched_[rule][w] &= bits;
            unknown_[w] &= bits;
        }
    }
    counts_[rule].matched += count(matched_[rule]);
    counts_[rule].unknown += count(unknown_);
}

void RuleSet::choose(std::size_t rule, const Evaluator& evaluator,
                     const shipment::Declarations& block) {
    const CompiledRule& law = profile_.rules[rule];
    const Bitmap& matched = matched_[rule];
    Bitmap& chosen = chosen_[rule];
    if (!law.sampling && law.rate >= 1) {
        chosen = matched;
    } else {
        shipments_.clear();
        for_each_bit(matched,
                     [&](std::size_t row) { shipments_.push_back(block.first_shipment + row); });
        words_.resize(shipments_.size());
        random::draw_list(key_, shipments_, {}, {random::Purpose::rule_rate, law.key}, words_, {});
        if (law.sampling) {
            pathways_->shares(rule, evaluator, block, matched, shares_);
        } else {
            shares_.assign(words_.size(), law.rate);
        }
        chosen.assign(matched.size(), 0);
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (random::happens(words_[i], shares_[i])) {
                set(chosen, shipments_[i] - block.first_shipment);
            }
        }
    }
    counts_[rule].chosen += count(chosen);
}

void RuleSet::contribute(std::size_t rule, Selection& selection,
                         std::vector<std::int32_t>& points) {
    const CompiledRule& law = profile_.rules[rule];
    const Bitmap& matched = matched_[rule];
    const Bitmap& chosen = chosen_[rule];
    const bool environmental = law.risk == Risk::environment;
    if (law.lane) {
        add(chosen, selection.of(*law.lane));
    }
    if (law.nii) {
        add(chosen, selection.nii);
    }
    if (law.points != 0) {
        for_each_bit(matched, [&](std::size_t row) { points[row] += law.points; });
    }
    const bool selects = law.nii || (law.lane && *law.lane > Lane::green);
    if (environmental) {
        add(matched, selection.flagged);
        add(unknown_, selection.uncovered);
        if (law.lane == Lane::red) {
            add(matched, selection.high_risk);
        }
        if (selects) {
            add(chosen, selection.by_environment);
        }
        if (law.points > 0) {
            add(matched, points_of_environment_);
        }
    }
    if (law.mandatory) {
        if (selects) {
            add(chosen, selection.mandatory);
        }
        if (law.points > 0) {
            add(matched, points_of_mandatory_);
        }
    }
}

void RuleSet::reach_thresholds(std::span<const std::int32_t> points, Selection& selection) {
    const auto reach = [&](std::optional<std::int32_t> threshold, Lane lane) {
        if (!threshold) {
            return;
        }
        mark(reached_, points.size(), [&](std::size_t row) { return points[row] >= *threshold; });
        add(reached_, selection.of(lane));
        for (std::size_t w = 0; w < reached_.size(); ++w) {
            selection.by_environment[w] |= reached_[w] & points_of_environment_[w];
            selection.mandatory[w] |= reached_[w] & points_of_mandatory_[w];
            if (lane == Lane::red) {
                selection.high_risk[w] |= reached_[w] & selection.flagged[w];
            }
        }
    };
    reach(profile_.yellow_from, Lane::yellow);
    reach(profile_.red_from, Lane::red);
}

}  // namespace greenlane::screening
