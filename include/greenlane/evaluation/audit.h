#pragma once

#include "greenlane/evaluation/significance.h"
#include "greenlane/kpi/proportion.h"
#include "greenlane/shipment/source.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace greenlane::evaluation {

/// The six-digit codes of one edition of the Harmonized System.
struct Nomenclature {
    int edition = 2022;
    std::set<std::string, std::less<>> codes;
};

/// Goods that stand in the data more than once. Two items are duplicates where they agree in all
/// that is declared but number and time, and near-duplicates where they have the same goods tuple:
/// HS-6, departure, origin, tax rate, tax type and net mass, as far as the input has them.
struct Repetition {
    std::vector<std::string> tuple;     ///< columns of the goods tuple; empty: no HS codes
    std::uint64_t items = 0;            ///< with goods to compare: 0 without HS codes
    std::uint64_t duplicates = 0;       ///< equal to an earlier item
    std::uint64_t near_duplicates = 0;  ///< of the goods tuple of an earlier item, duplicates too
    /// Of these items, those whose like stands in the training files.
    std::uint64_t duplicates_of_training = 0;
    std::uint64_t seen = 0;
};

/// Whether goods tuples that stand there more than once always have one label.
struct Constancy {
    std::uint64_t tuples = 0;  ///< with two or more known labels, training files included
    std::uint64_t constant = 0;
    /// Constant tuples to be expected if labels were drawn at the base rate p: sum p^n + (1 - p)^n.
    double by_chance = 0;
};

/// One feature as a score by itself: the share of violations among the rows of a key.
struct FeatureAudit {
    enum class Verdict : std::uint8_t {
        fine,
        /// In sample far better than out of time: the rate of a key knows the labels that it is
        /// judged by, so computed over all data it leaks.
        leak,
        knows_too_much,  ///< near perfect out of time too: was it recorded after the inspection?
    };
    /// Differences of the areas, and area, at which suspicion begins (a convention).
    static constexpr double leak_difference = 0.2;
    static constexpr double too_good = 0.95;

    std::string name;
    std::uint64_t keys = 0;             ///< that the judged rows hold
    std::optional<double> in_sample;    ///< ROC area, rates from the judged rows themselves
    std::optional<double> out_of_time;  ///< rates from the training rows; unseen keys: base rate
    /// Keys of the judged rows with more violations than chance explains: Fisher's exact test,
    /// one-sided, at a false discovery rate of 5 % (Benjamini and Hochberg).
    std::uint64_t flagged = 0;
    Verdict verdict = Verdict::fine;
};

/// A week of lodgement, training files included.
struct WeekRate {
    std::string label;  ///< 2026-W02
    kpi::Proportion violations;
};

/// How a feature's mix in single weeks differs from that of all other weeks.
struct FeatureDrift {
    std::string name;
    std::size_t weeks = 0;        ///< that can be compared
    std::size_t significant = 0;  ///< of those, at a false discovery rate of 5 % over all features
    std::string worst_week;       ///< of the largest population stability index
    Shift worst;
};

struct MissingColumn {
    std::string name;
    std::uint64_t missing = 0;
    std::uint64_t cells = 0;
};

struct UnknownCodes {
    int edition = 0;           ///< of the nomenclature
    int declared_edition = 0;  ///< of the declarations; 0: they do not say
    std::uint64_t items = 0;
    std::uint64_t unknown = 0;
    std::vector<std::string> examples;  ///< the most frequent ones first, at most five
};

struct AuditReport {
    std::uint64_t rows = 0;           ///< declarations judged
    std::uint64_t training_rows = 0;  ///< 0: no training files
    bool halves = false;              ///< the training rows are the older half of the same files
    kpi::Proportion labels;           ///< violations / judged rows with known outcome
    Repetition repetition;
    Constancy constancy;
    std::vector<FeatureAudit> features;  ///< that the input has
    std::vector<WeekRate> weeks;
    std::optional<double> base_rate_p;  ///< chi-square test that all weeks have one violation rate
    std::vector<FeatureDrift> drift;
    std::vector<MissingColumn> missing;         ///< columns with missing cells, of the judged rows
    std::optional<UnknownCodes> unknown_codes;  ///< none: no nomenclature given
};

/// Looks at declarations before anybody believes a score on them, block by block: training rows
/// first, if there are any, then the rows to be judged.
class Audit {
public:
    /// `nomenclature` may be null, and outlives the audit. `hs_edition` is that of the
    /// declarations; 0: they do not say.
    Audit(const Nomenclature* nomenclature, int hs_edition);
    ~Audit();
    Audit(Audit&&) noexcept;

    /// Begins another source, with a vocabulary of its own.
    void next_source();
    void add_training(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                      std::span<const shipment::Outcome> outcome, Duration utc_offset);
    /// Appends to `seen`, if there were training rows and goods are named, a 1 for each declaration
    /// with an item whose goods tuple stands in them, else a 0.
    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
             std::span<const shipment::Outcome> outcome, Duration utc_offset,
             std::vector<std::uint8_t>& seen);
    AuditReport report();

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace greenlane::evaluation
