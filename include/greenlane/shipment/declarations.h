#pragma once

#include "greenlane/core/units.h"
#include "greenlane/shipment/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace greenlane::shipment {

/// How goods move over the border.
enum class Procedure : std::uint8_t { unknown, import_, export_, transit };
std::string_view name(Procedure procedure);
std::optional<Procedure> parse_procedure(std::string_view text);

/// Mode of transport (UN/CEFACT Recommendation 19, shortened).
enum class Mode : std::uint8_t { unknown, sea, rail, road, air, post, other };
inline constexpr std::size_t mode_count = 7;
std::string_view name(Mode mode);
std::optional<Mode> parse_mode(std::string_view text);

/// Authorised economic operator status of the importer.
enum class Tier : std::uint8_t { unknown, standard, aeo };
inline constexpr std::size_t tier_count = 3;
std::string_view name(Tier tier);
std::optional<Tier> parse_tier(std::string_view text);

/// A yes/no column that may be unknown.
enum class Ternary : std::uint8_t { no = 0, yes = 1, unknown = 2 };

/// A set of documents as bits: bit (code - 1) of Vocabulary::document.
using DocumentSet = std::uint64_t;

/// A column of texts: row i is bytes[offset[i] .. offset[i + 1]). Absent: no offsets. An empty
/// text is "not given".
class TextColumn {
public:
    bool absent() const { return offsets_.empty(); }
    std::size_t size() const { return offsets_.empty() ? 0 : offsets_.size() - 1; }
    std::string_view operator[](std::size_t row) const {
        return {bytes_.data() + offsets_[row], offsets_[row + 1] - offsets_[row]};
    }
    void push_back(std::string_view text) {
        if (offsets_.empty()) {
            offsets_.push_back(0);
        }
        bytes_.insert(bytes_.end(), text.begin(), text.end());
        offsets_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
    void clear() {
        bytes_.clear();
        offsets_.clear();
    }

private:
    std::vector<char> bytes_;
    std::vector<std::uint32_t> offsets_;
};

/// Goods items, one row an item, in the order of their declarations.
struct Items {
    std::vector<Code> hs;
    std::vector<Code> origin;
    std::vector<Money> value;            ///< customs value
    std::vector<Mass> mass;              ///< net
    std::vector<std::int64_t> quantity;  ///< thousandths of the supplementary unit
    std::vector<Money> duty;             ///< duties, levies and fees due as declared
    std::vector<Money> exemption;        ///< relief asked for; 0: none
    std::vector<std::int32_t> tax_rate;  ///< ten-thousandths of the value
    std::vector<Code> tax_type;
    TextColumn description;
};

/// What customs sees: a block of declarations as columns, in order of lodgement. Every column is
/// either empty ("absent": unknown in all rows) or as long as its table; `lodged` is always there.
/// A missing cell is `no_code`, `missing`, the enumerator `unknown` or, in tax_rate, -1.
/// The shipment of row i is first_shipment + i.
struct Declarations {
    std::uint64_t first_shipment = 0;
    std::vector<Instant> lodged;
    TextColumn number;  ///< as the declarant gave it; absent in synthetic flow
    std::vector<Procedure> procedure;
    std::vector<Mode> mode;
    std::vector<Tier> tier;
    std::vector<Code> office;
    std::vector<Code> importer;
    std::vector<Code> declarant;
    std::vector<Code> seller;
    std::vector<Code> carrier;
    std::vector<Code> departure;
    std::vector<Code> destination;
    std::vector<std::uint16_t> containers;  ///< 0: not containerised
    std::vector<DocumentSet> documents;     ///< held at first lodgement
    std::vector<DocumentSet> electronic;    ///< of those, the electronic ones
    std::vector<Ternary> perishable;
    std::vector<Ternary> electronic_payment;
    std::vector<Ternary> deferred_payment;
    std::vector<std::int64_t> score;        ///< a risk score from elsewhere, in millionths
    std::vector<std::uint32_t> first_item;  ///< rows + 1 offsets into items; empty: no items
    Items items;

    std::size_t rows() const { return lodged.size(); }
    std::size_t item_rows() const { return first_item.empty() ? 0 : first_item.back(); }
    void clear();
};

}  // namespace greenlane::shipment
