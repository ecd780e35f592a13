#include "greenlane/evaluation/label.h"

#include "greenlane/core/violation.h"

namespace greenlane::evaluation {

using shipment::Outcome;
using shipment::Ternary;

namespace {

/// Calls use(row, item) for every item of a block.
template <typename Use>
void for_each_item(const shipment::Declarations& declarations, Use use) {
    for (std::size_t row = 0; row + 1 < declarations.first_item.size(); ++row) {
        for (std::size_t item = declarations.first_item[row];
             item < declarations.first_item[row + 1]; ++item) {
            use(row, item);
        }
    }
}

/// The first row whose outcome cannot have been found out.
std::optional<std::size_t> contradiction(const shipment::Records& records) {
    for (std::size_t row = 0; row < records.outcome.size(); ++row) {
        if (records.outcome[row] == Outcome::unknown) {
            continue;
        }
        const bool nobody_looked =
            !records.inspected.empty() && records.inspected[row] == Ternary::no;
        const bool no_chance = !records.probability.empty() && records.probability[row] == missing;
        if (nobody_looked || no_chance) {
            return row;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> Labels::assign(const shipment::Block& block) {
    const shipment::Declarations& declarations = block.declarations;
    const std::size_t rows = declarations.rows();
    outcome = block.records.outcome;
    outcome.resize(rows, Outcome::unknown);
    const std::optional<std::size_t> faulty = contradiction(block.records);
    if (block.truth.known()) {
        outcome.assign(rows, Outcome::compliant);
        for_each_item(declarations, [&](std::size_t row, std::size_t item) {
            if (block.truth.violation[item] != Violation::none) {
                outcome[row] = Outcome::violation;
            }
        });
    }
    revenue.assign(block.truth.evaded.empty() ? 0 : rows, 0);
    if (!revenue.empty()) {
        for_each_item(declarations, [&](std::size_t row, std::size_t item) {
            const Money evaded = block.truth.evaded[item];
            const bool in_violation = block.truth.known()
                                          ? block.truth.violation[item] != Violation::none
                                          : outcome[row] == Outcome::violation;
            revenue[row] += in_violation && evaded != missing ? evaded : 0;
        });
    }
    return faulty;
}

}  // namespace greenlane::evaluation
