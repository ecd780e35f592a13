#include "greenlane/evaluation/audit.h"

#include "greenlane/core/calendar.h"

#include "evaluation/feature_keys.h"
#include "evaluation/feature_rates.h"
#include "evaluation/goods_tuples.h"
#include "evaluation/weekly_mix.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <utility>

namespace greenlane::evaluation {

using shipment::Outcome;

namespace {

/// Features of few keys: their mix is followed week by week.
constexpr std::array followed{Feature::office, Feature::mode,      Feature::hs2,
                              Feature::origin, Feature::departure, Feature::tax_type};
constexpr std::size_t most_examples = 5;

/// Cells that were not given, by column.
class MissingCells {
public:
    template <typename Column, typename Missing>
    void count(const char* name, const Column& column, Missing missing) {
        MissingColumn& counted = at(name);
        counted.cells += column.size();
        counted.missing +=
            static_cast<std::uint64_t>(std::count_if(column.begin(), column.end(), missing));
    }
    std::vector<MissingColumn> with_missing() const {
        std::vector<MissingColumn> found;
        std::copy_if(columns_.begin(), columns_.end(), std::back_inserter(found),
                     [](const MissingColumn& column) { return column.missing > 0; });
        return found;
    }

private:
    MissingColumn& at(const char* name) {
        const auto known = std::find_if(columns_.begin(), columns_.end(),
                                        [&](const auto& column) { return column.name == name; });
        return known != columns_.end() ? *known : columns_.emplace_back(MissingColumn{name, 0, 0});
    }
    std::vector<MissingColumn> columns_;
};

void count_missing(const shipment::Declarations& declarations, MissingCells& cells) {
    const auto no_word = [](shipment::Code code) { return code == shipment::no_code; };
    const auto no_number = [](std::int64_t number) { return number == missing; };
    const shipment::Items& items = declarations.items;
    cells.count("office", declarations.office, no_word);
    cells.count("importer", declarations.importer, no_word);
    cells.count("declarant", declarations.declarant, no_word);
    cells.count("seller", declarations.seller, no_word);
    cells.count("carrier", declarations.carrier, no_word);
    cells.count("departure", declarations.departure, no_word);
    cells.count("destination", declarations.destination, no_word);
    cells.count("mode", declarations.mode,
                [](shipment::Mode mode) { return mode == shipment::Mode::unknown; });
    cells.count("score", declarations.score, no_number);
    cells.count("hs", items.hs, no_word);
    cells.count("origin", items.origin, no_word);
    cells.count("value", items.value, no_number);
    cells.count("mass", items.mass, no_number);
    cells.count("quantity", items.quantity, no_number);
    cells.count("duty", items.duty, no_number);
    cells.count("tax_rate", items.tax_rate, [](std::int32_t rate) { return rate < 0; });
    cells.count("tax_type", items.tax_type, no_word);
}

/// The goods of a block in fingerprints, one an item.
struct Prints {
    std::vector<std::uint64_t> tuple;
    std::vector<std::uint64_t> whole;
};

}  // namespace

class Audit::State {
public:
    State(const Nomenclature* nomenclature, int hs_edition)
        : nomenclature_(nomenclature), hs_edition_(hs_edition) {}

    void next_source() {
        for (FeatureKeys& keys : keys_) {
            keys.next_source();
        }
    }

    void add_training(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                      std::span<const Outcome> outcome, Duration utc_offset) {
        read(block, vocabulary, outcome, utc_offset);
        training_rows_ += block.declarations.rows();
        for_each_key([&](std::size_t feature, std::uint32_t key, std::size_t row) {
            rates_[feature].add_training(key, outcome[row]);
        });
        for (std::size_t item = 0; item < prints_.tuple.size(); ++item) {
            trained_.add(prints_.tuple[item], outcome[row_of_[item]]);
            trained_whole_.add(prints_.whole[item], Outcome::unknown);
        }
    }

    void add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
             std::span<const Outcome> outcome, Duration utc_offset,
             std::vector<std::uint8_t>& seen) {
        if (rows_ == 0) {
            trained_.close();
            trained_whole_.close();
        }
        read(block, vocabulary, outcome, utc_offset);
        const std::size_t rows = block.declarations.rows();
        rows_ += rows;
        for (const Outcome label : outcome) {
            labels_.merge(
                {label == Outcome::violation ? 1u : 0u, label == Outcome::unknown ? 0u : 1u});
        }
        for_each_key([&](std::size_t feature, std::uint32_t key, std::size_t row) {
            rates_[feature].add(key, outcome[row]);
        });
        count_missing(block.declarations, missing_);
        count_codes();
        const std::size_t before = seen.size();
        const bool comparable = training_rows_ > 0 && !prints_.tuple.empty();
        seen.resize(comparable ? before + rows : before, 0);
        for (std::size_t item = 0; item < prints_.tuple.size(); ++item) {
            judged_.add(prints_.tuple[item], outcome[row_of_[item]]);
            judged_whole_.add(prints_.whole[item], Outcome::unknown);
            if (trained_.contains(prints_.tuple[item])) {
                ++repetition_.seen;
                seen[before + row_of_[item]] = 1;
                repetition_.duplicates_of_training +=
                    trained_whole_.contains(prints_.whole[item]) ? 1 : 0;
            }
        }
        repetition_.items += prints_.tuple.size();
    }

    AuditReport report() {
        AuditReport report;
        report.rows = rows_;
        report.training_rows = training_rows_;
        report.labels = labels_;
        judged_.close();
        judged_whole_.close();
        repetition_.duplicates = judged_whole_.repeated();
        repetition_.near_duplicates = judged_.repeated();
        report.repetition = repetition_;
        report.constancy = GoodsTuples::constancy(trained_, judged_);
        for (std::size_t i = 0; i < feature_count; ++i) {
            if (keys_[i].size() > 1) {
                report.features.push_back(rates_[i].audit(name(static_cast<Feature>(i))));
            }
        }
        for (const auto& [week, violations] : base_rates_) {
            report.weeks.push_back({week_label(week), violations});
        }
        report.base_rate_p = homogeneity(report.weeks);
        std::vector<std::pair<std::string_view, const WeeklyMix*>> mixes;
        for (std::size_t i = 0; i < followed.size(); ++i) {
            mixes.emplace_back(name(followed[i]), &mixes_[i]);
        }
        mixes.emplace_back("value (powers of 2)", &values_);
        mixes.emplace_back("net mass (powers of 2)", &masses_);
        report.drift = drift(mixes);
        report.missing = missing_.with_missing();
        report.unknown_codes = unknown_codes();
        return report;
    }

private:
    /// Fills what is asked of training and judged rows alike.
    void read(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
              std::span<const Outcome> outcome, Duration utc_offset) {
        const shipment::Declarations& declarations = block.declarations;
        row_of_.resize(declarations.item_rows());
        for (std::size_t row = 0; row + 1 < declarations.first_item.size(); ++row) {
            std::fill(row_of_.begin() + declarations.first_item[row],
                      row_of_.begin() + declarations.first_item[row + 1],
                      static_cast<std::uint32_t>(row));
        }
        for (std::size_t i = 0; i < feature_count; ++i) {
            keys_[i].fill(static_cast<Feature>(i), declarations, vocabulary);
        }
        fill_prints(declarations);
        week_.resize(declarations.rows());
        for (std::size_t row = 0; row < week_.size(); ++row) {
            week_[row] = week_of(day_of(declarations.lodged[row] + utc_offset));
            if (outcome[row] != Outcome::unknown) {
                base_rates_[week_[row]].merge({outcome[row] == Outcome::violation ? 1u : 0u, 1});
            }
        }
        follow(declarations);
    }

    template <typename Use>
    void for_each_key(Use use) const {
        for (std::size_t i = 0; i < feature_count; ++i) {
            const std::vector<std::uint32_t>& keys = keys_[i].of_rows();
            const bool of_item = is_of_item(static_cast<Feature>(i));
            for (std::size_t at = 0; at < keys.size(); ++at) {
                use(i, keys[at], of_item ? row_of_[at] : at);
            }
        }
    }

    const std::vector<std::uint32_t>& keys(Feature feature) const {
        return keys_[static_cast<std::size_t>(feature)].of_rows();
    }

    /// Empty without HS codes: what goods there are is not known, and nothing repeats.
    void fill_prints(const shipment::Declarations& declarations) {
        const bool named = !declarations.items.hs.empty();
        prints_.tuple.assign(named ? row_of_.size() : 0, 0);
        repetition_.tuple.clear();
        const auto mix = [](std::vector<std::uint64_t>& prints, const auto& column, auto place) {
            for (std::size_t item = 0; item < prints.size() && !column.empty(); ++item) {
                prints[item] =
                    fingerprint(prints[item], static_cast<std::uint64_t>(column[place(item)]));
            }
        };
        const auto own = [](std::size_t item) { return item; };
        const auto row = [this](std::size_t item) { return row_of_[item]; };
        const auto mix_goods = [&](std::string_view column, const auto& values, auto place) {
            mix(prints_.tuple, values, place);
            if (named && !values.empty()) {
                repetition_.tuple.emplace_back(column);
            }
        };
        mix_goods("HS-6", keys(Feature::hs6), own);
        mix_goods("departure", keys(Feature::departure), row);
        mix_goods("origin", keys(Feature::origin), own);
        mix_goods("tax rate", keys(Feature::tax_rate), own);
        mix_goods("tax type", keys(Feature::tax_type), own);
        mix_goods("net mass", declarations.items.mass, own);
        prints_.whole = prints_.tuple;
        mix(prints_.whole, declarations.items.value, own);
        mix(prints_.whole, declarations.items.quantity, own);
        for (const Feature feature : {Feature::importer, Feature::declarant, Feature::seller,
                                      Feature::carrier, Feature::office, Feature::mode}) {
            mix(prints_.whole, keys(feature), row);
        }
    }

    void follow(const shipment::Declarations& declarations) {
        for (std::size_t i = 0; i < followed.size(); ++i) {
            const std::vector<std::uint32_t>& of_rows = keys(followed[i]);
            const bool of_item = is_of_item(followed[i]);
            for (std::size_t at = 0; at < of_rows.size(); ++at) {
                mixes_[i].add(week_[of_item ? row_of_[at] : at], of_rows[at]);
            }
        }
        const auto follow_amounts = [&](const std::vector<std::int64_t>& amounts, WeeklyMix& mix) {
            for (std::size_t item = 0; item < amounts.size(); ++item) {
                const std::int64_t amount = std::max<std::int64_t>(amounts[item], 0);
                mix.add(
                    week_[row_of_[item]],
                    static_cast<std::size_t>(std::bit_width(static_cast<std::uint64_t>(amount))));
            }
        };
        follow_amounts(declarations.items.value, values_);
        follow_amounts(declarations.items.mass, masses_);
    }

    void count_codes() {
        const std::vector<std::uint32_t>& codes = keys(Feature::hs6);
        code_items_.resize(keys_[static_cast<std::size_t>(Feature::hs6)].size());
        for (const std::uint32_t code : codes) {
            ++code_items_[code];
        }
    }

    std::optional<UnknownCodes> unknown_codes() const {
        if (nomenclature_ == nullptr) {
            return std::nullopt;
        }
        UnknownCodes found;
        found.edition = nomenclature_->edition;
        found.declared_edition = hs_edition_;
        std::vector<std::pair<std::uint64_t, std::string>> unknown;
        for (std::uint32_t code = 1; code < code_items_.size(); ++code) {
            const auto word = keys_[static_cast<std::size_t>(Feature::hs6)].word(code);
            found.items += code_items_[code];
            if (code_items_[code] > 0 && !nomenclature_->codes.contains(word)) {
                found.unknown += code_items_[code];
                unknown.emplace_back(code_items_[code], word);
            }
        }
        std::sort(unknown.begin(), unknown.end(), [](const auto& a, const auto& b) {
            return a.first != b.first ? a.first > b.first : a.second < b.second;
        });
        for (std::size_t i = 0; i < std::min(unknown.size(), most_examples); ++i) {
            found.examples.push_back(unknown[i].second);
        }
        return found;
    }

    const Nomenclature* nomenclature_;
    int hs_edition_;
    std::uint64_t rows_ = 0;
    std::uint64_t training_rows_ = 0;
    kpi::Proportion labels_;
    std::array<FeatureKeys, feature_count> keys_;
    std::array<FeatureRates, feature_count> rates_;
    std::array<WeeklyMix, followed.size()> mixes_;
    WeeklyMix values_;
    WeeklyMix masses_;
    std::map<std::int64_t, kpi::Proportion> base_rates_;
    MissingCells missing_;
    std::vector<std::uint64_t> code_items_;  ///< judged items by HS-6
    GoodsTuples trained_;
    GoodsTuples trained_whole_;
    GoodsTuples judged_;
    GoodsTuples judged_whole_;
    Repetition repetition_;
    // Of the block at hand:
    std::vector<std::uint32_t> row_of_;  ///< an item's declaration
    std::vector<std::int64_t> week_;     ///< a declaration's
    Prints prints_;
};

Audit::Audit(const Nomenclature* nomenclature, int hs_edition)
    : state_(std::make_unique<State>(nomenclature, hs_edition)) {}
Audit::~Audit() = default;
Audit::Audit(Audit&&) noexcept = default;

void Audit::next_source() {
    state_->next_source();
}
void Audit::add_training(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                         std::span<const Outcome> outcome, Duration utc_offset) {
    state_->add_training(block, vocabulary, outcome, utc_offset);
}
void Audit::add(const shipment::Block& block, const shipment::Vocabulary& vocabulary,
                std::span<const Outcome> outcome, Duration utc_offset,
                std::vector<std::uint8_t>& seen) {
    state_->add(block, vocabulary, outcome, utc_offset, seen);
}
AuditReport Audit::report() {
    return state_->report();
}

}  // namespace greenlane::evaluation
