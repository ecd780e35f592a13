#include "greenlane/learning/training.h"

#include "greenlane/core/calendar.h"
#include "greenlane/evaluation/label.h"
#include "greenlane/evaluation/sample.h"

#include "learning/training_rows.h"
#include "screening/score_points.h"

#include <algorithm>
#include <bit>
#include <memory>

namespace greenlane::learning {

namespace {

using namespace screening;
using shipment::Outcome;

[[noreturn]] void refuse(std::string message, std::string hint = {}) {
    throw InputError(Failure::declarations, "", std::move(message), std::move(hint));
}

/// 64-bit FNV-1a over words.
class Fingerprint {
public:
    void add(std::uint64_t word) { hash_ = (hash_ ^ word) * 0x100'0000'01b3u; }
    void add(std::string_view text) {
        for (const char c : text) {
            add(static_cast<std::uint8_t>(c));
        }
        add(text.size());
    }
    std::uint64_t value() const { return hash_; }

private:
    std::uint64_t hash_ = 0xcbf2'9ce4'8422'2325u;
};

/// Goods tuples as the audit of an evaluation knows them, as far as their columns are there.
GroupKey goods_tuple(const shipment::Declarations& block) {
    using enum KeyField;
    GroupKey key{hs6, departure, origin, tax_rate, tax_type, mass};
    key.fields &= columns_of(block).fields;
    return key;
}

/// Declarations after the split, scored by what was known at it.
class Judge {
public:
    Judge(const ScoreModel& model, Instant from, std::size_t tuples)
        : from_(from), tuples_(tuples), frozen_(model), scorer_(frozen_) {}

    void score(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
               const evaluation::Labels& labels, const ItemGroups& tuples, Duration utc_offset) {
        const shipment::Declarations& declarations = block.declarations;
        scorer_.score(declarations, vocabulary, scores_);
        sample_.add(block, labels, utc_offset);
        for (std::size_t row = 0; row < declarations.rows(); ++row) {
            const double score = scores_.declaration[row];
            candidate_.score.push_back(score == score ? score
                                                      : -std::numeric_limits<double>::infinity());
            bool seen = false;
            for (std::size_t item = begin_of(declarations, row);
                 item < begin_of(declarations, row + 1) && tuples.keys > 0; ++item) {
                seen |= tuples.of(item)[0] < tuples_;
            }
            sample_.seen.push_back(seen ? 1 : 0);
        }
    }

    /// nullopt where no outcome is known, or one class is missing.
    std::optional<Validation> verdict(const shipment::Dictionary& goods, std::uint64_t seed) && {
        for (const Outcome needed : {Outcome::violation, Outcome::compliant}) {
            if (std::count(sample_.outcome.begin(), sample_.outcome.end(), needed) == 0) {
                return std::nullopt;
            }
        }
        candidate_.name = "model";
        candidate_.ranked_by = evaluation::Candidate::RankedBy::model;
        std::vector<evaluation::Candidate> candidates;
        candidates.push_back(std::move(candidate_));
        evaluation::Question question;
        question.rates = {0.05, 0.10};
        question.seed = seed;
        auto judged = evaluation::evaluate(sample_, goods, std::move(candidates), question);
        evaluation::CandidateEvaluation& only = judged.candidates.front();
        return Validation{from_, std::move(only.pooled), std::move(only.seen),
                          std::move(only.novel)};
    }

private:
    static std::size_t begin_of(const shipment::Declarations& declarations, std::size_t row) {
        return declarations.first_item.empty() ? 0 : declarations.first_item[row];
    }

    Instant from_;
    std::size_t tuples_;  ///< those below stand in the training
    FrozenScore frozen_;
    Scorer scorer_;
    Scores scores_;
    evaluation::Sample sample_;
    evaluation::Candidate candidate_;
};

FeatureDefinition features_of(const TrainingDefinition& definition,
                              const shipment::Declarations& first) {
    FeatureDefinition made =
        definition.features ? *definition.features : default_definition(definition.kind, first);
    made.half_life = definition.half_life;
    if (const std::string found = fault(made); !found.empty()) {
        throw InputError(Failure::usage, "", found);
    }
    if (made.effects.empty() && made.features.empty()) {
        refuse("the declarations hold no column that a model could read",
               "map those columns: hs, origin, importer, value, mass");
    }
    return made;
}

void check_columns(const TrainingDefinition& definition, const shipment::Declarations& first) {
    if (!definition.features) {
        return;
    }
    screening::expect_columns(*definition.features, first);
}

}  // namespace

class Trainer::State {
public:
    /// `first` tells which columns there are.
    State(const TrainingDefinition& definition, const shipment::Declarations& first)
        : definition_(definition),
          features_(features_of(definition, first)),
          history_(keys_of(features_), definition.half_life),
          group_reader_(history_.groups()),
          feature_reader_(features_, history_.groups()) {
        const GroupKey tuple = goods_tuple(first);
        if (!tuple.empty()) {
            tuple_table_ = std::make_unique<GroupTable>(std::vector{tuple});
            tuple_reader_ = std::make_unique<GroupReader>(*tuple_table_);
        }
        training_.kind = definition.kind;
        training_.begin = first.lodged.front();
        training_.utc_offset = definition.epochs.utc_offset;
        training_.delay = definition.delay;
        training_.weighed_by_revenue = definition.weigh_by_revenue;
        training_.seed = definition.seed;
        sign_definition();
    }

    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary) {
        const shipment::Declarations& declarations = block.declarations;
        label(block);
        const Instant now =
            definition_.epochs.begin(definition_.epochs.of(declarations.lodged.front()));
        history_.enter(now);
        if (!judge_ && now >= definition_.validate_from) {
            start_validation();
        }
        group_reader_.read(declarations, vocabulary, groups_);
        if (tuple_reader_) {
            tuple_reader_->read(declarations, vocabulary, tuples_);
        }
        if (judge_) {
            judge_->score(block, vocabulary, labels_, tuples_, definition_.epochs.utc_offset);
        }
        keep(block);
        history_.declare(declarations, groups_);
        training_.end = declarations.lodged.back();
        training_.declarations += declarations.rows();
    }

    Training finish(const shipment::Vocabulary& vocabulary) {
        expect_enough();
        // The latest outcomes may be known before the latest declarations are lodged.
        history_.enter(std::max(training_.end, rows_.known_at.back()) + 1);
        FittedModel fitted = fit_model(definition_, features_, rows_, rows_.size(), history_);
        training_.model = std::move(fitted.model);
        training_.terms = std::move(fitted.terms);
        for (std::string& note : fitted.notes) {
            training_.notes.push_back(std::move(note));
        }
        if (judge_) {
            training_.validation = std::move(*judge_).verdict(vocabulary.hs, definition_.seed);
            if (!training_.validation) {
                training_.notes.emplace_back(
                    "not validated: the days kept for it lack known violations, or known "
                    "compliant declarations");
            }
        } else if (definition_.validate_from != never) {
            training_.notes.emplace_back(
                "not validated: too few outcomes were known before the days kept for it");
        }
        training_.fingerprint = fingerprint_.value();
        return std::move(training_);
    }

private:
    void sign_definition() {
        fingerprint_.add(name(definition_.kind));
        for (const GroupKey key : keys_of(features_)) {
            fingerprint_.add(name(key));
        }
        for (const Feature& feature : features_.features) {
            fingerprint_.add(name(feature));
        }
        for (const std::int64_t number : {definition_.delay, definition_.half_life,
                                          std::int64_t{definition_.weigh_by_revenue}}) {
            fingerprint_.add(static_cast<std::uint64_t>(number));
        }
        fingerprint_.add(definition_.seed);
    }

    void label(const shipment::Block& block) {
        if (const auto row = labels_.assign(block)) {
            refuse("an outcome was recorded for declaration " +
                       std::to_string(block.declarations.first_shipment + *row + 1) +
                       ", which nobody inspected",
                   "correct `inspected` or `outcome` in the records");
        }
        if (definition_.weigh_by_revenue && block.truth.evaded.empty()) {
            refuse("the declarations do not tell the duty evaded, so nothing can be weighed by it",
                   "[truth] evaded in the mapping names its column");
        }
    }

    void start_validation() {
        const std::size_t known = known_rows();
        if (!enough(known)) {
            return;
        }
        const FittedModel fitted = fit_model(definition_, features_, rows_, known, history_);
        judge_ = std::make_unique<Judge>(fitted.model, history_.now(),
                                         tuple_table_ ? tuple_table_->size(0) : 0);
    }

    /// Rows whose outcome the history holds: known_at does not fall.
    std::size_t known_rows() const {
        return static_cast<std::size_t>(
            std::lower_bound(rows_.known_at.begin(), rows_.known_at.end(), history_.now()) -
            rows_.known_at.begin());
    }

    bool enough(std::size_t rows) const {
        const auto violations = static_cast<std::size_t>(
            std::count(rows_.violation.begin(),
                       rows_.violation.begin() + static_cast<std::ptrdiff_t>(rows), 1));
        return rows >= fewest_items && violations >= fewest_of_class &&
               rows - violations >= fewest_of_class;
    }

    void expect_enough() const {
        if (rows_.size() == 0) {
            refuse("no outcome is known of any declaration: there is nothing to learn from",
                   "the mapping names [truth] violation, or [recorded] outcome");
        }
        if (!enough(rows_.size())) {
            const auto violations = std::count(rows_.violation.begin(), rows_.violation.end(), 1);
            refuse(std::to_string(rows_.size()) + " items with known outcome, " +
                       std::to_string(violations) +
                       " of them violations, are too few to learn from",
                   "at least " + std::to_string(fewest_items) + " items, and " +
                       std::to_string(fewest_of_class) + " of either class, are needed");
        }
    }

    /// The labelled items of a block, and what the history will find out about them.
    void keep(const shipment::Block& block) {
        const shipment::Declarations& declarations = block.declarations;
        if (!features_.features.empty()) {
            refresh_network();
            feature_reader_.read(declarations, groups_, history_, relational_, matrix_);
        }
        for (std::size_t row = 0; row < declarations.rows(); ++row) {
            const Instant lodged = declarations.lodged[row];
            fingerprint_.add(static_cast<std::uint64_t>(lodged));
            fingerprint_.add(static_cast<std::uint64_t>(labels_.outcome[row]));
            if (labels_.outcome[row] == Outcome::unknown) {
                continue;
            }
            ++training_.labelled;
            training_.violations += labels_.outcome[row] == Outcome::violation ? 1 : 0;
            for (std::size_t item = declarations.first_item.empty() ? 0
                                                                    : declarations.first_item[row];
                 !declarations.first_item.empty() && item < declarations.first_item[row + 1];
                 ++item) {
                keep_item(block, row, item, lodged + definition_.delay);
            }
        }
    }

    void keep_item(const shipment::Block& block, std::size_t row, std::size_t item,
                   Instant known_at) {
        const bool violation = block.truth.known() ? block.truth.violation[item] != Violation::none
                                                   : labels_.outcome[row] == Outcome::violation;
        const std::span<const Group> groups = groups_.of(item);
        rows_.violation.push_back(violation ? 1 : 0);
        rows_.known_at.push_back(known_at);
        if (!block.truth.evaded.empty()) {
            const Money evaded = block.truth.evaded[item];
            rows_.revenue.push_back(evaded == missing ? 0 : evaded);
            fingerprint_.add(static_cast<std::uint64_t>(evaded));
        }
        rows_.groups.keys = groups_.keys;
        rows_.groups.groups.insert(rows_.groups.groups.end(), groups.begin(), groups.end());
        for (const Group group : groups) {
            fingerprint_.add(group);
        }
        if (!features_.features.empty()) {
            const std::span<const float> cells = matrix_.row(item);
            rows_.features.columns = cells.size();
            rows_.features.values.insert(rows_.features.values.end(), cells.begin(), cells.end());
            for (const float cell : cells) {
                fingerprint_.add(std::bit_cast<std::uint32_t>(cell));
            }
        }
        history_.find_out(groups, violation, known_at);
    }

    /// Once a week: the walk over the network costs more than a day's declarations.
    void refresh_network() {
        if (history_.now() >= next_refresh_) {
            relational_ = relational_risk(history_);
            next_refresh_ = history_.now() + 7 * day;
        }
    }

    const TrainingDefinition definition_;
    FeatureDefinition features_;
    RiskHistory history_;
    GroupReader group_reader_;
    FeatureReader feature_reader_;
    RelationalRisk relational_;
    Instant next_refresh_ = std::numeric_limits<Instant>::min();
    std::unique_ptr<GroupTable> tuple_table_;
    std::unique_ptr<GroupReader> tuple_reader_;
    ItemGroups groups_;
    ItemGroups tuples_;
    FeatureMatrix matrix_;
    evaluation::Labels labels_;
    TrainingRows rows_;
    std::unique_ptr<Judge> judge_;
    Fingerprint fingerprint_;
    Training training_;
};

Trainer::Trainer(TrainingDefinition definition) : definition_(std::move(definition)) {}
Trainer::~Trainer() = default;
Trainer::Trainer(Trainer&&) noexcept = default;

void Trainer::add(const shipment::Block& block, const shipment::Vocabulary& vocabulary) {
    if (!state_) {
        check_columns(definition_, block.declarations);
        state_ = std::make_unique<State>(definition_, block.declarations);
    }
    state_->add(block, vocabulary);
}

Training Trainer::finish(const shipment::Vocabulary& vocabulary) && {
    if (!state_) {
        refuse("there are no declarations to learn from");
    }
    return state_->finish(vocabulary);
}

}  // namespace greenlane::learning
