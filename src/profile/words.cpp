#include "profile/words.h"

#include "greenlane/core/lane.h"
#include "greenlane/core/violation.h"
#include "greenlane/shipment/declarations.h"

#include "profile/hs_prefix.h"
#include "profile/phrases.h"

#include <algorithm>
#include <array>
#include <utility>

namespace greenlane::profile {

namespace {

/// The names of the enumerators from number `first` on.
template <typename Enum, std::size_t Count>
std::array<std::string_view, Count> names_from(std::size_t first) {
    std::array<std::string_view, Count> names;
    for (std::size_t i = 0; i < Count; ++i) {
        names[i] = name(static_cast<Enum>(first + i));
    }
    return names;
}

std::optional<std::string> checked_country(std::string_view word, std::size_t offset,
                                           std::string_view source, Faults& faults) {
    const auto all = [word](char low, char high) {
        return std::all_of(word.begin(), word.end(), [=](char c) { return c >= low && c <= high; });
    };
    if (word.size() == 2 && all('A', 'Z')) {
        return std::string(word);
    }
    std::string hint;
    if (word.size() == 2 && all('a', 'z')) {
        hint = "write '";
        for (const char c : word) {
            hint += static_cast<char>(c - 'a' + 'A');
        }
        hint += '\'';
    }
    faults.error(offset,
                 "'" + shortened(word) + "'" + std::string(source) +
                     " is no country (two capital letters, ISO 3166)",
                 std::move(hint));
    return std::nullopt;
}

std::optional<std::string> checked_hs(std::string_view word, std::size_t offset,
                                      std::string_view source, Faults& faults) {
    auto digits = hs_digits(word);
    const std::string quoted = "'" + shortened(word) + "'" + std::string(source);
    if (!digits) {
        faults.error(offset, quoted +
                                 " is not an HS code (2 to 12 digits; dots and spaces are "
                                 "dropped)");
    } else if (digits->starts_with("00")) {
        faults.warning(offset, quoted + " is in no chapter of the HS (01 to 99)");
    }
    return digits;
}

}  // namespace

std::span<const std::string_view> closed_words(Field field) {
    // The first enumerator of most is "unknown", of violations "none": nothing to ask for.
    static const auto procedures = names_from<shipment::Procedure, 3>(1);
    static const auto modes = names_from<shipment::Mode, shipment::mode_count - 1>(1);
    static const auto tiers = names_from<shipment::Tier, shipment::tier_count - 1>(1);
    static const auto lane_names = names_from<Lane, lane_count>(0);
    static const auto findings = names_from<Violation, violation_count - 1>(1);
    static constexpr std::array<std::string_view, 7> weekdays{"mon", "tue", "wed", "thu",
                                                              "fri", "sat", "sun"};
    switch (field) {
        case Field::procedure:
            return procedures;
        case Field::mode:
            return modes;
        case Field::tier:
            return tiers;
        case Field::lane:
            return lane_names;
        case Field::finding:
            return findings;
        case Field::weekday:
            return weekdays;
        default:
            return {};
    }
}

bool is_country(Field field) {
    return field == Field::origin || field == Field::departure || field == Field::destination;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
    std::string hint = did_you_mean(word, candidates);
    if (hint.empty() && !candidates.empty() && candidates.size() <= 12) {
        hint = candidates.size() == 1 ? "there is" : "one of";
        for (const std::string_view candidate : candidates) {
            hint += (candidate == candidates.front() ? " '" : ", '") + std::string(candidate) + "'";
        }
    }
    return hint;
}

std::optional<std::string> checked_word(Field field, std::string_view word, std::size_t offset,
                                        std::string_view source, Faults& faults) {
    if (field == Field::hs) {
        return checked_hs(word, offset, source, faults);
    }
    if (is_country(field)) {
        return checked_country(word, offset, source, faults);
    }
    const auto closed = closed_words(field);
    const bool known = closed.empty()
                           ? !word.empty()
                           : std::find(closed.begin(), closed.end(), word) != closed.end();
    if (!known) {
        faults.error(offset,
                     "'" + shortened(word) + "'" + std::string(source) + " is no " +
                         std::string(info(field).name),
                     suggestion(shortened(word), closed));
        return std::nullopt;
    }
    return std::string(word);
}

std::vector<std::string> normalised_words(Field field, std::vector<std::string> words) {
    if (field == Field::hs) {
        return normalised_prefixes(std::move(words));
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    return words;
}

}  // namespace greenlane::profile
