#include "report/kpi_rows.h"

#include "report/number.h"
#include "report/undefined.h"

#include <algorithm>

#include <fmt/format.h>

namespace greenlane::report {

namespace {

constexpr std::string_view marks[] = {"¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};

std::string_view mark(std::size_t note) {
    return marks[std::min(note, std::size(marks) - 1)];
}

constexpr std::size_t label_width = 41;  // of the longest name
constexpr std::size_t value_width = 10;
constexpr std::size_t unit_width = 9;
constexpr std::size_t limit_width = 7;

std::string limits(const ShownFigure& shown) {
    return shown.low.empty() ? "" : fmt::format("{:>{}} … {}", shown.low, limit_width, shown.high);
}

bool is_met(kpi::Better better, double value, double target) {
    return better == kpi::Better::lower ? value <= target : value >= target;
}

}  // namespace

KpiRows::KpiRows(const experiment::RunResult& result)
    : result_(result),
      table_({{"", Align::left, false, label_width},
              {"value", Align::right, false, value_width},
              {"", Align::left, false, unit_width},
              {"95 % interval", Align::left},
              {result.ranges.empty() ? "data, 95 %" : "runs, 95 %", Align::left},
              {"target", Align::left, true}}) {
    for (const engine::Replication& replication : result.replications) {
        overall_ += replication.tally.overall();
    }
}

std::string_view KpiRows::footnote(std::string_view why) {
    const auto found = std::find(footnotes_.begin(), footnotes_.end(), why);
    const auto note = static_cast<std::size_t>(found - footnotes_.begin());
    if (found == footnotes_.end()) {
        footnotes_.push_back(why);
    }
    return mark(note);
}

Cell KpiRows::undefined(std::size_t kpi) {
    return {fmt::format("n/a{}", footnote(why_undefined(kpi::kpis()[kpi], overall_,
                                                        result_.cube.count(0, kpi)))),
            Tone::faint};
}

/// The interval's footnote, where it has one.
std::string_view KpiRows::caution(std::size_t kpi, std::size_t slice) {
    const bool is_too_short = slice == 0 && result_.batches && result_.batches->by_kpi[kpi] &&
                              result_.batches->by_kpi[kpi]->too_short;
    return is_too_short ? footnote(
                              "the run is too short for batch means: the interval may be "
                              "narrower than it says")
                        : std::string_view{};
}

Cell KpiRows::target(std::size_t kpi, const std::optional<kpi::Figure>& figure) const {
    const std::optional<double> target = result_.cube.target(kpi);
    if (!target) {
        return {};
    }
    const kpi::Better better = kpi::kpis()[kpi].better;
    const std::string_view sign = better == kpi::Better::lower ? "≤" : "≥";
    const std::string wanted = fmt::format("{} {:g} {}", sign, *target, result_.cube.unit(kpi));
    if (!figure || better == kpi::Better::neither) {
        return wanted;
    }
    return is_met(better, figure->mean, *target) ? Cell(wanted + " met", Tone::good)
                                                 : Cell(wanted + " missed", Tone::bad);
}

/// In the unit and with the digits of the figure.
std::string KpiRows::limits_beside(kpi::Figure figure, std::size_t kpi) const {
    figure.interval = result_.ranges.empty() ? result_.data_interval(kpi) : result_.ranges[kpi];
    return limits(show(figure, result_.cube.unit(kpi)));
}

void KpiRows::add(const std::string& label, std::size_t kpi, std::size_t slice) {
    const std::optional<kpi::Figure> figure =
        slice == 0 ? result_.figure(kpi) : result_.cube.figure(slice, kpi);
    if (!figure) {
        table_.add({label, undefined(kpi), "", "", "", target(kpi, figure)});
        return;
    }
    const ShownFigure shown = show(*figure, result_.cube.unit(kpi));
    table_.add({label,
                {shown.value, Tone::strong},
                shown.unit,
                {limits(shown) + std::string(caution(kpi, slice)), Tone::faint},
                {slice == 0 ? limits_beside(*figure, kpi) : "", Tone::faint},
                slice == 0 ? target(kpi, figure) : Cell()});
}

std::string KpiRows::to_string(const Terminal& terminal) const {
    std::string text = table_.to_string(terminal);
    for (std::size_t note = 0; note < footnotes_.size(); ++note) {
        text += painted(fmt::format("  {} {}\n", mark(note), footnotes_[note]), Tone::faint,
                        terminal.colours);
    }
    return text;
}

}  // namespace greenlane::report
