#include "report/share.h"

#include <fmt/format.h>

namespace greenlane::report {

namespace {

constexpr const char* undefined = "n/a";

}  // namespace

std::string percent(const std::optional<double>& share) {
    return share ? fmt::format("{:.1f} %", 100 * *share) : undefined;
}

std::string percent(const std::optional<kpi::Figure>& share) {
    if (!share) {
        return undefined;
    }
    return share->interval ? fmt::format("{:.1f} % ({:.1f}–{:.1f})", 100 * share->mean,
                                         100 * share->interval->low, 100 * share->interval->high)
                           : fmt::format("{:.1f} %", 100 * share->mean);
}

std::string percent(const kpi::Proportion& proportion) {
    const auto share = proportion.share();
    return percent(
        share ? std::optional(kpi::Figure{*share, kpi::wilson(proportion), proportion.trials})
              : std::nullopt);
}

std::string percent_range(const kpi::Interval& interval) {
    return fmt::format("{:.1f}–{:.1f} %", 100 * interval.low, 100 * interval.high);
}

std::string plain(const std::optional<kpi::Figure>& figure, int decimals) {
    if (!figure) {
        return undefined;
    }
    return figure->interval
               ? fmt::format("{:.{}f} ({:.{}f}–{:.{}f})", figure->mean, decimals,
                             figure->interval->low, decimals, figure->interval->high, decimals)
               : fmt::format("{:.{}f}", figure->mean, decimals);
}

}  // namespace greenlane::report
