#pragma once

#include "greenlane/core/control.h"
#include "greenlane/shipment/arrivals.h"
#include "greenlane/shipment/goods.h"
#include "greenlane/shipment/population.h"
#include "greenlane/shipment/source.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace greenlane::shipment {

/// Documents that goods require, at first lodgement.
struct DocumentsDefinition {
    SourcePosition position;
    /// Probability that a required document is held at lodgement, by honest traders.
    Located<double> held{0.8, {}};
    Located<double> held_aeo{0.95, {}};
    Located<double> electronic{0.9, {}};  ///< of those held
};

/// Per control, in percent: how well it can see a kind of violation.
using Visibility = std::array<double, control_count>;
/// By Violation. Assumed: permits show in documents, concealed goods when looked at.
std::array<Visibility, violation_count> default_visibility();

/// Hidden violations. An item's probability is the base of its group times the relative
/// propensity of its goods line and origin (mean 1 over the group) times its importer's multiplier.
struct ViolationsDefinition {
    SourcePosition position;
    Located<double> regulated{0.15, {}};  ///< probability that a regulated item carries one
    Located<double> other{0.025, {}};     ///< of all other items
    std::vector<Weighted<std::string>> origin_risk;  ///< factors by country; 1 where not named
    /// Declared share of the true value of an undervalued item, uniform between the two.
    Located<double> undervalued_low{0.3, {}};
    Located<double> undervalued_high{0.8, {}};
    std::array<Visibility, violation_count> visibility = default_visibility();
    /// Half width of the uniform spread of visibility around its base, in percent.
    Located<double> visibility_spread{10, {}};
};

/// A synthetic flow as the user wrote it. Without goods its declarations are blank: they have a
/// time of lodgement and nothing else.
struct FlowDefinition {
    ArrivalsDefinition arrivals;
    std::optional<GoodsDefinition> goods;
    TradersDefinition traders;
    DocumentsDefinition documents;
    ViolationsDefinition violations;
};

/// Report every mistake with its place and a hint.
void check(const DocumentsDefinition& definition, Diagnostics& diagnostics);
void check(const ViolationsDefinition& definition, Diagnostics& diagnostics);
void check(const FlowDefinition& definition, Diagnostics& diagnostics);

struct FlowTables;
class GoodsWriter;

/// The compiled flow of one scenario: traders with their traits, goods as tables, all words.
/// Immutable; shared by all replications and threads.
class Flow {
public:
    /// `definition` has passed check(). Traits of traders are functions of `seed`.
    Flow(const FlowDefinition& definition, Horizon horizon, std::uint64_t seed);
    Flow(Flow&&) noexcept;
    Flow& operator=(Flow&&) noexcept;
    ~Flow();

    const Arrivals& arrivals() const { return arrivals_; }
    /// Null for a flow of blank declarations.
    const FlowTables* tables() const { return tables_.get(); }
    /// All words that any replication uses.
    const Vocabulary& vocabulary() const { return vocabulary_; }

private:
    Arrivals arrivals_;
    Vocabulary vocabulary_;
    std::unique_ptr<const FlowTables> tables_;
};

/// One replication of a flow. Everything a shipment is, is a function of (key, shipment): blocks,
/// epochs and threads change nothing.
///
/// Money is in US cents, as the catalogue is in US dollars.
class SyntheticSource final : public Source {
public:
    /// `flow` outlives the source. `key` is make_key(seed, replication).
    SyntheticSource(const Flow& flow, random::Key key, Epochs epochs);
    ~SyntheticSource() override;

    bool next(Block& block) override;
    const Vocabulary& vocabulary() const override { return flow_.vocabulary(); }

private:
    /// Fewer than max_rows: what a block needs stays in the second cache.
    static constexpr std::size_t block_rows = 1024;

    const Flow& flow_;
    Epochs epochs_;
    ArrivalSequence lodgements_;
    std::unique_ptr<GoodsWriter> goods_;  ///< null for blank declarations
    std::uint64_t shipment_ = 0;
    std::vector<Instant> lodged_;  ///< the next lodgements
    std::size_t position_ = 0;     ///< in lodged_
};

}  // namespace greenlane::shipment
