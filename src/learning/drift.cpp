#include "greenlane/learning/drift.h"

#include "greenlane/screening/features.h"
#include "greenlane/screening/group_table.h"

#include "learning/inspected_items.h"

#include <algorithm>
#include <functional>

namespace greenlane::learning {

namespace {

using namespace screening;
using enum KeyField;

/// Items by group of one key.
using Counts = std::vector<std::uint64_t>;

std::vector<GroupKey> watched_keys(const shipment::Declarations& first) {
    std::vector<GroupKey> keys;
    for (const KeyField field : {hs2, origin, departure, office, importer}) {
        if (columns_of(first).has(field)) {
            keys.push_back({field});
        }
    }
    return keys;
}

/// Items of a windowful of weeks that ends before `end`, by key and group.
std::vector<Counts> window(const std::vector<std::vector<Counts>>& weeks, std::size_t end,
                           const GroupTable& table) {
    std::vector<Counts> sum;
    for (std::size_t key = 0; key < table.keys().size(); ++key) {
        Counts& counts = sum.emplace_back(table.size(key));
        for (std::size_t week = end - drift_window; week < end; ++week) {
            const Counts& add = weeks[week][key];
            std::transform(add.begin(), add.end(), counts.begin(), counts.begin(), std::plus<>());
        }
    }
    return sum;
}

std::optional<Drift> compare(const std::vector<Counts>& oldest, const std::vector<Counts>& newest,
                             const GroupTable& table) {
    std::optional<Drift> drift;
    double tests = 0;
    for (std::size_t key = 0; key < oldest.size(); ++key) {
        const auto shift = evaluation::shift(oldest[key], newest[key]);
        if (!shift) {
            continue;
        }
        ++tests;
        if (!drift || shift->p < drift->p ||
            (shift->p == drift->p && shift->psi > drift->worst.psi)) {
            drift = Drift{screening::name(table.keys()[key]), *shift, shift->p};
        }
    }
    if (drift) {
        drift->p = std::min(1.0, drift->p * tests);
    }
    return drift;
}

}  // namespace

std::vector<std::optional<Drift>> drift_by_week(std::span<const Week> declared,
                                                const shipment::Vocabulary& vocabulary) {
    std::vector<std::optional<Drift>> drift(declared.size());
    GroupTable table(watched_keys(declared.front().blocks.front()));
    if (table.keys().empty()) {
        return drift;
    }
    WeekItems items(table, vocabulary);
    std::vector<std::vector<Counts>> weeks;
    for (const Week& week : declared) {
        items.read(week);
        std::vector<Counts>& counts = weeks.emplace_back(table.keys().size());
        for (std::size_t key = 0; key < counts.size(); ++key) {
            counts[key].resize(table.size(key));
            for (std::size_t item = 0; item < items.groups().items(); ++item) {
                const Group group = items.groups().of(item)[key];
                if (group != no_group) {
                    ++counts[key][group];
                }
            }
        }
        if (weeks.size() >= 2 * drift_window) {
            drift[weeks.size() - 1] = compare(window(weeks, drift_window, table),
                                              window(weeks, weeks.size(), table), table);
        }
    }
    return drift;
}

}  // namespace greenlane::learning
