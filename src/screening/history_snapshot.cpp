#include "greenlane/core/calendar.h"
#include "greenlane/core/contract.h"
#include "greenlane/screening/risk_history.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

namespace greenlane::screening {

namespace {

bool is_weight(double number) {
    return std::isfinite(number) && number >= 0;
}

bool is_of_the_calendar(Instant instant) {
    return instant >= days_since_epoch({1, 1, 1}) * day &&
           instant < days_since_epoch({10'000, 1, 1}) * day;
}

std::string fault(const GroupPast& past, Instant as_of) {
    if (!is_weight(past.declared) || !is_weight(past.inspected) || !is_weight(past.hits) ||
        !is_weight(past.priced) || !std::isfinite(past.log_price)) {
        return "a weight of a group is negative or not finite";
    }
    if (past.hits > past.inspected) {
        return "a group has more hits than inspections";
    }
    if (!past.seen()) {
        return past.last_seen == never ? "" : "a group was last seen and never first seen";
    }
    if (past.last_seen < past.first_seen) {
        return "a group was last seen before it was first seen";
    }
    return is_of_the_calendar(past.first_seen) && past.last_seen < as_of
               ? ""
               : "a group was seen when it cannot have been";
}

std::string fault(const HistorySnapshot& snapshot, std::size_t key) {
    const std::vector<KeyField> fields = fields_of(snapshot.keys[key]);
    const HistorySnapshot::Key& past = snapshot.pasts[key];
    if (past.codes.size() != past.groups.size() * fields.size()) {
        return "codes and groups do not match";
    }
    for (std::size_t i = 0; i < past.codes.size(); ++i) {
        const auto field = static_cast<std::size_t>(fields[i % fields.size()]);
        if (past.codes[i] == shipment::no_code || past.codes[i] > snapshot.words[field].size()) {
            return "a code has no word";
        }
        // A single field's groups are its words, in their order.
        if (fields.size() == 1 && past.codes[i] != i + 1) {
            return "groups are out of order";
        }
    }
    for (const GroupPast& group : past.groups) {
        if (std::string found = fault(group, snapshot.as_of); !found.empty()) {
            return found;
        }
    }
    return "";
}

/// Whether restoring would meet the same group twice or the same word twice.
std::string repetition(const HistorySnapshot& snapshot) {
    for (const std::vector<std::string>& words : snapshot.words) {
        shipment::Dictionary dictionary;
        for (const std::string& word : words) {
            if (word.empty() || dictionary.find(word) != shipment::no_code) {
                return "a word is empty or stands twice";
            }
            dictionary.code(word);
        }
    }
    for (std::size_t key = 0; key < snapshot.keys.size(); ++key) {
        const std::size_t fields = fields_of(snapshot.keys[key]).size();
        const std::vector<shipment::Code>& codes = snapshot.pasts[key].codes;
        // A group is the pair of (group of all fields but the last, code of the last).
        std::vector<PairTable> tables(fields);
        for (std::size_t group = 0; group * fields < codes.size(); ++group) {
            Group so_far = 0;
            for (std::size_t i = 0; i < fields; ++i) {
                so_far = tables[i].intern(so_far, codes[group * fields + i]);
            }
            if (so_far != group) {
                return "a group stands twice";
            }
        }
    }
    return "";
}

}  // namespace

std::string fault(const HistorySnapshot& snapshot) {
    if (snapshot.half_life < 0) {
        return "the half-life is negative";
    }
    if (!is_of_the_calendar(snapshot.as_of)) {
        return "the history ends outside the years 1 to 9999";
    }
    if (snapshot.pasts.size() != snapshot.keys.size()) {
        return "keys and their groups do not match";
    }
    for (std::size_t key = 0; key < snapshot.keys.size(); ++key) {
        if (snapshot.keys[key].empty() ||
            std::count(snapshot.keys.begin(), snapshot.keys.end(), snapshot.keys[key]) != 1) {
            return "a key is empty or stands twice";
        }
        if (const std::string found = fault(snapshot, key); !found.empty()) {
            return name(snapshot.keys[key]) + ": " + found;
        }
    }
    const std::string found = fault(snapshot.total, snapshot.as_of);
    return found.empty() ? repetition(snapshot) : found;
}

HistorySnapshot RiskHistory::snapshot() const {
    HistorySnapshot made;
    made.keys = groups_.keys();
    made.half_life = half_life_;
    made.as_of = now_;
    for (std::size_t field = 0; field < key_field_count; ++field) {
        const shipment::Dictionary& words = groups_.words(static_cast<KeyField>(field));
        for (shipment::Code code = 1; code < words.size(); ++code) {
            made.words[field].emplace_back(words.word(code));
        }
    }
    for (std::size_t key = 0; key < made.keys.size(); ++key) {
        HistorySnapshot::Key& past = made.pasts.emplace_back();
        const std::vector<KeyField> fields = fields_of(made.keys[key]);
        for (Group group = 0; group < groups_.size(key); ++group) {
            const KeyCodes codes = groups_.codes(key, group);
            for (const KeyField field : fields) {
                past.codes.push_back(codes[static_cast<std::size_t>(field)]);
            }
            past.groups.push_back(scaled(RiskHistory::past(key, group), scale_));
        }
    }
    made.total = scaled(total_, scale_);
    return made;
}

RiskHistory::RiskHistory(const HistorySnapshot& snapshot)
    : RiskHistory(snapshot.keys, snapshot.half_life) {
    now_ = base_ = snapshot.as_of;
    for (std::size_t field = 0; field < key_field_count; ++field) {
        for (const std::string& word : snapshot.words[field]) {
            groups_.code(static_cast<KeyField>(field), word);
        }
    }
    // A key's groups are met within those of longer keys: the shorter come first.
    std::vector<std::size_t> order(snapshot.keys.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::popcount(snapshot.keys[a].fields) < std::popcount(snapshot.keys[b].fields);
    });
    for (const std::size_t key : order) {
        const std::vector<KeyField> fields = fields_of(snapshot.keys[key]);
        const HistorySnapshot::Key& past = snapshot.pasts[key];
        for (std::size_t group = 0; group < past.groups.size(); ++group) {
            KeyCodes codes{};
            for (std::size_t i = 0; i < fields.size(); ++i) {
                codes[static_cast<std::size_t>(fields[i])] = past.codes[group * fields.size() + i];
            }
            GREENLANE_EXPECT(groups_.intern(key, codes) == group);
        }
        pasts_[key] = past.groups;
    }
    total_ = snapshot.total;
}

}  // namespace greenlane::screening
