#include "greenlane/screening/screener.h"

#include "greenlane/core/contract.h"
#include "greenlane/core/control.h"

#include "screening/bits.h"
#include "screening/lane_capacity.h"
#include "screening/lottery.h"
#include "screening/pathways.h"
#include "screening/rule_set.h"
#include "screening/score_points.h"

#include <algorithm>
#include <optional>

namespace greenlane::screening {

using shipment::Declarations;
using shipment::Records;

namespace {

bool has_sampling(const profile::CompiledProfile& profile) {
    return std::any_of(profile.rules.begin(), profile.rules.end(),
                       [](const profile::CompiledRule& rule) { return rule.sampling.has_value(); });
}

}  // namespace

class Screener::State {
public:
    State(const profile::CompiledProfile& profile, random::Key key, shipment::Epochs epochs,
          const FrozenScore* score)
        : profile_(profile),
          epochs_(epochs),
          evaluator_(profile.conditions),
          pathways_(has_sampling(profile) ? std::make_unique<Pathways>(profile, evaluator_)
                                          : nullptr),
          rules_(profile, key, pathways_.get()),
          lottery_(profile.random_rate, key),
          capacity_(profile.capacity) {
        GREENLANE_EXPECT((profile.model_points > 0) == (score != nullptr));
        if (score != nullptr) {
            score_points_.emplace(*score, profile.model_points);
        }
        GREENLANE_EXPECT(!profile.decide_at || *profile.decide_at == epochs.starts_at);
    }

    void screen(const Declarations& block, const Records& records,
                const shipment::Vocabulary& vocabulary, Decisions& out) {
        out.decided = block.lodged;
        if (block.rows() > 0) {
            enter_epoch(block);
        }
        if (profile_.recorded) {
            replay(block.rows(), records, out);
        } else {
            evaluator_.evaluate(block, vocabulary, history_, epochs_.utc_offset);
            if (pathways_) {
                pathways_->read(block, vocabulary);
            }
            out.points.assign(block.rows(), 0);
            if (score_points_) {
                score_points_->give(block, vocabulary, out.points);
            }
            rules_.apply(evaluator_, block, epochs_.utc_offset, selection_, out);
            select(block, vocabulary, out);
            fill_lanes(out);
        }
        history_.note(block.importer);
    }

    bool settles() const {
        return !profile_.recorded && profile_.decide_at && capacity_.any_limited();
    }

    void settle(std::span<Decisions* const> epoch) const {
        GREENLANE_EXPECT(settles());
        capacity_.settle(epoch);
    }

    bool follows_findings() const { return pathways_ != nullptr; }
    void find_out(std::span<const Finding> findings) {
        if (pathways_) {
            pathways_->find_out(findings);
        }
    }

    double sampling_share(std::size_t rule, const Declarations& block,
                          const shipment::Vocabulary& vocabulary, std::size_t row) {
        GREENLANE_EXPECT(profile_.rules[rule].sampling && epochs_.of(block.lodged[row]) == epoch_);
        evaluator_.evaluate(block, vocabulary, history_, epochs_.utc_offset);
        pathways_->read(block, vocabulary);
        Bitmap only(words_for(block.rows()), 0);
        set(only, row);
        std::vector<double> shares;
        pathways_->shares(rule, evaluator_, block, only, shares);
        return shares.front();
    }

    std::span<const RuleCounts> rule_counts() const { return rules_.counts(); }
    const History& history() const { return history_; }

private:
    void enter_epoch(const Declarations& block) {
        const std::int64_t epoch = epochs_.of(block.lodged.front());
        GREENLANE_EXPECT(epoch == epochs_.of(block.lodged.back()));
        if (epoch != epoch_) {
            epoch_ = epoch;
            history_.enter(epoch);
            capacity_.begin_epoch();
            if (pathways_) {
                pathways_->enter(epochs_.begin(epoch));
            }
        }
    }

    /// Lanes and traits before capacity: rules, thresholds and the lottery.
    void select(const Declarations& block, const shipment::Vocabulary& vocabulary, Decisions& out) {
        const std::size_t rows = block.rows();
        Bitmap& red = selection_.of(Lane::red);
        Bitmap& yellow = selection_.of(Lane::yellow);
        Bitmap& blue = selection_.of(Lane::blue);
        by_rule_.resize(red.size());
        eligible_.resize(red.size());
        for (std::size_t w = 0; w < red.size(); ++w) {
            by_rule_[w] = red[w] | yellow[w] | blue[w] | selection_.nii[w];
            eligible_[w] = bits_in_use(w, rows) & ~by_rule_[w];
        }
        lottery_.draw(block, vocabulary, eligible_, winners_);
        Bitmap& random_lane = selection_.of(profile_.random_lane);
        for (std::size_t w = 0; w < red.size(); ++w) {
            random_lane[w] |= winners_[w];
        }
        write(rows, out);
    }

    /// The traits and the lane of a row are a column of bits; transposed, a word.
    void write(std::size_t rows, Decisions& out) {
        const Bitmap& red = selection_.of(Lane::red);
        const Bitmap& yellow = selection_.of(Lane::yellow);
        const Bitmap& blue = selection_.of(Lane::blue);
        out.lane.resize(rows);
        out.traits.resize(rows);
        Square square{};
        for (std::size_t w = 0; w < red.size(); ++w) {
            const auto put = [&](std::uint32_t bit, std::uint64_t bits) {
                square[std::countr_zero(bit)] = bits;
            };
            square.fill(0);
            put(flagged, selection_.flagged[w]);
            put(high_risk, selection_.high_risk[w]);
            put(selected, red[w] | yellow[w] | selection_.nii[w]);
            put(by_rule, by_rule_[w]);
            put(by_environment, selection_.by_environment[w]);
            put(by_lottery, winners_[w]);
            put(nii, selection_.nii[w]);
            put(uncovered, selection_.uncovered[w]);
            put(mandatory, selection_.mandatory[w]);
            // The strictest lane: blue 1, yellow 2, red 3.
            static_assert(static_cast<int>(Lane::red) == 3 && static_cast<int>(Lane::yellow) == 2 &&
                          static_cast<int>(Lane::blue) == 1);
            put(lane_bit, red[w] | (blue[w] & ~yellow[w]));
            put(lane_bit << 1, red[w] | yellow[w]);
            transpose(square);
            const std::size_t base = w * word_bits;
            for (std::size_t i = 0; i < std::min(word_bits, rows - base); ++i) {
                out.traits[base + i] = static_cast<std::uint16_t>(square[i]);
                out.lane[base + i] = static_cast<Lane>(square[i] >> 16);
            }
        }
    }

    /// At lodgement, capacity is settled here and now; at a batch hour, the rows of limited lanes
    /// wait for it.
    void fill_lanes(Decisions& out) {
        if (!capacity_.any_limited()) {
            return;
        }
        const bool in_batch = profile_.decide_at.has_value();
        for (std::size_t row = 0; row < out.rows(); ++row) {
            if (!in_batch) {
                capacity_.admit(out, row);
            } else if (capacity_.limited(out.lane[row])) {
                out.decided[row] = epochs_.begin(*epoch_ + 1);
            }
        }
    }

    void replay(std::size_t rows, const Records& records, Decisions& out) const {
        out.lane.assign(rows, Lane::green);
        out.traits.assign(rows, 0);
        out.points.assign(rows, 0);
        out.words_per_row = words_for(profile_.rules.size());
        out.matched.assign(rows * out.words_per_row, 0);
        out.chosen.assign(rows * out.words_per_row, 0);
        for (std::size_t row = 0; row < rows; ++row) {
            const std::uint8_t lane = records.lane.empty() ? Records::no_lane : records.lane[row];
            const ControlSet controls = records.controls.empty() ? 0 : records.controls[row];
            std::uint16_t traits = 0;
            if (lane == Records::no_lane) {
                traits |= uncovered;
            } else {
                out.lane[row] = static_cast<Lane>(lane);
            }
            if ((controls & bit(Control::nii)) != 0) {
                traits |= nii;
            }
            if (controls != 0 || out.lane[row] >= Lane::yellow) {
                traits |= selected | by_rule;
            }
            out.traits[row] = traits;
        }
    }

    static constexpr std::uint32_t lane_bit = 1u << 16;

    const profile::CompiledProfile& profile_;
    shipment::Epochs epochs_;
    std::optional<std::int64_t> epoch_;
    History history_;
    Evaluator evaluator_;
    std::unique_ptr<Pathways> pathways_;  ///< none without a sampling plan
    std::optional<ScorePoints> score_points_;
    RuleSet rules_;
    Lottery lottery_;
    LaneCapacity capacity_;
    Selection selection_;
    Bitmap by_rule_;
    Bitmap eligible_;
    Bitmap winners_;
};

Screener::Screener(const profile::CompiledProfile& profile, random::Key key,
                   shipment::Epochs epochs, const FrozenScore* score)
    : state_(std::make_unique<State>(profile, key, epochs, score)) {}
Screener::~Screener() = default;
Screener::Screener(Screener&&) noexcept = default;

void Screener::screen(const Declarations& block, const Records& records,
                      const shipment::Vocabulary& vocabulary, Decisions& out) {
    state_->screen(block, records, vocabulary, out);
}
bool Screener::settles() const {
    return state_->settles();
}
void Screener::settle(std::span<Decisions* const> epoch) {
    state_->settle(epoch);
}
bool Screener::follows_findings() const {
    return state_->follows_findings();
}
void Screener::find_out(std::span<const Finding> findings) {
    state_->find_out(findings);
}
double Screener::sampling_share(std::size_t rule, const Declarations& block,
                                const shipment::Vocabulary& vocabulary, std::size_t row) {
    return state_->sampling_share(rule, block, vocabulary, row);
}
std::span<const RuleCounts> Screener::rule_counts() const {
    return state_->rule_counts();
}
const History& Screener::history() const {
    return state_->history();
}

}  // namespace greenlane::screening
