#pragma once

#include "greenlane/core/units.h"
#include "greenlane/evaluation/evaluation.h"
#include "greenlane/kpi/interval.h"
#include "greenlane/screening/score_model.h"
#include "greenlane/shipment/epochs.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace greenlane::learning {

enum class ModelKind : std::uint8_t { empirical_bayes, logistic, trees };
std::string_view name(ModelKind kind);  ///< "empirical-bayes"
std::optional<ModelKind> parse_model_kind(std::string_view text);

/// What a model of a kind reads where nobody says it, of the columns that a block has. Empirical
/// Bayes: effects of each single key, of hs6*origin and of the goods tuple, which is remembered
/// too, as strongly as the data tell (screening::estimate_strengths()). Logistic and trees:
/// screening::default_features().
screening::FeatureDefinition default_definition(ModelKind kind,
                                                const shipment::Declarations& block);
/// A definition from names: for empirical Bayes keys ("hs6*origin"), the finest of three fields or
/// more being remembered; else features ("risk(hs6)"). `unknown` is the first name that is none.
std::optional<screening::FeatureDefinition> named_definition(ModelKind kind,
                                                             const std::vector<std::string>& names,
                                                             std::string& unknown);

struct TrainingDefinition {
    ModelKind kind = ModelKind::empirical_bayes;
    /// none: default_definition() of the first block.
    std::optional<screening::FeatureDefinition> features;
    Duration delay = 7 * day;  ///< from lodgement until an outcome is known
    /// A model of what was known by then judges what was lodged from then on; never: no validation.
    Instant validate_from = never;
    /// Above 0: a row's weight is 2^-(time since its outcome was known / half_life).
    Duration half_life = 0;
    /// A violation's weight is the duty evaded over the mean of all violations.
    bool weigh_by_revenue = false;
    std::uint64_t seed = 0;
    shipment::Epochs epochs;  ///< those of the source
};

/// A part of a model, by the standard deviation of what it adds to the log-odds of the training
/// items.
struct Term {
    std::string name;
    double spread = 0;
    /// Logistic: of the standardised feature, with its 95 % interval.
    std::optional<double> coefficient;
    std::optional<kpi::Interval> interval;
};

/// How a model ranks declarations that were lodged after all that it knows.
struct Validation {
    Instant from = 0;
    evaluation::RankingFigures all;
    std::optional<evaluation::RankingFigures> seen;  ///< goods tuples that stand in the training
    std::optional<evaluation::RankingFigures> novel;
};

/// A trained model and all that is to be known about it but its numbers.
struct Training {
    ModelKind kind = ModelKind::empirical_bayes;
    screening::ScoreModel model;
    Instant begin = 0;  ///< first lodgement
    Instant end = 0;    ///< last lodgement
    Duration utc_offset = 0;
    std::uint64_t declarations = 0;
    std::uint64_t labelled = 0;    ///< declarations whose outcome is known
    std::uint64_t violations = 0;  ///< of those
    Duration delay = 0;
    bool weighed_by_revenue = false;
    std::uint64_t seed = 0;
    std::optional<Validation> validation;
    std::vector<Term> terms;         ///< the widest spread first
    std::vector<std::string> notes;  ///< what a reader should be told
    std::uint64_t fingerprint = 0;   ///< of the definition, the declarations and their outcomes
};

/// Fewer items with known outcome, or of either class, teach nothing.
inline constexpr std::size_t fewest_items = 100;
inline constexpr std::size_t fewest_of_class = 10;

/// One pass over declarations with known outcomes, in time order: each labelled item is kept with
/// its features as of the start of its decision epoch, from outcomes known by then; at the end all
/// outcomes are fitted. Where only the declaration's outcome is known, it is that of all its items.
class Trainer {
public:
    explicit Trainer(TrainingDefinition definition);
    ~Trainer();
    Trainer(Trainer&&) noexcept;

    /// Blocks of one source, in order; none crosses an epoch. Throws InputError where columns are
    /// lacking, or an outcome was recorded of what nobody inspected.
    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary);
    /// Throws InputError where too few outcomes are known, or one class is missing.
    Training finish(const shipment::Vocabulary& vocabulary) &&;

private:
    class State;
    TrainingDefinition definition_;
    std::unique_ptr<State> state_;  ///< from the first block on
};

}  // namespace greenlane::learning
